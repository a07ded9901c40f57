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
from chalicelib.messaging.models.threads import Thread, Window
from chalicelib.messaging.models.unwanted import NoMail
from chalicelib.messaging.reasons import REASONS
from chalicelib.messaging.shapes import NewTextLine, TextTried
from chalicelib.messaging.texts import MOST_PARTS, Channel, Template, Text, parts

__all__ = [
    "MOST_PARTS", "Channel", "MailDelayed", "MailRefused", "NoLine", "Receipt", "Template", "Text", "VersionLapsed", "parts", "send_text",
    "stop_texts", "takes_free_words", "wants_no_texts",
]  # fmt: skip

UNWANTED: dict[str, str] = {"sms": "texts", "whatsapp": "whatsapp"}
"""What somebody wants no more of who has answered STOP by this channel, whatever it is about."""
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


def stop_texts(channel: str, number: str) -> None:
    """Nothing is ever written there again by this channel. A repeat changes nothing."""
    NoMail.of(UNWANTED[channel], number).save()


def wants_no_texts(channel: str, number: str) -> bool:
    return NoMail.of(UNWANTED[channel], number).is_kept()


def takes_free_words(line_id: str | None, channel: Channel, number: str) -> bool:
    """An SMS always does. WhatsApp does where the person wrote to this line within a day. Raises `NoLine`."""
    return channel == "sms" or Window.is_open(TextLine.to_send_by(line_id, channel).identity or "", number)


def send_text(text: Text, *, once: str, about_id: str, line_id: str | None = None) -> Receipt:
    """Send a text once for its cause `once`. What is answered to it is about `about_id`. Raises as `messaging.actions.send` does, and `NoLine`.

    A text in doubt is given up: unlike a mail it has no name under which a telephone would know it again, and nobody wants it twice.
    """
    sending = TextLine.to_send_by(line_id, text.channel)
    dispatch = Dispatch.claim(once, sending.id, is_bulk=True)
    try:
        Thread.wrote(text.channel, text.to, about_id)
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
    return _obeying(line, text)


def _obeying(line: TextLine, text: Text) -> Receipt:
    """Whoever it is that writes, and whatever for. What the service itself knows of a STOP is kept, too."""
    if wants_no_texts(text.channel, text.to):
        raise MailRefused(reason="opted_out")
    try:
        return line.send(text)
    except MailRefused as refusal:
        if refusal.reason == "opted_out":
            stop_texts(text.channel, text.to)
        raise


def try_line(line_id: str, to: str, caller: Caller) -> TextTried:
    """A text to oneself, with what the service says. Raises `TooOften`, `NotFound`."""
    tried = TextLine.known(line_id)
    Trials.take_one(caller.id)
    try:
        _obeying(tried, Text(tried.channel, to, TRIAL[asked.language()]))  # type: ignore[arg-type]
    except MailNotSent as failure:
        return TextTried(sent=False, reason=failure.reason, message=_said(failure.reason))
    return TextTried(sent=True)


def _said(reason: str) -> Any:
    why = REASONS[reason]
    return why.en if asked.language() == "en" else why.fr
