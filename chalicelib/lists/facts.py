from __future__ import annotations

from dataclasses import field

from chalicelib.foundation.facts import Fact


class ListFact(Fact, family=True):
    """About a marketing list."""

    list_id: str


class ListMade(ListFact):
    """There is one list more."""


class ListChanged(ListFact):
    """It is called otherwise, or its rule is another."""


class ListDeleted(ListFact):
    """Nobody is on it any more."""


class PersonListed(ListFact):
    """Somebody put a person on a list, by hand. `lead_id`: at work on which lead."""

    person_id: str
    lead_id: str | None = field(default=None, kw_only=True)


class PersonUnlisted(ListFact):
    """Somebody took a person off."""

    person_id: str
    lead_id: str | None = field(default=None, kw_only=True)
