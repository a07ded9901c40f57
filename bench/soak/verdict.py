"""What is true at the end: each claim with how many things it holds for, and those for which it does not."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from bench.soak.crowd import address, follows_link
from bench.soak.errands import brought, filed
from bench.soak.plan import Plan
from bench.soak.stage import QUEUES
from bench.soak.strikes import POISON
from bench.soak.town import HEARD, Town
from chalicelib.foundation.facts import FACTS
from infra.local.queues import POLLERS
from tests.proofs.truths import Item, history, holds_what_its_agent_has, known_under, listed_where_it_belongs, public_id, stands_legally, told_once

MEANT = {0, 401, 404, 409, 429, 500, 502, 503, 504}
"""Answers that somebody may get while things go wrong; anything else would be an answer that makes no sense."""

TAKEN = 200
OF_ERRANDS = 2
"""Mails to whom a batch brought: a relance, and a survey's."""


def grouped(things: Iterable[Item], by: Callable[[Item], Any]) -> dict[Any, list[Item]]:
    groups = defaultdict(list)
    for thing in things:
        groups[by(thing)].append(thing)
    return groups


def _told_of(delivery: Item) -> tuple[str, int]:
    data = json.loads(delivery["b"])["data"]
    return data["lead_id"], data["version"]


@dataclass
class Claim:
    says: str
    holds: int = 0
    broken: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """All that a run left: its diary, the mails, the tables and what still waits."""

    plan: Plan
    town: Town
    diary: list[dict[str, Any]]
    mailed: list[str]
    main: list[Item]
    trace: list[Item]
    lease: list[Item]
    waiting: dict[str, int]
    put_aside: int
    bus: list[dict[str, Any]]
    find: list[Item] = field(default_factory=list)

    def noted(self, what: str) -> list[dict[str, Any]]:
        return [line for line in self.diary if line["what"] == what]


class Verdict:
    def __init__(self, found: Found) -> None:
        self.found = found
        self.claims: list[Claim] = []
        self.rows = history(found.trace)
        self.leads = [item for item in found.main if item["sk"].startswith("L#") and item["pk"].startswith(found.town.tenant)]
        self.by_person = grouped(self.leads, lambda lead: lead["pk"])
        self.posted = {line["number"] for line in found.noted("posted")}
        self.outcomes = {line["lead"]: line["outcome"] for line in found.noted("outcome")}
        self.deliveries = grouped(filter(lambda item: item["t"] == "WD", found.lease), _told_of)
        self.heard = Counter(line["id"] for line in found.noted("heard") if line["status"] == TAKEN)
        self.genuine = {line["id"]: line["genuine"] for line in found.noted("heard")}
        self.over_bus = {(one["data"]["lead_id"], one["data"]["version"]): one for one in found.bus if one["type"].startswith("lead.")}
        self.doubled_mails = sum(times - 1 for _, times in self._mails() if times)
        self.doubled_deliveries = sum(self.heard.values()) - len(self.heard)
        errands = [told(number) for number in range(found.plan.errands) for told in (filed, brought)]
        self.people = known_under(found.town.tenant, found.main, [*map(address, range(found.plan.leads)), *errands])
        self.of_person = grouped(found.main, lambda item: item["pk"])
        self.sheets = {item["pk"].rpartition("#")[2] for item in found.find if item["t"] == "SH" and item["l"] not in {"", "[]"}}
        self.mails_of = Counter(found.mailed)
        self.doubled_errands = sum(max(0, self.mails_of[brought(number)] - OF_ERRANDS) for number in range(found.plan.errands))
        self._each("visitors had their post accepted in the end", range(found.plan.leads), self._accepted)
        self._each("accepted posts are one person with one lead each, in the state that its story ended in", sorted(self.posted), self._one_lead)
        self._each("leads stand in a legal state, with an owner where there must be one", self.leads, stands_legally)
        self._each("leads have each of their facts in the history, once and in a legal order", self.leads, self._told_once)
        self._each("leads are listed where they belong", self.leads, lambda lead: listed_where_it_belongs(found.town.tenant, lead))
        self._each("seats hold exactly what their agents have", self._seats(), lambda seat: holds_what_its_agent_has(seat, self.leads))
        self._each("states of seats that went by, and nobody above capacity in any", found.noted("seat"), _within_capacity)
        self._each("visitors have one mail, and a second one only where the note of the first was cut off", self._mails(), self._once)
        self._each("persons whose lead is ready are found by their name", self._findable(), self._found_by_name)
        self._each("files are kept, with their request, once", map(filed, range(found.plan.errands)), self._filed)
        self._each("rows of a batch are one lead each, relanced once and asked once", map(brought, range(found.plan.errands)), self._brought)
        self._each("facts are delivered to the partner, signed", self._public(HEARD), self._delivered)
        self._each("public facts went over the bus, in the very words of the webhook", self._public(), self._on_the_bus)
        self._each("leads are told to the partner in the order in which things happened", self._orders().items(), _in_order)
        self._each("deliveries came a second time only where the note of the first was cut off", self.heard.items(), self._heard_once)
        self._each("queues are empty, and the stream is read to its end", self._empty().items(), _nothing_waits)
        self._each("dead-letter queues hold the poison, and nothing else", self._dead().items(), _poison_alone)
        self._each("answers other than yes were of the kinds that mean: try again", found.noted("turned away"), _makes_sense)

    @property
    def holds(self) -> bool:
        """What was true of nothing proves nothing."""
        return all(claim.holds and not claim.broken for claim in self.claims)

    def _each(self, says: str, things: Iterable[Any], check: Callable[[Any], None]) -> None:
        claim = Claim(says)
        for thing in things:
            try:
                check(thing)
                claim.holds += 1
            except (AssertionError, KeyError, ValueError) as error:
                claim.broken.append(f"{_named(thing)}: {str(error) or type(error).__name__}")
        self.claims.append(claim)

    # What is looked at

    def _seats(self) -> list[Item]:
        return [item for item in self.found.main if item["t"] == "A"]

    def _mails(self) -> list[tuple[str, int]]:
        times = Counter(self.found.mailed)
        return [(address(number), times[address(number)]) for number in sorted(self.posted)]

    def _public(self, names: Iterable[str] | None = None) -> list[Item]:
        wanted = set(names or (fact.PUBLIC for fact in FACTS.values() if fact.PUBLIC))
        return [row for lead in self.leads for row in self.rows[lead["pk"], lead["sk"]] if FACTS[row["t"]].PUBLIC in wanted]

    def _orders(self) -> dict[str, list[int]]:
        """The versions of each lead in the order in which the partner first took them."""
        orders: dict[str, dict[int, None]] = defaultdict(dict)
        for line in self.found.noted("heard"):
            if line["status"] == TAKEN:
                data = json.loads(line["body"])["data"]
                orders[data["lead_id"]].setdefault(data["version"])
        return {lead: list(versions) for lead, versions in orders.items()}

    def _empty(self) -> dict[str, int]:
        return {queue: count for queue, count in self.found.waiting.items() if "-dlq" not in queue}

    def _dead(self) -> dict[str, int]:
        dead = {queue: count for queue, count in self.found.waiting.items() if queue.replace("-dlq", "") in QUEUES and "-dlq" in queue}
        return dead | {"changes put aside": self.found.put_aside + len(POISON) - 1}

    def _findable(self) -> list[Item]:
        """Those behind their gate still may be: a correction makes tokens, too."""
        return [lead for lead in self.leads if lead["s"] not in {"pending", "expired", "bounced", "erased"}]

    # What must be true of it

    def _accepted(self, number: int) -> None:
        assert number in self.posted, "never"

    def _one_lead(self, number: int) -> None:
        [person] = self.people[address(number)]
        [lead] = self.by_person[f"{self.found.town.tenant}#P#{person}"]
        wanted = self.outcomes.get(public_id(lead)) if follows_link(number) else "pending"
        assert lead["s"] == wanted, f"{lead['s']}, not {wanted}"

    def _found_by_name(self, lead: Item) -> None:
        assert lead["pk"].rpartition("#")[2] in self.sheets, "no tokens"

    def _filed(self, email: str) -> None:
        person = self._alone(email)
        files = [item["s"] for item in self.of_person[person] if item["t"] == "FI"]
        assert files == ["kept"], files

    def _brought(self, email: str) -> None:
        items = self.of_person[self._alone(email)]
        assert [item["s"] for item in items if item["t"] == "RL"] == ["done"], "relance"
        assert [item["s"] for item in items if item["t"] == "SI"] == ["mailed"], "survey"
        times = self.mails_of[email]
        assert times == OF_ERRANDS or (times > OF_ERRANDS and self.doubled_errands <= self._cuts("ML")), f"{times} mails"

    def _alone(self, email: str) -> str:
        """The key of the one person with the address, who has one lead."""
        [person] = self.people[email]
        place = f"{self.found.town.tenant}#P#{person}"
        assert len(self.by_person[place]) == 1, f"{len(self.by_person[place])} leads"
        return place

    def _told_once(self, lead: Item) -> None:
        told_once(lead, self.rows[lead["pk"], lead["sk"]])

    def _once(self, mailed: tuple[str, int]) -> None:
        _, times = mailed
        assert times >= 1, "no mail"
        assert times == 1 or self.doubled_mails <= self._cuts("ML"), f"{times} mails"

    def _delivered(self, row: Item) -> None:
        [delivery] = self.deliveries[json.loads(row["d"])["lead_id"], row["v"]]
        assert delivery["s"] == "delivered", delivery["s"]
        assert delivery["sk"] in self.heard, "noted as delivered, and never heard"
        assert self.genuine[delivery["sk"]], "a signature that does not fit"

    def _on_the_bus(self, row: Item) -> None:
        change = json.loads(row["d"])["lead_id"], row["v"]
        told = self.over_bus[change]
        assert told["type"] == FACTS[row["t"]].PUBLIC, told["type"]
        for delivery in self.deliveries.get(change, []):
            assert told == json.loads(delivery["b"]), "other words than the webhook's"

    def _heard_once(self, heard: tuple[str, int]) -> None:
        _, times = heard
        assert times == 1 or self.doubled_deliveries <= self._cuts("W"), f"{times} times"

    def _cuts(self, kind: str) -> int:
        """How often somebody may have gone away between another's yes and the note of it, on items of this kind."""
        failed = sum(line["for_good"] and line["about"] == kind for line in self.found.noted("fault"))
        return failed + POLLERS * sum("killed" in line["name"] for line in self.found.noted("strike"))


def _within_capacity(seat: dict[str, Any]) -> None:
    assert seat["held"] <= seat["capacity"], f"{seat['held']} of {seat['capacity']}"


def _in_order(told: tuple[str, list[int]]) -> None:
    _, versions = told
    assert versions == sorted(versions), versions


def _nothing_waits(queue: tuple[str, int]) -> None:
    assert queue[1] == 0, f"{queue[1]} wait"


def _poison_alone(queue: tuple[str, int]) -> None:
    assert queue[1] == len(POISON), f"{queue[1]}, not {len(POISON)}"


def _makes_sense(line: dict[str, Any]) -> None:
    assert line["status"] in MEANT, f"{line['who']} got {line['status']}"


def _named(thing: Any) -> str:
    if isinstance(thing, dict):
        return " ".join(str(thing[name]) for name in ("pk", "sk", "agent", "who") if name in thing)
    return str(thing[0]) if isinstance(thing, tuple) else f"visitor {thing}"
