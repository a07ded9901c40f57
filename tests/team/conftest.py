from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.identity import roles
from tests.builders import ANSWERS, a_company

NOON = datetime(2026, 6, 3, 10, 0, tzinfo=UTC)
"""A Wednesday, noon in Paris."""


@dataclass
class Team:
    """A centre at work, without opt-in: a lead that is posted is an agent's at once."""

    company: Any
    ask: Any
    crier: Any

    def at(self, moment: datetime) -> Any:
        return clock.held_at(moment)

    def token(self, number: int) -> str:
        from tests.isolation.companies import access_token

        user = self.company.agents[number - 1] if number else self.company.admin
        return access_token(user, self.company.tenant, "agent" if number else "admin", self.company.centre if number else None)

    def caller(self, number: int) -> Caller:
        grants = roles.grants("agent", inside_tenant=True)
        return Caller("user", self.company.agents[number - 1], self.company.tenant, "agent", self.company.centre, grants=dict(grants))

    def comes(self, number: int) -> None:
        person = {"email": f"person{number}@example.org", "phone": f"06 12 34 {number // 100:02} {number % 100:02}"}
        assert self.ask("POST", self.company.form_path, form=ANSWERS | person).status == 303
        self.crier.cry()

    def of(self, number: int) -> list[Any]:
        """The leads that an agent has open."""
        from chalicelib.leads import queries as leads

        with tenancy.inside(self.company.tenant):
            return leads.in_hand(self.company.agents[number - 1])

    def notes(self, agent: int, lead: str, key: str) -> None:
        answer = self.ask("POST", f"/api/v1/leads/{lead}/notes", {"key": key.ljust(26, "0"), "text": "Joint."}, token=self.token(agent))
        assert answer.status == 201, answer.text
        self.crier.cry()

    def says(self, agent: int, lead: str, outcome: str, **more: Any) -> None:
        answer = self.ask("POST", f"/api/v1/leads/{lead}/outcomes", {"outcome": outcome} | more, token=self.token(agent))
        assert answer.status == 201, answer.text
        self.crier.cry()

    def calls_back(self, agent: int, lead: str, at: datetime) -> None:
        self.says(agent, lead, "callback", callback_at=at.isoformat())

    def signs_in(self, agent: int) -> None:
        """As far as the team cares: somebody was seen."""
        from chalicelib.identity.models.users import User

        with tenancy.inside(self.company.tenant, by="system:test"):
            User.by_id(self.company.agents[agent - 1]).change(None, last_seen_at=clock.now_ms())

    def wall(self, centre: str | None = None, token: str | None = None) -> Any:
        return self.ask("GET", f"/api/v1/centres/{centre or self.company.centre}/wall", token=token or self.token(0))

    def dashboard(self, agent: int) -> Any:
        return self.ask("GET", "/api/v1/me/dashboard", token=self.token(agent)).json


@pytest.fixture
def team(crier: Any, ask: Any) -> Team:
    # The tokens of the tests are made while the clock is held, and read while it is.
    with clock.held_at(NOON - timedelta(days=10)):
        company = a_company(agents=2, double_optin=False)
        crier.cry()
    return Team(company, ask, crier)
