"""One lead's life through the front door, every operation that AWS bills counted on the way. In moto, so the same each time."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from bench.life import NEWCOMER
from bench.meter import Meter, size_of
from tests.builders import ANSWERS, PASSWORD, Company, email_of
from tests.client import Answer, Client

READ_BLOCK = 4096
OVERHEAD = 100
"""Bytes that DynamoDB adds to every item that it stores."""


@dataclass
class Counted:
    """Of one life. `messages` by queue; `stored` in bytes by table, what is left when the life is over and timers have cleaned up."""

    writes: int = 0
    writes_ia: int = 0
    reads: float = 0
    requests: int = 0
    sent_bytes: int = 0
    facts: int = 0
    public_facts: int = 0
    messages: Counter[str] = field(default_factory=Counter)
    mails: int = 0
    stored: Counter[str] = field(default_factory=Counter)


class _Ear:
    """Hears every call of the app's clients, while it listens."""

    def __init__(self, counted: Counted) -> None:
        self.counted = counted
        self._asked: dict[str, Any] = {}

    @contextmanager
    def listening(self, records: Any, queues: Any) -> Iterator[None]:
        hooks = ((records, "before-call", self._before), (records, "after-call", self._read), (queues, "before-call", self._sent))
        for client, name, hook in hooks:
            client.meta.events.register(name, hook)
        try:
            yield
        finally:
            for client, name, hook in hooks:
                client.meta.events.unregister(name, hook)

    def _before(self, params: dict[str, Any], **_: Any) -> None:
        self._asked = json.loads(params["body"])

    def _read(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        found = _found(model.name, parsed)
        if found is not None:
            per_block = 1 if self._asked.get("ConsistentRead") else 0.5
            self.counted.reads += per_block * max(1, sum(math.ceil(size / READ_BLOCK) for size in found))

    def _sent(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        asked = json.loads(params["body"])
        if model.name.startswith("SendMessage"):
            self.counted.messages[asked["QueueUrl"].rpartition("/")[2].removeprefix("passerelle-test-")] += len(asked.get("Entries", [asked]))


def _found(operation: str, answer: dict[str, Any]) -> list[int] | None:
    """The sizes that a read is billed by: of each item fetched by its key, of all together in a query. None: no read."""
    match operation:
        case "GetItem":
            return [size_of(answer.get("Item", {}))]
        case "BatchGetItem":
            return [size_of(item) for items in answer.get("Responses", {}).values() for item in items]
        case "Query":
            return [sum(size_of(item) for item in answer.get("Items", []))]
        case _:
            return None


def life() -> Counted:
    """The second life of a company, in the empty world that is there: the first one has warmed what every process keeps."""
    import app  # noqa: PLC0415 -- only now is the environment known
    from chalicelib.foundation import aws, tenancy  # noqa: PLC0415
    from chalicelib.foundation.records import CONNECTION  # noqa: PLC0415
    from chalicelib.identity import actions as identity  # noqa: PLC0415
    from chalicelib.webhooks import actions as webhooks  # noqa: PLC0415
    from chalicelib.webhooks import outward  # noqa: PLC0415
    from tests.builders import a_company  # noqa: PLC0415
    from tests.crier import Crier  # noqa: PLC0415

    identity.found_platform()
    crier, company = Crier(app), a_company()
    with tenancy.inside(company.tenant, by="system:bench"):
        webhooks.add("https://partner.example/hook", ["lead.confirmed"], None)
    crier.cry()
    client = _Requests(app.app)
    token = client("POST", "/api/v1/sessions", {"email": email_of(company, 1), "password": PASSWORD}).json["access_token"]
    with patch.object(outward, "post", lambda *_: 200):
        _live(client, crier, company, token, ANSWERS)
        before = _items(aws)
        result = client.result = Counted(messages=Counter(dict.fromkeys(crier.queues, 0)))
        with Meter().running() as meter, _Ear(result).listening(CONNECTION.client, aws.client("sqs")):
            _live(client, crier, company, token, NEWCOMER)
    after = _items(aws)
    public = {name for name, fact in app.FACTS.items() if fact.PUBLIC}
    told = [write.kind for write in meter.writes if write.table == "trace"]
    result.writes_ia = sum(write.units for write in meter.writes if write.table == "trace")
    result.writes = meter.units - result.writes_ia
    result.facts, result.public_facts, result.mails = len(told), sum(kind in public for kind in told), told.count("OptInMailSent")
    result.stored = Counter({table: after[table] - before[table] for table in ("main", "trace")})
    return result


class _Requests(Client):
    def __init__(self, app: Any) -> None:
        super().__init__(app)
        self.result = Counted()

    def __call__(self, *asked: Any, **more: Any) -> Answer:
        answer = super().__call__(*asked, **more)
        self.result.requests += 1
        self.result.sent_bytes += len(answer.text.encode())
        return answer


def _live(client: Client, crier: Any, company: Company, token: str, answers: dict[str, str]) -> None:
    """What a visitor's browser and an agent's console ask for, and what the queues bring about."""
    from chalicelib.messaging import null  # noqa: PLC0415

    client("GET", company.form_path)
    client("POST", company.form_path, form=answers)
    client("POST", f"{company.form_path}/counts", form={"step": ["seen", "begun", "sent"]}, headers={"User-Agent": "Mozilla/5.0"})
    client("GET", f"{company.form_path}/thanks")
    crier.cry()
    link = re.search(r"https?://[^/]+(/c/[\w.-]+)", null.sent[-1].text)[1]
    client("GET", link)
    client("POST", link, form={})
    crier.cry()
    [row] = client("GET", "/api/v1/queue", token=token).json["items"]
    lead = f"/api/v1/leads/{row['id']}"
    client("GET", lead, token=token)
    client("POST", f"{lead}/claim", token=token)
    note = {"key": f"01HZZZZZZZZZZZZZZZZZZZ{len(null.sent):04d}", "text": "Intéressée, rappeler pour le devis."}
    client("POST", f"{lead}/notes", note, token=token)
    client("POST", f"{lead}/outcomes", {"outcome": "confirmed"}, token=token)
    crier.cry()


def _items(aws: Any) -> Counter[str]:
    """Bytes that each table keeps. What stands in `lease` is gone within days."""
    sizes: Counter[str] = Counter()
    for table in ("main", "trace"):
        pages = aws.SESSION.create_client("dynamodb").get_paginator("scan").paginate(TableName=f"passerelle-test-{table}")
        sizes[table] = sum(size_of(item) + OVERHEAD for page in pages for item in page["Items"])
    return sizes
