"""Sending by a tenant's own SMTP server."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from functools import cache
from typing import Literal

from chalicelib.foundation import clock, config
from chalicelib.messaging.mail import Mail, MailDelayed, MailNotSent, MailRefused, Receipt

TIMEOUT = 10
ACCEPTED = 250
PERMANENT = 500
POLICY = b"5.7."
ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")

Security = Literal["none", "starttls", "tls"]


@dataclass(frozen=True)
class Server:
    """Where a tenant's mails are handed in."""

    host: str
    port: int
    security: Security
    username: str | None
    password: str | None


def send(mail: Mail, message_id: str, server: Server) -> Receipt:
    """Hand the mail to the server; it took it when it answered 250 to the text."""
    message = written(mail, message_id)
    with _speaking_of_failures(), _connected(server) as smtp:
        _expect(smtp.mail(mail.from_address or ""), "sender_refused")
        _expect_receiver(smtp.rcpt(mail.to))
        code, answer = smtp.data(message.as_bytes())
        _expect((code, answer), "message_refused")
    # The answer is kept for ever in the lead's history, and some servers repeat the address in it.
    return Receipt(f"{code} {ADDRESS.sub('…', answer.decode(errors='replace'))}", message_id)


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


@contextmanager
def _connected(server: Server) -> Iterator[smtplib.SMTP]:
    if server.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=_trust(config.MAIL_CA_FILE))
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    # Leaving says QUIT and ignores what is answered: the mail is taken or not by then.
    with smtp:
        if server.security == "starttls":
            smtp.starttls(context=_trust(config.MAIL_CA_FILE))
        smtp.ehlo_or_helo_if_needed()
        if server.username:
            smtp.login(server.username, server.password or "")
        yield smtp


@cache
def _trust(own_authority: str | None) -> ssl.SSLContext:
    """Reading the public authorities takes longer than sending does."""
    context = ssl.create_default_context()
    if own_authority:
        context.load_verify_locations(own_authority)
    return context


@contextmanager
def _speaking_of_failures() -> Iterator[None]:
    try:
        yield
    except MailNotSent:
        raise
    except smtplib.SMTPAuthenticationError as error:
        raise MailDelayed(reason="login_refused") from error
    except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
        raise MailDelayed(reason="tls_failed") from error
    except TimeoutError as error:
        raise MailDelayed(reason="connection_timeout") from error
    except (OSError, smtplib.SMTPException) as error:
        raise MailDelayed(reason="connection_failed") from error


def _expect(answer: tuple[int, bytes], reason: str) -> None:
    """A 4xx is of the moment (greylisting, a full queue); a 5xx says what is to be mended."""
    code, _ = answer
    if code != ACCEPTED:
        raise MailDelayed(reason=reason if code >= PERMANENT else "server_busy")


def _expect_receiver(answer: tuple[int, bytes]) -> None:
    """A 5xx means no such mailbox, unless it is about policy (5.7.x: relaying denied, a blocked sender), which is ours to mend."""
    code, said = answer
    if code >= PERMANENT and not said.startswith(POLICY):
        raise MailRefused(reason="recipient_refused")
    _expect(answer, "sender_refused")
