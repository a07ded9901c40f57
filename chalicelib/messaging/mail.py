"""One mail, what a server answers to it, and how a server may decline it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from email.headerregistry import Address
from email.utils import formataddr
from typing import Self

from chalicelib.foundation.errors import DomainError

_CONTROL = re.compile(r"[\x00-\x20\x7f]+")
_HEADER_NAME = re.compile(r"[A-Za-z0-9-]+")


class MailNotSent(DomainError):
    """`reason` is a symbol of a closed list, never what the server wrote: servers quote addresses."""

    fr = "Le message n'est pas parti ({reason})."
    en = "The message was not sent ({reason})."

    @property
    def reason(self) -> str:
        return str(self.values["reason"])


class MailDelayed(MailNotSent):
    """Try again later: connection_failed, connection_timeout, tls_failed, login_refused, sender_refused, server_busy, throttled."""

    status = 503


class MailRefused(MailNotSent):
    """Trying again cannot help: recipient_refused, message_refused, address_unsupported, header_unsupported."""


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
    from_name: str = ""
    from_address: str = ""
    reply_to: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def completed(self, *, from_name: str, from_address: str, reply_to: str | None) -> Self:
        """With the sender's own details where none were given. A line break in a header would open another header: none is left."""
        return replace(
            self,
            to=one_address(self.to),
            subject=one_line(self.subject),
            from_name=one_line(self.from_name or from_name),
            from_address=one_address(self.from_address or from_address),
            reply_to=one_address(wanted) if (wanted := self.reply_to or reply_to or "") else "",
            headers={_header_name(name): one_line(value) for name, value in self.headers.items()},
        )

    @property
    def sender(self) -> str:
        """``"Léa Martin" <lea@example.org>``, encoded as headers need it."""
        return formataddr((self.from_name, self.from_address))


def one_line(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()


def one_address(address: str) -> str:
    """The address alone. Servers without SMTPUTF8, which are most, take ASCII only."""
    try:
        return Address(addr_spec=address).addr_spec if address.isascii() and not _CONTROL.search(address) else _unsupported()
    except (ValueError, IndexError):
        return _unsupported()


def _unsupported() -> str:
    raise MailRefused(reason="address_unsupported") from None


def _header_name(name: str) -> str:
    if not _HEADER_NAME.fullmatch(name):
        raise MailRefused(reason="header_unsupported")
    return name
