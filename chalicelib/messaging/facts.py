from __future__ import annotations

from dataclasses import field

from chalicelib.foundation.facts import Fact


class SenderFact(Fact, family=True):
    """About a profile by which mails leave."""

    sender_id: str


class SenderAdded(SenderFact):
    kind: str


class SenderEdited(SenderFact):
    """What mails are from, or by what they leave, is another now."""


class SenderPaused(SenderFact):
    """Too many of its mails came back or were called spam: `why` is the limit that it passed. What it should send waits."""

    why: str


class SenderResumed(SenderFact):
    """An admin has seen why it was paused."""


class SenderDeleted(SenderFact):
    """Forms that still name it send by its fall-back, or by the company's first."""


class MailBounced(SenderFact):
    """A mail that had left came back for good. `about_id`: what it was about, a lead for one."""

    mail_id: str
    about_id: str | None = field(default=None, kw_only=True)


class MailComplained(SenderFact):
    """Whoever got the mail calls it spam."""

    mail_id: str
    about_id: str | None = field(default=None, kw_only=True)


class TextLineFact(Fact, family=True):
    """About a number or name by which texts leave: SMS, WhatsApp."""

    line_id: str


class TextLineAdded(TextLineFact):
    channel: str


class TextLineEdited(TextLineFact):
    """What texts are from is another now."""


class TextLineDeleted(TextLineFact):
    """What still names it leaves by the company's first of the same channel."""
