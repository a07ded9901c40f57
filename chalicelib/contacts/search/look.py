from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.contacts.models import Guard, Person, person_key
from chalicelib.contacts.search.models import Row, Token, opened
from chalicelib.contacts.search.words import EMAIL, PHONE, WEIGHTS, Field, Wish
from chalicelib.foundation.records import MainRecord

MOST_FOUND = 200
"""More persons than anybody reads through: whoever gets so many is asked to say more."""
MOST_PAGES = 3
"""Of a megabyte each, of rows that begin with the longest word, where several words are looked for."""


@dataclass(frozen=True)
class Match:
    """`worth`: how well it fits. `fields`: where."""

    person_id: str
    worth: int
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Found:
    """`more`: others fit as well, and were not looked at."""

    matches: list[Match]
    more: bool = False


def look(text: str, country: str) -> Found:
    """The persons of the tenant in whom all of the text is found, the best first. Who may see them is for others to say."""
    wish = Wish.read(text)
    if exact := _by_guard(wish, country):
        return Found(exact)
    for way in wish.ways():
        rows, more = Token.beginning_with(way, limit=MOST_FOUND, pages=MOST_PAGES)
        matches = sorted(_matches(wish, rows), key=lambda match: -match.worth)
        if matches:
            return Found(matches[:MOST_FOUND], more or len(matches) > MOST_FOUND)
    return Found([])


def says_enough(text: str) -> bool:
    """Whether there is something to look for: a word, three letters of one, or four digits of a number."""
    return bool(Wish.read(text).ways())


def read(person_ids: list[str], sort_keys: list[str]) -> tuple[dict[str, Person], list[MainRecord]]:
    """Persons who are not erased, and what else of theirs stands under these sort keys: by one call, a hundred items at a time."""
    places = [(pk, one) for pk, sk in map(person_key, person_ids) for one in (sk, *sort_keys)]
    items: list[MainRecord] = list(MainRecord.batch_get(places))
    persons = {one.id: one for one in items if isinstance(one, Person) and one.salt}
    return persons, [one for one in items if not isinstance(one, Person)]


def _by_guard(wish: Wish, country: str) -> list[Match]:
    """A whole address or number is known from the post on, whether or not its person may be called yet."""
    if wish.is_whole_address:
        return [Match(one, WEIGHTS[EMAIL][0], (EMAIL,)) for one in Guard.of_email(wish.address).holders()]
    number = wish.in_e164(country)
    return [Match(one, WEIGHTS[PHONE][0], (PHONE,)) for one in Guard.of_phone(number).holders()] if number else []


def _matches(wish: Wish, rows: list[Row]) -> Iterator[Match]:
    """Keys only say where to look: what was sealed decides."""
    for person_id, known in opened(rows):
        if fields := wish.matches(known):
            yield Match(person_id, sum(fields.values()), tuple(sorted(fields)))
