"""The road, in process: a form post becomes a confirmed lead."""

import re

import pytest

from chalicelib.forms import actions as forms
from chalicelib.foundation import tenancy
from chalicelib.leads import queries as leads
from chalicelib.messaging import null
from tests.builders import ANSWERS, PASSWORD, a_company, an_agent, email_of, form_content, the_lead


@pytest.fixture
def company(crier):
    company = a_company()
    crier.cry()
    return company


def the_link():
    return re.search(r"https?://[^/]+(/c/[\w.-]+)", null.sent[-1].text)[1]


def signed_in(ask, company, number=1):
    step = ask("POST", "/api/v1/sessions", {"email": email_of(company, number), "password": PASSWORD}).json
    return step["access_token"]


def test_a_form_post_becomes_a_confirmed_lead(company, crier, ask):
    posted = ask("POST", company.form_path, form=ANSWERS)
    assert (posted.status, posted.headers["Location"][-7:]) == (303, "/thanks")
    assert the_lead(company).state == "pending"

    crier.cry()
    link = the_link()
    assert ask("GET", link).status == 200
    assert the_lead(company).state == "pending"

    assert ask("POST", link, form={}).status == 200
    crier.cry()
    lead = the_lead(company)
    assert (lead.state, lead.agent) == ("assigned", company.agents[0])

    token = signed_in(ask, company)
    queue = ask("GET", "/api/v1/queue", token=token).json
    assert [row["name"] for row in queue["items"]] == ["Awa Diop"]

    note = {"key": "01HZZZZZZZZZZZZZZZZZZZZZZZ", "text": "Intéressée, rappeler pour le devis."}
    assert ask("POST", f"/api/v1/leads/{lead.id}/notes", note, token=token).status == 201
    page = ask("POST", f"/api/v1/leads/{lead.id}/outcomes", {"outcome": "confirmed"}, token=token)
    assert (page.status, page.json["state"]) == (201, "confirmed")

    crier.cry()
    page = ask("GET", f"/api/v1/leads/{lead.id}", token=token).json
    assert [entry["type"] for entry in page["timeline"]] == [
        "LeadConfirmed", "LeadContacted", "LeadAssigned", "LeadEmailConfirmed", "OptInMailSent", "LeadOpened",
    ]  # fmt: skip
    assert page["person"]["phone"] == "+33612345678"
    assert page["timeline"][1]["note"]["text"] == note["text"]
    assert page["timeline"][2]["why"] == "Agent 1 : 0 ouverts sur 30, prochain à tour de rôle."


def test_an_agent_who_is_shut_out_gets_no_more_leads(crier, ask):
    company = a_company(agents=2, double_optin=False)
    crier.cry()
    an_agent(company, 9, role="manager")
    manager = signed_in(ask, company, 9)
    shut_out, other = company.agents
    assert ask("POST", f"/api/v1/users/{shut_out}/disablement", token=manager).status == 200
    crier.cry()
    for number in range(3):
        answers = ANSWERS | {"email": f"client{number}@example.org", "phone": f"06 12 34 56 7{number}"}
        assert ask("POST", company.form_path, form=answers).status == 303
    crier.cry()
    with tenancy.inside(company.tenant):
        found, _ = leads.newest(lambda _: True, limit=5, cursor=None)
    assert [lead.agent for lead in found] == [other] * 3


def test_somebody_who_comes_back_with_another_number_is_called_there(crier, ask):
    company = a_company(double_optin=False)
    with tenancy.inside(company.tenant):
        second = forms.draft(form_content(company.centre, name="Devis", double_optin=False))
        forms.publish(second.id)
    crier.cry()
    for path, phone in ((company.form_path, "06 12 34 56 78"), (f"/f/{company.tenant}-{second.id}", "06 98 76 54 32")):
        assert ask("POST", path, form=ANSWERS | {"phone": phone}).status == 303
    crier.cry()
    token = signed_in(ask, company)
    items = ask("GET", "/api/v1/queue", token=token).json["items"]
    shown = {row["form_name"]: ask("GET", f"/api/v1/leads/{row['id']}", token=token).json["person"]["phone"] for row in items}
    assert shown == {"Étude solaire": "+33612345678", "Devis": "+33698765432"}
