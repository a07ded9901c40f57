"""One mail, what a server answers to it, and how a server may decline it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from email.utils import formataddr
from typing import Self

from chalicelib.foundation.errors import DomainError

_CONTROL = re.compile(r"[\x00-\x20\x7f]+")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
QUOTED = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")
SHOWN = 200
_HEADER_NAME = re.compile(r"[A-Za-z0-9-]+")


class MailNotSent(DomainError):
    """`reason` is a symbol of a closed list (`reasons.py`), never what the server wrote: servers quote addresses.

    `answered` is that, without addresses: shown to whoever tests the profile, and kept nowhere.
    """

    fr = "Le message n'est pas parti ({reason})."
    en = "The message was not sent ({reason})."

    def __init__(self, *, reason: str, answered: str = "") -> None:
        super().__init__(reason=reason)
        self.answered = answered

    @property
    def reason(self) -> str:
        return str(self.values["reason"])


class MailDelayed(MailNotSent):
    """Try again later; what does not pass by itself is ours to mend, and no fault of the person's. Its reasons stand in `reasons.py`."""

    status = 503

    @property
    def is_the_senders_own(self) -> bool:
        """Whether another sender may do better. Not for what passes by itself, and never where the mail may have been taken."""
        return self.reason not in {"server_busy", "answer_lost", "paced"}


class MailInDoubt(MailDelayed):
    """The whole mail was handed over, and then came no answer (answer_lost): the server may have it."""


class MailRefused(MailNotSent):
    """Nothing will ever arrive at this address: recipient_refused, address_unsupported."""


@dataclass(frozen=True)
class Receipt:
    """What the server said when it took the mail, and the id under which it travels."""

    server_answer: str
    message_id: str


@dataclass(frozen=True)
class Parcel:
    """What a mail travels under: its id, and the labels by which SES tells later what became of it."""

    message_id: str
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Mail:
    """A mail to one person. Whatever is left out of who it is from comes from the sender profile.

    `about`: the id of what it is about, told again when it bounces. `is_bulk`: one of many that nobody waits for, so those that somebody does
    wait for keep their part of the sender's day.
    """

    to: str
    subject: str
    text: str
    html: str
    from_name: str | None = None
    from_address: str | None = None
    reply_to: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    about: str | None = None
    is_bulk: bool = False

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


def without_addresses(said: str) -> str:
    """What a server said, short and in print. Some repeat the address, and what is kept or shown may name nobody."""
    return one_line("".join(letter if letter.isprintable() else " " for letter in QUOTED.sub("…", said[: 2 * SHOWN])))[:SHOWN]


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
