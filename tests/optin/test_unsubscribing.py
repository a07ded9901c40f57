"""Whoever wants no more mail says so in one click, from the page or from their mail program, and nobody else can say it for them."""

import re
from datetime import timedelta

import pytest

from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.errors import AlreadyDone
from chalicelib.leads import queries as leads
from chalicelib.messaging import null
from chalicelib.optin import actions, tokens
from tests.builders import ANSWERS, a_company, the_lead
from tests.house.test_samples import SAMPLES


@pytest.fixture
def company(crier, ask):
    company = a_company(link_hours=240, optin={"reminders": {"days": [1, 3]}})
    crier.cry()
    null.sent.clear()
    ask("POST", company.form_path, form=ANSWERS)
    crier.cry()
    return company


@pytest.fixture
def mail(company):
    return null.sent[0]


@pytest.fixture
def stop(mail):
    """Where the mail program posts to."""
    return re.fullmatch(r"<https?://[^/]+(/u/[\w.-]+)>", mail.headers["List-Unsubscribe"])[1]


@pytest.fixture
def swept(crier):
    import app

    began = clock.now()

    def sweep(days):
        for more in (0, 1):
            with clock.held_at(began + timedelta(days=days, minutes=6 + more)):
                app.sweep(SAMPLES["sweep"], None)
                crier.cry()
        return len(null.sent)

    return sweep


def test_the_mail_says_how_to_get_no_more_of_them(mail, stop):
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in mail.text
    assert stop in mail.html


def test_a_visit_changes_nothing_and_shows_one_button(company, ask, stop):
    page = ask("GET", stop)
    assert (page.status, page.text.count("<button")) == (200, 1)
    assert the_lead(company).unsubscribed_at is None


def test_the_mail_programs_own_button_ends_the_reminders(company, ask, crier, stop, swept):
    answer = ask("POST", stop, form={"List-Unsubscribe": "One-Click"})
    assert (answer.status, "Set-Cookie" in answer.headers) == (200, False)
    assert [swept(days) for days in (0, 1, 3)] == [1, 1, 1]
    with tenancy.inside(company.tenant):
        told = [row.t for row in leads.timeline(the_lead(company))]
    assert told.count("OptInUnsubscribed") == 1
    assert the_lead(company).state == "pending", "the link of before is still the person's own to follow"


def test_a_reminder_has_a_way_out_too(company, ask, swept):
    assert [swept(0), swept(1)] == [1, 2]
    reminder = null.sent[1]
    assert ask("POST", re.search(r"(/u/[\w.-]+)>", reminder.headers["List-Unsubscribe"])[1], form={}).status == 200
    assert swept(3) == 2


def test_saying_it_twice_changes_nothing_more(company, ask, crier, stop):
    assert [ask("POST", stop, form={}).status for _ in range(3)] == [200, 200, 200]
    crier.cry()
    with tenancy.inside(company.tenant):
        assert [row.t for row in leads.timeline(the_lead(company))].count("OptInUnsubscribed") == 1


def test_no_mail_is_late_for_who_wants_none(company, ask, stop):
    ask("POST", stop, form={})
    with clock.held_at(clock.now() + timedelta(hours=1)):
        assert not the_lead(company).mail_is_late


def test_a_post_of_ones_own_asks_anew_but_does_not_remind(company, ask, crier, stop, swept):
    ask("POST", stop, form={})
    with clock.held_at(clock.now() + timedelta(minutes=3)):
        ask("POST", company.form_path, form=ANSWERS)
    assert [swept(0), swept(1), swept(3)] == [2, 2, 2]


def test_what_another_asks_for_them_sends_nothing(company, ask, crier, stop, swept):
    ask("POST", stop, form={})
    with tenancy.inside(company.tenant), clock.held_at(clock.now() + timedelta(minutes=2)):
        lead = the_lead(company)
        actions.leads.fresh(lead.id).renew_link()
        actions.ask(lead.id, "a partner's wish", is_own_act=False)
        assert len(null.sent) == 1
        with pytest.raises(AlreadyDone):
            actions.ask(lead.id, "another wish", is_own_act=False)


def test_a_complaint_is_a_wish_for_no_more_mail(company, ask):
    with tenancy.inside(company.tenant):
        actions.give_up(the_lead(company).id, is_unwanted=True)
    lead = the_lead(company)
    assert (lead.state, lead.unsubscribed_at is not None) == ("expired", True)


def test_who_has_unsubscribed_may_still_confirm(company, ask, mail, stop):
    ask("POST", stop, form={})
    assert ask("POST", re.search(r"(/c/[\w.-]+)", mail.text)[1], form={}).status == 200
    assert the_lead(company).state == "ready"


def test_who_wanted_no_more_mail_cannot_be_read_back(company, ask, stop):
    from chalicelib.messaging.models.unwanted import NoMail

    ask("POST", stop, form={})
    with tenancy.inside(company.tenant):
        kept = NoMail.of(company.form_id, " AWA.Diop@example.org ")
        assert kept.is_kept()
        assert not NoMail.of("another", ANSWERS["email"]).is_kept()
        assert "awa" not in str(kept.serialize()).lower()


# One link, one purpose


def test_a_link_is_good_for_its_own_purpose_only(company, ask, mail, stop):
    token = stop.removeprefix("/u/")
    confirming = re.search(r"/c/([\w.-]+)", mail.text)[1]
    for method, path in (("GET", "/c/"), ("POST", "/c/")):
        assert ask(method, path + token, form={} if method == "POST" else None).status == 404
    assert ask("POST", f"/c/{token}/renewals", form={}).status == 422, "no link of ours: it asks for the address"
    assert [ask("GET", f"/u/{confirming}").status, ask("POST", f"/u/{confirming}", form={}).status] == [404, 404]
    lead = the_lead(company)
    assert (lead.state, lead.unsubscribed_at, lead.mails) == ("pending", None, 1)


@pytest.mark.parametrize("purpose", ["optin", "unsubscribe"])
def test_a_link_changed_in_any_letter_is_unknown(company, purpose):
    with tenancy.inside(company.tenant):
        token = tokens.made(the_lead(company).id, 1, purpose)
    assert tokens.read(token, purpose).lead_id == the_lead(company).id
    for place in range(9, len(token)):
        other = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(tokens.LinkUnknown):
            tokens.read(other, purpose)
