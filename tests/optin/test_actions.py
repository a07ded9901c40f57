"""A new link, asked for by many at once."""

import time
from datetime import timedelta

import pytest

from chalicelib.foundation import clock, pace, tenancy
from chalicelib.foundation.errors import Conflict, TooOften
from chalicelib.identity import closing
from chalicelib.leads import queries as leads
from chalicelib.leads.actions import renew_link
from chalicelib.messaging import null
from chalicelib.optin import actions, tokens
from tests.builders import ANSWERS, a_company


@pytest.fixture
def lead(crier, ask):
    """It waits for its address to be confirmed; the mail left two minutes ago."""
    company = a_company()
    with clock.held_at(clock.now() - timedelta(minutes=2)):
        ask("POST", company.form_path, form=ANSWERS)
        crier.cry()
    null.sent.clear()
    with tenancy.inside(company.tenant):
        [found], _ = leads.newest(lambda _: True, limit=1, cursor=None)
        yield found


def test_a_second_wish_for_a_link_waits_although_the_first_mail_has_not_left(lead):
    renew_link(leads.fresh(lead.id))
    with pytest.raises(TooOften):
        renew_link(leads.fresh(lead.id))


def test_of_two_wishes_at_one_moment_one_is_a_mail(lead, crier):
    late = leads.fresh(lead.id)
    renew_link(leads.fresh(lead.id))
    with pytest.raises(Conflict):
        renew_link(late)
    crier.cry()
    assert len(null.sent) == 1


def test_a_company_that_leaves_sends_no_new_link_whoever_asks_for_one(lead, ask):
    closing.begin()
    with clock.held_at(clock.now() + timedelta(minutes=5)):
        cut = tokens.made(lead.id, 1)[:-3]
        assert ask("POST", f"/c/{cut}/renewals", form={"email": ANSWERS["email"]}).status == 200
    assert leads.fresh(lead.id).renewed_at is None


def test_a_link_renewed_as_the_clock_rings_is_not_expired(lead):
    with clock.held_at(clock.now() + timedelta(hours=73)):
        rung = leads.fresh(lead.id)
        assert rung.has_lapsed
        renew_link(leads.fresh(lead.id))
        with pytest.raises(Conflict):
            rung.expire()
        assert leads.fresh(lead.id).state == "pending"


@pytest.mark.parametrize("address", [ANSWERS["email"], "personne@example.org"])
def test_the_time_an_answer_takes_does_not_tell_who_is_known(lead, monkeypatch, address):
    waits = []
    monkeypatch.setattr(time, "sleep", waits.append)
    monkeypatch.setattr(pace, "TAKES_SECONDS", 60)
    began = time.monotonic()
    actions.renew_for(address)
    [rest] = waits
    assert time.monotonic() - began + rest == pytest.approx(60, abs=0.5)
