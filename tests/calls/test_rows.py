"""What lists show of a lead beside its state, and what the lead page says of the campaign and of the person's other requests."""

import pytest

from chalicelib.contacts import tags
from chalicelib.contacts.shapes import TagDraft
from chalicelib.forms import actions as forms
from chalicelib.foundation import tenancy
from tests.builders import ANSWERS, a_company, a_token, an_agent, form_content

KEY = "01HZZZZZZZZZZZZZZZZZZZZZZ"
API = "/api/v1"


@pytest.fixture
def company(crier):
    return a_company(double_optin=False, script="Bonjour {prénom}, ici {agent}. {surprise}")


@pytest.fixture
def lead_id(company, ask, crier):
    crier.cry()
    ask("POST", company.form_path, form=ANSWERS)
    crier.cry()
    [lead] = ask("GET", f"{API}/queue", token=a_token(company)).json["items"]
    return lead["id"]


def test_a_row_shows_the_last_note_the_tags_and_what_the_centre_wishes(company, lead_id, ask):
    with tenancy.inside(company.tenant, by="system:test"):
        tag = tags.make(TagDraft(name="Chaud")).id
    flow = {"columns": ["last_note"], "fields": ["project"], "reserving": []}
    assert ask("PUT", f"{API}/centres/{company.centre}/flow", flow, token=a_token(company, "admin")).status == 200
    for number, text in (("1", "Occupé."), ("2", "Rappeler\n demain " + "x" * 300)):
        note = {"key": KEY + number, "text": text, "tags": [tag]}
        assert ask("POST", f"{API}/leads/{lead_id}/notes", note, token=a_token(company)).status == 201
    for place in ("queue", "leads"):
        [row] = ask("GET", f"{API}/{place}", token=a_token(company)).json["items"]
        assert (row["tags"], row["extras"]) == ([tag], [{"label": "Votre projet", "value": "Panneaux solaires"}])
        assert row["last_note"]["text"].startswith("Rappeler demain xxx")
        assert (len(row["last_note"]["text"]), row["last_note"]["by"]) == (160, "Agent 1")


def test_the_page_says_the_script_with_the_names_of_those_who_speak(company, lead_id, ask):
    page = ask("GET", f"{API}/leads/{lead_id}", token=a_token(company)).json
    assert page["script"] == "Bonjour Awa, ici Agent 1. {surprise}"


def test_no_visitor_reads_the_script(company, ask):
    for path in ("", "/schema", "/embedded"):
        assert "ici {agent}" not in ask("GET", company.form_path + path).text


def test_the_page_tells_of_other_requests_as_far_as_one_may_see_them(company, lead_id, ask, crier):
    with tenancy.inside(company.tenant, by="system:test"):
        second = forms.draft(form_content(company.centre, name="Pompe à chaleur", double_optin=False))
        forms.publish(second.id)
    colleague = an_agent(company, 2)
    crier.cry()
    ask("POST", f"/f/{company.tenant}-{second.id}", form=ANSWERS)
    crier.cry()
    given = ask("POST", f"{API}/leads/{lead_id[:-1]}2/assignment", {"agent_id": colleague}, token=a_token(company, "admin"))
    assert given.status in {200, 409}, "whoever has it already"
    seen = {role: ask("GET", f"{API}/leads/{lead_id}", token=a_token(company, role)).json for role in ("agent", "admin")}
    assert (seen["agent"]["others"], seen["agent"]["others_hidden"]) == ([], 1)
    [other] = seen["admin"]["others"]
    assert (other["form_name"], other["agent_name"], seen["admin"]["others_hidden"]) == ("Pompe à chaleur", "Agent 2", 0)
    assert ask("GET", f"{API}/leads/{other['id']}", token=a_token(company, user=colleague)).json["others_hidden"] == 1


def test_the_history_names_tags_and_the_manager_who_took_over(company, lead_id, ask, crier):
    with tenancy.inside(company.tenant, by="system:test"):
        tag = tags.make(TagDraft(name="Chaud")).id
    agent, admin = a_token(company), a_token(company, "admin")
    ask("POST", f"{API}/leads/{lead_id}/claim", token=agent)
    assert ask("PUT", f"{API}/leads/{lead_id}/tags", {"add": [tag]}, token=agent).json == {"tags": [tag]}
    assert ask("PUT", f"{API}/leads/{lead_id}/claim", token=admin).json["mine"]
    crier.cry()
    told = {entry["type"]: entry for entry in ask("GET", f"{API}/leads/{lead_id}", token=admin).json["timeline"]}
    assert (told["PersonTagged"]["why"], told["LeadTakenOver"]["why"]) == ("Ajoutées : Chaud.", "Agent 1 l'avait ouvert.")
