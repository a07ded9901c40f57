"""The person cannot click, and says otherwise that the address is theirs: who may write that down, and what stays of it."""

from datetime import timedelta

import pytest

from chalicelib.foundation import clock, tenancy
from chalicelib.leads import queries as leads
from tests.builders import an_agent, the_lead
from tests.isolation.companies import access_token

SAID = {"key": "01J00000000000000000000001", "reason": "A rappelé le standard, adresse épelée."}


@pytest.fixture
def confirm(ask, company):
    def asked(role="admin", **changes):
        user = company.admin if role == "admin" else an_agent(company, 7, role=role)
        token = access_token(user, company.tenant, role, company.centre)
        return ask("POST", f"/api/v1/leads/{the_lead(company).id}/confirmation", SAID | changes, token=token)

    return asked


def test_the_reason_and_its_author_stay_and_the_lead_is_given_to_an_agent(company, confirm, crier):
    assert confirm().json["state"] == "ready"
    crier.cry()
    with tenancy.inside(company.tenant):
        rows = {row.t: row for row in leads.timeline(the_lead(company))}
    assert rows["LeadEmailConfirmed"].data["how"] == "staff"
    assert rows["LeadEmailConfirmed"].by == rows["NoteWritten"].by == f"user:{company.admin}"
    assert the_lead(company).may_be_called


@pytest.mark.parametrize("end", ["expire", "bounce"])
def test_what_became_of_the_link_does_not_matter(company, confirm, end):
    with tenancy.inside(company.tenant):
        getattr(the_lead(company), end)()
    assert confirm().status == 200
    lead = the_lead(company)
    assert (lead.state, lead.closed_at, lead.expires, lead.dk) == ("ready", None, None, None)


@pytest.mark.parametrize(("role", "status"), [("agent", 403), ("observer", 403), ("marketing", 403), ("manager", 200), ("centre_owner", 200)])
def test_who_may(company, confirm, role, status):
    assert confirm(role).status == status


@pytest.mark.parametrize("reason", ["", "ok", "          "])
def test_no_reason_no_confirmation(company, confirm, reason):
    assert confirm(reason=reason).status == 422
    assert the_lead(company).state == "pending"


def test_once_is_enough(company, confirm):
    assert [confirm().status, confirm(key="01J00000000000000000000002").status] == [200, 409]


def test_the_link_says_already_confirmed_afterwards(company, confirm, ask):
    from chalicelib.optin import tokens

    confirm()
    with tenancy.inside(company.tenant):
        token = tokens.made(the_lead(company).id, 1)
    with clock.held_at(clock.now() + timedelta(days=30)):
        answer = ask("POST", f"/c/{token}", form={})
    assert (answer.status, "déjà confirmée" in answer.text) == (200, True)
