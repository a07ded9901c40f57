"""The list of leads by how far they have come and by tag, and what it costs where few fit."""

import pytest

from chalicelib.calls import listing
from chalicelib.contacts.models import Person
from chalicelib.foundation import tenancy
from chalicelib.leads import queries as leads
from tests.builders import ANSWERS, a_company
from tests.isolation.companies import access_token

STATES = {"ready": None, "assigned": None, "in_progress": 1, "callback": 1, "confirmed": 1, "rejected": 1, "unreachable": 1}
PEOPLE = range(len(STATES))


@pytest.fixture
def company(crier, ask):
    company = a_company(agents=1, method="manual", double_optin=False)
    for number in PEOPLE:
        ask("POST", company.form_path, form=ANSWERS | {"email": f"awa{number}@example.org", "phone": f"06 12 34 56 8{number}"})
    with tenancy.inside(company.tenant, by="system:test"):
        found, _ = leads.newest(lambda _: True, limit=50, cursor=None)
        for lead, (state, contacted) in zip(found, STATES.items(), strict=True):
            held = {"agent": company.agents[0]} if state != "ready" else {}
            stamps = {"state": state, "contacted_at": contacted, **held}
            lead.update([getattr(type(lead), name).set(value) for name, value in stamps.items() if value])
    return company


@pytest.fixture
def listed(ask, company):
    def listed(user=None, role="admin", **query):
        answer = ask("GET", "/api/v1/leads", query=query, token=access_token(user or company.admin, company.tenant, role))
        assert answer.status == 200, answer
        return answer.json

    return listed


def states(page):
    return sorted(row["state"] for row in page["items"])


def test_a_stage_is_what_has_happened_with_a_lead(listed, company):
    assert states(listed(stage="none")) == ["assigned", "ready"]
    assert states(listed(stage="in_progress")) == ["callback", "in_progress"]
    assert states(listed(stage="finished")) == ["confirmed", "rejected", "unreachable"]
    assert states(listed(stage="finished", state="rejected")) == ["rejected"]
    assert states(listed(company.agents[0], "agent", stage="none")) == ["assigned"]


def test_leads_of_persons_with_a_tag_are_found_among_all(listed, company):
    with tenancy.inside(company.tenant, by="system:test"):
        found, _ = leads.newest(lambda _: True, limit=50, cursor=None)
        for lead in found[1:6:2]:
            Person.known(lead.person_id).update([Person.tags.set({"t1", "other"})])
    assert [row["id"] for row in listed(tag_id="t1")["items"]] == [lead.id for lead in found[1:6:2]]
    assert states(listed(tag_id="t1", stage="in_progress")) == ["callback"]
    assert listed(tag_id="unknown")["items"] == []
    first = listed(tag_id="t1", limit=2)
    rest = listed(tag_id="t1", cursor=first["cursor"])
    assert [row["id"] for row in first["items"] + rest["items"]] == [lead.id for lead in found[1:6:2]]


def test_where_few_have_the_tag_the_list_says_how_far_it_came(listed, company, monkeypatch):
    monkeypatch.setattr(listing, "PATIENCE", -1)
    with tenancy.inside(company.tenant, by="system:test"):
        found, _ = leads.newest(lambda _: True, limit=50, cursor=None)
        Person.known(found[-1].person_id).update([Person.tags.set({"t1"})])
    rows, cursor = [], None
    for _ in PEOPLE:
        page = listed(tag_id="t1", **({"cursor": cursor} if cursor else {}))
        rows, cursor = rows + page["items"], page["cursor"]
    assert [row["id"] for row in rows] == [found[-1].id]


def test_whoever_has_few_of_thousands_is_told_how_far_the_list_came(listed, company, monkeypatch):
    """All leads of the company would be read for an agent who has none of them."""
    monkeypatch.setattr(listing, "PATIENCE", -1)
    page = listed("nobody", "agent")
    assert page["items"] == []
    assert page["cursor"]
