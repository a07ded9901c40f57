"""The local house under a bounded load: form posts a second, and how soon a click brings an agent."""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode, urlsplit

from bench.figures import Figure
from chalicelib.distribution.models.seats import Seat
from chalicelib.foundation import tenancy
from chalicelib.leads import queries
from chalicelib.optin import tokens
from tests.builders import ANSWERS, Company

POSTS, CONFIRMS, THREADS = 200, 60, 8
PATIENCE = 10


def figures(house: Any, company: Company) -> list[Figure]:
    with tenancy.inside(company.tenant, by="system:bench"):
        for seat in Seat.roster(company.centre):
            seat.update(actions=[Seat.capacity.set(CONFIRMS)])
    health = _rate(house, 1, [lambda to: _ask(to, "GET", "/health")] * POSTS)
    alone = _posts(house, company, 1, 0)
    house.settle(120)
    at_once = _posts(house, company, THREADS, POSTS)
    house.settle(120)
    waits = _confirms(house, company)
    return [
        Figure("form posts, one after another", alone, "a second", "", "GET /health through the same door", health),
        Figure(f"form posts, {THREADS} at once", at_once, "a second", "", "one after another", alone),
        Figure("click → assigned, median", statistics.median(waits) * 1000, "ms", "≤ 2,000 ms", "promised", 2000),
        Figure("click → assigned, 95th percentile", statistics.quantiles(waits, n=20)[-1] * 1000, "ms", "≤ 2,000 ms", "promised", 2000),
    ]


def _posts(house: Any, company: Company, threads: int, first: int) -> float:
    def post(number: int) -> Callable[[http.client.HTTPConnection], None]:
        answers = ANSWERS | {"email": f"load{number}@example.org", "phone": f"06 14 {number // 100:02d} {number % 100:02d} 78"}
        return lambda to: _ask(to, "POST", company.form_path, urlencode(answers))

    return _rate(house, threads, [post(first + number) for number in range(POSTS)])


def _rate(house: Any, threads: int, jobs: list[Callable[[http.client.HTTPConnection], None]]) -> float:
    def work(mine: list[Callable[[http.client.HTTPConnection], None]]) -> None:
        to = http.client.HTTPConnection(urlsplit(house.api).netloc, timeout=PATIENCE)
        for job in mine:
            job(to)
        to.close()

    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, [jobs[start::threads] for start in range(threads)]))
    return len(jobs) / (time.perf_counter() - began)


def _ask(to: http.client.HTTPConnection, method: str, path: str, body: str | None = None) -> None:
    to.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {})
    answer = to.getresponse()
    answer.read()
    assert answer.status in {200, 303}, answer.status


def _confirms(house: Any, company: Company) -> list[float]:
    to = http.client.HTTPConnection(urlsplit(house.api).netloc, timeout=PATIENCE)
    with tenancy.inside(company.tenant, by="system:bench"):
        pending, _ = queries.newest(lambda lead: lead.state == "pending", limit=CONFIRMS, cursor=None)
        return [_wait(to, lead.id) for lead in pending]


def _wait(to: http.client.HTTPConnection, lead_id: str) -> float:
    link = f"/c/{tokens.made(lead_id, 1)}"
    began = time.perf_counter()
    _ask(to, "POST", link, "")
    while queries.fresh(lead_id).state != "assigned":
        assert time.perf_counter() - began < PATIENCE, "nobody took it"
        time.sleep(0.01)
    return time.perf_counter() - began
