"""Thousands of leads without the hours that their lives would take: made by the records' own code, and written twenty-five at a time."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from itertools import count, cycle
from random import Random
from typing import Any

from faker.providers.person.fr_FR import Provider

from chalicelib.contacts import actions as contacts
from chalicelib.distribution.models.seats import Seat
from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.records import MainRecord
from chalicelib.leads import actions as leads
from chalicelib.leads.queries import Lead
from tests.builders import ANSWERS, Company

HOUR_MS = 3600 * 1000
LATER_MS = 30 * 24 * HOUR_MS
PROOF = {"at": 1795301006884, "address": "203.0.113.7", "page": "https://landing.example/"}


class _Pile:
    """Stands where a transaction stood, and keeps what was to be written."""

    def __init__(self) -> None:
        self.saved: list[Any] = []

    def save(self, model: Any, **_: Any) -> None:
        self.saved.append(model)


def settle(company: Company, states: Iterable[str], *, since: int = 0, routed: bool = True, within: float = math.inf) -> list[str]:
    """A lead in each of these states, in turn with each agent where it has one; their ids. Nobody hears of them: they have been there for long.

    `since`: how many had come before, so that nobody has the address of another. `routed`: whether they have their centre already.
    `within`: after so many seconds no more come.
    """
    rng, agents, numbers = Random(4711), cycle(company.agents), count(since)
    held: dict[str, set[str]] = {}
    found: list[str] = []
    ends = time.monotonic() + within
    with tenancy.inside(company.tenant, by="system:bench"):
        with MainRecord.batch_write() as batch:
            for state in states:
                if time.monotonic() > ends:
                    break
                items = _comer(company, company.centre if routed else None, next(numbers), rng)
                lead: Lead = items[-1]
                if state != "ready":
                    _stands(lead, state, next(agents), len(found))
                if lead.state in Lead.OPEN:
                    held.setdefault(str(lead.agent), set()).add(lead.id)
                found.append(lead.id)
                for item in items:
                    batch.save(item)
        _seat(company, held)
    return found


def _comer(company: Company, centre: str | None, number: int, rng: Random) -> list[Any]:
    """Somebody's person, the guards of their address and number, and their lead, which waits in the pool.

    They live where no law names the hours of calls, so that a bench says the same on any day.
    """
    first, last = rng.choice(Provider.first_names), rng.choice(Provider.last_names)
    details = {"first_name": first, "last_name": last, "email": f"comer{number}@example.org", "phone": f"+22507{number:08}"}
    answers = details | {"project": ANSWERS["project"], "consent": True}
    request = {"form": company.form_id, "edition": 1, "answers": answers, "proof": PROOF, "language": "fr"}
    pile: Any = _Pile()
    person_id = contacts.register(pile, details, request, language="fr")
    leads.open(pile, person_id, 1, leads.Request(company.form_id, 1, centre, "fr", None))
    for item in pile.saved:
        item.said = None
    return list(pile.saved)


def _stands(lead: Lead, state: str, agent: str, place: int) -> None:
    """As it would after its agent had begun with it some hours ago. `later`: a callback in a month."""
    now = clock.now_ms()
    began = now - (1 + place % 48) * HOUR_MS
    lead.state, lead.agent, lead.assigned_at = "callback" if state == "later" else state, agent, began
    if lead.state != "assigned":
        lead.contacted_at, lead.attempts = began, 1
    if lead.state == "callback":
        lead.callback_at = now + LATER_MS if state == "later" else began
    if lead.state in Lead.OPEN:
        lead.wk, lead.ws = f"{lead.pk.partition('#')[0]}#A#{agent}", f"{clock.sortable(began)}#{lead.id}"
    else:
        lead.closed_at, lead.wk, lead.ws = now, None, None


def _seat(company: Company, held: dict[str, set[str]]) -> None:
    for seat in Seat.roster(company.centre):
        mine = held.get(seat.agent_id, set())
        actions = [Seat.capacity.set(len(mine) + 20)]
        seat.update(actions=[*actions, Seat.held.set(mine)] if mine else actions)
