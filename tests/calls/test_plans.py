from datetime import UTC, datetime

import pytest

from chalicelib.calls import law
from chalicelib.calls.plans import RetryPlan, next_try
from chalicelib.identity.hours import OpeningHours


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def legal(year=2026):
    return law.hours("FR", "Europe/Paris", year)


PLAN = RetryPlan(delays=[120, 1440], most=3, gap=60)
MORNINGS = OpeningHours(timezone="Europe/Paris", week=[[{"start": "08:00", "end": "11:00"}]] * 5 + [[], []])


@pytest.mark.parametrize(
    ("tries", "now", "again"),
    [
        (1, "2026-11-23T10:15", "2026-11-23T13:00"),  # two hours later is lunch there
        (1, "2026-11-23T13:00", "2026-11-23T15:00"),
        (1, "2026-11-20T18:00", "2026-11-23T09:00"),  # Friday evening
        (2, "2026-11-23T10:00", "2026-11-24T10:00"),
        (2, "2026-10-24T10:00", "2026-10-26T09:00"),  # the clock was put back meanwhile: 10:00 there
        (2, "2026-03-27T13:30", "2026-03-30T08:00"),  # and put forward
        (3, "2026-11-23T10:00", None),
    ],
)
def test_the_next_try_is_within_legal_hours(tries, now, again):
    found = next_try(PLAN, tries, at(now), (legal(),))
    assert found == (at(again) if again else None)


def test_it_is_within_the_hours_of_the_centre_too():
    assert next_try(PLAN, 1, at("2026-11-23T11:00"), (legal(), MORNINGS)) == at("2026-11-24T09:00")


def test_the_gap_delays_and_never_drops():
    plan = RetryPlan(delays=[5], most=9, gap=90)
    assert next_try(plan, 1, at("2026-11-23T13:00"), ()) == at("2026-11-23T14:30")
    assert next_try(plan, 8, at("2026-11-23T13:00"), ()) == at("2026-11-23T14:30")


def test_it_waits_until_the_law_lets_one_try_again():
    assert next_try(PLAN, 1, at("2026-11-23T10:00"), (legal(),), at("2026-12-24T19:30")) == at("2026-12-28T09:00")


def test_hours_that_never_meet_give_no_time():
    nights = OpeningHours(timezone="Europe/Paris", week=[[{"start": "00:00", "end": "06:00"}]] * 7)
    assert next_try(PLAN, 1, at("2026-11-23T10:00"), (legal(), nights)) is None
