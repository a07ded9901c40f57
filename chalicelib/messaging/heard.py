"""Texts that came in, before anybody knows whose request they are about; and those of numbers that nobody has."""

from __future__ import annotations

from chalicelib.foundation import clock
from chalicelib.messaging.models.threads import Stray, Taken, Thread, Window
from chalicelib.messaging.notices import Heard, texts_in
from chalicelib.messaging.owners import NobodysNumber, owner
from chalicelib.messaging.shapes import StrayText

__all__ = ["Heard", "NobodysNumber", "about", "keep", "open_window", "owner", "shown", "take", "taken", "texts_in"]


def open_window(text: Heard) -> None:
    """For a day WhatsApp takes free words to whoever wrote."""
    if text.channel == "whatsapp":
        Window.open(text.to, text.number, text.at)


def about(text: Heard) -> str | None:
    """What we last wrote to this number about, by this channel."""
    return Thread.about(text.channel, text.number)


def taken(text: Heard) -> str | None:
    """What this text was said to be about, where it was told before."""
    return Taken.known(text.id)


def take(text: Heard, about_id: str) -> str:
    return Taken.first(text.id, about_id)


def keep(text: Heard) -> None:
    Stray.keep(text)


def shown() -> list[StrayText]:
    """Newest first."""
    return [StrayText(id=stray.sk, at=clock.iso(int(stray.at)), **stray.read()) for stray in Stray.all()]
