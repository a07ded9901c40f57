"""An agent's own day beside the team's."""

from datetime import timedelta

import pytest

from tests.team.conftest import NOON


@pytest.fixture
def at_work(team):
    with team.at(NOON):
        for agent in (1, 2):
            team.signs_in(agent)
        for number in range(6):
            team.comes(number)
        yield team


def test_it_counts_my_open_leads_by_state_and_lists_my_callbacks(at_work):
    new, begun, later = at_work.of(1)
    at_work.notes(1, begun.id, "n1")
    at_work.calls_back(1, later.id, NOON + timedelta(hours=1))
    told = at_work.dashboard(1)
    assert told["leads"] == {"assigned": 1, "in_progress": 1, "callback": 1, "due": 0}
    assert [(one["lead_id"], one["name"], one["at"], one["is_due"]) for one in told["callbacks"]] == [
        (later.id, "Awa Diop", "2026-06-03T11:00:00.000Z", False)
    ]
    with at_work.at(NOON + timedelta(hours=2)):
        told = at_work.dashboard(1)
    assert (told["leads"]["due"], told["callbacks"][0]["is_due"]) == (1, True)
    assert new.id


def test_today_stands_beside_what_the_team_does_on_average(at_work):
    mine, theirs = at_work.of(1), at_work.of(2)
    for lead in mine:
        at_work.says(1, lead.id, "confirmed")
    at_work.says(2, theirs[0].id, "rejected", reason="other")
    told = at_work.dashboard(1)
    assert (told["today"]["handled"], told["today"]["confirmed"]) == (3, 3)
    assert told["team"] == {"agents": 2, "handled": 2.0, "contacted": 0.0, "confirmed": 1.5}
    assert "Agent 2" not in str(told)


def test_a_week_is_shown_day_by_day_today_last(at_work):
    at_work.says(1, at_work.of(1)[0].id, "confirmed")
    with at_work.at(NOON + timedelta(days=2)):
        at_work.says(1, at_work.of(1)[0].id, "unreachable")
        days = at_work.dashboard(1)["days"]
    assert [(day["day"], day["figures"]["handled"]) for day in days[-3:]] == [("2026-06-03", 1), ("2026-06-04", 0), ("2026-06-05", 1)]
    assert [day["today"] for day in days] == [False] * 6 + [True]


def test_somebody_of_no_centre_has_no_team(at_work):
    told = at_work.dashboard(0)
    assert (told["team"], told["waiting"], told["leads"]["assigned"]) == (None, 0, 0)
