"""What partners are told, in the very words."""

import json

from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.publication import Publication
from chalicelib.leads.facts import LeadAssigned, LeadCallbackPlanned

AT = 1_795_300_000_000


def told(fact, version=5, at=AT):
    return Publication.of(Announcement(f"P#p#L#1:{version}", "k3x9p2ab", at, "user:a", version, fact))


def callback(**changes):
    return LeadCallbackPlanned(**({"lead_id": "p.1", "form_id": "f", "centre_id": "c", "state": "callback", "callback_at": AT + 2_000_123} | changes))


def test_partners_read_ids_states_and_times_as_the_api_writes_them():
    publication = told(callback(agent_id="a"))
    assert json.loads(publication.body) == {
        "id": publication.id,
        "type": "lead.callback_planned",
        "timestamp": "2026-11-21T22:26:40.000Z",
        "data": {
            "lead_id": "p.1", "form_id": "f", "centre_id": "c", "state": "callback", "agent_id": "a",
            "callback_at": "2026-11-21T23:00:00.123Z", "anyone": False, "version": 5,
        },
    }  # fmt: skip


def test_what_is_not_known_is_left_out():
    assert "agent_id" not in json.loads(told(callback()).body)["data"]


def test_who_was_considered_stays_inside():
    lead = {"lead_id": "p.1", "form_id": "f", "centre_id": "c", "state": "assigned", "agent_id": "a"}
    fact = LeadAssigned(**lead, method="push", in_turn=("a",), passed_over=("b:away",))
    assert json.loads(told(fact).body)["data"] == lead | {"method": "push", "version": 5}


def test_a_fact_told_twice_has_one_id_and_another_fact_another():
    assert told(callback()) == told(callback())
    assert len({told(callback()).id, told(callback(), version=6).id, told(callback(), at=AT + 1).id}) == 3
