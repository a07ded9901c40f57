"""Whether restored tables are whole: how many items of each kind, beside the live ones, and that every company's sealed data opens.

It runs as the stage of the restored tables, so what reads them is the house's own code.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import app  # noqa: F401 - with it every kind of record is known
from chalicelib.contacts import queries as contacts
from chalicelib.foundation import keys, tenancy
from infra.moves.backups import KEPT
from infra.trouble import Trouble


@dataclass
class Found:
    """What a look through a table saw. `persons`: one of each company; `rings`: companies whose keys are there."""

    kinds: Counter[str] = field(default_factory=Counter)
    persons: dict[str, str] = field(default_factory=dict)
    rings: set[str] = field(default_factory=set)


def check(dynamodb: Any, live: str, restored: str) -> None:
    """Print the counts and raise `Trouble` for what is missing or does not open."""
    for table in KEPT:
        now, then = (_looked_through(dynamodb, f"passerelle-{stage}-{table}") for stage in (live, restored))
        _compare(table, live, restored, now, then)
        if table == "main":
            opened = _open(then)
    print(f"{len(opened)} key rings open, the platform's among them; persons opened, one a company that has any: {sum(opened.values())}.")


def _looked_through(dynamodb: Any, name: str) -> Found:
    found = Found()
    pages = dynamodb.get_paginator("scan").paginate(TableName=name, ProjectionExpression="pk, sk, t, wk1")
    for page in pages:
        for item in page["Items"]:
            kind, (tenant, _, subject) = item["t"]["S"], item["pk"]["S"].partition("#")
            found.kinds[kind] += 1
            if kind == "P":
                found.persons.setdefault(tenant, subject.partition("#")[2])
            if kind == "KR" and "wk1" in item:
                found.rings.add(tenant)
    return found


def _compare(table: str, live: str, restored: str, now: Found, then: Found) -> None:
    print(f"{table:<24} {restored:>12} {live:>12}")
    for kind in sorted(now.kinds | then.kinds):
        print(f"  {kind:<22} {then.kinds[kind]:>12,} {now.kinds[kind]:>12,}")
    if not then.kinds:
        raise Trouble(f"passerelle-{restored}-{table} is empty.")


def _open(found: Found) -> dict[str, bool]:
    """By company, whether it has a person, who then was opened."""
    for tenant in sorted(found.rings):
        try:
            with tenancy.inside(tenant):
                keys.of(tenant)
                if tenant in found.persons:
                    contacts.details(found.persons[tenant])
        except Exception as error:
            raise Trouble(f"The data of company {tenant} does not open in {found.kinds.total():,} restored items: {type(error).__name__}.") from error
    return {tenant: tenant in found.persons for tenant in found.rings}
