from datetime import UTC, datetime

import pytest

from chalicelib.foundation import clock
from tests.builders import ANSWERS, PASSWORD, a_company, email_of, the_lead


@pytest.fixture
def company(crier):
    company = a_company(double_optin=False)
    crier.cry()
    return company


@pytest.fixture
def asked(ask, crier):
    """Post a form, and hand back the lead that came of it."""

    def post(company, path=None, **answers):
        assert ask("POST", path or company.form_path, form=ANSWERS | answers).status == 303
        crier.cry()
        return the_lead(company)

    return post


@pytest.fixture
def sign_in(ask):
    """The access token of somebody of a company, good for some minutes from the moment that it is."""
    return lambda company, number=1: ask("POST", "/api/v1/sessions", {"email": email_of(company, number), "password": PASSWORD}).json["access_token"]


@pytest.fixture
def it_is():
    """Hold the clock: `with it_is("2026-11-23T10:00")`, in UTC."""
    return lambda text: clock.held_at(datetime.fromisoformat(text).replace(tzinfo=UTC))
