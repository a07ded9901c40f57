"""What leaves by itself to people who have not confirmed, or whom nobody has called: when, once, and until what."""

from datetime import UTC, datetime

import pytest

from tests.campaigns.conftest import ALWAYS, CONFIRM, PARIS, STOP, a_step

UNCONTACTED = "uncontacted"
A_DAY = 24 * 60


def test_a_plan_writes_step_by_step_and_then_it_is_done(town):
    town.plans(steps=[a_step(), a_step(after=2 * A_DAY, text="Dernier rappel.")])
    town.comes()
    told = []
    for _ in range(5):
        town.passes(days=1)
        told.append(len(town.relances))
    assert told == [1, 1, 2, 2, 2]
    assert town.followed()["state"] == "done"
    assert [(one["step"], one["channel"], one["why"]) for one in town.followed()["told"]] == [(1, "mail", None), (2, "mail", None)]


def test_its_mail_greets_by_name_has_the_button_that_confirms_and_a_way_out(town):
    town.plans()
    town.comes()
    town.passes(days=1)
    [mail] = town.relances
    assert mail.subject == "Votre demande"
    assert "Bonjour Awa, votre demande vous attend." in mail.text
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert town.clicks(CONFIRM, mail).status == 200
    assert town.lead().confirmed_at


def test_a_sweep_that_was_missed_for_an_hour_catches_up_and_sends_once(town):
    town.plans(steps=[a_step(), a_step()])
    town.comes()
    town.passes(days=1, hours=1, sweeps=4)
    town.passes(sweeps=4)
    assert len(town.relances) == 1
    town.passes(days=1)
    assert len(town.relances) == 2


def test_days_without_a_sweep_send_one_message_and_the_next_keeps_its_distance(town):
    town.plans(steps=[a_step(), a_step(), a_step()])
    town.comes()
    town.passes(days=6, sweeps=3)
    assert len(town.relances) == 1
    town.passes(hours=23)
    assert len(town.relances) == 1


def test_a_fact_that_comes_twice_sends_once(town):
    town.plans()
    town.comes()
    town.passes(days=1)
    from chalicelib.campaigns import actions
    from chalicelib.foundation import tenancy
    from chalicelib.foundation.errors import AlreadyDone

    with tenancy.inside(town.company.tenant), pytest.raises(AlreadyDone):
        actions.send(town.lead_id, "unconfirmed", 1)
    assert len(town.relances) == 1


def test_a_crash_after_the_mail_left_notes_it_and_sends_no_second_one(town, monkeypatch):
    from chalicelib.campaigns import actions
    from chalicelib.campaigns.models.pursuits import Pursuit
    from chalicelib.foundation import clock, tenancy

    town.plans()
    town.comes()
    noted = Pursuit.sent

    def cut(*_):
        raise OSError

    monkeypatch.setattr(Pursuit, "sent", cut)
    town.passes(days=1)
    assert town.followed()["told"] == []
    monkeypatch.setattr(Pursuit, "sent", noted)
    with tenancy.inside(town.company.tenant), clock.held_at(town.now):
        actions.send(town.lead_id, "unconfirmed", 1)
    assert len(town.relances) == 1
    assert town.followed()["state"] == "done"


def test_a_click_ends_it_and_what_is_owed_no_longer_leaves(town):
    town.plans()
    town.comes(confirms=True)
    assert (town.followed()["state"], town.followed()["why"]) == ("stopped", "confirmed")
    town.passes(days=1)
    assert not town.relances
    assert town.followed()["why"] == "confirmed"


def test_one_who_was_never_called_is_written_to_until_somebody_calls(town):
    town.plans(UNCONTACTED, steps=[a_step(), a_step()])
    town.comes(confirms=True)
    town.passes(days=1)
    assert len(town.relances) == 1
    assert "/c/" not in town.relances[0].text, "there is nothing left to confirm"
    town.works("note")
    town.passes(days=1)
    assert len(town.relances) == 1
    assert (town.followed()["state"], town.followed()["why"]) == ("stopped", "contacted")


def test_a_closed_lead_gets_nothing_more(town):
    town.plans(UNCONTACTED)
    town.comes(confirms=True)
    town.works("reject")
    town.passes(days=1)
    assert not town.relances
    assert town.followed()["why"] == "closed"


def test_whoever_unsubscribes_gets_nothing_more(town):
    town.plans(steps=[a_step(), a_step()])
    town.comes()
    town.passes(days=1)
    town.clicks(STOP, town.relances[0])
    town.passes(days=1)
    assert len(town.relances) == 1
    assert town.followed()["why"] == "unsubscribed"


def test_a_mail_that_comes_back_ends_it(town):
    from chalicelib.foundation import tenancy
    from chalicelib.messaging import actions as messaging
    from chalicelib.messaging import queries

    town.plans(UNCONTACTED, steps=[a_step(), a_step()])
    town.comes(confirms=True)
    town.passes(days=1)
    with tenancy.inside(town.company.tenant):
        messaging.bounced(queries.sender().id, "mail1", town.lead_id, "20261124")
    town.passes(days=1)
    assert len(town.relances) == 1
    assert town.followed()["why"] == "bounced"


def test_at_night_and_on_sunday_nothing_leaves(town):
    town.plans(hours=ALWAYS | {"start": "09:00", "end": "19:00", "days": [0, 1, 2, 3, 4, 5]})
    town.now = town.now.replace(day=28, hour=14)  # a Saturday
    town.comes()
    told = []
    for hours in (24, 16, 4):
        town.passes(hours=hours)
        told.append((f"{town.now.astimezone(PARIS):%a %H}", len(town.relances)))
    assert told == [("Sun 15", 0), ("Mon 07", 0), ("Mon 11", 1)]


def test_a_message_that_was_held_up_until_the_night_waits_for_the_morning(town):
    from chalicelib.campaigns import actions
    from chalicelib.campaigns.models.pursuits import Pursuit
    from chalicelib.foundation import clock, tenancy

    town.plans(hours=ALWAYS | {"start": "09:00", "end": "19:00"})
    town.comes()
    town.now = town.now.replace(day=24, hour=17, minute=30)
    with clock.held_at(town.now), tenancy.inside(town.company.tenant):
        actions.ring(Pursuit.known(town.lead_id, "unconfirmed"))
    town.passes(hours=3)
    assert not town.relances
    town.passes(hours=12)
    assert len(town.relances) == 1


def test_hours_are_those_of_the_wall_clock_when_it_changes(town):
    """On 28 March 2027 the clocks of Paris go forward: nine o'clock is an hour earlier for the rest of the world."""
    town.plans(hours=ALWAYS | {"start": "09:00", "end": "19:00"}, steps=[a_step(after=60)])
    town.now = datetime(2027, 3, 27, 19, 0, tzinfo=UTC)
    town.comes()
    town.passes(hours=11, minutes=58)  # 28 March, 08:58 in Paris
    assert not town.relances
    town.passes(minutes=2)
    assert len(town.relances) == 1


def test_no_person_gets_more_than_the_cap_over_all_plans(town):
    town.plans(steps=[a_step(after=60)], most=1, within_days=7)
    town.plans(UNCONTACTED, steps=[a_step(after=60)], most=1, within_days=7)
    town.comes()
    town.passes(hours=1)
    [first] = town.relances
    town.clicks(CONFIRM, first)
    town.passes(days=2)
    assert len(town.relances) == 1
    town.passes(days=6)
    assert len(town.relances) == 2


def test_a_plan_that_says_more_of_whom_it_is_for_goes_before(town):
    town.plans(name="Pour tous")
    town.plans(name="Du formulaire", form_id=town.company.form_id)
    town.plans(name="Du centre", centre_id=town.company.centre)
    town.comes()
    assert town.followed()["plan_name"] == "Du formulaire"


def test_who_came_before_the_plan_or_while_it_was_off_is_left_alone(town):
    town.comes(1)
    plan = town.plans(on=False).json
    town.comes(2)
    town.asks("PUT", f"relance-plans/{plan['id']}", {"name": "x", "wanted": "unconfirmed", "steps": [a_step()], "hours": ALWAYS, "on": True})
    town.passes(days=3)
    assert not town.relances
    assert town.shown()["items"] == []


def test_a_plan_that_is_switched_off_stops_whom_it_follows(town):
    plan = town.plans().json
    town.comes()
    off = {"name": "x", "wanted": "unconfirmed", "steps": [a_step()], "hours": ALWAYS, "on": False}
    town.asks("PUT", f"relance-plans/{plan['id']}", off)
    assert town.followed()["why"] == "plan_off"
    town.passes(days=1)
    assert not town.relances


def test_a_plan_for_the_unconfirmed_takes_the_place_of_the_forms_reminders(world, ask, crier):
    from chalicelib.messaging import null
    from tests.builders import a_company
    from tests.campaigns.conftest import Town

    null.sent.clear()
    company = a_company(optin={"reminders": {"days": [1, 2]}})
    crier.cry()
    town = Town(company, ask, crier)
    town.plans(steps=[a_step(after=3 * A_DAY - 60)])
    town.comes()
    for _ in range(3):
        town.passes(days=1)
    assert [mail.is_bulk for mail in town.mails()] == [False, True], "the first mail, and the plan's"
