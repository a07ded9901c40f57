"""A company's own server: a real one, with STARTTLS, a password and a certificate that is checked."""

import re
from email import message_from_bytes, policy

import pytest
from cryptography.exceptions import InvalidTag

from chalicelib.foundation import config
from chalicelib.messaging import actions
from chalicelib.messaging.actions import Mail, MailDelayed, MailRefused
from chalicelib.messaging.mail import Parcel
from chalicelib.messaging.models.senders import Sender
from tests.messaging.conftest import add_sender, add_smtp

MAIL = Mail(to="lea@example.org", subject="Confirmez, Léa", text="Bonjour Léa", html="<p>Bonjour Léa</p>", from_name="Solaire d'Été")


@pytest.fixture
def sender(company, mail_server):
    return add_smtp(mail_server.port)


def test_a_mail_arrives_whole(sender, mail_server):
    receipt = actions.send(MAIL, once="optin#1")
    [(envelope_from, receivers, content, encrypted)] = mail_server.got
    assert (envelope_from, receivers, encrypted) == ("bonjour@acme.example", ["lea@example.org"], True)
    message = message_from_bytes(content, policy=policy.default)
    assert message["subject"] == "Confirmez, Léa"
    assert message["from"].addresses[0].display_name == "Solaire d'Été"
    assert message["message-id"] == receipt.message_id
    assert message["date"].datetime.tzinfo
    assert message.get_body(("plain",)).get_content().strip() == "Bonjour Léa"
    assert message.get_body(("html",)).get_content().strip() == "<p>Bonjour Léa</p>"
    assert receipt.server_answer == "250 2.0.0 queued as 4F21"
    assert max(map(len, content.splitlines())) < 998


@pytest.mark.parametrize("mail_server", ["tls"], indirect=True)
@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_tls_from_the_first_byte(company, mail_server):
    add_smtp(mail_server.port, security="tls")
    actions.send(MAIL, once="optin#1")
    assert len(mail_server.got) == 1


def test_a_certificate_of_nobody_we_trust_stops_it_before_the_password(sender, mail_server, monkeypatch):
    monkeypatch.setattr(config, "MAIL_CA_FILE", None)
    assert_delayed("certificate_refused")
    assert not mail_server.got


def test_a_wrong_password(company, mail_server):
    add_smtp(mail_server.port, password="wrong")
    assert_delayed("login_refused")


@pytest.mark.parametrize("mail_server", ["none"], indirect=True)
@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_where_starttls_is_not_offered_nothing_is_said(sender, mail_server):
    """Or where somebody in between hides the offer, to read the password."""
    assert_delayed("tls_missing")
    assert mail_server.got == []


def test_nobody_listens(company):
    add_smtp(1)
    assert_delayed("connection_refused")


@pytest.mark.parametrize(
    ("step", "answer", "reason"),
    [
        ("RCPT", "450 4.2.0 greylisted", "server_busy"),
        ("RCPT", "550 5.7.1 relaying denied", "sender_refused"),
        ("MAIL", "553 5.1.8 sender domain unknown", "sender_refused"),
        ("DATA", "554 5.6.0 content", "message_refused"),
        ("DATA", "451 4.3.0 try later", "server_busy"),
    ],
)
def test_what_may_pass_or_be_mended_is_tried_again(sender, mail_server, step, answer, reason):
    mail_server.refusing[step] = answer
    assert_delayed(reason)
    mail_server.refusing.clear()
    actions.send(MAIL, once="optin#1")
    assert len(mail_server.got) == 1


def test_no_such_mailbox_is_for_good(sender, mail_server):
    mail_server.refusing["RCPT"] = "550 5.1.1 no such user"
    with pytest.raises(MailRefused) as refusal:
        actions.send(MAIL, once="optin#1")
    assert refusal.value.reason == "recipient_refused"


def test_the_password_is_kept_sealed(sender):
    assert b"s3cret" not in bytes(Sender.get(sender.pk, sender.sk).sealed)
    assert re.search("s3cret", repr(Sender.get(sender.pk, sender.sk).to_dynamodb_dict())) is None


def test_two_senders_keep_their_passwords_apart(company, mail_server):
    first, second = add_smtp(mail_server.port), add_sender("null")
    second.kind, second.host, second.port, second.security, second.username = "smtp", "localhost", mail_server.port, "starttls", "acme"
    second.sealed = first.sealed
    with pytest.raises(InvalidTag):
        second.send(MAIL, Parcel("<one@acme.example>"))


def assert_delayed(reason):
    with pytest.raises(MailDelayed) as refusal:
        actions.send(MAIL, once="optin#1")
    assert refusal.value.reason == reason
