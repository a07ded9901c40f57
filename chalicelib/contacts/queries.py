from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from chalicelib.contacts.models import BlockedNumber, Guard, Person, TagBook, person_key
from chalicelib.contacts.shapes import Tag

__all__ = ["Person"]

A_NAME = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+){0,3}")
LONGEST_GREETED = 40


class Marks(NamedTuple):
    """What is read of a person without opening what they said: their tags, and how many requests they made."""

    tags: frozenset[str]
    requests: int


def person(person_id: str, *, consistent: bool = False) -> Person:
    """Raises `NotFound`."""
    return Person.known(person_id, consistent=consistent)


def place(person_id: str) -> tuple[str, str]:
    """Where a person stands, for whoever reads them with something else."""
    return person_key(person_id)


def details(person_id: str) -> dict[str, Any]:
    """Identity and requests, opened."""
    return Person.known(person_id).read()


def kept(person_id: str) -> Person | None:
    """None once the person is erased: whatever else is left of them, nobody can open it."""
    person: Person | None = Person.find(*person_key(person_id))
    return person if person and person.salt else None


def answers(details: dict[str, Any], number: int) -> dict[str, Any]:
    """What a request says now: as it came, with its corrections."""
    said: dict[str, Any] = details["requests"][str(number)]["answers"]
    for correction in details.get("corrections", {}).get(str(number), ()):
        said = {name: value for name, value in (said | correction["said"]).items() if name not in correction["withdrawn"]}
    return said


def phone(details: dict[str, Any], number: int) -> str | None:
    """Where the person asked in a request to be called; the person's own number where its form did not ask."""
    given: str | None = answers(details, number).get("phone") or details.get("phone")
    return given


def blocked_number(phone: str) -> BlockedNumber:
    """What is kept of the number (E.164), for whoever blocks it or lifts that."""
    return BlockedNumber.of(phone, consistent=True)


def blocked_since(phone: str) -> int | None:
    """Since when (ms) nobody calls a number (E.164), whoever is known under it; None where it may be called."""
    found = BlockedNumber.of(phone)
    return int(found.since) if found.since is not None else None


def not_called(requests: Iterable[tuple[Person, int]]) -> set[tuple[str, int]]:
    """Which of these requests, by person and number, came under a number that nobody calls: one read for a hundred."""
    phones = {(one.id, number): _phone_read(one, number) for one, number in requests if one.salt}
    blocked = BlockedNumber.among(one for one in phones.values() if one)
    return {place for place, one in phones.items() if one in blocked}


def _phone_read(person: Person, number: int) -> str | None:
    """A person who was read a moment too early does not know of their newest request yet."""
    details = person.read()
    return phone(details, number) if str(number) in details["requests"] else details.get("phone")


def known_by_email(address: str) -> str | None:
    """The person's id."""
    return next(iter(Guard.of_email(address).holders()), None)


def known_by_phone(number: str) -> list[str]:
    """The ids of all who share the number, which is in E.164."""
    return Guard.of_phone(number).holders()


def persons(person_ids: Iterable[str]) -> dict[str, Person]:
    """Those who are known among them, read a hundred at a time."""
    return {person.id: person for person in Person.batch_get([person_key(one) for one in set(person_ids)])}


def display_names(person_ids: Iterable[str]) -> dict[str, str]:
    """What to call each person in a list."""
    return {person_id: display_name(person.read()) for person_id, person in persons(person_ids).items()}


def greeted(first_name: str) -> str:
    """The name to begin a mail with, if it looks like one. Whatever was typed would let anybody send his own words to a stranger."""
    return first_name if len(first_name) <= LONGEST_GREETED and A_NAME.fullmatch(first_name) else ""


def display_name(details: dict[str, Any]) -> str:
    named = " ".join(details[name] for name in ("first_name", "last_name") if details.get(name))
    return named or details.get("email") or details.get("phone") or ""


def tags() -> list[Tag]:
    """What persons may be tagged with, by name."""
    found = [Tag(id=tag_id, name=tag["name"], colour=tag["colour"]) for tag_id, tag in TagBook.here().offered()]
    return sorted(found, key=lambda tag: tag.name.casefold())


def tagged(person_ids: Iterable[str], tag_id: str) -> set[str]:
    """Which of these persons have the tag."""
    return {person_id for person_id, marks in marks(person_ids).items() if tag_id in marks.tags}


def marks(person_ids: Iterable[str]) -> dict[str, Marks]:
    """Of those who are known among these persons, and are not erased."""
    places = [person_key(one) for one in set(person_ids)]
    shown = [one.attr_name for one in (Person.pk, Person.sk, Person.tags, Person.requests, Person.salt)]
    read = Person.batch_get(places, attributes_to_get=shown) if places else ()
    return {one.id: Marks(frozenset(one.tags or ()), int(one.requests)) for one in read if one.salt}


def tag_names() -> dict[str, str]:
    """What every tag is called, those too that are offered no more: history speaks of them."""
    return {tag_id: tag["name"] for tag_id, tag in TagBook.here().kept.items()}
