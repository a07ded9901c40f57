"""One mail, what a server answers to it, and how a server may decline it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from email.utils import formataddr
from typing import Self

from chalicelib.foundation.errors import DomainError

_CONTROL = re.compile(r"[\x00-\x20\x7f]+")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_HEADER_NAME = re.compile(r"[A-Za-z0-9-]+")


class MailNotSent(DomainError):
    """`reason` is a symbol of a closed list, never what the server wrote: servers quote addresses."""

    fr = "Le message n'est pas parti ({reason})."
    en = "The message was not sent ({reason})."

    @property
    def reason(self) -> str:
        return str(self.values["reason"])


class MailDelayed(MailNotSent):
    """Try again later; what does not pass by itself is ours to mend, and no fault of the person's.

    connection_failed, connection_timeout, tls_failed, login_refused, sender_refused, message_refused, server_busy, throttled.
    """

    status = 503


class MailRefused(MailNotSent):
    """Nothing will ever arrive at this address: recipient_refused, address_unsupported."""


@dataclass(frozen=True)
class Receipt:
    """What the server said when it took the mail, and the id under which it travels."""

    server_answer: str
    message_id: str


@dataclass(frozen=True)
class Mail:
    """A mail to one person. Whatever is left out of who it is from comes from the sender profile."""

    to: str
    subject: str
    text: str
    html: str
    from_name: str | None = None
    from_address: str | None = None
    reply_to: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def completed(self, *, from_name: str, from_address: str, reply_to: str | None) -> Self:
        """With the sender's own details where none were given. A line break in a header would open another header: none is left."""
        answers_to = self.reply_to or reply_to
        return replace(
            self,
            to=one_address(self.to),
            subject=one_line(self.subject),
            from_name=one_line(self.from_name or from_name),
            from_address=one_address(self.from_address or from_address),
            reply_to=one_address(answers_to) if answers_to else None,
            headers={_header_name(name): one_line(value) for name, value in self.headers.items()},
        )

    @property
    def sender(self) -> str:
        """``"Léa Martin" <lea@example.org>``, encoded as headers need it."""
        return formataddr((self.from_name or "", self.from_address or ""))


def one_line(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()


def one_address(address: str) -> str:
    """The address, if it is a single plain one. Servers without SMTPUTF8, which are most, take ASCII only."""
    if not _ADDRESS.fullmatch(address):
        raise MailRefused(reason="address_unsupported")
    return address


def _header_name(name: str) -> str:
    if not _HEADER_NAME.fullmatch(name):
        raise ValueError("a header needs a name of letters, digits and hyphens")
    return name
