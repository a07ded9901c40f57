"""Webhooks over HTTP: what an admin and a partner's key may do, and what is answered to nonsense."""

import pytest
from standardwebhooks import Webhook

from chalicelib.foundation import tenancy
from chalicelib.identity import actions as identity
from tests.builders import PASSWORD, a_company, email_of

WEBHOOKS = "/api/v1/webhooks"


@pytest.fixture
def partner_asks(ask):
    """With a key of the scope `webhooks.manage`."""
    return keyed(ask, "Acme")


def keyed(ask, company):
    with tenancy.inside(identity.open_tenant(company, "fr", "Europe/Paris", "FR")):
        key = identity.make_api_key("partner", {"webhooks.manage"}).key
    return lambda method, path, body=None, **more: ask(method, path, body, key=key, **more)


def test_the_life_of_an_endpoint(crier, partner_asks, partner):
    made = partner_asks("POST", WEBHOOKS, {"url": partner.url, "facts": ["lead.confirmed", "lead.confirmed"], "description": "CRM"})
    assert made.status == 201
    assert (made.json["url"], made.json["facts"], made.json["state"]) == (partner.url, ["lead.confirmed"], "on")
    one = f"{WEBHOOKS}/{made.json['id']}"
    assert partner_asks("GET", one).json == made.json | {"secret": None}
    assert partner_asks("GET", WEBHOOKS).json == {"items": [made.json | {"secret": None}], "cursor": None}

    tested = partner_asks("POST", f"{one}/tests")
    assert (tested.status, tested.json["state"], tested.json["fact"]) == (202, "waiting", "webhook.test")
    crier.cry()
    [(_, headers, body)] = partner.got
    Webhook(made.json["secret"]).verify(body, {name.lower(): value for name, value in headers.items()})

    [delivery] = partner_asks("GET", f"{one}/deliveries", query={"limit": 10}).json["items"]
    assert (delivery["state"], delivery["attempts"], delivery["last_status"]) == ("delivered", 1, 200)
    assert partner_asks("POST", f"{one}/deliveries/{delivery['id']}/replays").status == 202
    crier.cry()
    assert len(partner.got) == 2

    assert partner_asks("DELETE", one).status == 204
    assert partner_asks("GET", one).status == 404
    assert partner_asks("DELETE", one).status == 404
    assert partner_asks("GET", WEBHOOKS).json["items"] == []


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"url": "https://10.0.0.1/", "facts": ["lead.confirmed"]}, "url", "private_address"),
        ({"url": "nowhere", "facts": ["lead.confirmed"]}, "url", "url"),
        ({"url": "https://partner.example/", "facts": ["lead.burnt"]}, "facts", "unknown_fact"),
        ({"url": "https://partner.example/", "facts": []}, "facts", "too_short"),
        ({"facts": ["lead.confirmed"]}, "url", "missing"),
    ],
)
def test_a_wrong_endpoint_is_refused_field_by_field(partner_asks, body, field, code):
    answer = partner_asks("POST", WEBHOOKS, body)
    assert (answer.status, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert [(error["field"], error["code"]) for error in answer.json["errors"]] == [(field, code)]


@pytest.mark.parametrize(("language", "said"), [("fr", "Cette adresse est privée"), ("en", "This address is private")])
def test_refusals_are_in_the_language_of_the_reader(partner_asks, language, said):
    answer = partner_asks("POST", WEBHOOKS, {"url": "https://10.0.0.1/", "facts": ["lead.confirmed"]}, language=language)
    assert answer.json["errors"][0]["message"].startswith(said)


def test_another_company_finds_nothing(partner_asks, partner, ask):
    made = partner_asks("POST", WEBHOOKS, {"url": partner.url, "facts": ["lead.confirmed"]}).json
    delivery = partner_asks("POST", f"{WEBHOOKS}/{made['id']}/tests").json
    stranger = keyed(ask, "Autre")
    one = f"{WEBHOOKS}/{made['id']}"
    assert stranger("GET", WEBHOOKS).json["items"] == []
    for method, path in [
        ("GET", one), ("DELETE", one), ("POST", f"{one}/tests"), ("GET", f"{one}/deliveries"), ("POST", f"{one}/deliveries/{delivery['id']}/replays"),
    ]:  # fmt: skip
        assert stranger(method, path).status == 404


def test_an_agent_may_not(ask):
    company = a_company()
    token = ask("POST", "/api/v1/sessions", {"email": email_of(company, 1), "password": PASSWORD}).json["access_token"]
    assert ask("GET", WEBHOOKS, token=token).status == 403
    assert ask("GET", WEBHOOKS).status == 401


def test_a_page_that_cannot_be_is_refused(partner_asks, partner):
    made = partner_asks("POST", WEBHOOKS, {"url": partner.url, "facts": ["lead.confirmed"]}).json
    deliveries = f"{WEBHOOKS}/{made['id']}/deliveries"
    for cursor in ("nonsense", "W10", "IiI"):
        assert partner_asks("GET", deliveries, query={"cursor": cursor}).status == 400
    for limit in ("0", "101", "x"):
        assert partner_asks("GET", deliveries, query={"limit": limit}).status == 422
