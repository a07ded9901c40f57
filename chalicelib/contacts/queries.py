from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.contacts.models import Guard, Person, person_key


def person(person_id: str) -> Person:
    """Raises `NotFound`."""
    return Person.known(person_id)


def details(person_id: str) -> dict[str, Any]:
    """Identity and requests, opened."""
    return Person.known(person_id).read()


def kept(person_id: str) -> dict[str, Any] | None:
    """Identity and requests, opened; None once the person is erased: whatever else is left of them, nobody can open it."""
    person = Person.find(*person_key(person_id))
    return person.read() if person and person.salt else None


def known_by_email(address: str) -> str | None:
    """The person's id."""
    return next(iter(Guard.of_email(address).holders()), None)


def display_names(person_ids: Iterable[str]) -> dict[str, str]:
    """What to call each person in a list, read a hundred at a time."""
    return {person.id: display_name(person.read()) for person in Person.batch_get([person_key(one) for one in set(person_ids)])}


def display_name(details: dict[str, Any]) -> str:
    named = " ".join(details[name] for name in ("first_name", "last_name") if details.get(name))
    return named or details.get("email") or details.get("phone") or ""
