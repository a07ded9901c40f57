"""Invitations and password resets: what is announced, what the mail is given, and links that work once."""

from __future__ import annotations

import json
import time

import botocore.session
import pytest

from chalicelib.foundation import config, tenancy
from chalicelib.foundation.errors import AlreadyDone, NotFound
from chalicelib.foundation.relay import Wire, relay
from chalicelib.foundation.wires import each_fact
from chalicelib.identity import actions, queries, tokens
from chalicelib.identity.facts import PasswordResetAsked
from chalicelib.identity.links import LinkLapsed
from chalicelib.identity.models.users import User
from tests.identity.conftest import PASSWORD, said

NEW = "quatre chats sur un toit"


@pytest.fixture
def invited(company):
    with company.inside():
        return actions.invite(actions.NewUser("awa@lumiere.example", "Awa Ndiaye", "agent", company.lyon, "en"))


def token_of(letter):
    return letter.link.partition("token=")[2]


def put(door, token, password=NEW):
    return door("PUT", "/api/v1/passwords", {"token": token, "password": password})


def test_an_invitation_is_announced_and_its_mail_has_all_it_needs(company, invited):
    assert "UserInvited" in said()
    with company.inside():
        letter = queries.invitation_link(invited)
    assert letter[:3] == ("awa@lumiere.example", "Awa Ndiaye", "en")
    assert letter.link.startswith(f"{config.CONSOLE_URL}/mot-de-passe?token=")
    assert letter.valid_hours == 72


def test_an_invited_user_joins_by_choosing_a_password(door, company, invited):
    assert door("POST", "/api/v1/sessions", {"email": "awa@lumiere.example", "password": NEW}).status == 401
    with company.inside():
        assert put(door, token_of(queries.invitation_link(invited))).status == 204
        assert queries.user(invited).state == "active"
    assert "UserJoined" in said()
    assert door("POST", "/api/v1/sessions", {"email": "awa@lumiere.example", "password": NEW}).json["step"] == "done"


def test_a_link_works_once(door, company, invited):
    with company.inside():
        token = token_of(queries.invitation_link(invited))
    assert [put(door, token).status, put(door, token).status] == [204, 410]


def test_of_two_clicks_at_once_one_wins(company, invited):
    with company.inside():
        one, two = User.by_id(invited), User.by_id(invited)
        assert [one.choose_password("a"), two.choose_password("b")] == [True, False]
        one, two = User.by_id(invited), User.by_id(invited)
        one.sign_in()
        assert [one.choose_password("c"), two.choose_password("d")] == [True, False]
        assert User.by_id(invited).password_hash == "c"


def test_using_one_link_uses_up_all_that_were_sent(door, company, invited):
    with company.inside():
        first, second = (token_of(queries.invitation_link(invited)) for _ in range(2))
    assert [put(door, second).status, put(door, first).status] == [204, 410]


def test_a_password_that_is_too_weak_does_not_use_the_link_up(door, company, invited):
    with company.inside():
        token = token_of(queries.invitation_link(invited))
    weak = put(door, token, "motdepasse123")
    assert (weak.status, weak.json["errors"][0]["field"]) == (422, "password")
    assert put(door, token).status == 204


@pytest.mark.parametrize(("kind", "hours"), [("invitation", 72), ("password", 1)])
def test_a_link_lapses(door, company, invited, later, kind, hours):
    with company.inside():
        letter = queries.invitation_link(invited) if kind == "invitation" else queries.password_link(company.add())
    later.on(hours=hours, seconds=1)
    assert put(door, token_of(letter)).status == 410


@pytest.mark.parametrize("token", ["x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
def test_a_link_of_nobody_opens_nothing(door, token):
    answer = put(door, token)
    assert (answer.status, answer.json["type"]) == (410, "urn:passerelle:problem:link-lapsed")


def test_a_link_of_a_disabled_user_opens_nothing(door, company):
    user = company.add()
    with company.inside():
        token = token_of(queries.password_link(user))
        User.by_id(user).disable()
    assert put(door, token).status == 410


def test_an_invitation_mail_has_no_purpose_once_its_user_joined(company):
    user = company.add()
    with company.inside():
        with pytest.raises(AlreadyDone):
            queries.invitation_link(user)
        with pytest.raises(NotFound):
            queries.invitation_link("nobody0000")


class TestResets:
    def ask(self, door, email):
        return door("POST", "/api/v1/password-resets", {"email": email})

    def test_known_and_unknown_get_the_same_answer_in_the_same_time(self, door, company):
        took = []
        for email in (company.email(company.add()), "personne@exemple.fr"):
            started = time.monotonic()
            answer = self.ask(door, email)
            took.append(time.monotonic() - started)
            assert (answer.status, answer.text) == (202, "")
        assert min(took) >= 0.2

    def test_each_account_of_the_address_is_told(self, door, company, other):
        company.add(email="binta@exemple.fr")
        other.add(email="binta@exemple.fr")
        self.ask(door, "Binta@exemple.fr")
        assert said().count("PasswordResetAsked") == 2

    def test_who_never_joined_is_invited_again(self, door, company, invited):
        self.ask(door, "awa@lumiere.example")
        assert "PasswordResetAsked" not in said()
        with company.inside():
            assert User.by_id(invited).version == 2

    def test_who_is_disabled_hears_nothing(self, door, company):
        user = company.add()
        with company.inside():
            User.by_id(user).disable()
        self.ask(door, company.email(user))
        assert "PasswordResetAsked" not in said()

    def test_the_new_password_replaces_the_old(self, door, company):
        user = company.add()
        email = company.email(user)
        with company.inside():
            letter = queries.password_link(user)
        assert letter.valid_hours == 1
        assert put(door, token_of(letter)).status == 204
        assert "PasswordChanged" in said()
        assert door("POST", "/api/v1/sessions", {"email": email, "password": PASSWORD}).status == 401
        assert door("POST", "/api/v1/sessions", {"email": email, "password": NEW}).status == 200

    def test_an_invitation_link_resets_no_password(self, door, company):
        user = company.add()
        assert put(door, tokens.make("invitation", tid=company.id, sub=user, ep=1)).status == 410

    def test_a_super_admin_too(self, door):
        user = actions.appoint_super_admin("root@passerelle.example", "Nadia", PASSWORD)
        self.ask(door, "root@passerelle.example")
        assert "PasswordResetAsked" in said()
        with tenancy.inside("sys"):
            assert put(door, token_of(queries.password_link(user))).status == 204


def test_a_reset_of_a_platform_account_passes_the_relay(door):
    """The platform is a tenant like others: its facts are kept and sent on under its own name."""
    session = botocore.session.get_session()
    actions.appoint_super_admin("root@passerelle.example", "Nadia", PASSWORD)
    door("POST", "/api/v1/password-resets", {"email": "root@passerelle.example"})
    items = session.create_client("dynamodb").scan(TableName="passerelle-test-main")["Items"]
    changed = next(item for item in items if item["pk"]["S"] == "sys#US")
    record = {"dynamodb": {"SequenceNumber": "1", "NewImage": changed}}
    assert relay({"Records": [record]}, [Wire("mail-account", hears=(PasswordResetAsked,))]) == {"batchItemFailures": []}
    traced = session.create_client("dynamodb").scan(TableName="passerelle-test-trace")["Items"]
    assert [row["pk"]["S"].split("#")[0] for row in traced] == ["sys"]
    sqs = session.create_client("sqs")
    url = sqs.get_queue_url(QueueName="passerelle-test-mail-account")["QueueUrl"]
    body = sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"]
    assert json.loads(body)["tenant"] == "sys"
    letters = []
    message = {"messageId": "1", "body": body, "receiptHandle": "r", "attributes": {}, "messageAttributes": {}, "eventSource": "aws:sqs"}
    each_fact({"Records": [message]}, "mail-account", lambda said: letters.append(queries.password_link(said.fact.user_id)))
    assert letters[0].address == "root@passerelle.example"


def test_tampering_with_the_claims_breaks_the_link(company, invited):
    with company.inside():
        token = token_of(queries.invitation_link(invited))
    with pytest.raises(LinkLapsed):
        actions.choose_password(token[:-3] + "AAA", NEW)
