"""The watch of a centre: what is late is raised once, and over once it is late no more."""

from datetime import timedelta

import pytest

from chalicelib.alerts.models import Alert, Watch
from chalicelib.foundation import clock, platform
from chalicelib.foundation.errors import AlreadyDone
from tests.alerts.conftest import inside, rules
from tests.team.conftest import NOON

MINUTE = timedelta(minutes=1)
OFFICE = [[{"start": "09:00", "end": "18:00"}]] * 5 + [[], []]


def kinds(read):
    return [(one["kind"], one["audience"]) for one in read["items"] if one["ended_at"] is None]


def test_a_lead_that_nobody_called_reminds_its_agent_after_half_an_hour(at_work, looked, notices):
    looked(29 * MINUTE)
    assert kinds(notices(1)) == []
    looked(31 * MINUTE)
    [mine] = notices(1)["items"]
    lead = at_work.of(1)[0]
    assert (mine["kind"], mine["title"], mine["lead_id"], mine["unread"]) == (
        "lead_waiting", "Awa Diop attend un premier appel", lead.id, True,
    )  # fmt: skip
    assert mine["since_at"] == clock.iso(int(lead.assigned_at))
    assert [one["lead_id"] for one in notices(2)["items"]] == [at_work.of(2)[0].id]


def test_it_is_told_once_however_often_it_is_looked_at(at_work, looked, notices):
    for minutes in (31, 33, 36, 90):
        looked(minutes * MINUTE)
    with inside(at_work):
        [alert] = Alert.of_desk(at_work.company.agents[0], raised=True, limit=9)
    assert (alert.version, alert.raised_at) == (1, clock.to_ms(NOON + 31 * MINUTE))


def test_whoever_has_called_reads_it_no_more_and_the_next_look_ends_it(at_work, looked, notices):
    looked(31 * MINUTE)
    with at_work.at(NOON + 32 * MINUTE):
        at_work.says(1, at_work.of(1)[0].id, "confirmed")
    assert kinds(notices(1, 32 * MINUTE)) == []
    looked(34 * MINUTE)
    [over] = notices(1, 34 * MINUTE)["items"]
    assert (over["ended_at"], over["unread"]) == (clock.iso(clock.to_ms(NOON + 34 * MINUTE)), False)


def test_what_comes_back_is_raised_again_and_is_new_again(at_work, looked, notices):
    rules(at_work, {"kind": "callback_due", "after": 0, "audience": "agent"})
    lead = at_work.of(1)[0].id
    at_work.calls_back(1, lead, NOON + 5 * MINUTE)
    looked(5 * MINUTE)
    first = notices(1, 6 * MINUTE)["items"][0]["id"]
    with at_work.at(NOON + 6 * MINUTE):
        at_work.calls_back(1, lead, NOON + 20 * MINUTE)
    looked(8 * MINUTE)
    looked(20 * MINUTE)
    [again] = notices(1, 20 * MINUTE)["items"]
    assert (again["kind"], again["unread"], again["ended_at"]) == ("callback_due", True, None)
    assert again["id"] != first


def test_a_callback_is_due_for_its_agent_and_missed_for_who_manages_the_centre(at_work, looked, notices):
    at_work.calls_back(1, at_work.of(1)[0].id, NOON + 10 * MINUTE)
    rules(
        at_work,
        {"kind": "callback_due", "after": 0, "audience": "agent"},
        {"kind": "callback_missed", "after": 15},
    )
    looked(11 * MINUTE)
    assert (kinds(notices(1, 11 * MINUTE)), kinds(notices(0, 11 * MINUTE))) == ([("callback_due", "agent")], [])
    looked(26 * MINUTE)
    [missed] = notices(0, 26 * MINUTE)["items"]
    assert (missed["kind"], missed["title"], missed["detail"]) == ("callback_missed", "Rappel manqué : Awa Diop", "Chez Agent 1")


def test_a_pool_that_waits_too_long_is_one_alert_with_how_many_wait(at_work, looked, notices):
    rules(at_work, {"kind": "old_pool", "after": 10})
    for agent in (1, 2):
        at_work.ask("PUT", "/api/v1/me/presence", {"present": False}, token=at_work.token(agent))
    for number in (50, 51):
        at_work.comes(number)
    looked(9 * MINUTE)
    assert kinds(notices(0)) == []
    looked(12 * MINUTE)
    [pool] = notices(0)["items"]
    assert (pool["kind"], pool["title"], pool["detail"]) == ("old_pool", "Des leads attendent un agent", "2 en attente, Centre de Lyon")


def test_who_is_there_with_leads_and_does_nothing_is_idle_until_they_do(at_work, looked, notices):
    rules(at_work, {"kind": "idle_agent", "after": 20})
    with at_work.at(NOON + 15 * MINUTE):
        at_work.notes(2, at_work.of(2)[0].id, "n1")
    looked(21 * MINUTE)
    [idle] = notices(0)["items"]
    assert (idle["agent_id"], idle["title"], idle["detail"]) == (at_work.company.agents[0], "Agent 1 ne note plus rien", "Un lead ouvert")
    with at_work.at(NOON + 22 * MINUTE):
        at_work.notes(1, at_work.of(1)[0].id, "n2")
    looked(24 * MINUTE)
    assert kinds(notices(0)) == []


def test_who_is_on_pause_is_not_idle(at_work, looked, notices):
    rules(at_work, {"kind": "idle_agent", "after": 20})
    for agent in (1, 2):
        at_work.ask("PUT", "/api/v1/me/presence", {"present": False}, token=at_work.token(agent))
    looked(60 * MINUTE)
    assert kinds(notices(0)) == []


def test_who_is_on_the_line_is_not_idle(at_work, looked, notices):
    rules(at_work, {"kind": "idle_agent", "after": 20})
    with at_work.at(NOON + 19 * MINUTE):
        placed = at_work.ask("POST", f"/api/v1/leads/{at_work.of(1)[0].id}/calls", {"key": "01J0000000000000000000CALL"}, token=at_work.token(1))
        assert placed.status == 201, placed.text
    looked(21 * MINUTE)
    assert [one["agent_id"] for one in notices(0)["items"]] == [at_work.company.agents[1]]


def test_a_lead_that_nobody_answers_three_times_in_a_row_does_not_answer(at_work, looked, notices):
    rules(at_work, {"kind": "no_answer", "after": 3})
    lead = at_work.of(1)[0].id
    for tries, minutes in enumerate((1, 180, 360), 1):
        with at_work.at(NOON + minutes * MINUTE):
            at_work.says(1, lead, "no_answer")
        looked((minutes + 5) * MINUTE)
        assert len(notices(0, (minutes + 5) * MINUTE)["items"]) == (tries == 3)
    assert notices(0, 370 * MINUTE)["items"][0]["detail"] == "3 essais, chez Agent 1"


def test_a_call_that_is_to_be_tried_again_was_promised_to_nobody(at_work, looked, notices):
    rules(at_work, {"kind": "callback_due", "after": 0, "audience": "agent"})
    at_work.says(1, at_work.of(1)[0].id, "no_answer")
    looked(timedelta(hours=5))
    assert kinds(notices(1, timedelta(hours=5))) == []


def test_a_lead_that_drags_on_is_told_unless_it_waits_for_its_callback(at_work, looked, notices):
    rules(at_work, {"kind": "slow_lead", "after": 60})
    at_work.calls_back(2, at_work.of(2)[0].id, NOON + timedelta(hours=3))
    looked(61 * MINUTE)
    assert [one["lead_id"] for one in notices(0)["items"]] == [at_work.of(1)[0].id]


def test_a_lead_given_to_somebody_else_reminds_the_other_one(at_work, looked, notices):
    looked(31 * MINUTE)
    lead = at_work.of(1)[0].id
    with at_work.at(NOON + 32 * MINUTE):
        at_work.ask("POST", f"/api/v1/leads/{lead}/assignment", {"agent_id": at_work.company.agents[1]}, token=at_work.token(0))
        at_work.crier.cry()
    looked(34 * MINUTE)
    assert kinds(notices(1)) == []
    looked(63 * MINUTE)
    assert lead in {one["lead_id"] for one in notices(2)["items"]}


class TestOpeningHours:
    @pytest.fixture
    def office(self, at_work):
        hours = {"hours": {"timezone": "Europe/Paris", "week": OFFICE, "days_apart": []}}
        assert at_work.ask("PUT", f"/api/v1/centres/{at_work.company.centre}/hours", hours, token=at_work.token(0)).status < 300
        return at_work

    def test_the_night_does_not_count(self, office, looked, notices):
        rules(office, {"kind": "lead_waiting", "after": 7 * 60, "audience": "agent"})
        with office.at(NOON):
            looked(timedelta(hours=5, minutes=59))  # 17:59: six hours of the day have passed
        assert kinds(notices(1)) == []
        looked(timedelta(hours=21, minutes=50))  # 9:50 on Thursday
        assert kinds(notices(1)) == []
        looked(timedelta(hours=22, minutes=3))
        assert kinds(notices(1)) == [("lead_waiting", "agent")]

    def test_a_closed_centre_is_looked_at_when_it_opens(self, office, looked):
        looked(timedelta(hours=6, minutes=30))
        with inside(office):
            assert Watch.of(office.company.centre).ds.startswith("20260604T0700")


def test_a_sweep_missed_for_an_hour_finds_each_thing_once(at_work, looked):
    looked(timedelta(hours=3))
    with inside(at_work):
        assert [one.version for one in Alert.of_desk(at_work.company.agents[0], raised=True, limit=9)] == [1]


def test_two_sweeps_at_once_look_once(at_work, monkeypatch):
    from chalicelib.alerts import actions

    looks = []
    monkeypatch.setattr(actions, "_reconcile", lambda scene, _book: looks.append(scene))
    with inside(at_work), at_work.at(NOON + 31 * MINUTE):
        stale = Watch.of(at_work.company.centre)
        actions.look(at_work.company.centre)
        monkeypatch.setattr(Watch, "of", lambda _centre: stale)
        with pytest.raises(actions.Conflict):
            actions.look(at_work.company.centre)
    assert len(looks) == 1


def test_two_who_find_the_same_raise_it_once(at_work, looked, monkeypatch):
    from chalicelib.alerts.rules import DEFAULTS
    from chalicelib.alerts.watching import Cause

    rule = next(one for one in DEFAULTS if one.kind == "old_pool")
    cause = Cause(rule, at_work.company.centre, at_work.company.centre, 1)
    with inside(at_work):
        assert Alert.raise_(cause)
        monkeypatch.setattr(Alert, "find", lambda *_place, **_how: None)
        assert not Alert.raise_(cause)
        monkeypatch.undo()
        [alert] = Alert.of_desk(at_work.company.centre, raised=True, limit=9)
        alert.end()
        stale = Alert.get(alert.pk, alert.sk)
        assert Alert.raise_(cause)
        with pytest.raises(AlreadyDone):
            stale.come_up_again({"kind": "old_pool", "audience": "centre", "centre": stale.centre, "since": 1, "raised_at": 2})


def test_a_look_cut_off_before_it_told_is_made_up_for_by_the_next(at_work, looked, notices, monkeypatch):
    raise_ = Alert.raise_
    monkeypatch.setattr(Alert, "raise_", lambda _cause: (_ for _ in ()).throw(OSError("cut")))
    looked(31 * MINUTE)
    assert kinds(notices(1)) == []
    monkeypatch.setattr(Alert, "raise_", raise_)
    looked(34 * MINUTE)
    assert kinds(notices(1)) == [("lead_waiting", "agent")]


def test_a_company_that_leaves_is_watched_no_more(at_work, looked, monkeypatch):
    from chalicelib.identity import queries as identity

    monkeypatch.setattr(identity, "is_open", lambda: False)
    looked(31 * MINUTE)
    with inside(at_work):
        assert Watch.of(at_work.company.centre) is None
    assert [one for one in platform.due_items("20990101T0000") if one[3] == "AW"] == []
