from datetime import UTC, datetime

import pytest

from chalicelib.foundation import clock, tenancy
from chalicelib.leads import queries as leads
from tests.builders import ANSWERS, PASSWORD, a_company, email_of


@pytest.fixture
def company(crier, it_is):
    with it_is("2026-10-01T08:00"):
        company = a_company(double_optin=False)
        crier.cry()
    return company


@pytest.fixture
def asked(ask, crier):
    """Post a form, and hand back the lead that came of it."""
    seen = set()

    def post(company, path=None, **answers):
        assert ask("POST", path or company.form_path, form=ANSWERS | answers).status == 303
        crier.cry()
        with tenancy.inside(company.tenant):
            found, _ = leads.newest(lambda _: True, limit=5, cursor=None)
            [new] = [lead for lead in found if lead.id not in seen]
            seen.add(new.id)
            return leads.fresh(new.id)

    return post


@pytest.fixture
def sign_in(ask):
    """The access token of somebody of a company, good for some minutes from the moment that it is."""
    return lambda company, number=1: ask("POST", "/api/v1/sessions", {"email": email_of(company, number), "password": PASSWORD}).json["access_token"]


@pytest.fixture
def it_is():
    """Hold the clock: `with it_is("2026-11-23T10:00")`, in UTC."""
    return lambda text: clock.held_at(datetime.fromisoformat(text).replace(tzinfo=UTC))
