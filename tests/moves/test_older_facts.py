"""History is never changed: what an earlier release said is read under the names of today."""

import json

import botocore.session
import pytest

from chalicelib.calls import timeline
from chalicelib.foundation import tenancy
from chalicelib.foundation.facts import Announcement
from chalicelib.leads import queries as leads
from chalicelib.leads.facts import LeadReopened
from tests.moves.older import CLOSED_STAY_LISTED, Older


@pytest.fixture
def older(world):
    company = Older.of(CLOSED_STAY_LISTED)
    company.put_into(botocore.session.get_session().create_client("dynamodb"))
    return company


def reopened(older):
    return next(item for item in older.main if item["t"]["S"] == "L" and "LeadReopened" in item["ev"]["S"])


def test_a_lead_page_shows_what_an_older_fact_says(older):
    lead_id = json.loads(reopened(older)["ev"]["S"])["d"]["lead_id"]
    with tenancy.inside(older.tenant, by="system:test"):
        entries = timeline.entries(leads.timeline(leads.lead(lead_id)), {}, {}, {})
    entry = next(one for one in entries if one.type == "LeadReopened")
    assert entry.data["closed_as"] == "confirmed"
    assert "was" not in entry.data


def test_a_message_of_an_older_release_is_understood(older):
    said = json.loads(reopened(older)["ev"]["S"])
    body = {"id": "x", "type": said["t"], "tenant": older.tenant, "at": said["at"], "by": said["by"], "v": 9, "data": said["d"]}
    fact = Announcement.from_json(json.dumps(body)).fact
    assert isinstance(fact, LeadReopened)
    assert fact.closed_as == "confirmed"
