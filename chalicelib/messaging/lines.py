"""The lines by which texts leave, and the one way to send a text."""

from __future__ import annotations

from typing import Any

from chalicelib.foundation import asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import VersionLapsed
from chalicelib.foundation.log import count
from chalicelib.messaging.mail import MailDelayed, MailInDoubt, MailNotSent, MailRefused, Receipt
from chalicelib.messaging.models.dispatches import Dispatch, Trials
from chalicelib.messaging.models.lines import NoLine, TextLine
from chalicelib.messaging.reasons import REASONS
from chalicelib.messaging.shapes import NewTextLine, TextTried
from chalicelib.messaging.texts import MOST_PARTS, Channel, Template, Text, parts

__all__ = ["MOST_PARTS", "Channel", "MailDelayed", "MailRefused", "NoLine", "Receipt", "Template", "Text", "VersionLapsed", "parts", "send_text"]

TRIAL = {"fr": "Passerelle : ce message d'essai est bien arrivé.", "en": "Passerelle: this trial message has arrived."}


def add_line(wanted: NewTextLine) -> TextLine:
    line = TextLine.new(**wanted.model_dump())
    line.save(condition=TextLine.pk.does_not_exist())
    return line


def edit_line(line_id: str, wanted: NewTextLine, version: int | None) -> TextLine:
    """Replace what it says, from one version on."""
    line = TextLine.known(line_id)
    line.edit(version, **wanted.model_dump())
    return line


def delete_line(line_id: str) -> None:
    """Nothing leaves by it any more. Raises `NotFound` for a repeat."""
    TextLine.known(line_id).leave()


def lines() -> list[TextLine]:
    """Oldest first: the first of a channel is its default."""
    return TextLine.all()


def line(line_id: str) -> TextLine:
    """Raises `NotFound`."""
    return TextLine.known(line_id)


def send_text(text: Text, *, once: str, line_id: str | None = None) -> Receipt:
    """Send a text once for its cause `once`. Raises as `messaging.actions.send` does, and `NoLine`.

    A text in doubt is given up: unlike a mail it has no name under which a telephone would know it again, and nobody wants it twice.
    """
    sending = TextLine.to_send_by(line_id, text.channel)
    dispatch = Dispatch.claim(once, sending.id, is_bulk=True)
    try:
        receipt = _sent(sending, text, is_in_doubt=dispatch.is_in_doubt)
    except (MailRefused, MailInDoubt) as refusal:
        dispatch.refused(refusal.reason)
        count("TextRefused")
        raise MailRefused(reason=refusal.reason) from refusal
    except MailDelayed:
        dispatch.release()
        count("TextDelayed")
        raise
    dispatch.sent(receipt)
    count("TextSent")
    return receipt


def _sent(line: TextLine, text: Text, *, is_in_doubt: bool) -> Receipt:
    if is_in_doubt:  # whoever claimed it before went away without a word
        raise MailRefused(reason="answer_lost")
    return line.send(text)


def try_line(line_id: str, to: str, caller: Caller) -> TextTried:
    """A text to oneself, with what the service says. Raises `TooOften`, `NotFound`."""
    tried = TextLine.known(line_id)
    Trials.take_one(caller.id)
    try:
        tried.send(Text(tried.channel, to, TRIAL[asked.language()]))  # type: ignore[arg-type]
    except MailNotSent as failure:
        return TextTried(sent=False, reason=failure.reason, message=_said(failure.reason))
    return TextTried(sent=True)


def _said(reason: str) -> Any:
    why = REASONS[reason]
    return why.en if asked.language() == "en" else why.fr
