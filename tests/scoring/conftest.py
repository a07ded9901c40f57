from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.foundation import clock, ids, tenancy
from tests.builders import ANSWERS, a_company, a_token


@dataclass
class Calls:
    """A company whose agents write notes about its leads."""

    company: Any
    ask: Any
    crier: Any

    @property
    def admin(self) -> str:
        return a_token(self.company, "admin")

    @property
    def agent(self) -> str:
        return a_token(self.company)

    def comes(self, number: int = 1) -> str:
        """A lead of the first agent."""
        from chalicelib.leads import queries as leads

        person = ANSWERS | {"email": f"person{number}@example.org", "phone": f"06 12 34 00 {number:02}"}
        assert self.ask("POST", self.company.form_path, form=person).status == 303
        self.crier.cry()
        with tenancy.inside(self.company.tenant):
            found, _ = leads.newest(lambda _: True, limit=1, cursor=None)
        return found[0].id

    def writes(self, lead: str, text: str, token: str | None = None) -> str:
        key = ids.random_id(26)
        answer = self.ask("POST", f"/api/v1/leads/{lead}/notes", {"key": key, "text": text}, token=token or self.agent)
        assert answer.status == 201, answer.json
        self.crier.cry()
        return key

    def switches_on(self, **more: Any) -> Any:
        answer = self.ask("PUT", "/api/v1/note-reading", {"is_on": True} | more, token=self.admin)
        assert answer.status == 200, answer.json
        return answer.json

    def reads(self, *, later: timedelta = timedelta()) -> None:
        """The sweep comes by."""
        import app
        from infra.local.clock import scheduled_event

        with clock.held_at(clock.now() + later):
            app.sweep(scheduled_event("sweep", clock.now().timestamp()), None)

    def labels(self, lead: str) -> dict[str, str]:
        answer = self.ask("GET", f"/api/v1/leads/{lead}/score", token=self.agent)
        assert answer.status == 200, answer.json
        return {one["note_id"]: one["label"] for one in answer.json["labels"]}

    def report(self, token: str | None = None, **query: Any) -> Any:
        today = clock.now().date()
        asked = {"first": (today - timedelta(days=2)).isoformat(), "last": (today + timedelta(days=2)).isoformat()} | query
        return self.ask("GET", "/api/v1/note-report", query=asked, token=token or self.admin).json


@pytest.fixture
def calls(crier, ask) -> Calls:
    return Calls(a_company(double_optin=False), ask, crier)
