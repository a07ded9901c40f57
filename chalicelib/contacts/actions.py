from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.contacts.facts import DuplicateSuspected, PersonTagged
from chalicelib.contacts.models import Guard, Person, TagBook
from chalicelib.foundation import facts, ids
from chalicelib.foundation.asked import language as readers_language
from chalicelib.foundation.errors import TooLarge, refused
from chalicelib.foundation.records import refused_writes

NAMES = ("first_name", "last_name")
IDENTITY = (*NAMES, "email", "phone")
"""What a person is known by; everything else that is said in a request stays with the request."""

LARGEST = 300 * 1024
"""Of what is sealed of one person: DynamoDB keeps no item of more than 400 kB."""

TAGS_ON_A_PERSON = 30

SHARING_AT_MOST = 50
"""Persons who are known under one telephone number. One that more of them give is nobody's own (a switchboard, or what is typed to be left alone):
whoever comes later is not looked for by it, or the one item that names them all would outgrow DynamoDB, and each of their pages read all of them.
"""


class PersonFull(TooLarge):
    fr = "Trop de choses sont déjà gardées sous ce nom pour en ajouter autant : raccourcissez la demande, puis renvoyez-la."
    en = "Too much is kept under this name already to add as much: shorten the request, then send it again."


def register(tx: TransactWrite, details: dict[str, str], request: dict[str, Any], *, language: str, beside: tuple[str, ...] = ()) -> str:
    """Add a new person, with their first request, and answer their id.

    `details` holds first_name, last_name, email (as typed) and phone (E.164), each optional but one of the last two. The transaction is refused
    when somebody is known under the e-mail; under the phone too, unless `beside` names who is known there: then the double is suspected. Where those
    are many already, the new one is not known by the phone.
    Raises `PersonFull`, as whatever adds to a person.
    """
    person = Person.new(ids.person_id(), language)
    _seal(person, {name: details[name] for name in IDENTITY if name in details} | {"requests": {"1": request}})
    if beside:
        person.version, person.said = 1, facts.said_now(DuplicateSuspected(person.id, beside[:SHARING_AT_MOST]))
    tx.save(person, condition=Person.pk.does_not_exist())
    if "email" in details:
        _guard_alone(tx, Guard.of_email(details["email"]), person)
    if "phone" in details:
        guard = Guard.of_phone(details["phone"])
        if not beside:
            _guard_alone(tx, guard, person)
        elif len(beside) < SHARING_AT_MOST:
            tx.update(guard, actions=[Guard.people.add({person.id})])
    return person.id


def add_request(tx: TransactWrite, person: Person, request: dict[str, Any]) -> int:
    """Keep one more request of a known person and answer its number. What the person is called stays as it was first said."""
    details = person.read()
    number = int(person.requests) + 1
    details["requests"][str(number)] = request
    _keep(tx, person, details)
    return number


def correct(tx: TransactWrite, person: Person, number: int, correction: dict[str, Any]) -> None:
    """Keep what was said otherwise about a request, which itself stays as it came: `said` by field, and the fields `withdrawn`.

    Who is known by this request alone is called as it says now.
    """
    details = person.read()
    details.setdefault("corrections", {}).setdefault(str(number), []).append(correction)
    if person.requests == 1:
        details |= {name: str(correction["said"][name]) for name in NAMES if name in correction["said"]}
    _keep(tx, person, details)


def expect_tags(tag_ids: Iterable[str], field: str = "tags") -> None:
    """Refuses, by the `field`, a tag that the company does not have."""
    wanted = set(tag_ids)
    if wanted and wanted - {tag_id for tag_id, _ in TagBook.here().offered()}:
        fr, en = "Cette étiquette n'existe plus : choisissez-en une de la liste.", "There is no such tag any more: choose one from the list."
        raise refused(field, "unknown_tag", fr, en, readers_language())


def tag(tx: TransactWrite | None, person: Person, added: Iterable[str], removed: Iterable[str] = (), *, lead_id: str | None = None) -> bool:
    """Put tags on a person and take others off, with whatever else `tx` does. Answers whether that changes anything: if not, nothing is written.

    The transaction is refused when the person's tags have changed since they were read; without one, raises `Conflict`.
    """
    before = set(person.tags or ())
    after = (before | set(added)) - set(removed)
    if after == before:
        return False
    if len(after) > TAGS_ON_A_PERSON:
        fr, en = f"{TAGS_ON_A_PERSON} étiquettes au plus par personne.", f"{TAGS_ON_A_PERSON} tags at most on a person."
        raise refused("tags", "too_many_tags", fr, en, readers_language())
    fact = PersonTagged(person.id, tuple(sorted(after - before)), tuple(sorted(before - after)), lead_id=lead_id)
    person.tell(fact, Person.tags.set(after) if after else Person.tags.remove(), tx=tx)
    return True


def _keep(tx: TransactWrite, person: Person, details: dict[str, Any]) -> None:
    """Over what was read and nothing else: sealing makes other bytes each time."""
    seen = person.sealed
    _seal(person, details)
    tx.update(person, actions=[Person.sealed.set(person.sealed), Person.requests.set(person.requests)], condition=Person.sealed == seen)


def _seal(person: Person, details: dict[str, Any]) -> None:
    person.seal(details)
    if len(person.sealed) > LARGEST:
        raise PersonFull


def who_was_first(error: TransactWriteError, details: dict[str, str]) -> tuple[str | None, tuple[str, ...]]:
    """Read a refused `register`: the person who has the e-mail (or, without one, the phone), and those who share the phone."""
    holders = [tuple(raw["ps"]["SS"]) for raw in refused_writes(error) if raw and raw.get("t", {}).get("S") == "X"]
    both = "email" in details and "phone" in details
    if len(holders) > 1 or (holders and not both):
        return holders[0][0], ()
    if not holders:
        return None, ()
    known_by_mail = Guard.of_email(details["email"]).holders()
    return (known_by_mail[0], ()) if known_by_mail else (None, holders[0])


def _guard_alone(tx: TransactWrite, guard: Guard, person: Person) -> None:
    guard.people = {person.id}
    tx.save(guard, condition=Guard.pk.does_not_exist(), return_values="ALL_OLD")
