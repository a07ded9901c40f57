"""Leads are found by what their persons are called, by whom they are for and by nobody else."""

import pytest

from chalicelib.foundation import tenancy
from chalicelib.foundation.records import transaction
from chalicelib.identity import actions as identity
from chalicelib.leads import queries as leads
from chalicelib.leads import search
from chalicelib.leads.facts import LeadErased
from tests.builders import ANSWERS, a_company, an_agent, the_lead
from tests.isolation.companies import access_token

FATOU = ANSWERS | {"first_name": "Fatou", "last_name": "Diop-Sow", "email": "fatou@example.org", "phone": "06 87 65 43 21"}


def newest(company):
    with tenancy.inside(company.tenant):
        return leads.newest(lambda _: True, limit=1, cursor=None)[0][0]


@pytest.fixture
def company(crier):
    company = a_company(agents=2, method="manual", double_optin=False)
    crier.cry()
    return company


@pytest.fixture
def post(company, ask, crier):
    def posted(answers=ANSWERS):
        assert ask("POST", company.form_path, form=answers).status == 303
        crier.cry()
        return newest(company)

    return posted


@pytest.fixture
def look(ask, company):
    def looked(text, user=None, role="admin", at=company, centre=None, **query):
        token = access_token(user or at.admin, at.tenant, role, centre)
        answer = ask("GET", "/api/v1/leads/search", query={"q": text, **query}, token=token)
        assert answer.status == 200, answer
        return answer.json

    return looked


def ids(answer):
    return [row["id"] for row in answer["items"]]


def give(company, lead, agent):
    with tenancy.inside(company.tenant, by="system:test"), transaction() as tx:
        leads.fresh(lead.id).assign(agent, tx=tx, method="manual")


def test_a_lead_is_found_by_parts_of_names_with_where_it_matched(post, look):
    awa, fatou = post(), post(FATOU)
    answer = look("diop")
    assert set(ids(answer)) == {awa.id, fatou.id}
    assert (answer["more"], answer["items"][0]["name"]) == (False, "Fatou Diop-Sow")
    assert [row["matched"] for row in look("fat dio")["items"]] == [["first_name", "last_name"]]
    assert [row["matched"] for row in look("4321")["items"]] == [["phone"]]
    assert ids(look("personne")) == []


def test_what_waits_for_its_click_is_found_by_its_whole_address_only(crier, ask, look):
    company = a_company(agents=0)
    ask("POST", company.form_path, form=ANSWERS)
    crier.cry()
    assert ids(look("diop", at=company)) == []
    assert [row["state"] for row in look("awa.diop@example.org", at=company)["items"]] == ["pending"]
    with tenancy.inside(company.tenant, by="visitor"):
        the_lead(company).confirm_email()
    crier.cry()
    assert [row["state"] for row in look("diop", at=company)["items"]] == ["ready"]


def test_an_agent_finds_their_own_an_owner_the_centres_an_admin_all_and_another_company_nothing(company, post, look):
    mine, theirs, nobodys = post(), post(FATOU), post(FATOU | {"email": "x@example.org", "phone": "06 11 22 33 44"})
    give(company, mine, company.agents[0])
    give(company, theirs, company.agents[1])
    assert ids(look("diop", company.agents[0], "agent")) == [mine.id]
    assert ids(look("fatou@example.org", company.agents[0], "agent")) == []
    assert set(ids(look("diop", an_agent(company, 8, "centre_owner"), "centre_owner", centre=company.centre))) == {mine.id, theirs.id, nobodys.id}
    with tenancy.inside(company.tenant, by="system:test"):
        elsewhere = identity.open_centre("Centre de Lille", "manual")
        stranger = identity.add_user(identity.NewUser("lille@example.org", "Lille", "centre_owner", elsewhere), "une-passerelle-solide", None)
    assert ids(look("diop", stranger, "centre_owner", centre=elsewhere)) == []
    assert set(ids(look("diop"))) == {mine.id, theirs.id, nobodys.id}
    other = a_company("Ailleurs", agents=0)
    assert ids(look("diop", at=other)) == ids(look("awa.diop@example.org", at=other)) == []


def test_all_requests_of_a_person_are_found_the_newest_first(company, post, look, ask, crier):
    first = post()
    for _ in range(3):
        with tenancy.inside(company.tenant, by="system:test"):
            newest(company).update([type(first).state.set("rejected"), type(first).closed_at.set(1)])
        last = post()
    assert ids(look("diop")) == [f"{first.person_id}.{number}" for number in (4, 3, 2, 1)]
    assert last.number == 4
    assert (len(look("diop", limit=2)["items"]), look("diop", limit=2)["more"]) == (2, True)


def test_whoever_has_nothing_left_with_us_is_found_no_more(company, post, look, crier):
    lead = post()
    with tenancy.inside(company.tenant, by="system:test"):
        lead.move_to("erased", lead._fact(LeadErased, "erased"))
    assert ids(look("diop")) == ids(look(ANSWERS["email"])) == [], "at once"
    crier.cry()
    with tenancy.inside(company.tenant, by="system:test"):
        assert not search.look("diop", "FR").matches, "and for good"


@pytest.mark.parametrize(
    ("text", "code"), [("a", "string_too_short"), ("é!", "search_too_wide"), ("771", "search_too_wide"), ("x" * 121, "string_too_long")]
)
def test_what_cannot_be_looked_for_is_said_with_its_remedy(company, ask, text, code):
    answer = ask("GET", "/api/v1/leads/search", query={"q": text}, token=access_token(company.admin, company.tenant, "admin"))
    assert (answer.status, answer.json["errors"][0]["field"], answer.json["errors"][0]["code"]) == (422, "q", code)
    assert answer.json["errors"][0]["message"]
