"""What moto cannot show: a queue that hides one group while others go on, and the wires polling it."""

import json

import pytest

from chalicelib.foundation import keys, tenancy
from chalicelib.webhooks import actions, queries
from tests.emulator import await_that
from tests.webhooks.told import TENANT, confirmed


@pytest.fixture
def heard(house, partner, monkeypatch):
    """A company's endpoint while the house is at work, with waits of a second."""
    monkeypatch.setattr(actions, "WAITS", (1,) * 13)
    with tenancy.inside(TENANT, by="user:boss"):
        keys.make(TENANT)
        yield actions.add(partner.url, ["lead.confirmed"], None)[0]


def told(partner):
    data = [json.loads(body)["data"] for _, _, body in partner.got]
    return [(one["lead_id"][15], one["version"]) for one in data]


def test_down_then_back_up_each_is_delivered_once_and_in_order(heard, partner):
    partner.status = 503
    actions.announce(confirmed("p000000000000001.1", version=5))
    await_that(lambda: len(partner.got) >= 2, 20)
    actions.announce(confirmed("p000000000000001.1", version=6, at=confirmed().at + 1))
    assert {version for _, version in told(partner)} == {5}

    failed = len(partner.got)
    partner.status = 200
    actions.announce(confirmed("p000000000000002.1", version=1))
    await_that(lambda: {one.state for one in queries.deliveries(heard.id, 25, None)[0]} == {"delivered"}, 20)
    assert sorted(told(partner)[failed:]) == [("1", 5), ("1", 6), ("2", 1)]
    assert [version for lead, version in told(partner)[failed:] if lead == "1"] == [5, 6]
