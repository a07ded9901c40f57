"""Inside one company: what a verb does not reach for somebody does not exist for them."""

import pytest

from chalicelib.identity import roles
from tests.isolation.bodies import body_of
from tests.isolation.operations import LISTS, OPERATIONS, WITH_IDS, asked_widely


@pytest.fixture(scope="module")
def out_of_reach(ours):
    """By the name in the path and the scope of the verb: things of the company that are not the caller's."""
    _first, second, far, pending = ours.leads
    return {
        ("lead_id", "own"): [second, far, pending],
        ("lead_id", "centre"): [far],
        ("user_id", "centre"): [ours.users["far"], ours.users["admin"]],
        ("centre_id", "centre"): [ours.other_centre],
        ("form_id", "centre"): [ours.other_form],
        ("model_id", "centre"): [ours.other_model],
        ("plan_id", "centre"): [ours.other_plan],
        ("list_id", "centre"): [ours.other_list],
    }


def people(ours):
    """A token of each role, with how far its verbs reach. The agent is the one who holds the first lead."""
    for role in roles.ROLES:
        user = ours.agents[0] if role in {"agent", "seller", "field_agent"} else ours.users["manager"] if role in roles.IN_A_CENTRE else None
        yield role, ours.asks_as(role, user=user), roles.grants(role, inside_tenant=True)


@pytest.mark.parametrize("operation", WITH_IDS, ids=str)
def test_what_a_verb_does_not_reach_is_not_found(operation, ours, out_of_reach, ask):
    body = body_of(operation.body, ours)
    for role, token, grants in people(ours):
        reach = grants.get(operation.may, "all")
        if reach == "all":
            continue
        name = operation.parameters[0]
        assert (name, reach) in out_of_reach, f"teach the isolation tests which {name} is out of reach for {role}"
        for foreign in out_of_reach[name, reach]:
            answer = ask(operation.method, operation.at(ours.ids | {name: foreign}), body, token=token)
            assert answer.status == 404, (role, foreign, answer)


@pytest.mark.parametrize("operation", LISTS, ids=str)
def test_lists_show_what_the_verb_reaches(operation, ours, out_of_reach, ask):
    query = asked_widely(operation)
    for role, token, grants in people(ours):
        reach = grants.get(operation.may, "all")
        if reach != "all":
            answer = ask("GET", operation.path, query=query, token=token)
            hidden = {foreign for (_, scope), things in out_of_reach.items() if scope == reach for foreign in things}
            assert answer.status == 200
            assert not {thing for thing in hidden if thing in answer.text}, (role, answer.text)


def test_the_agent_and_the_manager_see_their_own(ours, ask):
    first, second, _far, pending = ours.leads
    agent, manager = ours.asks_as("agent", user=ours.agents[0]), ours.asks_as("manager", user=ours.users["manager"])
    assert {row["id"] for row in ask("GET", "/api/v1/leads", token=agent).json["items"]} == {first}
    assert {row["id"] for row in ask("GET", "/api/v1/leads", token=manager).json["items"]} == {first, second, pending}
    assert ask("GET", f"/api/v1/leads/{first}", token=agent).status == 200
    assert ask("GET", f"/api/v1/leads/{second}", token=manager).status == 200
    assert [form["id"] for form in ask("GET", "/api/v1/forms", token=manager).json["items"]].count(ours.other_form) == 0


def test_somebody_without_a_centre_reaches_nothing_by_the_centres_scope(ours, ask):
    from tests.isolation.companies import access_token

    lost = access_token(ours.users["manager"], ours.tenant, "manager", None)
    for operation in OPERATIONS:
        if roles.TABLE["manager"].get(operation.may) == "centre" and operation.method == "GET":
            answer = ask("GET", operation.at(ours.ids), token=lost)
            assert answer.status == 404 or not {secret for secret in ours.secrets if secret in answer.text}, operation


def test_a_manager_gives_a_lead_to_agents_of_its_centre_only(ours, ask):
    manager = ours.asks_as("manager", user=ours.users["manager"])
    answer = ask("POST", f"/api/v1/leads/{ours.leads[0]}/assignment", {"agent_id": ours.users["far"]}, token=manager)
    assert answer.status == 404


def test_a_manager_invites_into_their_own_centre_and_below_their_own_rank(ours, ask):
    manager = ours.asks_as("manager", user=ours.users["manager"])
    new = {"email": "n@example.org", "name": "Nouvelle", "role": "agent", "centre_id": ours.other_centre}
    assert ask("POST", "/api/v1/users", new, token=manager).status == 422
    assert ask("POST", "/api/v1/users", new | {"role": "admin", "centre_id": None}, token=manager).status == 403
