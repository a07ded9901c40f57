"""How often the screens of an agent's day ask DynamoDB: counted, so that neither leads nor agents make it more."""

from __future__ import annotations

import pytest

from bench import agents, crowd
from bench.trips import Trips
from tests.builders import a_company, a_token

HELD, WAITING = 12, 130
"""More wait than one round trip reads."""


@pytest.fixture
def company(world, crier):
    company = a_company(agents=3, method="pull", double_optin=False)
    crier.cry()
    crowd.settle(company, ["later"] * 3 * HELD + ["ready"] * WAITING)
    return company


def counted(ask, *asked, **more):
    """What a request asks once the process is warm."""
    trips = Trips()
    with trips.of_one():
        answer = ask(*asked, **more)
    assert answer.status == 200, answer
    return answer.json, trips.calls


def test_the_next_lead_and_the_lead_opened(ask, company):
    for agent in company.agents[:2]:
        token = a_token(company, user=agent)
        taken, of_next = counted(ask, "POST", "/api/v1/queue/next", token=token)
        assert taken["source"] == "pool"
        queue, of_queue = counted(ask, "GET", "/api/v1/queue", token=token)
        assert (len(queue["items"]), queue["waiting"] < WAITING) == (HELD + 1, True)
        _, of_page = counted(ask, "GET", f"/api/v1/leads/{taken['lead_id']}", token=token)
    assert len(of_next) <= agents.NEXT, of_next
    assert len(of_queue + of_page) <= agents.OPENED, (of_queue, of_page)


def test_the_first_page_of_all_leads(ask, company):
    for _ in range(2):
        listed, calls = counted(ask, "GET", "/api/v1/leads", query={"limit": "50"}, token=a_token(company, "admin"))
    assert len(listed["items"]) == 50
    assert len(calls) <= agents.LISTED, calls
