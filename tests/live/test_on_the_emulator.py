"""A console that really listens: ticket, WebSocket, a change, the news of it."""

import json

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from chalicelib.foundation import keys, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.live import actions
from tests.live.told import TENANT, said


@pytest.fixture
def address(house):
    with tenancy.inside(TENANT):
        keys.make(TENANT)
        yield f"{house.sockets}?ticket="


def ticket():
    return actions.issue(Caller("user", "agent1", TENANT, centre="centre1", grants={"leads.read": "own"}))


def test_a_console_hears_of_a_change(address):
    with connect(address + ticket()) as console:
        console.send("ping")
        assert json.loads(console.recv(timeout=10)) == {"type": "pong"}
        actions.push(said())
        assert json.loads(console.recv(timeout=10))["type"] == "LeadAssigned"


def test_a_closed_console_stops_nobody(address):
    with connect(address + ticket()) as closed, connect(address + ticket()) as open_console:
        closed.close()
        actions.push(said())
        assert json.loads(open_console.recv(timeout=10))["lead_id"] == said().fact.lead_id


def test_without_a_ticket_the_door_stays_shut(address):
    with pytest.raises(InvalidStatus):
        connect(address + "nonsense")
