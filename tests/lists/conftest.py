from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.foundation import clock, tenancy
from chalicelib.identity import actions as identity
from chalicelib.leads import queries as leads
from chalicelib.lists.models.lists import MarketingList
from chalicelib.lists.models.memberships import Membership
from tests.builders import ANSWERS, Company, a_company
from tests.house.test_samples import SAMPLES
from tests.isolation.companies import access_token

MONDAY_TEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Town:
    """A company with two centres, whose people are on lists; a clock that its tests hold."""

    company: Company
    ask: Any
    crier: Any
    other_centre: str = ""
    now: datetime = MONDAY_TEN
    leads: list[str] = field(default_factory=list)

    def asks(self, method: str, path: str, body: Any = None, role: str = "admin", centre: str | None = None, **more: Any) -> Any:
        """As the administrator; or in some role of a centre, as its first agent."""
        who, centre = (self.company.admin, None) if role in {"admin", "marketing"} else (self.company.agents[0], centre or self.company.centre)
        with clock.held_at(self.now):
            answer = self.ask(method, f"/api/v1/{path}", body, token=access_token(who, self.company.tenant, role, centre), **more)
        assert answer.status < 500, answer
        return answer

    def comes(self, number: int = 1, **answers: str) -> str:
        """Somebody posts the form, a second later; the same `number` is the same person."""
        self.now += timedelta(seconds=1)
        said = ANSWERS | {"email": f"person{number}@example.org", "phone": f"+225 01 02 03 04 {number:02}"} | answers
        with clock.held_at(self.now):
            assert self.ask("POST", self.company.form_path, form=said).status == 303
            self.crier.cry()
        with tenancy.inside(self.company.tenant), clock.held_at(self.now):
            found, _ = leads.newest(lambda _: True, limit=1, cursor=None)
        self.leads.append(found[0].id)
        return found[0].id

    def passes(self, **time: float) -> None:
        """Time goes on, and the clock rings."""
        import app

        self.now += timedelta(**time)
        with clock.held_at(self.now):
            app.sweep(SAMPLES["sweep"], None)
            self.crier.cry()

    def makes(self, name: str = "Salon de Lyon", **more: Any) -> str:
        made = self.asks("POST", "lists", {"name": name} | more)
        assert made.status == 201, made
        return str(made.json["id"])

    def puts(self, list_id: str, *lead_ids: str, **more: Any) -> Any:
        return self.asks("POST", f"lists/{list_id}/members", {"lead_ids": list(lead_ids)}, **more)

    def on(self, list_id: str, **more: Any) -> list[str]:
        """Who is on it, by their leads."""
        return [one["lead_id"] for one in self.asks("GET", f"lists/{list_id}/members", **more).json["items"]]

    def listed(self, list_id: str) -> MarketingList:
        with self.inside():
            return MarketingList.known(list_id)

    def kept(self) -> list[Membership]:
        """Every membership there is, of anybody."""
        with self.inside():
            return [one for lead in dict.fromkeys(lead.partition(".")[0] for lead in self.leads) for one in Membership.of_person(lead)]

    def inside(self) -> Any:
        return tenancy.inside(self.company.tenant, by="system:test")


@pytest.fixture
def town(world, ask, crier):
    with clock.held_at(MONDAY_TEN - timedelta(days=10)):
        company = a_company(agents=1, double_optin=False, method="manual")
        with tenancy.inside(company.tenant, by="system:test"):
            other = identity.open_centre("Dakar", "manual")
        crier.cry()
    return Town(company, ask, crier, other)
