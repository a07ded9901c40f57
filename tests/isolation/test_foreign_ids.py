"""Whoever asks from one company gets nothing of another: not by an id, not in a list, not by a hint. Made from the OpenAPI document."""

import re

import pytest

from chalicelib.foundation import ids
from chalicelib.foundation.openapi import document
from chalicelib.foundation.routes import ROUTES
from chalicelib.identity import roles
from tests.isolation.bodies import BODIES, body_of
from tests.isolation.companies import access_token
from tests.isolation.operations import LISTS, OPERATIONS, PRIVATE, WITH_IDS, asked_widely, id_fields, some_of

COMPANY_ROLES = [role for role in roles.ROLES if role != roles.PLATFORM_ROLE]
OF_THE_PLATFORM = [one for one in PRIVATE if one.may == "tenants.manage"]
NAMED_BY_WHO_ASKS = [one for one in WITH_IDS if one.method == "PUT" and "reference" in one.parameters]
"""A partner's own name for a lead: what is not there yet, it opens."""
OF_A_COMPANY = [one for one in WITH_IDS if one not in OF_THE_PLATFORM and one not in NAMED_BY_WHO_ASKS]


def callers(company):
    """Everybody who can ask anything in the company: each role, a super administrator on a visit, and a program with every scope."""
    for role in roles.ROLES:
        yield role, roles.grants(role, inside_tenant=True), {"token": company.asks_as(role)}
    yield "key", roles.key_grants(set(roles.KEY_SCOPES)), {"key": company.key}


def granted(operation, company):
    return [(name, with_) for name, grants, with_ in callers(company) if operation.may in grants or operation.may == "signed in"]


def named(operation, company):
    """One id of the company for each name in the path."""
    for name in operation.parameters:
        assert name in company.ids, f"teach the isolation tests what {{{name}}} is: tests/isolation/companies.py"
    return {name: company.ids[name] for name in operation.parameters}


def seen(answer, company, sent=""):
    """What an answer tells of a company, beside what the request itself said."""
    told = answer.text + str(answer.headers)
    return {secret for secret in company.secrets if secret in told and secret not in sent}


def plain(answer):
    return answer.status, answer.text, {name: value for name, value in answer.headers.items() if name != "X-Request-Id"}


def never_was(name, theirs):
    """An id of the same make that names nothing."""
    known = theirs.ids[name]
    if name == "lead_id":
        return ids.lead_id(ids.person_id(), 1)
    return ids.random_id(len(known))


def test_the_document_lists_every_route_of_the_front_door():
    import app

    listed = {(one.method, one.path) for one in OPERATIONS}
    assert listed == {(route.method, route.path) for route in ROUTES}
    assert listed == {(method, path) for path, methods in app.app.routes.items() for method in methods}


@pytest.mark.parametrize("operation", OF_A_COMPANY, ids=str)
def test_an_id_of_another_company_is_not_found(operation, ours, theirs, ask):
    body = body_of(operation.body, ours)
    asked = granted(operation, ours)
    assert asked, "a route that nobody may ask"
    for caller, with_ in asked:
        for foreign in some_of(operation.parameters):
            place = named(operation, ours) | {name: named(operation, theirs)[name] for name in foreign}
            nowhere = place | {name: never_was(name, theirs) for name in foreign}
            answer = ask(operation.method, operation.at(place), body, **with_)
            assert answer.status == 404, (caller, foreign, answer)
            assert not seen(answer, theirs), (caller, foreign, answer)
            assert plain(answer) == plain(ask(operation.method, operation.at(nowhere), body, **with_)), (caller, foreign)


@pytest.mark.parametrize("operation", PRIVATE, ids=str)
def test_a_verb_that_is_not_granted_is_refused_before_anything_is_read(operation, ours, theirs, ask):
    path = operation.at(theirs.ids)
    for caller, grants, with_ in callers(ours):
        if operation.may not in grants and operation.may != "signed in":
            answer = ask(operation.method, path, b"{", **with_)
            assert answer.status == 403, (caller, answer)
            assert not seen(answer, theirs), caller


@pytest.mark.parametrize("operation", PRIVATE, ids=str)
def test_without_credentials_nothing_is_answered(operation, theirs, ask):
    wrong = [{}, {"token": theirs.token[:-2] + "xx"}, {"key": theirs.key[:-2] + "xx"}, {"headers": {"Authorization": "Basic YTpi"}}, {"key": "psk_"}]
    for with_ in wrong:
        answer = ask(operation.method, operation.at(theirs.ids), b"{", **with_)
        assert answer.status == 401, (with_, answer)
        assert not seen(answer, theirs)


@pytest.mark.parametrize("operation", [one for one in PRIVATE if one not in OF_THE_PLATFORM], ids=str)
def test_a_super_administrator_who_visits_nobody_reaches_no_company(operation, ours, ask):
    nowhere = access_token(ours.users["admin"], None, roles.PLATFORM_ROLE)
    answer = ask(operation.method, operation.at(ours.ids), b"{", token=nowhere)
    assert answer.status == (403 if operation.may != "signed in" else answer.status)
    assert answer.status < 500, answer
    assert not seen(answer, ours)


@pytest.mark.parametrize("operation", LISTS, ids=str)
def test_lists_hold_nothing_of_another_company(operation, ours, theirs, ask):
    query = asked_widely(operation)
    for caller, with_ in granted(operation, ours):
        if operation in OF_THE_PLATFORM:
            continue
        answer = ask(operation.method, operation.path, query=query, **with_)
        assert answer.status == 200 or (caller == "key" and operation.path.endswith("/me")), (caller, answer)
        assert not seen(answer, theirs), caller


@pytest.mark.parametrize("operation", [one for one in PRIVATE if one.method == "GET" and "cursor" in one.query], ids=str)
def test_a_place_in_another_companys_list_leads_nowhere(operation, ours, theirs, ask):
    if operation in OF_THE_PLATFORM:
        return
    cursor = ask("GET", operation.at(theirs.ids), query={"limit": 1}, token=theirs.token).json["cursor"]
    answer = ask("GET", operation.at(ours.ids), query={"cursor": cursor or "WyIiXQ"}, token=ours.token)
    assert answer.status in ({200} if cursor else {200, 400})
    assert not seen(answer, theirs)


@pytest.mark.parametrize("operation", [one for one in LISTS if any(name.endswith("_id") for name in one.query)], ids=str)
def test_a_filter_by_another_companys_id_finds_nothing(operation, ours, theirs, ask):
    for name in operation.query:
        if name.endswith("_id"):
            answer = ask("GET", operation.path, query={name: theirs.ids[name]}, token=ours.token)
            assert (answer.status, answer.json["items"]) == (200, []), name


def foreign_bodies(ours, theirs):
    """Every place in a body that names a thing by its id, with another company's. What it must answer, and how it is asked."""
    api, mine = "/api/v1", ours.ids
    user = BODIES["UserNew"](ours) | {"centre_id": theirs.ids["centre_id"]}
    lead = BODIES["LeadDraft"](ours) | {"form_id": theirs.ids["form_id"]}
    form = BODIES["FormDraft"](ours)
    drawn, sent = form | {"centres": [{"centre_id": theirs.ids["centre_id"]}]}, form | {"mail": {"sender_id": theirs.ids["sender_id"]}}
    led = form | {"routing": {"fallback_id": theirs.ids["centre_id"]}}
    spare = BODIES["NewSender"](ours) | {"fallback_id": theirs.ids["sender_id"]}
    key = BODIES["ApiKeyNew"](ours) | {"follows_id": theirs.ids["key_id"]}
    mail = BODIES["MailDraft"](ours) | {"lead_id": theirs.ids["lead_id"]}
    survey = BODIES["SurveyDraft"](ours)
    plan = BODIES["PlanDraft"](ours)
    [step] = plan["steps"]
    rules = {"method": "push", "rules": {"needs": [{"form_id": theirs.ids["form_id"]}]}}
    line = BODIES["LineDraft"](ours)
    leaver = BODIES["HandoverDraft"](ours) | {"from_agent_id": theirs.ids["agent_id"]}
    heir = BODIES["HandoverDraft"](ours) | {"to_agent_id": theirs.ids["agent_id"]}
    handovers = f"{api}/centres/{mine['centre_id']}/handovers"
    foreign_people = [{"form_id": theirs.ids["form_id"]}, {"lead_ids": [mine["lead_id"], theirs.ids["lead_id"]]}]
    salon, kinds = BODIES["ListDraft"](ours), ("tag", "form", "centre")
    segments = [{"rule": {"conditions": [{"about": kind, "values": [theirs.ids[f"{kind}_id"]]}]}} for kind in kinds]
    return {
        "ApiKeyNew.follows_id": [("POST", f"{api}/api-keys", key, {422})],
        "AssignmentDraft.agent_id": [("POST", f"{api}/leads/{mine['lead_id']}/assignment", {"agent_id": theirs.ids["agent_id"]}, {404})],
        "CentreShare.centre_id": [("POST", f"{api}/forms", drawn, {422}), ("PUT", f"{api}/forms/{mine['form_id']}", drawn, {422})],
        "Clearing.form_id": [("POST", f"{api}/quarantine/clearing", BODIES["Clearing"](ours) | {"form_id": theirs.ids["form_id"]}, {200})],
        "BatchDraft.form_id": [("POST", f"{api}/lead-batches", BODIES["BatchDraft"](ours) | {"form_id": theirs.ids["form_id"]}, {404})],
        "LineDraft.inbound_form_id": [("PUT", f"{api}/telephony", line | {"inbound_form_id": theirs.ids["form_id"]}, {422})],
        "LineDraft.inbound_centre_id": [("PUT", f"{api}/telephony", line | {"inbound_centre_id": theirs.ids["centre_id"]}, {422})],
        "ClosureDraft.to_centre_id": [
            ("POST", f"{api}/centres/{mine['centre_id']}/closure", {"to_centre_id": theirs.ids["centre_id"], "people": "move"}, {422})
        ],
        "FormNeeds.form_id": [("PUT", f"{api}/centres/{mine['centre_id']}/distribution", rules, {422})],
        "HandoverDraft.from_agent_id": [("POST", handovers, leaver, {404})],
        "HandoverDraft.to_agent_id": [("POST", handovers, heir, {404})],
        "LabelSaid.note_id": [("PUT", f"{api}/leads/{mine['lead_id']}/label", {"note_id": theirs.ids["file_id"], "label": "partial"}, {404})],
        "LeadDraft.form_id": [("POST", f"{api}/leads", lead, {404}), ("PUT", f"{api}/leads/by-reference/new", lead, {404})],
        "ListDraft.centre_id": [
            ("POST", f"{api}/lists", salon | {"centre_id": theirs.ids["centre_id"]}, {404}),
            *(("POST", f"{api}/lists", salon | {"rule": one["rule"]}, {422}) for one in segments),
        ],
        "RuleAsked.centre_id": [
            ("POST", f"{api}/lists/count", BODIES["RuleAsked"](ours) | {"centre_id": theirs.ids["centre_id"]}, {404}),
            *(("POST", f"{api}/lists/count", one, {422}) for one in segments),
        ],
        "MailDraft.lead_id": [("POST", f"{api}/mail-previews", mail, {404}), ("POST", f"{api}/mail-trials", mail, {404})],
        "NewSender.fallback_id": [("POST", f"{api}/senders", spare, {422}), ("PUT", f"{api}/senders/{mine['sender_id']}", spare, {422})],
        "NoteModelDraft.centre_id": [
            (method, f"{api}/note-models{place}", BODIES["NoteModelDraft"](ours) | {"centre_id": theirs.ids["centre_id"]}, {422})
            for method, place in (("POST", ""), ("PUT", f"/{mine['model_id']}"))
        ],
        "OptInMail.sender_id": [("POST", f"{api}/forms", sent, {422}), ("PUT", f"{api}/forms/{mine['form_id']}", sent, {422})],
        "Routing.fallback_id": [("POST", f"{api}/forms", led, {422}), ("PUT", f"{api}/forms/{mine['form_id']}", led, {422})],
        "NewRelance.plan_id": [
            ("POST", f"{api}/leads/{mine['lead_id']}/relances", BODIES["NewRelance"](ours) | {"plan_id": theirs.ids["plan_id"]}, {404})
        ],
        "PlanDraft.tag_id": [("POST", f"{api}/relance-plans", plan | {"wanted": "tagged", "tag_id": theirs.ids["tag_id"]}, {422})],
        "PlanDraft.form_id": [("POST", f"{api}/relance-plans", plan | {"form_id": theirs.ids["form_id"]}, {404})],
        "PlanDraft.centre_id": [("POST", f"{api}/relance-plans", plan | {"centre_id": theirs.ids["centre_id"]}, {404})],
        "Step.line_id": [("POST", f"{api}/relance-plans", plan | {"steps": [step | {"line_id": theirs.ids["line_id"]}]}, {404})],
        "SurveyAudience.form_id": [("POST", f"{api}/surveys", survey | {"audience": whom}, {404}) for whom in foreign_people],
        "SurveyDraft.form_id": [("POST", f"{api}/surveys", survey | {"form_id": theirs.ids["form_id"]}, {404})],
        "UserNew.centre_id": [("POST", f"{api}/users", user, {422})],
        # Signing in: the ticket says which companies it opens.
        "TenantChosen.tenant_id": [("POST", f"{api}/sessions/tenant", {"ticket": "x", "tenant_id": theirs.tenant}, {401})],
    }


def test_a_body_that_names_another_companys_thing_is_refused(ours, theirs, ask):
    known = foreign_bodies(ours, theirs)
    found = {name for one in OPERATIONS if one.body for name in id_fields({"$ref": one.body})}
    assert found == known.keys(), "teach the isolation tests how each id in a body is refused"
    for name, requests in known.items():
        for method, path, body, expected in requests:
            answer = ask(method, path, body, token=ours.token)
            assert answer.status in expected, (name, answer)
            assert not seen(answer, theirs, sent=str(body)), name


@pytest.mark.parametrize("operation", NAMED_BY_WHO_ASKS, ids=str)
def test_a_name_that_another_company_uses_too_is_a_name_of_ones_own(operation, ours, theirs, ask):
    path = operation.at({"reference": theirs.ids["reference"]})
    answer = ask(operation.method, path, body_of(operation.body, ours), token=ours.token)
    assert answer.status == 200
    assert not seen(answer, theirs, sent=path)
    before = ask("GET", operation.at({"reference": theirs.ids["reference"]}), token=theirs.token).json
    assert before["is_duplicate"], "theirs is as it was"


def test_a_public_form_opens_only_under_its_own_company(ours, theirs, ask):
    for path in ("", "/schema", "/thanks"):
        assert ask("GET", f"/f/{theirs.ids['form_key']}{path}").status == 200
        mixed = f"/f/{ours.tenant}-{theirs.ids['form_id']}{path}"
        answer = ask("GET", mixed)
        assert answer.status == 404
        assert not seen(answer, theirs, sent=mixed)


def test_a_link_opens_only_under_the_company_that_signed_it(ours, theirs, ask):
    signed = theirs.ids["token"].partition(".")[2]
    for method in ("GET", "POST"):
        answer = ask(method, f"/c/{ours.tenant}.{signed}", form={} if method == "POST" else None)
        assert answer.status == 404
        assert not seen(answer, theirs, sent=signed)


def test_a_program_knows_its_own_company_only(ours, theirs, ask):
    swapped = re.sub(r"psk_\w{8}", f"psk_{ours.tenant}", theirs.key)
    assert ask("GET", "/api/v1/leads", key=swapped).status == 401


def ends_something(operation):
    return operation.method == "DELETE" or operation.path.endswith("/closure")


@pytest.mark.parametrize("operation", sorted(OF_A_COMPANY, key=lambda one: (ends_something(one), str(one))), ids=str)
def test_the_same_request_with_ones_own_ids_is_answered(operation, ours, theirs, ask):
    """Last: this one changes things. It proves that the requests above were refused for their ids and for nothing else."""
    accept = {"Accept": operation.gives}
    answer = ask(operation.method, operation.at(named(operation, ours)), body_of(operation.body, ours), token=ours.token, headers=accept)
    assert answer.status in {200, 201, 202, 204, 409}, answer
    assert str(answer.status) in document()["paths"][operation.path][operation.method.lower()]["responses"]
    assert not seen(answer, theirs)
