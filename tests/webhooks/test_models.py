import json

from chalicelib.foundation import tenancy
from chalicelib.foundation.facts import Announcement
from chalicelib.leads.facts import LeadCallbackPlanned
from chalicelib.webhooks.models import Delivery


def test_a_partner_reads_times_as_the_api_writes_them():
    fact = LeadCallbackPlanned(lead_id="p.1", form_id="f", centre_id="c", state="callback", agent_id="a", callback_at=1_795_302_000_123)
    said = Announcement("P#p#L#1:5", "k3x9p2ab", 1_795_300_000_000, "user:a", 5, fact)
    with tenancy.inside("k3x9p2ab"):
        delivery = Delivery.of(said, "w1")
    assert json.loads(delivery.body) == {
        "type": "lead.callback_planned",
        "timestamp": "2026-11-21T22:26:40.000Z",
        "data": {
            "lead_id": "p.1", "form_id": "f", "centre_id": "c", "state": "callback", "agent_id": "a",
            "callback_at": "2026-11-21T23:00:00.123Z", "version": 5,
        },
    }  # fmt: skip
