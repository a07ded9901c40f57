"""Whatever listens where a mail server should: each is named, none holds anybody up, and no mail is lost or doubled."""

import socket
import time
from threading import Thread

import pytest

from chalicelib.foundation import config
from chalicelib.messaging import actions, smtp
from chalicelib.messaging.actions import Mail, MailDelayed
from chalicelib.messaging.models.dispatches import Dispatch, dispatch_key
from tests.messaging.conftest import add_sender, add_smtp

MAIL = Mail(to="lea@example.org", subject="Bonjour", text="Bonjour", html="<p>Bonjour</p>")


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(config, "MAIL_CA_FILE", None)
    monkeypatch.setattr(smtp, "TIMEOUT", 0.4)
    monkeypatch.setattr(smtp, "PATIENCE", 1.2)
    smtp._shunned.clear()
    yield
    smtp._shunned.clear()


class Listener:
    """Does to each connection what it is told."""

    def __init__(self, behave):
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.visits = 0
        self.behave = behave
        Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self.door.accept()
            except OSError:
                return
            self.visits += 1
            Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection):
        try:
            with connection:
                self.behave(connection)
        except OSError:
            return


@pytest.fixture
def listening():
    opened = []

    def listen(behave):
        opened.append(Listener(behave))
        return opened[-1]

    yield listen
    for one in opened:
        one.door.close()


def silent(connection):
    connection.recv(1)
    time.sleep(5)


def garbage(connection):
    connection.sendall(b"\x00\xff\x13\x37 HTTP/1.1 400 Bad Request\r\n\r\n<html>" * 3)
    time.sleep(0.1)


def endless_line(connection):
    connection.sendall(b"2" * 20_000)
    time.sleep(0.1)


def endless_greeting(connection):
    while True:
        connection.sendall(b"220-welcome\r\n")
        time.sleep(0.05)


def dripping(connection):
    for letter in b"220 " + b"x" * 200:
        connection.sendall(bytes([letter]))
        time.sleep(0.2)


def turning_away(connection):
    connection.sendall(b"554 5.7.1 no service for 203.0.113.9\r\n")
    time.sleep(0.1)


def talking(*, answer_to_text):
    """An SMTP server without encryption, up to the text of the mail."""

    def behave(connection):
        connection.sendall(b"220 hello\r\n")
        lines = connection.makefile("rb")
        for line in lines:
            word = line[:4].upper().strip()
            if word == b"DATA":
                connection.sendall(b"354 go on\r\n")
                while lines.readline() not in {b".\r\n", b""}:
                    pass
                answer_to_text(connection)
                return
            connection.sendall(b"250 OK\r\n")

    return behave


def reason(**how):
    with pytest.raises(MailDelayed) as delay:
        actions.send(MAIL, once="optin#1", **how)
    return delay.value.reason


def add_plain(port, **more):
    from chalicelib.messaging.shapes import NewSmtp

    return add_sender("smtp", smtp=NewSmtp(host="localhost", port=port, security="none"), **more)


@pytest.mark.parametrize(
    ("behave", "named"),
    [
        (silent, "connection_timeout"),
        (dripping, "connection_timeout"),
        (endless_greeting, "connection_timeout"),
        (garbage, "answer_unreadable"),
        (endless_line, "answer_unreadable"),
        (turning_away, "server_refused"),
        (lambda _: None, "connection_lost"),
    ],
    ids=["silent", "dripping", "endless-greeting", "garbage", "endless-line", "turning-away", "hanging-up"],
)
@pytest.mark.parametrize("security", ["none", "starttls"])
def test_what_is_no_mail_server_is_named(company, listening, behave, named, security):
    from chalicelib.messaging.shapes import NewSmtp

    add_sender("smtp", smtp=NewSmtp(host="localhost", port=listening(behave).port, security=security))
    assert reason() == named


@pytest.mark.parametrize(("behave", "named"), [(silent, "connection_timeout"), (garbage, "tls_failed")], ids=["silent", "garbage"])
def test_what_is_no_mail_server_behind_tls_is_named(company, listening, behave, named):
    add_smtp(listening(behave).port, security="tls")
    assert reason() == named


def test_a_name_that_is_not_there(company):
    add_smtp(587, host="no-such-host.invalid")
    assert reason() == "name_unknown"


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1"])
def test_private_addresses_are_not_reached_from_the_cloud(company, monkeypatch, host):
    monkeypatch.setattr(config, "IS_LOCAL", False)
    add_smtp(25, host=host)
    assert reason() == "address_private"


def test_a_silent_server_is_left_alone_for_a_minute_so_that_others_need_not_wait(company, listening):
    server = listening(silent)
    add_plain(server.port)
    assert reason() == "connection_timeout"
    assert server.visits == 1
    assert reason() == "connection_timeout"
    assert server.visits == 1, "the second mail did not wait for it"


def hang_up(_connection):
    return


def refuse(connection):
    connection.sendall(b"554 5.7.1 spam\r\n")
    time.sleep(0.1)


def take(connection):
    connection.sendall(b"250 2.0.0 queued\r\n")
    time.sleep(0.1)


def test_a_strange_goodbye_does_not_make_a_failure_of_a_mail_that_was_taken(company, listening):
    def behave(connection):
        connection.sendall(b"250 2.0.0 queued\r\n")
        connection.recv(100)
        connection.sendall(b"500 what?\r\n")

    add_plain(listening(talking(answer_to_text=behave)).port)
    assert actions.send(MAIL, once="optin#1").server_answer == "250 2.0.0 queued"


def test_another_address_of_the_same_name_is_tried(company, listening, monkeypatch):
    port = listening(talking(answer_to_text=take)).port
    places = [(family, socket.SOCK_STREAM, 6, "", (address, port)) for family, address in ((10, "::1"), (2, "127.9.9.9"), (2, "127.0.0.1"))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: places)
    add_plain(port)
    actions.send(MAIL, once="optin#1")


class TestFallback:
    def test_it_sends_where_the_first_cannot(self, company, listening):
        spare = add_plain(listening(talking(answer_to_text=take)).port)
        first = add_plain(listening(silent).port, fallback_id=spare.id)
        receipt = actions.send(MAIL, once="optin#1", sender_id=first.id)
        assert receipt.server_answer == "250 2.0.0 queued"
        assert Dispatch.find(*dispatch_key("optin#1")).asked == spare.id

    def test_it_sends_where_the_first_refuses_the_text(self, company, listening):
        spare = add_plain(listening(talking(answer_to_text=take)).port)
        first = add_plain(listening(talking(answer_to_text=refuse)).port, fallback_id=spare.id)
        actions.send(MAIL, once="optin#1", sender_id=first.id)

    def test_never_where_the_first_may_have_the_mail_not_even_later(self, company, listening):
        taking = listening(talking(answer_to_text=take))
        spare = add_plain(taking.port)
        doubtful = listening(talking(answer_to_text=hang_up))
        first = add_plain(doubtful.port, fallback_id=spare.id)
        assert reason(sender_id=first.id) == "answer_lost"
        doubtful.behave = silent
        assert reason(sender_id=first.id) == "connection_timeout"
        assert taking.visits == 0
        doubtful.behave = talking(answer_to_text=take)
        smtp._shunned.clear()
        actions.send(MAIL, once="optin#1", sender_id=first.id)
        assert taking.visits == 0

    def test_after_a_crash_only_the_one_that_was_asked_is_asked(self, company, listening):
        from tests.messaging.test_actions import later

        taking = listening(talking(answer_to_text=take))
        spare = add_plain(taking.port)
        first = add_plain(listening(silent).port, fallback_id=spare.id)
        Dispatch.claim("optin#1", first.id)
        with later(121):
            assert reason(sender_id=first.id) == "connection_timeout"
        assert taking.visits == 0

    def test_who_is_refused_for_good_by_one_is_not_sent_to_by_the_other(self, company, listening):
        def no_such_user(connection):
            connection.sendall(b"220 hello\r\n")
            for line in connection.makefile("rb"):
                connection.sendall(b"550 5.1.1 no such user\r\n" if line.startswith(b"rcpt") else b"250 OK\r\n")

        taking = listening(talking(answer_to_text=take))
        spare = add_plain(taking.port)
        first = add_plain(listening(no_such_user).port, fallback_id=spare.id)
        with pytest.raises(actions.MailRefused):
            actions.send(MAIL, once="optin#1", sender_id=first.id)
        assert taking.visits == 0
