from datetime import UTC, date, datetime

import pytest

from chalicelib.calls import law
from chalicelib.calls.holidays import FRANCE
from chalicelib.calls.law import LAWS


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("phone", "place"),
    [
        ("+33612345678", ("FR", "Europe/Paris")),
        ("+262692123456", ("FR", "Indian/Reunion")),
        ("+262639123456", ("FR", "Indian/Mayotte")),
        ("+34922123456", ("ES", "Atlantic/Canary")),
        ("+34612345678", ("ES", "Europe/Madrid")),
        ("+15145550123", ("CA", "America/Toronto")),
        ("+16045550123", ("CA", "America/Vancouver")),
        ("+2250701020304", ("CI", "Africa/Abidjan")),
        ("+12125550123", None),
        ("+819012345678", None),
    ],
)
def test_a_number_says_where_it_belongs(phone, place):
    assert law.whereabouts(phone) == place


def test_french_holidays_are_those_of_the_labour_code():
    assert {day.isoformat() for day in FRANCE.of(2026)} == {
        "2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25", "2026-07-14", "2026-08-15", "2026-11-01",
        "2026-11-11", "2026-12-25",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("country", "zone", "moment", "opens"),
    [
        ("FR", "Europe/Paris", "2026-11-23T09:00", "2026-11-23T09:00"),  # Monday, 10:00 there
        ("FR", "Europe/Paris", "2026-11-23T08:59", "2026-11-23T09:00"),
        ("FR", "Europe/Paris", "2026-11-23T12:30", "2026-11-23T13:00"),  # lunch
        ("FR", "Europe/Paris", "2026-11-20T19:00", "2026-11-23T09:00"),  # Friday evening
        ("FR", "Europe/Paris", "2026-12-24T20:00", "2026-12-28T09:00"),  # Christmas is a Friday
        ("FR", "Europe/Paris", "2026-12-31T20:00", "2027-01-04T09:00"),  # the next year's holidays, too
        ("FR", "Indian/Reunion", "2026-11-23T06:00", "2026-11-23T06:00"),  # by the consumer's own clock
        ("FR", "Europe/Paris", "2026-03-27T20:00", "2026-03-30T08:00"),  # the clock was put forward on the Sunday
        ("FR", "Europe/Paris", "2026-10-23T19:00", "2026-10-26T09:00"),  # and put back
        ("ES", "Europe/Madrid", "2026-11-21T10:00", "2026-11-23T08:00"),
        ("IT", "Europe/Rome", "2026-12-24T08:30", "2026-12-24T09:00"),  # the day before a holiday begins later
        ("IT", "Europe/Rome", "2026-11-21T08:00", "2026-11-21T09:00"),  # Saturday
        ("CA", "America/Toronto", "2026-11-22T14:00", "2026-11-22T15:00"),  # Sunday
    ],
)
def test_the_next_legal_moment_is_found(country, zone, moment, opens):
    hours = law.hours(country, zone, at(moment).year)
    assert hours.opens_at(at(moment)) == at(opens)


def test_every_country_has_its_source_and_its_date():
    assert {country for country, _ in law.CODES.values()} == set(LAWS)
    for known in LAWS.values():
        assert known.source
        assert date.fromisoformat(f"{known.seen}-01")


def test_a_country_without_known_hours_has_none():
    assert law.hours("BE", "Europe/Brussels", 2026) is None
    assert law.hours("JP", "Asia/Tokyo", 2026) is None
