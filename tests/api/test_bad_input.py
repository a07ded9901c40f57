"""What cannot be accepted is said so: in the reader's language, with a status of the document, and never as a fault of ours."""

import pytest

from tests.api import documented
from tests.isolation.bodies import BODIES
from tests.isolation.operations import OPERATIONS, WITH_IDS

API = "/api/v1"
JSON = {"Content-Type": "application/json"}
LONE_SURROGATE = "\ud800"

ODD_IDS = [
    "%20", "%00", "%ED%A0%80", "..", "%2F", "%23", "x" * 3000, "%C3%A9", "%F0%9F%92%A5", "' OR 1=1 --", "${7*7}", "-", "null", "0", "..%2f..%2fetc",
    "aaaaaaaaaaaaaaaa.99999", "aaaaaaaaaaaaaaaa.1.1", "%EF%BC%91",
]  # fmt: skip


@pytest.fixture(scope="module")
def ask(company):
    return documented.ask


def granted(operation, company):
    """The token of somebody who has the verb."""
    return company.asks_as("agent" if operation.may == "presence.set" else "admin", user=company.agents[0])


def places(one, odd, known):
    for name in one.parameters:
        yield one.path.format_map(known | {name: odd})


OURS = [operation for operation in WITH_IDS if "{reference}" not in operation.path]
"""A reference is the partner's own, and may be any text."""


@pytest.mark.parametrize("operation", OURS, ids=str)
def test_an_id_that_cannot_be_one_is_not_found(operation, company, ask):
    body = BODIES[operation.body](company) if operation.body else None
    visiting = company.asks_as("super_admin")
    for odd in ODD_IDS:
        for path in places(operation, odd, company.ids):
            assert ask(operation.method, path, body, token=visiting).status in {404, 405}, odd


@pytest.mark.parametrize("odd", [*ODD_IDS, "k3x9p2ab-", "-k3x9p2abcd", "k3x9p2ab.", "k3x9p2ab.AAAA", "k3x9p2ab.====", ".", "k3x9p2ab-é"])
def test_a_public_address_that_cannot_be_one_is_not_found(odd, ask):
    for method, path in [("GET", f"/f/{odd}"), ("GET", f"/f/{odd}/schema"), ("GET", f"/f/{odd}/thanks"), ("GET", f"/c/{odd}")]:
        assert ask(method, path).status == 404, path
    assert ask("POST", f"/f/{odd}", form={"a": "b"}).status == 404
    assert ask("POST", f"/c/{odd}", form={}).status == 404
    assert ask("POST", f"/c/{odd}/renewals", form={}).status == 422


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.body], ids=str)
@pytest.mark.parametrize(
    ("content", "statuses"),
    [
        (b"", {400}), (b"{", {400}), (b"\xff\xfe", {400}), (b"[" * 100_000, {400}), (b"1" * 5000, {400}),
        (b"[]", {422}), (b"null", {422}), (b'{"unknown": 1}', {422}), (b"NaN", {400, 422}),
        (b'{"%s": 1}' % (b"x" * 3_000_000), {413}),
    ],
    ids=["nothing", "cut", "not UTF-8", "deep", "long number", "a list", "null", "unknown field", "not a number", "oversize"],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused(operation, content, statuses, company, ask):
    answer = ask(operation.method, operation.at(company.ids), content, token=granted(operation, company), headers=JSON)
    assert answer.status in statuses


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.body], ids=str)
def test_another_content_type_is_refused_with_those_that_are_taken(operation, company, ask):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/xml", ""):
        answer = ask(operation.method, operation.at(company.ids), b"a=b", token=granted(operation, company), headers={"Content-Type": kind})
        assert answer.status == 415
        assert "application/json" in answer.json["detail"]


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.body], ids=str)
def test_every_text_of_a_body_may_be_odd(operation, company, ask):
    """Valid but for one field at a time, which holds what databases and mails choke on."""
    valid = BODIES[operation.body](company) if operation.body in BODIES else SIGNING_IN[operation.body]
    for name in valid:
        for odd in (LONE_SURROGATE, "\0", "x" * 5000, "", None, {}, [], 10**400, -1, True, "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"):
            ask(operation.method, operation.at(company.ids), valid | {name: odd}, token=granted(operation, company))
    for path in ("/leads", "/forms", "/users", "/centres", "/api-keys", "/webhooks", "/senders"):
        assert ask("GET", f"{API}{path}", token=company.token).status == 200, "what was accepted can be read again"


SIGNING_IN = {
    "Credentials": {"email": "a@example.org", "password": "x"},
    "TenantChosen": {"ticket": "x", "tenant_id": "k3x9p2ab"},
    "TotpCode": {"ticket": "x", "code": "123456"},
    "SignInTicket": {"ticket": "x"},
    "RefreshToken": {"refresh_token": "x"},
    "ResetAsked": {"email": "a@example.org"},
    "PasswordChosen": {"token": "x", "password": "une-passerelle-solide"},
}


@pytest.mark.parametrize(
    "at", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "1969-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "2026-11-21T09:00:00"]
)
def test_a_time_that_could_not_be_read_again_is_refused(at, company, ask):
    form = BODIES["FormDraft"](company) | {"closes_at": at}
    assert ask("POST", f"{API}/forms", form, token=company.token).status == 422
    lead = BODIES["LeadDraft"](company) | {"consent": {"given_at": at}}
    assert ask("POST", f"{API}/leads", lead, key=company.key).status == 422
    call = {"outcome": "callback", "callback_at": at}
    assert ask("POST", f"{API}/leads/{company.ids['lead_id']}/outcomes", call, token=company.token).status == 422


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if "cursor" in one.query], ids=str)
@pytest.mark.parametrize(
    "cursor",
    ["x", "é", "====", "bnVsbA", "W10", "MQ", "Int0", "IiI", "WyIyMDI2LTExLTIxIiwgIiJd", "WyIwMDAxLTAxLTAxIiwgInh4Il0", "WyI5OTk5LTEyLTMxIiwgIngiXQ",
     "Ilx1ZDgwMCI", "WyIyMDI2LTExLTIxIiwgIlx1ZDgwMCJd", "W1tdLCBbXV0", "eyJhIjogMX0", "A" * 3000],
)  # fmt: skip
def test_a_cursor_that_is_not_ours_is_refused(operation, cursor, company, ask):
    visiting = company.asks_as("super_admin")
    answer = ask("GET", operation.at(company.ids), query={"cursor": cursor}, token=visiting)
    assert answer.status in {200, 400, 422}
    if cursor in {"x", "é", "bnVsbA", "W10", "MQ"}:
        assert answer.status == 400, cursor


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if "limit" in one.query], ids=str)
@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "1e3", "9" * 5000, ""])
def test_a_limit_out_of_bounds_is_refused(operation, limit, company, ask):
    answer = ask("GET", operation.at(company.ids), query={"limit": limit}, token=company.asks_as("super_admin"))
    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "limit"


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer"}, {"Authorization": "Bearer é.é.é"}, {"Authorization": "Bearer a.b.c"}, {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer " + "x" * 5000}, {"X-Api-Key": "é"}, {"X-Api-Key": "psk_k3x9p2ab_0123456789_" + "x" * 43},
        {"X-Api-Key": "psk_k3x9p2ab_0123456789_" + "é" * 43},
    ],
)  # fmt: skip
def test_credentials_that_are_none_are_refused(headers, ask):
    assert ask("GET", f"{API}/me", headers=headers).status == 401


@pytest.mark.parametrize("tag", ['"999"', "999", '"x"', "x", '"1", "2"', "9" * 5000, "W/999", '"\u0664"'])
def test_an_edit_from_another_version_is_refused(tag, company, ask):
    path = f"{API}/forms/{company.ids['form_id']}"
    answer = ask("PUT", path, BODIES["FormDraft"](company), token=company.token, headers={"If-Match": tag})
    assert answer.status == 412
    assert answer.json["type"] == "urn:passerelle:problem:version-lapsed"
    outcome = f"{API}/leads/{company.ids['lead_id']}/outcomes"
    assert ask("POST", outcome, {"outcome": "confirmed"}, token=company.token, headers={"If-Match": tag}).status == 412


def test_an_edit_from_the_version_that_was_read_is_taken_once(company, ask):
    path = f"{API}/forms/{company.ids['form_id']}"
    tag = ask("GET", path, token=company.token).headers["ETag"]
    edit = BODIES["FormDraft"](company)
    taken = ask("PUT", path, edit, token=company.token, headers={"If-Match": tag})
    assert (taken.status, taken.headers["ETag"] != tag) == (200, True)
    assert ask("PUT", path, edit, token=company.token, headers={"If-Match": tag}).status == 412
    assert ask("PUT", path, edit, token=company.token, headers={"If-Match": "*"}).status == 200


def test_a_link_opens_in_a_process_that_has_just_started(company, ask):
    from chalicelib.foundation import keys

    keys.forget()
    assert ask("GET", f"/c/{company.ids['token']}").status == 200


def test_errors_speak_the_readers_language(company, ask):
    for language, sentence in (("fr", "Introuvable."), ("en-GB,en;q=0.9", "Not found."), ("de", "Introuvable."), ("é;;q=x", "Introuvable.")):
        assert ask("GET", f"{API}/users/0000000000", token=company.token, language=language).json["title"] == sentence
    wrong = {"name": "", "method": "psh", "colour": "red"}
    said = {}
    for language in ("fr", "en"):
        answer = ask("POST", f"{API}/centres", wrong, token=company.token, language=language)
        assert answer.status == 422
        said[language] = {error["field"]: error["message"] for error in answer.json["errors"]}
        assert said[language].keys() == {"name", "method", "colour"}, "all at once"
    assert not set(said["fr"].values()) & set(said["en"].values())


def test_a_path_and_a_method_that_are_not_there(ask):
    assert ask("GET", f"{API}/nothing").status == 404
    answer = ask("PATCH", f"{API}/leads")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, POST")
