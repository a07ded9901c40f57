"""Whoever does not confirm is asked again as the form plans it: once for each day of the plan, and never after the wait is over."""

import re
from datetime import timedelta

import pytest

from chalicelib.foundation import clock, tenancy
from chalicelib.messaging import null
from chalicelib.messaging.mail import MailRefused
from tests.builders import ANSWERS, a_company, form_content, the_lead
from tests.house.test_samples import SAMPLES

PLAN = {"link_hours": 168, "optin": {"reminders": {"days": [1, 3, 7]}}}


@pytest.fixture
def company(crier):
    company = a_company(**PLAN | {"link_hours": 240})
    crier.cry()
    null.sent.clear()
    return company


@pytest.fixture
def at(crier, company):
    """Go to a moment after the post, sweep, and let the mails leave. Answers how many have left so far."""
    import app

    began = clock.now()

    def swept(days=0.0, minutes=0, sweeps=1):
        with clock.held_at(began + timedelta(days=days, minutes=minutes)):
            for _ in range(sweeps):
                app.sweep(SAMPLES["sweep"], None)
                crier.cry()
        return len(null.sent)

    return swept


@pytest.fixture
def posted(company, ask, at):
    ask("POST", company.form_path, form=ANSWERS)
    assert at(minutes=1) == 1


def link_of(mail):
    return re.search(r"https?://[^/]+(/c/[\w.-]+)", mail.text)[1]


def test_each_day_of_the_plan_sends_one_mail(posted, company, at):
    told = [at(days, minutes=10, sweeps=3) for days in (0, 0.9, 1, 2, 3, 5, 7, 9)]
    assert told == [1, 1, 2, 2, 3, 3, 4, 4]
    assert the_lead(company).state == "pending"
    assert at(17.1) == 4
    assert the_lead(company).state == "expired"


def test_a_reminder_has_its_own_words_and_a_new_link_that_confirms(posted, company, at, ask):
    at(minutes=6)
    at(1, minutes=1)
    first, second = null.sent
    assert second.subject == "Rappel : Soleil Vert attend votre confirmation"
    assert "n’est pas encore confirmée" in second.text
    assert link_of(first) != link_of(second)
    assert "valable 10 jours" in second.text
    assert ask("POST", link_of(second), form={}).status == 200
    assert the_lead(company).state == "ready"


def test_the_forms_own_subject_is_said_to_be_a_reminder(crier, ask):
    import app

    company = a_company(**PLAN | {"link_hours": 240, "mail": {"subject": "Votre étude"}})
    crier.cry()
    null.sent.clear()
    ask("POST", company.form_path, form=ANSWERS)
    crier.cry()
    for hours in (1, 25):
        with clock.held_at(clock.now() + timedelta(hours=hours)):
            app.sweep(SAMPLES["sweep"], None)
            crier.cry()
    assert [mail.subject for mail in null.sent] == ["Votre étude", "Rappel : Votre étude"]


def test_a_sweep_missed_for_an_hour_is_caught_up_once(posted, at):
    at(minutes=6)
    assert at(1, minutes=61, sweeps=4) == 2


def test_after_days_without_a_sweep_one_mail_leaves_and_not_two(posted, company, at):
    assert at(4, sweeps=5) == 2
    assert the_lead(company).reminders == [7]


def test_two_sweeps_at_one_moment_send_one_mail(posted, company, at, crier):
    from chalicelib.leads import actions

    at(minutes=6)
    late = the_lead(company)
    assert at(1, minutes=1) == 2
    with tenancy.inside(company.tenant), clock.held_at(clock.now() + timedelta(days=1, minutes=1)):
        with pytest.raises(actions.Conflict):
            actions.ring(late)
        crier.cry()
    assert len(null.sent) == 2


def test_a_reminder_told_twice_is_one_mail(posted, company):
    from chalicelib.foundation.errors import AlreadyDone
    from chalicelib.optin import actions

    with tenancy.inside(company.tenant):
        actions.ask(the_lead(company).id, "reminder", reminds=True)
        with pytest.raises(AlreadyDone):
            actions.ask(the_lead(company).id, "reminder", reminds=True)
    assert len(null.sent) == 2


@pytest.mark.parametrize("end", ["click", "bounce", "complaint", "expiry"])
def test_the_plan_stops_when_the_wait_is_over(posted, company, at, ask, monkeypatch, end):
    from chalicelib.optin import actions

    at(minutes=6)
    with tenancy.inside(company.tenant):
        if end == "click":
            ask("POST", link_of(null.sent[0]), form={})
        elif end == "bounce":
            actions.give_up(the_lead(company).id, is_unwanted=False)
        elif end == "complaint":
            actions.give_up(the_lead(company).id, is_unwanted=True)
        else:
            the_lead(company).expire()
    assert [at(days, minutes=1) for days in (1, 3, 7)] == [1, 1, 1]


def test_an_address_refused_by_a_reminder_ends_the_plan(posted, company, at, monkeypatch):
    at(minutes=6)

    def refuse(*_):
        raise MailRefused(reason="recipient_refused")

    monkeypatch.setattr(null, "send", refuse)
    at(1, minutes=1)
    assert the_lead(company).state == "bounced"


def test_nobody_gets_more_than_six_mails(posted, company, at, ask):
    at(minutes=6)
    for minutes in (10, 20, 30, 40, 50):
        with clock.held_at(clock.now() + timedelta(minutes=minutes)):
            ask("POST", company.form_path, form=ANSWERS)
        at(minutes=minutes + 6)
    assert [at(days, minutes=9) for days in (1, 3, 7)] == [6, 6, 6]


def test_whoever_has_just_asked_for_a_link_is_not_reminded_as_well(posted, company, at, ask):
    at(minutes=6)
    with clock.held_at(clock.now() + timedelta(hours=20)):
        ask("POST", f"{link_of(null.sent[0])}/renewals", form={})
    at(0.9)
    assert at(1, minutes=10) == 2
    assert at(3, minutes=10) == 3


def test_a_form_without_a_plan_reminds_nobody(crier, ask):
    import app

    company = a_company(link_hours=240)
    crier.cry()
    null.sent.clear()
    ask("POST", company.form_path, form=ANSWERS)
    crier.cry()
    for days in (1, 3, 7):
        with clock.held_at(clock.now() + timedelta(days=days)):
            app.sweep(SAMPLES["sweep"], None)
            crier.cry()
    assert len(null.sent) == 1


# Whoever posts again


def test_a_second_post_while_the_link_is_pending_sends_a_new_one_once_a_minute(posted, company, at, ask):
    for seconds in (130, 135, 170):
        with clock.held_at(clock.now() + timedelta(seconds=seconds)):
            assert ask("POST", company.form_path, form=ANSWERS).status == 303
    assert at(minutes=4) == 2
    assert the_lead(company).mails == 2


def test_a_second_post_after_the_link_has_lapsed_sends_a_new_one(posted, company, at, ask):
    at(minutes=6)
    with tenancy.inside(company.tenant):
        the_lead(company).expire()
    with clock.held_at(clock.now() + timedelta(minutes=5)):
        ask("POST", company.form_path, form=ANSWERS)
    assert at(minutes=6) == 2
    assert the_lead(company).state == "pending"


def test_who_has_confirmed_and_posts_again_stays_confirmed(posted, company, at, ask):
    ask("POST", link_of(null.sent[0]), form={})
    with clock.held_at(clock.now() + timedelta(minutes=5)):
        assert ask("POST", company.form_path, form=ANSWERS).status == 303
    assert at(minutes=6) == 1
    lead = the_lead(company)
    assert (lead.state, lead.confirmed_at is not None) == ("assigned" if lead.agent else "ready", True)


# The plan as an author writes it


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ([3, 1], "reminders_order"),
        ([1, 1], "reminders_order"),
        ([7], "reminder_after_link"),
        ([1, 3, 6], "reminder_after_link"),
        ([1, 2, 3, 4, 5, 6], "too_long"),
        ([0], "greater_than_equal"),
        ([61], "less_than_equal"),
    ],
)
def test_a_plan_that_cannot_be_kept_is_refused(company, ask, days, code):
    from tests.isolation.companies import access_token

    token = access_token(company.admin, company.tenant, "admin")
    body = form_content(company.centre, optin={"reminders": {"days": days}})
    answer = ask("POST", "/api/v1/forms", body, token=token)
    assert (answer.status, [wrong["code"] for wrong in answer.json["errors"]]) == (422, [code])


def test_a_form_of_before_has_no_plan(company, ask):
    from tests.isolation.companies import access_token

    token = access_token(company.admin, company.tenant, "admin")
    made = ask("POST", "/api/v1/forms", form_content(company.centre), token=token)
    assert (made.status, made.json["optin"]["reminders"]) == (201, {"days": []})
