"""A callback that its agent missed goes to anyone of the centre, and comes first."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.alerts import actions as alerts
from chalicelib.alerts.models import Alert
from chalicelib.foundation import clock
from chalicelib.identity import actions as identity_actions
from chalicelib.identity.hours import OpeningHours
from chalicelib.leads import actions as lead_actions
from chalicelib.leads import queries as leads
from tests.distribution.test_giving import later, sweep

NIGHT = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
"""Ten to three in Paris, summer time: ten minutes later it is two o'clock again."""


def promised(desk, at=None, *, anyone=False):
    """The first agent has promised to call in an hour; the second is on pause by then."""
    desk.presence(1, present=False)
    desk.post()
    at = at or clock.now() + timedelta(hours=1)
    with desk.inside(desk.agent(0)):
        desk.leads()[0].plan_callback(clock.to_ms(at), anyone=anyone)
    desk.crier.cry()
    return at


def now(desk):
    return desk.leads()[0]


def test_after_the_centres_delay_it_is_anyones_and_comes_first(open_desk):
    desk = open_desk()
    desk.rule(hand_on_after=60)
    at = promised(desk)
    desk.presence(0, present=False)
    desk.post(2)
    with later(minutes=80):
        sweep(desk)
        assert (now(desk).state, now(desk).is_missed) == ("callback", True)
    with later(minutes=119):
        sweep(desk)
        assert now(desk).state == "callback"
    with later(minutes=121):
        sweep(desk)
        lead = now(desk)
        assert (lead.state, lead.agent, lead.former_agent) == ("ready", None, desk.company.agents[0])
        assert lead.callback_at == clock.to_ms(at), "the wish is kept"
        assert (desk.fact(lead)["why"], lead.dk) == ("missed", None)
        with desk.inside():
            assert leads.waiting(desk.company.centre, limit=5)[0].id == lead.id
            assert leads.oldest_waiting(desk.company.centre).ready_since == min(one.ready_since for one in desk.leads())
        desk.set_up(1, capacity=1)
        desk.presence(1, present=True)
        lead = now(desk)
        assert (lead.state, lead.agent, lead.callback_at) == ("assigned", desk.company.agents[1], clock.to_ms(at))
        assert lead.carries_wish
        assert lead.working_order < (False, 1, 0)


def test_its_owner_is_told_until_somebody_calls(open_desk):
    desk = open_desk()
    desk.rule(hand_on_after=30)
    promised(desk)
    desk.presence(0, present=False)

    def raised():
        with desk.inside():
            alerts.begin_watches()
            alerts._reconcile(alerts._scene(alerts.identity.centre(desk.company.centre), clock.now()), alerts.RuleBook.of(desk.company.centre))
            return [alert.lead for alert in Alert.raised_in(desk.company.centre) if alert.kind == "callback_missed"]

    assert raised() == []
    with later(minutes=76):
        sweep(desk)
        assert raised() == [now(desk).id]
    with later(minutes=95):
        sweep(desk)
        assert now(desk).state == "ready"
        assert raised() == [now(desk).id], "in the pool, too"
        desk.presence(1, present=True)
        assert raised() == [now(desk).id], "and with whoever is to call now"
        with desk.inside(desk.agent(1)):
            now(desk).start("01J00000000000000000000001")
        assert raised() == []


def test_who_has_it_open_may_be_about_to_call(open_desk):
    desk = open_desk()
    desk.rule(hand_on_after=30)
    promised(desk)
    with later(minutes=76):
        sweep(desk)
    with later(minutes=91):
        with desk.inside(desk.agent(0)):
            lead_actions.claim(now(desk).id, desk.agent(0))
        sweep(desk)
        assert now(desk).agent == desk.company.agents[0]
    desk.presence(0, present=False)
    with later(minutes=95):
        sweep(desk)
        assert now(desk).agent is None


@pytest.mark.parametrize("planned_anew", [False, True])
def test_where_no_delay_is_set_or_it_was_planned_anew_it_stays(open_desk, planned_anew):
    desk = open_desk()
    desk.rule(hand_on_after=30 if planned_anew else None)
    promised(desk)
    with later(minutes=76):
        sweep(desk)
        if planned_anew:
            with desk.inside(desk.agent(0)):
                now(desk).plan_callback(clock.to_ms(clock.now() + timedelta(days=1)))
            desk.crier.cry()
    with later(minutes=200):
        sweep(desk)
    assert (now(desk).state, now(desk).agent, now(desk).handed_on_at) == ("callback", desk.company.agents[0], None)


def test_taken_back_from_who_got_it_then_the_wish_still_comes_first(open_desk):
    desk = open_desk()
    desk.rule(hand_on_after=30, answer_within=10)
    at = promised(desk)
    desk.presence(0, present=False)
    with later(minutes=76):
        sweep(desk)
        desk.presence(1, present=True)
    with later(minutes=91):
        sweep(desk)
        assert now(desk).agent == desk.company.agents[1]
    with later(minutes=105):
        sweep(desk)
    assert (now(desk).state, now(desk).callback_at) == ("ready", clock.to_ms(at))
    assert now(desk).ws.startswith("!")


def test_in_the_night_when_the_clock_is_put_back_half_an_hour_is_half_an_hour(open_desk, monkeypatch):
    always = OpeningHours.model_validate({"timezone": "Europe/Paris", "week": [[{"start": "00:00", "end": "24:00"}]] * 7})
    monkeypatch.setattr(clock, "now", lambda: NIGHT - timedelta(hours=1))
    desk = open_desk()
    desk.rule(hand_on_after=30)
    with desk.inside():
        identity_actions.set_hours(desk.company.centre, always, None)
    promised(desk, NIGHT)
    for minutes, state in ((16, "callback"), (29, "callback"), (31, "ready")):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: NIGHT + timedelta(minutes=minutes))
        desk.presence(0, present=False)
        sweep(desk)
        assert now(desk).state == state, minutes
