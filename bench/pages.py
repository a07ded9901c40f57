"""The public form's page: how much a visitor loads, and how soon it begins to come."""

from __future__ import annotations

import gzip
import http.client
import statistics
import time
from typing import Any
from urllib.parse import urlsplit

from bench.figures import Figure
from tests.builders import FIELDS, a_company

VISITS = 60
AIM_KB, AIM_EMBED_KB, AIM_MS = 30, 15, 100
OPTIONS = [{"value": str(number), "label": f"Choix numéro {number}"} for number in range(8)]
ONE_OF_EACH = [
    *FIELDS,
    {"name": "wish", "type": "textarea", "label": "Votre demande"},
    {"name": "rooms", "type": "number", "label": "Pièces"},
    {"name": "visit", "type": "date", "label": "Date de visite", "earliest": "today"},
    {"name": "slot", "type": "radio", "label": "Moment", "options": OPTIONS},
    {"name": "needs", "type": "checkboxes", "label": "Besoins", "options": OPTIONS, "max_choices": 3},
    {"name": "country", "type": "country", "label": "Pays"},
    {"name": "postcode", "type": "postcode", "label": "Code postal"},
    {"name": "site", "type": "url", "label": "Site", "shown_if": {"field": "slot"}},
]


def figures(house: Any) -> list[Figure]:
    """Of a form with every type of field, among them all countries with their postcodes, in two languages."""
    company = a_company(fields=ONE_OF_EACH, translations={"en": {"name": "Solar study"}})
    page, soon = _visited(house, company.form_path)
    _, health = _visited(house, "/health")
    script, _ = _visited(house, "/embed.js")
    return [
        _weight("form page of every field type, gzipped, all in", page, AIM_KB),
        _weight("embed.js, gzipped", script, AIM_EMBED_KB),
        Figure("form page, first byte, median", soon * 1000, "ms", f"≤ {AIM_MS} ms", "GET /health through the same door", health * 1000),
    ]


def _weight(what: str, sent: bytes, aim: int) -> Figure:
    return Figure(what, len(gzip.compress(sent)) / 1000, "kB", f"≤ {aim} kB", "the same as it is written", len(sent) / 1000)


def _visited(house: Any, path: str) -> tuple[bytes, float]:
    """What comes, and after how many seconds it begins to."""
    to = http.client.HTTPConnection(urlsplit(house.api).netloc, timeout=10)
    waits, body = [], b""
    for _ in range(VISITS):
        began = time.perf_counter()
        to.request("GET", path)
        answer = to.getresponse()
        waits.append(time.perf_counter() - began)
        body = answer.read()
        assert answer.status == 200, answer.status
    to.close()
    return body, statistics.median(waits)
