"""What is true of a company's items whatever happened to it, read off the tables alone: in the proofs, and after a soak."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from chalicelib.foundation import keys, tenancy
from chalicelib.leads.models.leads import Lead

Item = dict[str, Any]
UNOWNED = {"pending", "expired", "bounced", "ready"}


def plain(item: Item) -> Item:
    return {name: _value(*next(iter(typed.items()))) for name, typed in item.items()}


def _value(kind: str, value: Any) -> Any:
    if kind == "N":
        return float(value) if "." in value else int(value)
    return set(value) if kind == "SS" else value


def public_id(lead: Item) -> str:
    return f"{lead['pk'].rpartition('#')[2]}.{lead['sk'].partition('#')[2]}"


def history(trace: Iterable[Item]) -> dict[tuple[str, str], list[Item]]:
    """The rows of `trace` by the item that they tell of, in the order of its versions."""
    rows = defaultdict(list)
    for row in trace:
        rows[row["pk"], row["sk"].split("#", 1)[1].rpartition("#")[0]].append(row)
    for of_one in rows.values():
        of_one.sort(key=lambda row: row["v"])
    return rows


def known_under(tenant: str, main: Iterable[Item], addresses: Iterable[str]) -> dict[str, set[str]]:
    """The persons known under each of the addresses that anybody is known under."""
    guards = {item["pk"]: item["ps"] for item in main if item["t"] == "X"}
    with tenancy.inside(tenant):
        of_tenant = keys.of(tenant)
        found = {one: guards.get(f"{tenant}#X#{of_tenant.blind('email', one)}") for one in addresses}
    return {one: people for one, people in found.items() if people}


def stands_legally(lead: Item) -> None:
    assert lead["s"] in Lead.MOVES
    assert ("ag" in lead) == (lead["s"] not in UNOWNED), lead
    assert not lead["gt"] or lead["s"] in {"pending", "expired", "bounced"} or "ca" in lead, "behind a double opt-in, nothing before the click"


def told_once(lead: Item, rows: list[Item]) -> None:
    versions = [row["v"] for row in rows]
    assert versions == list(range(1, lead["v"] + 1)), f"version {lead['v']}, told {versions}"
    facts = [json.loads(row["d"]) for row in rows]
    assert facts[-1]["state"] == lead["s"]
    for before, after in pairwise(facts):
        assert after["state"] in Lead.MOVES[before["state"]] | {before["state"]}, f"{before['state']} → {after['state']}"
    assert sum(row["t"] == "LeadOpened" for row in rows) == 1
    assert sum(row["t"] == "OptInMailSent" for row in rows) == lead.get("mc", 0)


def listed_where_it_belongs(tenant: str, lead: Item) -> None:
    if lead["s"] == "ready":
        assert lead["wk"] == f"{tenant}#Q#{lead['ce']}#0"
    elif lead["s"] in Lead.OPEN:
        assert lead["wk"] == f"{tenant}#A#{lead['ag']}"
    else:
        assert "wk" not in lead
    assert ("dk" in lead) == (lead["s"] == "pending")


def holds_what_its_agent_has(seat: Item, leads: Iterable[Item]) -> None:
    agent = seat["sk"].partition("#")[2]
    held, has = seat.get("op", set()), {public_id(lead) for lead in leads if lead.get("ag") == agent and lead["s"] in Lead.OPEN}
    assert held == has, f"{agent} holds {sorted(held - has)} too many, {sorted(has - held)} too few"
