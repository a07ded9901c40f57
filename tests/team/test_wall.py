"""The wall of a team: who is there, what waits, what was done today."""

from datetime import timedelta

import pytest

from chalicelib.foundation import tenancy
from tests.builders import an_agent
from tests.team.conftest import NOON


@pytest.fixture
def at_work(team):
    with team.at(NOON):
        for agent in (1, 2):
            team.signs_in(agent)
        for number in range(4):
            team.comes(number)
        yield team


def by_name(wall):
    return {one["name"]: one for one in wall["agents"]}


def test_it_shows_who_is_there_what_they_hold_and_what_they_did(at_work):
    first, second = at_work.of(1)
    at_work.notes(1, first.id, "n1")
    at_work.says(1, first.id, "confirmed")
    at_work.calls_back(1, second.id, NOON + timedelta(hours=3))
    at_work.says(2, at_work.of(2)[0].id, "rejected", reason="not_interested")
    at_work.ask("PUT", "/api/v1/me/presence", {"present": False}, token=at_work.token(2))
    wall = at_work.wall().json
    awa, paul = by_name(wall)["Agent 1"], by_name(wall)["Agent 2"]
    assert (awa["present"], awa["held"], paul["present"], paul["held"]) == (True, 1, False, 1)
    assert awa["today"] == {"handled": 2, "contacted": 1, "notes": 0, "confirmed": 1, "rejected": 0, "callbacks": 1, "unanswered": 0}
    assert (paul["today"]["handled"], paul["today"]["rejected"]) == (1, 1)
    assert (wall["today"]["handled"], wall["today"]["confirmed"]) == (3, 1)
    assert awa["last_at"] == wall["at"]


def test_a_call_that_nobody_answered_counts_whether_it_is_tried_again_or_not(at_work):
    first, second = at_work.of(1)
    at_work.says(1, first.id, "no_answer")
    at_work.says(1, second.id, "unreachable")
    today = by_name(at_work.wall().json)["Agent 1"]["today"]
    assert (today["handled"], today["unanswered"], today["callbacks"]) == (2, 2, 0)


def test_it_says_who_is_on_pause_why_and_since_when(at_work):
    with at_work.at(NOON + timedelta(minutes=20)):
        at_work.ask("PUT", "/api/v1/me/presence", {"present": False, "reason": "lunch"}, token=at_work.token(2))
        paul = by_name(at_work.wall().json)["Agent 2"]
    assert (paul["present"], paul["pause"], paul["pause_name"], paul["since"]) == (False, "lunch", None, "2026-06-03T10:20:00.000Z")


def test_it_says_who_is_on_the_line(at_work):
    lead = at_work.of(1)[0].id
    with at_work.at(NOON + timedelta(minutes=2)):
        placed = at_work.ask("POST", f"/api/v1/leads/{lead}/calls", {"key": "01J0000000000000000000CALL"}, token=at_work.token(1))
        assert placed.status < 300, placed.text
        awa, paul = (by_name(at_work.wall().json)[name] for name in ("Agent 1", "Agent 2"))
    assert (awa["on_call_since"], paul["on_call_since"]) == ("2026-06-03T10:02:00.000Z", None)


def test_waiting_leads_are_counted_and_the_oldest_says_since_when(at_work):
    for agent in (1, 2):
        at_work.ask("PUT", "/api/v1/me/presence", {"present": False}, token=at_work.token(agent))
    with at_work.at(NOON + timedelta(minutes=5)):
        at_work.comes(50)
    with at_work.at(NOON + timedelta(minutes=9)):
        at_work.comes(51)
        wall = at_work.wall().json
    assert (wall["waiting"], wall["oldest_at"]) == (2, "2026-06-03T10:05:00.000Z")


def test_a_day_begins_at_midnight_in_the_company_not_in_utc(at_work):
    # 23:30 in Paris on Tuesday is 21:30 UTC, and half past midnight on Wednesday is still Tuesday in UTC.
    with at_work.at(NOON + timedelta(hours=11, minutes=30)):
        at_work.says(1, at_work.of(1)[0].id, "confirmed")
    with at_work.at(NOON + timedelta(hours=12, minutes=30)):
        at_work.signs_in(1)
        at_work.says(1, at_work.of(1)[0].id, "confirmed")
        assert by_name(at_work.wall().json)["Agent 1"]["today"]["confirmed"] == 1


def test_nobody_elses_history_is_read_than_of_those_who_were_there_today(at_work, monkeypatch):
    from chalicelib.team import queries

    asked = []
    found = queries.done_today
    monkeypatch.setattr(queries, "done_today", lambda user: asked.append(user) or found(user))
    with at_work.at(NOON + timedelta(days=2)):
        at_work.signs_in(2)
        assert at_work.wall().status == 200
    assert asked == [at_work.company.agents[1]]


def test_another_centres_manager_does_not_see_it(at_work):
    from chalicelib.identity import actions as identity
    from tests.isolation.companies import access_token

    company = at_work.company
    manager = an_agent(company, 9, role="manager")
    with tenancy.inside(company.tenant, by="system:test"):
        far = identity.open_centre("Centre de Brest", "push")
    token = access_token(manager, company.tenant, "manager", company.centre)
    assert (at_work.wall(token=token).status, at_work.wall(far, token=token).status, at_work.wall(token=at_work.token(1)).status) == (200, 404, 403)
