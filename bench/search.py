"""Search among 100,000 persons: the function's own processor time and its round trips, what a person's tokens take, and what writing them costs.

The tokens are the real ones, of people made up with French names; they stand in memory, below botocore, where DynamoDB's rules for a Query are
kept (ranges, filters, pages of a megabyte), so that what is timed is all that happens in the function, and none of what happens in DynamoDB.
"""

from __future__ import annotations

import base64
import bisect
import json
import math
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from botocore.awsrequest import AWSResponse
from faker.providers.person.fr_FR import Provider

from bench.figures import Figure
from bench.meter import KILOBYTE, size_of
from chalicelib.contacts.models import Person
from chalicelib.contacts.search.models import Sheet, Token
from chalicelib.contacts.search.words import Known
from chalicelib.foundation import ids, tenancy
from chalicelib.foundation.records import CONNECTION
from tests.builders import Company

PERSONS, SEARCHES, WARM_UP = 100_000, 400, 20
AIM_MS, AIM_TRIPS = 50, 3
EACH = 20
"""Of so many persons one is weighed."""
PAGE = 1024 * 1024
OVERHEAD = 100
"""Bytes that DynamoDB bills for each stored item beside its own."""
PUBLIC, OTHERS = ("gmail.com", "orange.fr", "hotmail.fr", "free.fr", "laposte.net"), ("renov-habitat", "dupuis", "mairie-lyon", "atelier-bois")

Raw = dict[str, dict[str, Any]]
Ask = Callable[..., Any]


class _Town:
    """People, and DynamoDB's answers about them; everything else is asked of whoever answered before."""

    def __init__(self, company: Company, persons: int) -> None:
        self.company, self.rng = company, Random(4711)
        self.people: dict[str, Known] = {}
        self.partitions: dict[str, list[tuple[str, bytes, str]]] = {}
        self.units: list[int] = []
        self.bytes: list[int] = []
        lasts, firsts = list(dict.fromkeys(Provider.last_names)), list(dict.fromkeys(Provider.first_names))
        last_weights, first_weights = _skewed(len(lasts)), _skewed(len(firsts))
        with tenancy.inside(company.tenant):
            for number in range(persons):
                [last], [first] = self.rng.choices(lasts, last_weights), self.rng.choices(firsts, first_weights)
                self._settle(_known(first, last, number, self.rng))
        for rows in self.partitions.values():
            rows.sort()

    def _settle(self, known: Known) -> None:
        person_id = "".join(self.rng.choices(ids.CROCKFORD, k=ids.PERSON_SIZE))
        self.people[person_id] = known
        tokens = Token.all_of(person_id, known)
        if len(self.people) % EACH == 1:
            items = [*tokens, Sheet.about(person_id, [(token.pk, token.sk) for token in tokens], "x" * 16)]
            sizes = [size_of(item.serialize()) for item in items]
            self.units.append(sum(math.ceil(size / KILOBYTE) for size in sizes))
            self.bytes.append(sum(sizes) + OVERHEAD * len(sizes))
        for token in tokens:
            self.partitions.setdefault(token.pk, []).append((token.sk, token.row, token.beside))

    # What DynamoDB would answer

    def query(self, body: dict[str, Any]) -> dict[str, Any]:
        values = {name: next(iter(one.values())) for name, one in body["ExpressionAttributeValues"].items()}
        asked = {body["ExpressionAttributeNames"][name] for name in body["ProjectionExpression"].split(", ")}
        rows = self.partitions.get(next(value for value in values.values() if "#S#" in str(value)), [])
        begins = _of(body["KeyConditionExpression"], "begins_with", values)
        wanted = _all_of(body.get("FilterExpression", ""), "contains", values)
        place = bisect.bisect_left(rows, (body["ExclusiveStartKey"]["sk"]["S"] + "\0",) if "ExclusiveStartKey" in body else (begins,))
        items, read, looked = [], 0, 0
        pk = next(value for value in values.values() if "#S#" in str(value))
        for sk, row, beside in rows[place:]:
            if not sk.startswith(begins):
                break
            item = {"sk": {"S": sk}, "e": {"B": base64.b64encode(row).decode()}}
            read, looked = read + len(pk) + len(sk) + len(row) + len(beside) + 10, looked + 1
            if all(one in beside for one in wanted):
                items.append({name: item[name] for name in asked})
            if read >= PAGE or looked == body.get("Limit"):
                return {"Items": items, "Count": len(items), "ScannedCount": looked, "LastEvaluatedKey": {"pk": {"S": pk}, "sk": {"S": sk}}}
        return {"Items": items, "Count": len(items), "ScannedCount": looked}

    def batch(self, table: str, asked: dict[str, Any]) -> dict[str, Any]:
        found = [item for place in asked["Keys"] if (item := self._item(place["pk"]["S"], place["sk"]["S"]))]
        return {"Responses": {table: found}, "UnprocessedKeys": {}}

    def _item(self, pk: str, sk: str) -> Raw | None:
        person_id = pk.rpartition("#")[2]
        if sk == "P":
            return self._person(person_id)
        company = self.company
        lead = {"s": "assigned", "fm": company.form_id, "ce": company.centre, "ag": company.agents[0], "la": "fr", "t": "L", "pk": pk, "sk": sk}
        numbers = {"fv": "1", "cr": "1795301006884", "aa": "1795301006984", "ca": "1795301006904", "v": "3", "at": "0"}
        strings, counts = {name: {"S": one} for name, one in lead.items()}, {name: {"N": one} for name, one in numbers.items()}
        return strings | counts | {"gt": {"BOOL": True}} if sk == "L#1" else None

    def _person(self, person_id: str) -> Raw:
        known = self.people[person_id]
        person = Person.new(person_id, "fr")
        [(first, last)], [email], [phone] = known.names, known.emails, known.phones
        details = {"first_name": first, "last_name": last, "email": email, "phone": phone}
        proof = {"at": 1795301006884, "address": "203.0.113.7", "page": ""}
        person.seal(details | {"requests": {"1": {"edition": 1, "answers": details, "proof": proof}}})
        return dict(person.to_dynamodb_dict())


class _Line:
    """Stands where botocore's HTTP session stood, and knows how long it was busy itself."""

    def __init__(self, town: _Town, before: Any) -> None:
        self.town, self.before = town, before
        self.trips: list[str] = []
        self.own = 0.0
        self.answer = b""

    def send(self, request: Any) -> Any:
        began = time.thread_time()
        try:
            return self._send(request)
        finally:
            self.own += time.thread_time() - began

    def _send(self, request: Any) -> Any:
        operation = _text(request.headers["X-Amz-Target"]).rpartition(".")[2]
        body = json.loads(request.body)
        self.trips.append(operation)
        if operation == "Query" and body["TableName"].endswith("-find"):
            self.answer = json.dumps(self.town.query(body)).encode()
        elif operation == "BatchGetItem" and "#P#" in str(request.body):
            [(table, asked)] = body["RequestItems"].items()
            self.answer = json.dumps(self.town.batch(table, asked)).encode()
        else:
            return self.before.send(request)
        return AWSResponse(request.url, 200, {"content-type": "application/x-amz-json-1.0"}, self)

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield self.answer

    def close(self) -> None:
        self.before.close()


def figures(ask: Ask, company: Company, token: str, persons: int = PERSONS) -> list[Figure]:
    began = time.perf_counter()
    town = _Town(company, persons)
    settled = time.perf_counter() - began
    wishes = _wishes(town, SEARCHES + WARM_UP)
    with _standing_in(town) as line:
        for wish in wishes[:WARM_UP]:
            _search(ask, token, wish, line)
        searched = [_search(ask, token, wish, line) for wish in wishes[WARM_UP:]]
    seconds, trips = sorted(one[0] for one in searched), sorted(one[1] for one in searched)
    of, weighed, units = "of the tokens of one person, with their sheet", len(town.units), sum(town.units)
    own, median = _p95(seconds) * 1000, seconds[len(seconds) // 2] * 1000
    return [
        Figure(f"search among {persons:,} persons, own CPU, p95", own, "ms", f"≤ {AIM_MS} ms", "median", median),
        Figure("round trips of a search, p95", _p95(trips), "trips", f"≤ {AIM_TRIPS}", "at most", trips[-1]),
        Figure(f"storage {of}", sum(town.bytes) / weighed, "bytes", "≤ 2,500 bytes", "what DynamoDB adds to it", OVERHEAD * units / weighed),
        Figure(f"write units {of}", units / weighed, "units", "≤ 6", "at most", max(town.units)),
        Figure("making the tokens of one person", settled / persons * 1000, "ms", ""),
    ]


def _search(ask: Ask, token: str, text: str, line: _Line) -> tuple[float, int]:
    """Seconds of our own processor time, and calls of DynamoDB."""
    line.trips, line.own = [], 0.0
    began = time.thread_time()
    answer = ask("GET", "/api/v1/leads/search", query={"q": text}, token=token)
    own = time.thread_time() - began - line.own
    assert answer.status == 200, answer
    return own, len(line.trips)


def _wishes(town: _Town, count: int) -> list[str]:
    """As people type: a few letters, a whole name, both names, the end of a number, an address begun."""
    rng, people = Random(42), list(town.people.values())
    ways: list[Callable[[str, str, str, str], str]] = [
        lambda _first, last, _mail, _phone: last[:3],
        lambda _first, last, _mail, _phone: last[:4],
        lambda first, _last, _mail, _phone: first[:4],
        lambda _first, last, _mail, _phone: last,
        lambda first, last, _mail, _phone: f"{first} {last}",
        lambda first, last, _mail, _phone: f"{last} {first[:2]}",
        lambda _first, _last, _mail, phone: phone[-5:],
        lambda _first, _last, mail, _phone: mail.partition("@")[0] + "@",
    ]
    asked = []
    for number in range(count):
        known = rng.choice(people)
        (first, last), [email], [phone] = known.names[0], known.emails, known.phones
        asked.append(ways[number % len(ways)](first, last, email, phone))
    return asked


def _known(first: str, last: str, number: int, rng: Random) -> Known:
    domain = rng.choice(PUBLIC) if rng.random() < 0.8 else f"{rng.choice(OTHERS)}{rng.randrange(2000)}.fr"
    local = f"{first}.{last}{number if rng.random() < 0.5 else ''}".lower().replace(" ", "").replace("'", "")
    return Known(((first, last),), (f"{local}@{domain}",), (f"+336{number * 7919 % 10**8:08}",))


def _skewed(count: int) -> list[float]:
    """A few names are everybody's: the first is borne by about one in thirty."""
    return [1 / (place + 4) for place in range(count)]


@contextmanager
def _standing_in(town: _Town) -> Iterator[_Line]:
    endpoint = CONNECTION.client._endpoint
    line = _Line(town, endpoint.http_session)
    endpoint.http_session = line
    try:
        yield line
    finally:
        endpoint.http_session = line.before


def _of(expression: str, function: str, values: dict[str, Any]) -> str:
    return next(iter(_all_of(expression, function, values)), "")


def _all_of(expression: str, function: str, values: dict[str, Any]) -> list[str]:
    """What a function of an expression is given: ``contains (#0, :1)``."""
    return [str(values[named]) for named in re.findall(rf"{function} ?\(#\w+, (:\w+)\)", expression)]


def _p95(in_order: list[Any]) -> float:
    return float(in_order[math.ceil(len(in_order) * 0.95) - 1])


def _text(header: Any) -> str:
    return header.decode() if isinstance(header, bytes) else str(header)
