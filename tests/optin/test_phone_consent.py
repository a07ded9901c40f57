"""Whoever confirms an address has not agreed to be called: that is asked apart, in words of the edition, and the agent sees what was said."""

import re

import pytest

from chalicelib.foundation import tenancy
from chalicelib.leads import queries as leads
from chalicelib.messaging import null
from tests.builders import ANSWERS, a_company, form_content, the_lead
from tests.isolation.companies import access_token

WORDS = "J'accepte d'être appelé au numéro donné, du lundi au vendredi."


@pytest.fixture
def company(crier):
    company = a_company(optin={"phone_consent": {"text": WORDS, "required": False}})
    crier.cry()
    return company


@pytest.fixture
def shown(ask):
    """What the lead's page tells an admin of the consent."""

    def consent(company):
        with tenancy.inside(company.tenant):
            [found], _ = leads.newest(lambda _: True, limit=5, cursor=None)
        return ask("GET", f"/api/v1/leads/{found.id}", token=access_token(company.admin, company.tenant, "admin")).json["consent"]

    return consent


@pytest.mark.parametrize(("ticked", "given"), [({"phone_consent": "true"}, True), ({}, False)])
def test_it_is_shown_on_the_page_and_kept_with_the_lead(company, ask, shown, ticked, given):
    page = ask("GET", company.form_path).text
    assert 'name="phone_consent"' in page
    assert ask("POST", company.form_path, form=ANSWERS | ticked).status == 303
    told = shown(company)
    assert told["phone"] == {"text": WORDS, "given": given}
    assert WORDS not in told["text"], "one consent is not the other"


def test_a_new_wording_changes_nothing_of_what_was_said(company, ask, shown):
    from chalicelib.forms import actions as forms

    ask("POST", company.form_path, form=ANSWERS | {"phone_consent": "true"})
    with tenancy.inside(company.tenant, by="system:test"):
        forms.edit(company.form_id, form_content(company.centre, optin={"phone_consent": {"text": "Autre.", "required": True}}), None)
        forms.publish(company.form_id)
    assert "Autre." in ask("GET", company.form_path).text
    assert shown(company)["phone"]["text"] == WORDS


def test_where_it_is_required_nothing_is_sent_without_it(crier, ask):
    company = a_company(optin={"phone_consent": {"text": WORDS, "required": True}})
    crier.cry()
    refused = ask("POST", company.form_path, ANSWERS | {"consent": True}, headers={"Origin": "https://landing.example"})
    assert (refused.status, [(one["field"], one["code"]) for one in refused.json["errors"]]) == (422, [("phone_consent", "consent")])


def test_a_form_that_does_not_ask_says_nothing_of_it(crier, ask, shown):
    company = a_company()
    crier.cry()
    ask("POST", company.form_path, form=ANSWERS)
    assert shown(company)["phone"] is None


@pytest.mark.parametrize(("ticked", "hidden", "phone"), [({"phone_consent": "true"}, None, "+33612345678"), ({}, "not_agreed", None)])
def test_whoever_did_not_agree_is_not_called_even_when_the_address_is_confirmed(company, ask, crier, ticked, hidden, phone):
    ask("POST", company.form_path, form=ANSWERS | ticked)
    crier.cry()
    token = access_token(company.admin, company.tenant, "admin")
    path = f"/api/v1/leads/{the_lead(company).id}"
    assert ask("GET", path, token=token).json["phone_hidden"] == "email_not_confirmed"
    ask("POST", re.search(r"https?://[^/]+(/c/[\w.-]+)", null.sent[-1].text)[1], form={})
    page = ask("GET", path, token=token).json
    assert (page["state"], page["phone_hidden"], page["person"]["phone"]) == ("ready", hidden, phone)


def test_it_is_asked_and_kept_in_the_visitors_language(crier, ask, shown):
    english = {"en": {"phone_consent": "You may call me on weekdays."}}
    company = a_company(optin={"phone_consent": {"text": WORDS, "required": False}}, translations=english)
    crier.cry()
    assert "You may call me on weekdays." in ask("GET", company.form_path, query={"lang": "en"}).text
    ask("POST", company.form_path, query={"lang": "en"}, form=ANSWERS | {"phone_consent": "true"})
    assert shown(company)["phone"] == {"text": "You may call me on weekdays.", "given": True}


def test_no_field_takes_its_name(company, ask):
    fields = [*form_content(company.centre)["fields"], {"name": "phone_consent", "type": "checkbox", "label": "Autre"}]
    body = form_content(company.centre, fields=fields, optin={"phone_consent": {"text": WORDS}})
    answer = ask("POST", "/api/v1/forms", body, token=access_token(company.admin, company.tenant, "admin"))
    assert (answer.status, [one["code"] for one in answer.json["errors"]]) == (422, ["phone_consent_named"])


# A consent for each form and purpose


def test_a_known_address_confirms_each_form_apart(company, ask, crier):
    from chalicelib.forms import actions as forms
    from chalicelib.messaging import null

    with tenancy.inside(company.tenant, by="system:test"):
        other = forms.draft(form_content(company.centre, name="Autre demande"))
        forms.publish(other.id)
    ask("POST", company.form_path, form=ANSWERS)
    crier.cry()
    with tenancy.inside(company.tenant):
        [first], _ = leads.newest(lambda _: True, limit=5, cursor=None)
        leads.fresh(first.id).confirm_email()
    null.sent.clear()
    ask("POST", f"/f/{company.tenant}-{other.id}", form=ANSWERS)
    crier.cry()
    with tenancy.inside(company.tenant):
        states = {lead.form: lead.confirmed_at is not None for lead in leads.leads_of(first.person_id)}
    assert states == {company.form_id: True, other.id: False}
    assert len(null.sent) == 1
