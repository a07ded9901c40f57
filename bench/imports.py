"""A thousand leads in one batch: how long until every row is read, and what a row writes beside a post of the form."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bench.figures import Figure
from bench.meter import Meter
from chalicelib.foundation import tenancy
from chalicelib.imports import batches
from chalicelib.imports.models.batches import Batch
from tests.builders import ANSWERS, Company
from tests.client import Client

ROWS, COUNTED = 1000, 50


def figures(ask: Client, company: Company, key: str) -> list[Figure]:
    """Without the wires between the parts: what they add is the wait for the stream, once for each fifty rows."""
    began = time.perf_counter()
    batch = _sent(ask, company, key, 0, ROWS)
    taken = time.perf_counter() - began
    read = _read(company, batch)
    posts = _seconds(lambda number: _post(ask, company, ROWS + number), COUNTED) * ROWS / COUNTED
    with Meter().running() as meter:
        batch = _sent(ask, company, key, 2 * ROWS, COUNTED)
        _read(company, batch)
    with Meter().running() as alone:
        _post(ask, company, 3 * ROWS)
    return [
        Figure(f"{ROWS:,} leads in one batch, until it is taken", taken, "s", "≤ 3 s"),
        Figure(f"{ROWS:,} leads in one batch, until each row is read", read, "s", "", "as many posts of the form, one after another", posts),
        Figure("write units of one lead in a batch", meter.units / COUNTED, "units", "", "posted by the form", alone.units),
    ]


def _sent(ask: Client, company: Company, key: str, first: int, count: int) -> str:
    rows: list[dict[str, Any]] = [
        {"reference": f"B{number}", "answers": _answers(number), "consent": {"given_at": "2026-01-05T09:00:00Z", "ip": "198.51.100.7"}}
        for number in range(first, first + count)
    ]
    answer = ask("POST", "/api/v1/lead-batches", {"form_id": company.form_id, "leads": rows}, key=key)
    assert answer.status == 202, answer
    return str(answer.json["id"])


def _read(company: Company, batch_id: str) -> float:
    began = time.perf_counter()
    with tenancy.inside(company.tenant, by="system:bench"):
        for number in range(int(Batch.known(batch_id).parts)):
            batches.read_part(batch_id, number)
        assert Batch.known(batch_id).state == "done"
    return time.perf_counter() - began


def _post(ask: Client, company: Company, number: int) -> None:
    assert ask("POST", company.form_path, form=_answers(number)).status == 303


def _answers(number: int) -> dict[str, str]:
    return ANSWERS | {"email": f"batch{number}@example.org", "phone": f"+3361{number // 10000:03d}{number % 10000:04d}"}


def _seconds(do: Callable[[int], None], times: int) -> float:
    began = time.perf_counter()
    for number in range(times):
        do(number)
    return time.perf_counter() - began
