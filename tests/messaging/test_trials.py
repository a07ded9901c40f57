"""One mail at once: at which step it stopped, what to do, and what the server said, which names nobody."""

import pytest

from chalicelib.foundation import config
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import TooOften
from chalicelib.messaging import null, queries, smtp, trials
from chalicelib.messaging.models.dispatches import Trials
from chalicelib.messaging.reasons import STEPS
from tests.messaging.conftest import TENANT, add_sender, add_smtp

ADMIN = Caller("user", "boss", TENANT, "admin")


def tried(sender):
    return trials.attempt(sender, "lea@example.org", ADMIN)


def stopped(result):
    return result.step, result.reason


@pytest.fixture
def sender(company, mail_server):
    return add_smtp(mail_server.port)


def test_a_server_that_takes_it(sender, mail_server):
    result = tried(sender)
    assert stopped(result) == (None, None)
    assert result.steps == list(STEPS)
    assert result.answered == "250 2.0.0 queued as 4F21"
    assert len(mail_server.got) == 1


@pytest.mark.parametrize(
    ("step", "answer", "wanted"),
    [
        ("MAIL", "553 5.1.8 <bonjour@acme.example> not yours", ("sender", "sender_refused")),
        ("RCPT", "550 5.1.1 <lea@example.org> no such user", ("recipient", "recipient_refused")),
        ("RCPT", "550 5.7.1 relaying denied for lea@example.org", ("sender", "sender_refused")),
        ("RCPT", "450 4.2.0 greylisted", ("connection", "server_busy")),
        ("DATA", "554 5.6.0 spam", ("message", "message_refused")),
    ],
)
def test_a_server_that_refuses_is_quoted_without_addresses(sender, mail_server, step, answer, wanted):
    mail_server.refusing[step] = answer
    result = tried(sender)
    assert stopped(result) == wanted
    assert result.answered.startswith(answer[:9])
    assert "@" not in result.answered


def test_an_hour_has_only_so_many_whoever_they_go_to(sender, mail_server, monkeypatch):
    monkeypatch.setattr(Trials, "MOST", 2)
    assert [stopped(trials.attempt(sender, to, ADMIN)) for to in ("lea@example.org", "leo@example.org")] == [(None, None)] * 2
    with pytest.raises(TooOften):
        tried(sender)
    assert len(mail_server.got) == 2


def test_a_wrong_password(company, mail_server):
    assert stopped(tried(add_smtp(mail_server.port, password="wrong"))) == ("login", "login_refused")


def test_a_certificate_for_nobody(sender, monkeypatch):
    monkeypatch.setattr(config, "MAIL_CA_FILE", None)
    assert stopped(tried(sender)) == ("encryption", "certificate_refused")


@pytest.mark.parametrize("mail_server", ["none"], indirect=True)
@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_no_starttls(company, mail_server):
    assert stopped(tried(add_smtp(mail_server.port))) == ("encryption", "tls_missing")


def test_tls_where_starttls_is_spoken(company, mail_server):
    assert stopped(tried(add_smtp(mail_server.port, security="tls"))) == ("encryption", "tls_failed")


def test_nobody_listens(company):
    assert stopped(tried(add_smtp(1))) == ("connection", "connection_refused")


def test_the_sentence_is_in_the_language_of_whoever_asks(company, monkeypatch):
    sender = add_smtp(1)
    assert tried(sender).message.startswith("Rien n'écoute sur ce port.")
    monkeypatch.setattr("chalicelib.messaging.trials.asked.language", lambda: "en")
    assert tried(sender).message.startswith("Nothing listens on this port.")


def test_a_server_that_was_silent_a_moment_ago_is_asked_again(sender, monkeypatch):
    server = smtp.Server("localhost", int(sender.port), "starttls", "acme", "s3cret")
    monkeypatch.setitem(smtp._shunned, server, float("inf"))
    assert stopped(tried(sender)) == (None, None)


def test_a_paused_profile_may_be_tried_and_what_did_not_leave_is_not_counted(company):
    sender = add_sender("null")
    sender.pause("bounced")
    null.sent.clear()
    assert stopped(tried(sender)) == (None, None)
    assert queries.days(sender.id)[0].sent == 1
    assert stopped(tried(add_smtp(1)))[0] == "connection"


def test_a_name_of_a_profile_is_no_markup(company):
    sender = add_sender("null", name="<img src=x>")
    tried(sender)
    assert "<img" not in null.sent[-1].html
