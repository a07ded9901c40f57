"""A centre with its agents, leads of one form after the other, and its rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.distribution import actions, management
from chalicelib.distribution.models.seats import Ruled, Seat
from chalicelib.distribution.shapes import DistributionDraft, SeatDraft
from chalicelib.foundation import tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads
from tests.builders import ANSWERS, Company, a_company

OWNER = dict.fromkeys(("leads.read", "leads.work", "leads.manage", "distribution.write", "forms.read", "centres.read"), "all")


@dataclass
class Desk:
    """`people`: callers by the agents' ids."""

    company: Company
    crier: Any
    ask: Any
    posted: int = 0

    @property
    def owner(self) -> Caller:
        return Caller("user", self.company.admin, self.company.tenant, "admin", grants=dict(OWNER))

    def agent(self, number: int) -> Caller:
        grants = {"leads.read": "own", "leads.work": "own", "presence.set": "own"}
        return Caller("user", self.company.agents[number], self.company.tenant, "agent", self.company.centre, grants=grants)

    def inside(self, caller: Caller | None = None) -> Any:
        return tenancy.inside(self.company.tenant, by=caller.actor if caller else "system:test")

    def post(self, count: int = 1, *, cry: bool = True, **more: Any) -> None:
        for _ in range(count):
            self.posted += 1
            answers = ANSWERS | {"email": f"client{self.posted}@example.org", "phone": f"06 12 34 {self.posted:02d} 10"} | more
            assert self.ask("POST", self.company.form_path, form=answers).status == 303
        if cry:
            self.crier.cry()

    def leads(self) -> list[leads.Lead]:
        """Oldest first, as they are now."""
        with self.inside():
            found, _ = leads.newest(lambda _: True, limit=100, cursor=None)
            return [leads.fresh(lead.id) for lead in reversed(found)]

    def rule(self, method: str = "push", **rules: Any) -> None:
        with self.inside(self.owner):
            kept = Ruled.of(self.company.centre).rules
            management.rule(self.company.centre, DistributionDraft.model_validate({"method": method, "rules": kept | rules}), self.owner, None)
        self.crier.cry()

    def seat(self, number: int) -> Seat:
        with self.inside():
            return Seat.known(self.company.centre, self.company.agents[number])

    def set_up(self, number: int, **how: Any) -> None:
        with self.inside(self.owner):
            draft = SeatDraft.model_validate({"capacity": 30} | how)
            management.set_up_seat(self.company.centre, self.company.agents[number], draft, self.owner)
        self.crier.cry()

    def presence(self, number: int, *, present: bool, reason: str | None = None) -> None:
        caller = self.agent(number)
        with self.inside(caller):
            actions.set_presence(caller, present=present, reason=reason)
        self.crier.cry()

    def fact(self, lead: leads.Lead) -> dict[str, Any]:
        """The last thing said of a lead."""
        return dict(lead.said["d"])


@pytest.fixture
def open_desk(crier, ask):
    def opened(agents=2, method="push", **form):
        identity.forget()
        desk = Desk(a_company(agents=agents, method=method, double_optin=False, **form), crier, ask)
        crier.cry()
        return desk

    return opened
