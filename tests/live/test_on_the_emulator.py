"""A console that really listens: ticket, WebSocket, a change, the news of it."""

import json

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from chalicelib.foundation import tenancy
from chalicelib.identity import queries as identity
from chalicelib.identity import sessions
from chalicelib.identity.models.users import User
from chalicelib.live import actions
from tests.builders import PASSWORD, a_company, email_of
from tests.live.told import said


@pytest.fixture
def company(house):
    found = a_company()
    with tenancy.inside(found.tenant):
        yield found


@pytest.fixture
def address(house, company):
    return f"{house.sockets}?ticket="


@pytest.fixture
def ticket(company):
    """As somebody signed in gets it."""
    step = sessions.begin(email_of(company, 1), PASSWORD, "192.0.2.1")
    return lambda: actions.issue(identity.caller({"authorization": f"Bearer {step.access_token}"}))


def change(company):
    return said(centre=company.centre, agent=company.agents[0])


def test_a_console_hears_of_a_change(address, company, ticket):
    with connect(address + ticket()) as console:
        console.send("ping")
        assert json.loads(console.recv(timeout=10)) == {"type": "pong"}
        actions.push(change(company))
        assert json.loads(console.recv(timeout=10))["type"] == "LeadAssigned"


def test_a_closed_console_stops_nobody(address, company, ticket):
    with connect(address + ticket()) as closed, connect(address + ticket()) as open_console:
        closed.close()
        actions.push(change(company))
        assert json.loads(open_console.recv(timeout=10))["lead_id"] == change(company).fact.lead_id


def test_whoever_is_disabled_hears_nothing_any_more_and_comes_in_no_more(address, company, ticket):
    again = ticket()
    with connect(address + ticket()) as console:
        console.send("ping")
        assert json.loads(console.recv(timeout=10)) == {"type": "pong"}
        User.by_id(company.agents[0]).disable()
        with pytest.raises(ConnectionClosed):
            console.recv(timeout=30)
    with pytest.raises(InvalidStatus):
        connect(address + again)


def test_without_a_ticket_the_door_stays_shut(address):
    with pytest.raises(InvalidStatus):
        connect(address + "nonsense")
