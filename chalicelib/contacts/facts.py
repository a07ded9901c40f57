from __future__ import annotations

from dataclasses import field

from chalicelib.foundation.facts import Fact


class DuplicateSuspected(Fact):
    """A new person gave a phone number under which others are known. A human decides."""

    person_id: str
    others: tuple[str, ...]


class PersonTagged(Fact):
    """Somebody put `tags` on a person, and took off those of `untagged`. `lead_id`: at work on which lead."""

    person_id: str
    tags: tuple[str, ...] = ()
    untagged: tuple[str, ...] = ()
    lead_id: str | None = field(default=None, kw_only=True)


class TagMade(Fact):
    """The company has one word more to sort persons by."""

    tag_id: str


class TagChanged(Fact):
    """Another name or colour: wherever it is put, it shows the new one."""

    tag_id: str


class TagRetired(Fact):
    """It is offered no more. Persons keep it, unseen."""

    tag_id: str


class NumberBlocked(Fact):
    """Nobody calls it any more, whoever else is known under it. `lead_id`: where that was asked for."""

    lead_id: str


class NumberUnblocked(Fact):
    """A manager heard that the person may be called again."""

    lead_id: str
