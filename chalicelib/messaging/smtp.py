"""Sending by a tenant's own SMTP server, whatever it is that listens there."""

from __future__ import annotations

import smtplib
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from functools import cache
from threading import Timer
from typing import Any, Literal

from chalicelib.foundation import clock, config
from chalicelib.foundation.outside import may_reach
from chalicelib.messaging.mail import Mail, MailDelayed, MailInDoubt, MailNotSent, MailRefused, Receipt, without_addresses

TIMEOUT = 6
"""Seconds for each answer."""
PATIENCE = 16
"""Seconds for all of them, so that a server that drips a byte now and then holds up nobody else's mail: a function has thirty."""
GOODBYE = 2
ADDRESSES = 3
SHUNNED_SECONDS = 60
ACCEPTED, GO_ON = 250, 354
PERMANENT = 500
POLICY = b"5.7."

Security = Literal["none", "starttls", "tls"]
_shunned: dict[Server, float] = {}


@dataclass(frozen=True)
class Server:
    """Where a tenant's mails are handed in."""

    host: str
    port: int
    security: Security
    username: str | None
    password: str | None


def send(mail: Mail, message_id: str, server: Server) -> Receipt:
    """Hand the mail to the server; it took it when it answered 250 to the text.

    A server that does not answer is left alone for a minute: the mails of others wait behind it.
    """
    if _shunned.get(server, 0) > time.monotonic():
        raise MailDelayed(reason="connection_timeout")
    try:
        return attempt(mail, message_id, server)
    except MailDelayed as delay:
        if delay.reason == "connection_timeout":
            _shunned[server] = time.monotonic() + SHUNNED_SECONDS
        raise


def attempt(mail: Mail, message_id: str, server: Server) -> Receipt:
    """The same, at once."""
    message = written(mail, message_id).as_bytes()
    with _speaking_of_failures(), _connected(server) as smtp:
        _expect(smtp.mail(mail.from_address or ""), "sender_refused")
        _expect_receiver(smtp.rcpt(mail.to))
        code, answer = smtp.data(message)
        _expect((code, answer), "message_refused")
    # The answer is kept for ever in the lead's history.
    return Receipt(f"{code} {without_addresses(answer.decode(errors='replace'))}", message_id)


def written(mail: Mail, message_id: str) -> EmailMessage:
    """The message as it travels. The policy itself refuses a line break in a header."""
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"], message["To"], message["Subject"] = mail.sender, mail.to, mail.subject
    message["Date"], message["Message-ID"] = format_datetime(clock.now()), message_id
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    for name, value in mail.headers.items():
        message[name] = value
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    return message


class _Door(smtplib.SMTP):
    """A connection to an address that was looked at: a name server that changes its answer in between gains nothing."""

    def __init__(self, server: Server) -> None:
        self._addresses = _addresses(server)
        self._trust = _trust(config.MAIL_CA_FILE) if server.security == "tls" else None
        # Without its own name it would ask the name server for it, which takes seconds where there is none.
        super().__init__(server.host, server.port, local_hostname="passerelle.invalid", timeout=TIMEOUT)

    def _get_socket(self, host: str, port: int, timeout: Any) -> Any:
        plain = self._opened(port, timeout)
        self._late = plain.dup()
        self._hang_up = Timer(PATIENCE, _shut, (self._late,))
        self._hang_up.daemon = True
        self._hang_up.start()
        return self._trust.wrap_socket(plain, server_hostname=host) if self._trust else plain

    def _opened(self, port: int, timeout: Any) -> socket.socket:
        """By the first of its addresses that answers: many servers have one of IPv6, which functions cannot reach."""
        *others, last = self._addresses
        for address in others:
            with suppress(OSError):
                return socket.create_connection((address, port), timeout / 2)
        return socket.create_connection((last, port), timeout)

    def data(self, msg: Any) -> tuple[int, bytes]:
        """From the first byte of the text on, silence is doubt: the server may have taken it."""
        self.putcmd("data")
        go_on = self.getreply()
        if go_on[0] != GO_ON:
            _expect(go_on, "message_refused")
            raise MailDelayed(reason="answer_unreadable")
        try:
            self.send(_dotted(msg))
            if self.sock:
                self.sock.settimeout(PATIENCE)  # they look for spam and viruses now, and to leave too early is to ask twice
            return self.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise MailInDoubt(reason="answer_lost") from error

    def __exit__(self, *_: object) -> None:
        """Leave politely, whatever is answered: the mail is taken or not by then. The library would call a strange answer a failure of the mail."""
        with suppress(OSError, smtplib.SMTPException):
            if self.sock:
                self.sock.settimeout(GOODBYE)
            self.docmd("QUIT")
        self.close()

    def close(self) -> None:
        self._hang_up.cancel()
        self._late.close()
        super().close()


def _shut(connection: socket.socket) -> None:
    """Each answer has its own time-out, but there may be many of them."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def _connected(server: Server) -> Iterator[smtplib.SMTP]:
    with _Door(server) as smtp:
        if server.security == "starttls":
            _encrypt(smtp)
        smtp.ehlo_or_helo_if_needed()
        if server.username:
            smtp.login(server.username, server.password or "")
        yield smtp


def _encrypt(smtp: smtplib.SMTP) -> None:
    """Nothing is said in clear, also where somebody in between hides the offer, to read the password."""
    smtp.ehlo_or_helo_if_needed()
    if not smtp.has_extn("starttls"):
        raise MailDelayed(reason="tls_missing")
    try:
        smtp.starttls(context=_trust(config.MAIL_CA_FILE))
    except smtplib.SMTPResponseException as error:
        raise MailDelayed(reason="tls_failed", answered=_said(error.smtp_error)) from error


def _addresses(server: Server) -> list[str]:
    """IPv4 first; a few at most, since each may take its time."""
    try:
        found = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise MailDelayed(reason="name_unknown") from error
    by_family = sorted(found, key=lambda place: place[0] != socket.AF_INET)
    addresses = [address for address in dict.fromkeys(str(place[4][0]) for place in by_family) if may_reach(address)]
    if not addresses:
        raise MailDelayed(reason="address_private")
    return addresses[:ADDRESSES]


def _dotted(message: bytes) -> bytes:
    """A line that is one dot ends the text, so dots at the start of a line are doubled."""
    lines = message.replace(b"\r\n.", b"\r\n..")
    return (b"." if lines.startswith(b".") else b"") + lines.removesuffix(b"\r\n") + b"\r\n.\r\n"


@cache
def _trust(own_authority: str | None) -> ssl.SSLContext:
    """Reading the public authorities takes longer than sending does."""
    context = ssl.create_default_context()
    if own_authority:
        context.load_verify_locations(own_authority)
    return context


@contextmanager
def _speaking_of_failures() -> Iterator[None]:
    begun = time.monotonic()
    try:
        yield
    except MailNotSent:
        raise
    except (OSError, smtplib.SMTPException) as error:
        is_late = time.monotonic() - begun >= PATIENCE or isinstance(error.__context__, TimeoutError)
        raise MailDelayed(reason="connection_timeout") if is_late else _named(error) from error


FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (smtplib.SMTPAuthenticationError, "login_refused"),
    (smtplib.SMTPNotSupportedError, "login_unsupported"),
    (ssl.SSLCertVerificationError, "certificate_refused"),
    (ssl.SSLError, "tls_failed"),
    (TimeoutError, "connection_timeout"),
    (ConnectionRefusedError, "connection_refused"),
    (smtplib.SMTPServerDisconnected, "connection_lost"),
)
"""The first that fits."""


def _named(error: Exception) -> MailDelayed:
    if isinstance(error, smtplib.SMTPResponseException) and not isinstance(error, smtplib.SMTPAuthenticationError):
        return _at_the_door(error)
    reason = next((reason for kind, reason in FAILURES if isinstance(error, kind)), None)
    if reason is None:
        # The library's plain exception is for a server whose ways of signing in it knows none of.
        reason = "login_unsupported" if isinstance(error, smtplib.SMTPException) else "connection_lost"
    return MailDelayed(reason=reason, answered=_said(getattr(error, "smtp_error", "") or getattr(error, "verify_message", "")))


def _at_the_door(error: smtplib.SMTPResponseException) -> MailDelayed:
    is_smtp = 200 <= error.smtp_code < 600 and error.smtp_error != "Line too long."  # noqa: PLR2004 - what SMTP has codes for; the library's own words
    return MailDelayed(reason="server_refused" if is_smtp else "answer_unreadable", answered=_said(error.smtp_error))


def _expect(answer: tuple[int, bytes], reason: str) -> None:
    """A 4xx is of the moment (greylisting, a full queue); a 5xx says what is to be mended."""
    code, said = answer
    if code == ACCEPTED:
        return
    if not 400 <= code < 600:  # noqa: PLR2004 - what SMTP has refusals for
        raise MailDelayed(reason="answer_unreadable", answered=_said(said))
    raise MailDelayed(reason=reason if code >= PERMANENT else "server_busy", answered=f"{code} {_said(said)}")


def _expect_receiver(answer: tuple[int, bytes]) -> None:
    """A 5xx means no such mailbox, unless it is about policy (5.7.x: relaying denied, a blocked sender), which is ours to mend."""
    code, said = answer
    if PERMANENT <= code < 600 and not said.startswith(POLICY):  # noqa: PLR2004 - what SMTP has refusals for
        raise MailRefused(reason="recipient_refused", answered=f"{code} {_said(said)}")
    if code != 251:  # noqa: PLR2004 - taken, and forwarded
        _expect(answer, "sender_refused")


def _said(answer: bytes | str) -> str:
    return without_addresses(answer.decode(errors="replace") if isinstance(answer, bytes) else answer)
