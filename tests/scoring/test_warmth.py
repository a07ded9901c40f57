from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from chalicelib.foundation import clock
from chalicelib.scoring import warmth
from chalicelib.scoring.warmth import Said


def ago(**how):
    return clock.to_ms(clock.now() - timedelta(**how))


def a_lead(**stands):
    plain = {
        "state": "assigned", "gated": True, "confirmed_at": ago(hours=1), "mailed_at": ago(hours=1, minutes=5), "opened_at": ago(hours=2),
        "visited": (), "closed_at": None, "contacted_at": None, "attempts": 0,
    }  # fmt: skip
    return SimpleNamespace(**plain | stands)


def row(kind, by="visitor", **when):
    return SimpleNamespace(t=kind, by=by, at=ago(**(when or {"hours": 1})))


def points(lead, rows=(), said=(), *, requests=1, phone_agreed=False):
    found = warmth.of(lead, rows, said, requests=requests, phone_agreed=phone_agreed)
    return {point.code: point.points for point in found.points}, found


def test_the_score_is_the_sum_of_its_points():
    each, found = points(a_lead(), phone_agreed=True, requests=2)
    assert each == {"start": 30, "email_confirmed": 15, "confirmed_quickly": 8, "came_back": 10, "phone_agreed": 5}
    assert (found.score, found.level) == (68, "hot")


def test_robots_are_shown_and_count_nothing():
    visited = (("browser", 2, ago(hours=2), ago(hours=1)), ("robot", 40, ago(hours=2), ago(hours=1)))
    each, found = points(a_lead(visited=visited))
    assert (each["opened_by_robot"], each["opened_by_browser"]) == (0, 0)
    assert found.score == points(a_lead())[1].score
    assert {point.code: point.times for point in found.points}["opened_by_robot"] == 40


def test_the_latest_call_says_most():
    earlier, latest = Said("negative", ago(days=2)), Said("positive", ago(days=1))
    each, _ = points(a_lead(), said=[latest, earlier])
    assert (each["last_call_positive"], each["earlier_calls_negative"]) == (25, -8)


def test_what_a_person_was_heard_to_say_counts_beside_the_note_and_less():
    earlier, heard = Said("negative", ago(days=2), is_heard=True), Said("positive", ago(days=1), is_heard=True)
    each, _ = points(a_lead(), said=[Said("partial", ago(hours=3)), heard, earlier])
    assert {code: counts for code, counts in each.items() if "call" in code or "heard" in code} == {"last_call_partial": 8, "heard_positive": 10}
    assert points(a_lead(), said=[Said("unclassified", ago(days=1), is_heard=True)])[0] == points(a_lead())[0]


def test_what_was_not_classified_says_nothing():
    assert points(a_lead(), said=[Said("unclassified", ago(days=1))])[0] == points(a_lead())[0]


def test_asking_five_times_is_not_five_times_as_warm():
    once, often = (points(a_lead(), [row("OptInLinkRenewed")] * times)[1].score for times in (1, 5))
    assert once == often


@pytest.mark.parametrize(("days", "code"), [(13, None), (20, "silent"), (60, "silent_long")])
def test_interest_cools(days, code):
    lead = a_lead(opened_at=ago(days=days), confirmed_at=ago(days=days), mailed_at=None)
    silent = {one for one in points(lead)[0] if one.startswith("silent")}
    assert silent == ({code} if code else set())


def test_what_we_do_ourselves_does_not_warm_it():
    lead = a_lead(opened_at=ago(days=20), confirmed_at=ago(days=20), mailed_at=None)
    assert "silent" in points(lead, [row("OptInReminderOwed", by="system:sweep")])[0]
    assert "silent" not in points(lead, [row("SurveyAnswered")])[0]


@pytest.mark.parametrize(("state", "level"), [("confirmed", "hot"), ("rejected", "cold"), ("unreachable", "cold")])
def test_how_it_ended_counts(state, level):
    assert points(a_lead(state=state, closed_at=ago(minutes=1)))[1].level == level


def test_it_stays_between_nothing_and_a_hundred():
    warm = a_lead(state="confirmed", closed_at=ago(minutes=1))
    assert points(warm, [row("SurveyAnswered")], [Said("positive", ago(days=1))], requests=9, phone_agreed=True)[1].score == 100
    cold = a_lead(state="rejected", closed_at=ago(minutes=1))
    assert points(cold, [row("OptInUnsubscribed")], [Said("negative", ago(days=1))])[1].score == 0
