"""When a centre is open, on its own wall clock, over the days on which clocks change."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.records import TraceRecord
from chalicelib.identity.hours import OpeningHours
from tests.builders import a_company

OFFICE = [{"start": "09:00", "end": "12:00"}, {"start": "14:00", "end": "18:00"}]
WEEK = [OFFICE] * 5 + [[], []]
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def hours(week=WEEK, timezone="Europe/Paris", **more):
    return OpeningHours.model_validate({"timezone": timezone, "week": week, **more})


def utc(day, time):
    return datetime.fromisoformat(f"{day}T{time}+00:00")


@pytest.mark.parametrize(
    ("time", "is_open"),
    [("07:59:59", False), ("08:00", True), ("10:59:59", True), ("11:00", False), ("13:00", True), ("17:00", False)],
)
def test_open_from_the_first_minute_to_the_last(time, is_open):
    assert hours().is_open(utc("2026-03-02", time)) == is_open


def test_on_friday_evening_it_opens_on_monday():
    assert hours().opens_at(utc("2026-03-06", "17:30")) == utc("2026-03-09", "08:00")


def test_open_now_opens_now():
    now = utc("2026-03-02", "09:10")
    assert hours().opens_at(now) == now


def test_a_holiday_is_closed_and_a_saturday_apart_is_open():
    easter = {"day": "2026-04-06", "name": "Lundi de Pâques"}
    fair = {"day": "2026-04-04", "name": "Foire", "spans": [{"start": "10:00", "end": "16:00"}]}
    apart = hours(days_apart=[easter, fair])
    assert apart.opens_at(utc("2026-04-03", "20:00")) == utc("2026-04-04", "08:00")
    assert apart.opens_at(utc("2026-04-04", "20:00")) == utc("2026-04-07", "07:00")


def test_a_night_is_two_spans_and_a_day_ends_at_midnight():
    night = hours([[{"start": "00:00", "end": "06:00"}, {"start": "22:00", "end": "24:00"}]] * 7)
    assert night.is_open(utc("2026-03-02", "22:59:59"))
    assert night.is_open(utc("2026-03-02", "23:00"))
    assert not night.is_open(utc("2026-03-02", "05:00"))


def test_never_open_opens_at_no_time():
    assert hours([[]] * 7).opens_at(MONDAY) is None


def test_the_wall_clock_is_followed_over_both_changes():
    assert hours().opens_at(utc("2026-03-27", "20:00")) == utc("2026-03-30", "07:00"), "nine in summer"
    assert hours().opens_at(utc("2026-10-23", "20:00")) == utc("2026-10-26", "08:00"), "nine in winter"
    assert hours(timezone="Africa/Dakar").opens_at(utc("2026-03-27", "20:00")) == utc("2026-03-30", "09:00")


@pytest.mark.parametrize("start", ["01:45", "02:00", "02:15", "02:30", "03:00"])
@pytest.mark.parametrize("changes_on", ["2026-03-29", "2026-10-25"])
def test_the_opening_that_is_told_is_the_first_open_minute(start, changes_on):
    """Minute by minute over a night on which the clock jumps, or an hour comes twice."""
    early = hours([[{"start": start, "end": "03:20"}]] * 7)
    midnight = utc(changes_on, "00:00") - timedelta(hours=1)
    minutes = [midnight + timedelta(minutes=number) for number in range(6 * 60)]
    for place, minute in enumerate(minutes):
        first = next((later for later in minutes[place:] if early.is_open(later)), None)
        if first:
            assert early.opens_at(minute) == first, minute


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"timezone": "Europe/Atlantis"}, "timezone"),
        ({"timezone": "/etc/passwd"}, "timezone"),
        ({"week": [OFFICE] * 6}, "week"),
        ({"week": [[{"start": "18:00", "end": "09:00"}]] + [[]] * 6}, "week"),
        ({"week": [[OFFICE[0], {"start": "11:00", "end": "13:00"}]] + [[]] * 6}, "week"),
        ({"week": [[{"start": "9:00", "end": "12:00"}]] + [[]] * 6}, "week"),
        ({"days_apart": [{"day": "2026-02-30"}]}, "days_apart"),
    ],
)
def test_hours_that_cannot_be_are_refused_where_they_stand(change, where):
    with pytest.raises(ValidationError) as refused:
        OpeningHours.model_validate({"timezone": "Europe/Paris", "week": WEEK} | change)
    assert {error["loc"][0] for error in refused.value.errors()} == {where}


@pytest.fixture
def company(crier):
    company = a_company()
    crier.cry()
    return company


def test_hours_are_set_said_and_taken_away_again(company, ask, crier):
    from tests.isolation.companies import access_token

    admin = access_token(company.admin, company.tenant, "admin")
    place = f"/api/v1/centres/{company.centre}"
    assert ask("GET", place, token=admin).json["hours"] is None
    wanted = {"hours": {"timezone": "Europe/Paris", "week": WEEK, "days_apart": [{"day": "2026-12-25", "name": "Noël", "spans": []}]}}
    with clock.held_at(utc("2026-03-06", "17:30")):
        answer = ask("PUT", f"{place}/hours", wanted, token=admin)
        assert (answer.status, answer.json["is_open"], answer.json["opens_at"]) == (200, False, "2026-03-09T08:00:00.000Z")
    assert answer.json["hours"] == wanted["hours"]
    assert ask("PUT", f"{place}/hours", {"hours": None}, token=admin, headers={"If-Match": '"0"'}).status == 412
    assert ask("PUT", f"{place}/hours", {"hours": None}, token=admin).json["is_open"]
    crier.cry()
    said = [TraceRecord.query(f"{company.tenant}#Z#{hour}#0") for hour in ("2026030617", f"{clock.now():%Y%m%d%H}")]
    with tenancy.inside(company.tenant):
        assert [row.by for rows in said for row in rows if row.t == "CentreHoursChanged"] == [f"user:{company.admin}"] * 2


def test_a_manager_opens_their_own_centre_and_an_agent_none(company, ask):
    from tests.isolation.companies import access_token

    path = f"/api/v1/centres/{company.centre}/hours"
    for role, centre, status in (("manager", company.centre, 200), ("manager", "elsewhere0", 404), ("agent", company.centre, 403)):
        token = access_token(company.agents[0], company.tenant, role, centre)
        assert ask("PUT", path, {"hours": None}, token=token).status == status


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (("2026-03-02", "07:30"), ("2026-03-02", "08:30"), 30),
        (("2026-03-02", "10:45"), ("2026-03-02", "13:15"), 30),
        (("2026-03-06", "16:30"), ("2026-03-09", "08:10"), 40),
        (("2026-03-07", "09:00"), ("2026-03-08", "20:00"), 0),
        (("2026-03-02", "09:00"), ("2026-03-02", "08:00"), 0),
    ],
)
def test_how_long_it_was_open_leaves_out_nights_and_lunches(start, end, minutes):
    assert hours().open_between(utc(*start), utc(*end)) == timedelta(minutes=minutes)


@pytest.mark.parametrize(("day", "hours_long"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)])
def test_a_whole_day_is_as_long_as_its_clock_makes_it(day, hours_long):
    always = hours([[{"start": "00:00", "end": "24:00"}]] * 7)
    midnight = datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=always.zone)
    assert always.open_between(midnight, midnight + timedelta(days=1)) == timedelta(hours=hours_long)
