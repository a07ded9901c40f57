"""One lead's whole life, in process: post → mail → link opened → confirm → assigned → note → confirmed → webhook."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from bench.figures import Figure
from bench.meter import Meter, Write
from chalicelib.calls import actions as calls
from chalicelib.calls.shapes import OutcomeDraft
from chalicelib.foundation import tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.identity import roles
from chalicelib.leads import actions as leads
from chalicelib.leads import queries
from chalicelib.messaging import null
from chalicelib.webhooks import actions as webhooks
from chalicelib.webhooks import outward
from tests.builders import ANSWERS, Company

AIM, GATE = 46, 50
NOT_BUILT = {"counters": (1, 5)}
"""Parts of the whole life that the road has not yet: units at volume, and for a lead alone."""

Ask = Callable[..., Any]
NEWCOMER = ANSWERS | {"first_name": "Fatou", "last_name": "Sow", "email": "fatou.sow@example.org", "phone": "06 12 34 56 80"}


def live(company: Company, ask: Ask, cry: Callable[[], Any]) -> tuple[list[Write], list[str], list[str]]:
    """Every write of a lead's life, the calls of its post, and those of the page behind its link. A lead before it has warmed the caches."""
    with tenancy.inside(company.tenant, by="system:bench"):
        webhooks.add("https://partner.example/hook", ["lead.confirmed"], None)
    agent = Caller("user", company.agents[0], company.tenant, "agent", company.centre, grants=roles.grants("agent", inside_tenant=True))
    with patch.object(outward, "post", lambda *_: 200):
        _one_life(company, ask, cry, agent, ANSWERS)
        with Meter().running() as meter:
            of_post, of_page = _one_life(company, ask, cry, agent, NEWCOMER, meter)
    return meter.writes, of_post, of_page


def _one_life(
    company: Company, ask: Ask, cry: Callable[[], Any], agent: Caller, answers: dict[str, str], meter: Meter | None = None
) -> tuple[list[str], list[str]]:
    calls_so_far = meter.calls if meter else []
    ask("POST", company.form_path, form=answers)
    of_post = list(calls_so_far)
    cry()
    link = re.search(r"https?://[^/]+(/c/[\w.-]+)", null.sent[-1].text)[1]
    before = len(calls_so_far)
    ask("GET", link)
    of_page = calls_so_far[before:]
    ask("POST", link, form={})
    cry()
    with tenancy.inside(company.tenant, by=agent.actor):
        [lead] = queries.in_hand(agent.id)
        leads.write_note(lead.id, "01HZZZZZZZZZZZZZZZZZZZZZZZ", "Intéressée, rappeler pour le devis.", agent)
        calls.record(lead.id, OutcomeDraft(outcome="confirmed"), agent, None)
    cry()
    return of_post, of_page


def figure(writes: list[Write]) -> Figure:
    units = sum(write.units for write in writes)
    return Figure("write units of a lead's whole life", units, "units", f"≤ {AIM}", "a textbook single table, counted by the same rules", 91)


def reads(calls: list[str]) -> Figure:
    found = [name for name in calls if name in {"GetItem", "BatchGetItem", "Query"}]
    return Figure("reads of the page behind the link", len(found), "reads", "1", "with the note that it was opened", len(calls))


def report(writes: list[Write]) -> str:
    units, ia = sum(write.units for write in writes), sum(write.units for write in writes if write.table == "trace")
    at_volume, alone = (units + sum(part[which] for part in NOT_BUILT.values()) for which in (0, 1))
    parts = ", ".join(f"{name} {least}" + (f" to {most}" if most != least else "") for name, (least, most) in NOT_BUILT.items())
    return (
        f"{table(writes)}\n\n{units} units, of which {ia} in the class Standard-IA (a quarter dearer). Not built yet: {parts}. "
        f"With them {at_volume} at volume, {alone} for a lead alone in its minute; gate {GATE}. "
        "Each allowance of a form's shield adds 2 where its author asks for it."
    )


def table(writes: list[Write]) -> str:
    lines = ["| by | write | table | what | fact | table units | index units |", "|---|---|---|---|---|---:|---:|"]
    for one in writes:
        named = f"{one.table} (IA)" if one.table == "trace" else one.table
        fact = one.said or ("refused" if one.is_refused else "")
        lines.append(f"| {one.by} | {one.operation} | {named} | {one.kind} | {fact} | {one.table_units} | {one.index_units} |")
    return "\n".join(lines)
