"""Leads by turn, as a centre's rules have it; and back to the pool where nobody answers."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib.distribution import actions
from chalicelib.distribution.models.seats import Seat, SeatDay
from chalicelib.foundation import clock
from chalicelib.foundation.errors import AnswersRefused
from chalicelib.identity import actions as identity
from chalicelib.identity.hours import OpeningHours
from chalicelib.leads import actions as lead_actions
from tests.house.test_samples import SAMPLES

PARIS = ZoneInfo("Europe/Paris")


def sweep(desk):
    import app

    app.sweep(SAMPLES["sweep"], None)
    desk.crier.cry()


def later(**by):
    return clock.held_at(clock.now() + timedelta(**by))


def test_a_lead_goes_only_to_who_speaks_its_language(open_desk):
    desk = open_desk()
    desk.rule(needs=[{"form_id": desk.company.form_id, "language": "dyu"}])
    desk.set_up(0, languages=["fr"])
    desk.set_up(1, languages=["fr", "dyu"])
    desk.post(3)
    assert {lead.agent for lead in desk.leads()} == {desk.company.agents[1]}
    fact = desk.fact(desk.leads()[2])
    assert (fact["language"], fact["loads"]) == ("dyu", ["2/30"])
    assert fact["passed_over"] == [f"{desk.company.agents[0]}:language:dyu"]


def test_nobody_who_speaks_it_means_waiting_until_the_fall_back_language(open_desk):
    desk = open_desk(agents=1)
    desk.rule(needs=[{"form_id": desk.company.form_id, "language": "dyu"}], fallback_language="fr", fallback_after=60)
    desk.set_up(0, languages=["fr"])
    desk.post()
    assert desk.leads()[0].state == "ready"
    with later(minutes=61):
        sweep(desk)
    assert desk.leads()[0].state == "assigned"
    assert desk.fact(desk.leads()[0])["relaxed"] == ["language"], "never in silence"


def test_skills_are_asked_for_until_the_lead_has_waited_enough(open_desk):
    desk = open_desk(agents=2)
    desk.rule(skills=["Solaire"], needs=[{"form_id": desk.company.form_id, "skills": ["Solaire"]}], skills_until=30)
    desk.set_up(1, skills=["Solaire"])
    desk.post(2)
    assert {lead.agent for lead in desk.leads()} == {desk.company.agents[1]}
    desk.presence(1, present=False)
    desk.post()
    assert desk.leads()[2].state == "ready"
    with later(minutes=31):
        sweep(desk)
    assert (desk.leads()[2].agent, desk.fact(desk.leads()[2])["relaxed"]) == (desk.company.agents[0], ["skills"])


def test_behind_leads_that_nobody_can_take_others_do_not_wait(open_desk, monkeypatch):
    monkeypatch.setattr(actions, "DRAINED_AT_ONCE", 2)
    desk = open_desk(agents=1)
    desk.presence(0, present=False)
    desk.post(4)
    blocked = [lead.id for lead in desk.leads()[:2]]
    desk.set_up(0, languages=["fr"])
    with desk.inside():
        for lead in desk.leads()[:2]:
            lead.change(None, language="dyu")
    desk.presence(0, present=True)
    assert [lead.state for lead in desk.leads()] == ["ready", "ready", "assigned", "assigned"]
    assert [lead.id for lead in desk.leads() if lead.state == "ready"] == blocked


def test_whom_the_fewest_can_take_comes_first(open_desk):
    """One place is left for each: the lead of many would take it from the lead of one."""
    desk = open_desk()
    desk.presence(0, present=False)
    desk.presence(1, present=False)
    desk.post(2)
    with desk.inside():
        desk.leads()[1].change(None, language="dyu")
    desk.set_up(0, capacity=1, languages=["fr", "dyu"])
    desk.set_up(1, capacity=1, languages=["fr"])
    desk.rule(capacity=1)
    with desk.inside():
        for number in (0, 1):
            Seat.known(desk.company.centre, desk.company.agents[number]).come_back(0)
    desk.crier.cry()
    assert [lead.agent for lead in desk.leads()] == [desk.company.agents[1], desk.company.agents[0]]


def test_the_days_limit_holds_and_ends_with_the_centres_day(open_desk):
    desk = open_desk(agents=1)
    night = datetime(2026, 12, 1, 23, 30, tzinfo=PARIS)
    with clock.held_at(night):
        desk.set_up(0, daily_cap=2)
        desk.post(3)
        assert [lead.state for lead in desk.leads()] == ["assigned", "assigned", "ready"]
    with clock.held_at(night + timedelta(minutes=31)):
        sweep(desk)
        assert [lead.state for lead in desk.leads()] == ["assigned"] * 3
        with desk.inside():
            [day] = SeatDay.since(desk.company.centre, "20261101")
    assert (day.agent_id, int(day.given), day.sk[:11]) == (desk.company.agents[0], 2, "D#20261201#")
    assert (desk.seat(0).counted_on, desk.seat(0).given) == ("20261202", 1)


@pytest.fixture
def by_day():
    week = [[{"start": "09:00", "end": "18:00"}]] * 5 + [[], []]
    return OpeningHours.model_validate({"timezone": "Europe/Paris", "week": week, "days_apart": [{"day": "2026-12-25", "spans": []}]})


def test_leads_wait_for_the_centre_to_open_through_holiday_and_week_end(open_desk, by_day):
    desk = open_desk(agents=1)
    with desk.inside():
        identity.set_hours(desk.company.centre, by_day, None)
    with clock.held_at(datetime(2026, 12, 24, 20, tzinfo=PARIS)):
        desk.post()
    for day in (25, 26, 27):
        with clock.held_at(datetime(2026, 12, day, 10, tzinfo=PARIS)):
            sweep(desk)
            assert desk.leads()[0].state == "ready"
    with clock.held_at(datetime(2026, 12, 28, 9, 1, tzinfo=PARIS)):
        sweep(desk)
        assert desk.leads()[0].state == "assigned"
    desk.rule(only_when_open=False)
    with clock.held_at(datetime(2027, 1, 2, 10, tzinfo=PARIS)):
        desk.post()
        assert desk.leads()[1].state == "assigned"


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        (datetime(2026, 12, 24, 17, 50, tzinfo=PARIS), 20, datetime(2026, 12, 28, 9, 10, tzinfo=PARIS)),
        (datetime(2026, 3, 27, 17, 30, tzinfo=PARIS), 60, datetime(2026, 3, 30, 9, 30, tzinfo=PARIS)),  # the clock jumps on the Sunday
        (datetime(2026, 10, 23, 17, 30, tzinfo=PARIS), 60, datetime(2026, 10, 26, 9, 30, tzinfo=PARIS)),
    ],
)
def test_minutes_to_answer_are_minutes_of_opening(by_day, start, minutes, end):
    assert by_day.after(start, minutes) == end


def test_on_the_nights_of_the_clock_a_minute_is_a_minute():
    always = OpeningHours.model_validate({"timezone": "Europe/Paris", "week": [[{"start": "00:00", "end": "24:00"}]] * 7})
    for day in (datetime(2026, 3, 29, tzinfo=PARIS), datetime(2026, 10, 25, tzinfo=PARIS)):
        start = day.astimezone(ZoneInfo("UTC"))
        assert always.after(start, 300) == start + timedelta(minutes=300)
    never = OpeningHours.model_validate({"timezone": "Europe/Paris", "week": [[]] * 7})
    assert never.after(datetime(2026, 3, 29, tzinfo=PARIS), 1) is None


def test_what_is_not_answered_in_time_goes_to_another_and_who_was_silent_is_absent(open_desk):
    desk = open_desk()
    desk.rule(answer_within=10)
    desk.post()
    first = desk.leads()[0].agent
    with later(minutes=9):
        sweep(desk)
        assert desk.leads()[0].agent == first
    with later(minutes=11):
        sweep(desk)
    [lead] = desk.leads()
    assert (lead.state, lead.former_agent) == ("assigned", first)
    assert lead.agent != first
    silent = desk.company.agents.index(first)
    assert (desk.seat(silent).present, desk.seat(silent).pause, desk.seat(silent).load) == (False, "absent", 0)


def test_alone_an_agent_gets_it_back_when_they_are_there_again(open_desk):
    desk = open_desk(agents=1)
    desk.rule(answer_within=10)
    desk.post()
    with later(minutes=11):
        sweep(desk)
        assert desk.leads()[0].state == "ready"
        desk.presence(0, present=True)
        assert desk.leads()[0].agent == desk.company.agents[0]


def test_who_has_the_lead_open_or_has_called_keeps_it(open_desk):
    desk = open_desk()
    desk.rule(answer_within=10)
    desk.post(2)
    opened, noted = desk.leads()
    holders = {lead.id: desk.agent(desk.company.agents.index(lead.agent)) for lead in (opened, noted)}
    with later(minutes=10):
        with desk.inside(holders[opened.id]):
            lead_actions.claim(opened.id, holders[opened.id])
        with desk.inside(holders[noted.id]):
            lead_actions.write_note(noted.id, "01J00000000000000000000001", "Répondeur.", holders[noted.id])
        with later(minutes=1):
            sweep(desk)
    assert [lead.state for lead in desk.leads()] == ["assigned", "in_progress"]
    assert desk.leads()[1].dk is None
    with later(minutes=14):
        sweep(desk)
    assert desk.leads()[0].former_agent == opened.agent, "closed again without a word"


def test_a_sweep_that_comes_twice_takes_back_once(open_desk):
    desk = open_desk()
    desk.rule(answer_within=10)
    desk.post()
    with later(minutes=11):
        import app

        app.sweep(SAMPLES["sweep"], None)
        app.sweep(SAMPLES["sweep"], None)
        desk.crier.cry()
    assert [int(lead.version) for lead in desk.leads()] == [4], "opened, assigned, released, assigned"


def test_where_no_time_is_set_nothing_is_written_for_it(open_desk):
    desk = open_desk()
    desk.post()
    assert desk.leads()[0].dk is None


def test_a_pause_has_a_reason_of_the_centres(open_desk):
    desk = open_desk()
    desk.rule(pauses=[{"id": "priere", "name": "Prière"}])
    desk.presence(0, present=False, reason="priere")
    assert (desk.seat(0).pause, desk.seat(0).present) == ("priere", False)
    with pytest.raises(AnswersRefused):
        desk.presence(0, present=False, reason="lunch")
    desk.post()
    assert desk.fact(desk.leads()[0])["passed_over"] == [f"{desk.company.agents[0]}:away:priere"]
    desk.presence(0, present=True)
    assert desk.seat(0).pause is None


def test_what_agents_close_is_counted_once_and_taken_back_with_it(open_desk):
    desk = open_desk(agents=1)
    desk.post(2)
    caller = desk.agent(0)
    won, lost = desk.leads()
    with desk.inside(caller):
        won.confirm()
        lost.reject("other")
    desk.crier.cry()
    with desk.inside():
        actions.settle(desk.company.centre, caller.id, won.id)  # a message that comes again
    assert (desk.seat(0).closed, desk.seat(0).won) == (2, 1)
    with desk.inside(desk.owner):
        lead_actions.reopen(won.id, "Il se ravise.", "01J00000000000000000000009", desk.owner)
    desk.crier.cry()
    assert (desk.seat(0).closed, desk.seat(0).won, desk.seat(0).load) == (1, 0, 1)
