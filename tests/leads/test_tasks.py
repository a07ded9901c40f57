"""The sweep as the clock wakes it, and what it prints for CloudWatch."""

from datetime import timedelta

import pytest

from chalicelib.foundation import clock, tenancy
from chalicelib.leads.models.leads import Lead
from tests.builders import ANSWERS, a_company, the_lead
from tests.emf import measured
from tests.house.test_samples import SAMPLES


@pytest.fixture
def company(crier):
    company = a_company()
    crier.cry()
    return company


@pytest.fixture
def late(capsys):
    """How many mails the sweep calls late, so many minutes from now."""
    import app

    def swept(minutes=0):
        capsys.readouterr()
        with clock.held_at(clock.now() + timedelta(minutes=minutes)):
            app.sweep(SAMPLES["sweep"], None)
        [value] = measured(capsys.readouterr().out)["OptInMailsLate"]
        return value

    return swept


def post(ask, company, person="awa"):
    number = sum(person.encode()) % 90 + 10
    answers = ANSWERS | {"email": f"{person}@example.org", "phone": f"06 12 34 56 {number}"}
    assert ask("POST", company.form_path, form=answers).status == 303


def test_a_mail_that_has_not_left_is_late_after_five_minutes_and_until_it_has(company, crier, ask, late):
    post(ask, company)
    assert [late(), late(4), late(5), late(6), late(60)] == [0, 0, 1, 1, 1]
    crier.cry()
    assert the_lead(company).mails == 1
    assert late(61) == 0


def test_mails_of_all_companies_are_counted(company, crier, ask, late):
    other = a_company("Vents du Nord")
    crier.cry()
    for where, person in ((company, "awa"), (company, "binta"), (other, "awa")):
        post(ask, where, person)
    assert late(6) == 3


def test_once_the_mail_has_left_the_timer_waits_for_the_end_of_the_link(company, crier, ask, late):
    post(ask, company)
    crier.cry()
    assert late(6) == 0
    lead = the_lead(company)
    assert lead.ds.startswith(f"{clock.from_ms(int(lead.link_ends_at)):%Y%m%dT%H%M}")
    late(72 * 60 + 1)
    assert the_lead(company).state == "expired"


def test_a_lead_whose_mail_never_left_expires_all_the_same(company, ask, late):
    post(ask, company)
    assert late(72 * 60 - 1) == 1
    assert late(72 * 60 + 1) == 0
    assert the_lead(company).state == "expired"


def test_a_click_takes_the_timer_away_whichever_it_is(company, crier, ask, late):
    post(ask, company)
    crier.cry()
    with tenancy.inside(company.tenant):
        the_lead(company).confirm_email()
    assert the_lead(company).dk is None
    assert late(6) == 0


def test_a_link_that_was_asked_for_anew_has_its_own_five_minutes(company, crier, ask, late):
    from chalicelib.leads import actions

    post(ask, company)
    crier.cry()
    with tenancy.inside(company.tenant), clock.held_at(clock.now() + timedelta(minutes=20)):
        actions.renew_link(the_lead(company))
    assert [late(24), late(25)] == [0, 1]
    with clock.held_at(clock.now() + timedelta(minutes=26)):
        crier.cry()
    assert late(27) == 0


def test_a_timer_moved_meanwhile_is_left_alone(company, crier, ask):
    post(ask, company)
    crier.cry()
    with tenancy.inside(company.tenant):
        read = the_lead(company)
        the_lead(company).confirm_email()
        read.await_click()
    assert the_lead(company).dk is None


def test_a_company_that_cannot_be_read_is_no_others_trouble(company, crier, ask, late, monkeypatch):
    other = a_company("Vents du Nord")
    crier.cry()
    for where in (company, other):
        post(ask, where)
    read = Lead.batch_get

    def broken(places):
        if places[0][0].startswith(company.tenant):
            raise OSError
        return read(places)

    monkeypatch.setattr(Lead, "batch_get", broken)
    assert late(6) == 1
