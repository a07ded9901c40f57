"""Fifty agents among ten thousand leads: the next lead, the lead opened, the list's first page, and how soon another screen knows."""

from __future__ import annotations

import http.client
import json
import time
from random import Random
from typing import Any
from urllib.parse import urlsplit

from websockets.sync.client import connect

from bench import crowd
from bench.figures import Figure
from bench.trips import Trips, spread
from tests.builders import PASSWORD, Company, a_company, a_token, an_agent, email_of
from tests.client import Client

LEADS, AGENTS = 10_000, 50
IN_HAND, WAITING = 20, 0.1
"""Of each agent, and the share of all leads that is in the pool. The others are closed."""
LOADED_WITHIN = 240
"""Seconds. What was not loaded by then is left out, and the figures say how many there are."""
WARM_UP, LISTS, SCREENS = 5, 12, 30
NEXT, OPENED, LISTED = 9, 20, 6
"""Round trips to DynamoDB, at most (`tests/proofs/test_trips.py`)."""
PATIENCE = 30
OUTCOME = {"outcome": "confirmed"}


def figures(house: Any, app: Any, count: int = LEADS) -> list[Figure]:
    """In process for what is our own, over HTTP and sockets for what a person waits for."""
    company, ids, loaded = _town(house, count)
    drawn, opened, listed, found = _worked(Client(app), company)
    house.settle(PATIENCE * 10)
    return [
        Figure(f"{len(ids):,} leads and {AGENTS} agents loaded", loaded, "s", f"≤ {LOADED_WITHIN} s"),
        *drawn.figures(f"next lead, from a pool of {found:,}", NEXT),
        *opened.figures("lead opened: its agent's list and its page", OPENED),
        *listed.figures("all leads, the first page of 50", LISTED),
        *_screens(house, company),
    ]


def _town(house: Any, count: int) -> tuple[Company, list[str], float]:
    company = a_company(agents=AGENTS, method="pull", double_optin=False)
    house.settle(PATIENCE * 4)
    states = _states(count)
    began = time.perf_counter()
    ids = crowd.settle(company, states, within=LOADED_WITHIN)
    return company, ids, time.perf_counter() - began


def _states(count: int) -> list[str]:
    """Nobody's callback is due, so that who asks for the next lead gets one of the pool."""
    held, waiting = min(AGENTS * IN_HAND, count // 2), int(count * WAITING)
    states = ["later"] * held + ["ready"] * waiting + ["rejected"] * (count - held - waiting)
    Random(7).shuffle(states)
    return states


def _worked(ask: Client, company: Company) -> tuple[Trips, Trips, Trips, int]:
    """Each agent takes a lead, opens it, and says what came of it. Some do so before, which warms what every process keeps."""
    found = ask("GET", "/api/v1/queue", token=a_token(company)).json["waiting"]
    for agents in (company.agents[:WARM_UP], company.agents):
        drawn, opened, listed = Trips(), Trips(), Trips()
        for agent in agents:
            token = a_token(company, user=agent)
            with drawn.of_one():
                answer = ask("POST", "/api/v1/queue/next", token=token)
            lead = f"/api/v1/leads/{_lead(answer.json)}"
            with opened.of_one():
                answers = [ask("GET", path, token=token) for path in ("/api/v1/queue", lead)]
            assert [one.status for one in answers] == [200, 200], [one.text[:300] for one in answers]
            assert ask("POST", f"{lead}/outcomes", OUTCOME, token=token).status == 201
    for _ in range(LISTS):
        with listed.of_one():
            answer = ask("GET", "/api/v1/leads", query={"limit": "50"}, token=a_token(company, "admin"))
        assert answer.json["items"], answer  # As many as it finds in its time: on a busy machine not all of them.
    return drawn, opened, listed, found


def _lead(answer: dict[str, Any]) -> str:
    assert answer.get("source") == "pool", answer
    return str(answer["lead_id"])


def _screens(house: Any, company: Company) -> list[Figure]:
    """A manager has the centre on the screen while an agent works: from the answer that the agent gets to the news of it."""
    an_agent(company, AGENTS + 1, role="manager")
    api = _Api(house)
    manager = api("POST", "/sessions", "", {"email": email_of(company, AGENTS + 1), "password": PASSWORD})
    ticket = api("POST", "/live/tickets", manager["access_token"])
    waits = []
    with connect(f"{house.sockets}?ticket={ticket['ticket']}") as screen:
        for number in range(SCREENS):
            token = a_token(company, user=company.agents[number % AGENTS])
            lead = _lead(api("POST", "/queue/next", token))
            api("POST", f"/leads/{lead}/notes", token, {"key": f"01HZZZZZZZZZZZZZZZZZZZ{number:04}", "text": "Intéressée."})
            began = time.perf_counter()
            _heard(screen, lead, "in_progress")
            waits.append(1000 * (time.perf_counter() - began))
            api("POST", f"/leads/{lead}/outcomes", token, OUTCOME)
    return [spread("another's screen knows of a first note, after its answer", waits, "ms", "≤ 1,000 ms")]


class _Api:
    def __init__(self, house: Any) -> None:
        self.to = http.client.HTTPConnection(urlsplit(house.api).netloc, timeout=PATIENCE)

    def __call__(self, method: str, path: str, token: str, body: Any = None) -> Any:
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        self.to.request(method, f"/api/v1{path}", json.dumps(body or {}), headers)
        answer = self.to.getresponse()
        said = json.loads(answer.read())
        assert answer.status in {200, 201}, said
        return said


def _heard(screen: Any, lead: str, state: str) -> None:
    while True:
        said = json.loads(screen.recv(timeout=PATIENCE))
        if (said.get("lead_id"), said.get("state")) == (lead, state):
            return
