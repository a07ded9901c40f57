"""Sender profiles over HTTP: the password goes in and never comes out."""

import json

import pytest

from chalicelib.foundation import tenancy
from chalicelib.identity import actions as identity
from chalicelib.identity.actions import NewUser
from tests.builders import PASSWORD

SENDERS = "/api/v1/senders"
SMTP = {"host": "smtp.acme.example", "port": 587, "security": "starttls", "username": "acme", "password": "s3cret"}
PROFILE = {"kind": "smtp", "from_name": "Acme", "from_address": "bonjour@acme.example", "smtp": SMTP}


MAIL = "awa@acme.example"


def signed_in(ask, role):
    with tenancy.inside(identity.open_tenant("Acme", "fr", "Europe/Paris", "FR")):
        centre = identity.open_centre("Lyon", "push") if role == "agent" else None
        identity.add_user(NewUser(MAIL, "Awa", role, centre), PASSWORD)
    token = ask("POST", "/api/v1/sessions", {"email": MAIL, "password": PASSWORD}).json["access_token"]
    return lambda method, path, body=None: ask(method, path, body, token=token)


@pytest.fixture
def marketing_asks(ask):
    return signed_in(ask, "marketing")


def test_a_sender_is_added_and_its_password_never_shown(marketing_asks):
    made = marketing_asks("POST", SENDERS, PROFILE)
    assert made.status == 201
    assert made.json["smtp"] == {"host": "smtp.acme.example", "port": 587, "security": "starttls", "username": "acme", "has_password": True}
    listed = marketing_asks("GET", SENDERS)
    assert listed.json == {"items": [made.json], "cursor": None}
    assert "s3cret" not in json.dumps([made.text, listed.text])


WRONG = [
    ({"from_address": "nobody"}, "from_address"),
    ({"from_address": "a@b.example\r\nBcc: c@d.example"}, "from_address"),
    ({"kind": "ses"}, ""),
    ({"smtp": None}, ""),
    ({"smtp": SMTP | {"security": "none"}}, "smtp"),
    ({"smtp": SMTP | {"port": 0}}, "smtp.port"),
    ({"smtp": SMTP | {"host": "a b"}}, "smtp.host"),
]


def test_a_wrong_profile_is_refused_field_by_field(marketing_asks):
    for changes, field in WRONG:
        answer = marketing_asks("POST", SENDERS, PROFILE | changes)
        assert answer.status == 422
        assert [error["field"] for error in answer.json["errors"]] == [field]


def test_an_agent_may_not(ask):
    assert signed_in(ask, "agent")("GET", SENDERS).status == 403
