"""Sending once, whatever happens in between."""

from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest

from chalicelib.foundation import clock
from chalicelib.foundation.errors import AlreadyDone, Conflict, NotFound
from chalicelib.messaging import actions, null, queries
from chalicelib.messaging.actions import Mail, MailDelayed, MailRefused, NoSender
from chalicelib.messaging.models.dispatches import Dispatch
from tests.messaging.conftest import add_sender

MAIL = Mail(to="lea@example.org", subject="Bonjour", text="Bonjour Léa", html="<p>Bonjour Léa</p>")


def later(seconds):
    return clock.held_at(datetime.now(UTC) + timedelta(seconds=seconds))


def failing(monkeypatch, error):
    def fail(*_):
        raise error

    monkeypatch.setattr(null, "send", fail)


def test_a_mail_leaves_by_the_first_sender_of_the_company(kept_in_memory):
    with later(5):
        add_sender("null", name="Another")
    receipt = actions.send(MAIL, once="optin#1")
    [sent] = null.sent
    assert sent.sender == "Acme Conseil <bonjour@acme.example>"
    assert receipt.message_id.endswith("@acme.example>")


def test_the_form_may_sign_with_its_own_name(kept_in_memory):
    actions.send(Mail(**vars(MAIL) | {"from_name": "Solaire d'Été"}), once="optin#1", sender_id=kept_in_memory.id)
    name, address = parseaddr(null.sent[0].sender)
    assert name.isascii()
    assert str(make_header(decode_header(name))) == "Solaire d'Été"
    assert address == "bonjour@acme.example"


def test_the_second_time_is_already_done(kept_in_memory):
    actions.send(MAIL, once="optin#1")
    with pytest.raises(AlreadyDone):
        actions.send(MAIL, once="optin#1")
    actions.send(MAIL, once="optin#2")
    assert len(null.sent) == 2


def test_while_one_sends_another_waits_its_turn(kept_in_memory):
    Dispatch.claim("optin#1", kept_in_memory.id)
    with pytest.raises(Conflict) as refusal:
        actions.send(MAIL, once="optin#1")
    assert not isinstance(refusal.value, AlreadyDone)
    assert not null.sent


def test_a_claim_left_by_a_crash_ends_after_two_minutes(kept_in_memory):
    Dispatch.claim("optin#1", kept_in_memory.id)
    with later(119), pytest.raises(Conflict):
        actions.send(MAIL, once="optin#1")
    with later(121):
        actions.send(MAIL, once="optin#1")
    assert len(null.sent) == 1


def test_a_failure_of_the_moment_gives_the_claim_back(kept_in_memory, monkeypatch):
    with monkeypatch.context() as moment:
        failing(moment, MailDelayed(reason="connection_failed"))
        with pytest.raises(MailDelayed):
            actions.send(MAIL, once="optin#1")
    actions.send(MAIL, once="optin#1")
    assert len(null.sent) == 1


def test_a_refusal_is_remembered_and_not_tried_again(kept_in_memory, monkeypatch):
    with monkeypatch.context() as refusing:
        failing(refusing, MailRefused(reason="recipient_refused"))
        with pytest.raises(MailRefused):
            actions.send(MAIL, once="optin#1")
    with pytest.raises(MailRefused) as refusal:
        actions.send(MAIL, once="optin#1")
    assert refusal.value.reason == "recipient_refused"
    assert not null.sent


def test_both_copies_of_a_doubled_mail_bear_one_id(kept_in_memory, monkeypatch):
    with monkeypatch.context() as crashing:
        crashing.setattr(Dispatch, "sent", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.send(MAIL, once="optin#1")
    with later(121):
        receipt = actions.send(MAIL, once="optin#1")
    assert len(null.sent) == 2
    assert receipt.message_id == actions._parcel(kept_in_memory, MAIL, "optin#1").message_id


@pytest.mark.parametrize("address", ["not-an-address", "lea@example.org\r\nBcc: all@example.org", "léa@example.org", "", "a@b@c"])
def test_an_address_that_cannot_be_is_refused_for_good(kept_in_memory, address):
    with pytest.raises(MailRefused):
        actions.send(Mail(**vars(MAIL) | {"to": address}), once="optin#1")
    assert not null.sent


def test_a_line_break_opens_no_header(kept_in_memory):
    actions.send(Mail(**vars(MAIL) | {"subject": "Hi\r\nBcc: all@example.org", "from_name": "A\nB", "headers": {"X-Lead": "1\r\n2"}}), once="optin#1")
    [sent] = null.sent
    assert (sent.subject, sent.from_name, sent.headers) == ("Hi Bcc: all@example.org", "A B", {"X-Lead": "1 2"})


def test_without_a_sender_nothing_is_lost_and_nothing_claimed(company):
    with pytest.raises(NoSender):
        actions.send(MAIL, once="optin#1")
    add_sender("null")
    actions.send(MAIL, once="optin#1")


def test_a_sender_of_somebody_else_is_not_found(kept_in_memory):
    with pytest.raises(NotFound):
        queries.sender("0000000000")
