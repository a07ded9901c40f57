from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.foundation import tenancy
from chalicelib.identity import actions as identity
from tests.builders import ANSWERS, Company, a_company
from tests.client import Answer, Client


def a_row(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A lead as a partner sends it."""
    answers = ANSWERS | {"email": f"awa{number}@example.org", "phone": f"06 12 34 {number // 100:02d} {number % 100:02d}"}
    consent = {"given_at": (datetime.now(UTC) - timedelta(hours=1)).isoformat(), "ip": "198.51.100.7", "page": "https://landing.example/offre"}
    return {"answers": answers | changes.pop("answers", {}), "consent": consent} | changes


class Partner:
    """Somebody with a key of the company."""

    def __init__(self, company: Company, key: str, ask: Client) -> None:
        self.company, self.key, self.ask = company, key, ask

    def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        return self.ask(method, f"/api/v1{path}", body, key=self.key, **more)

    def bring(self, reference: str, number: int = 1, **changes: Any) -> Answer:
        form_id = changes.pop("form_id", self.company.form_id)
        return self("PUT", f"/leads/by-reference/{reference}", {"form_id": form_id} | a_row(number, **changes))

    def standing(self, reference: str) -> Answer:
        return self("GET", f"/leads/by-reference/{reference}")

    def send(self, rows: list[dict[str, Any]], key: str | None = None, **changes: Any) -> Answer:
        headers = {"Idempotency-Key": key} if key else {}
        return self("POST", "/lead-batches", {"form_id": self.company.form_id, "leads": rows} | changes, headers=headers)


def a_partner(company: Company, ask: Client, name: str = "Comparateur", scopes: tuple[str, ...] = ("leads.write",)) -> Partner:
    with tenancy.inside(company.tenant, by="system:test"):
        return Partner(company, str(identity.make_api_key(name, set(scopes)).key), ask)


@pytest.fixture
def company(world):
    return a_company()


@pytest.fixture
def partner(company, ask):
    return a_partner(company, ask)
