from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.foundation import clock, tenancy
from chalicelib.messaging import null
from tests.builders import ANSWERS, a_company
from tests.house.test_samples import SAMPLES

PARIS = ZoneInfo("Europe/Paris")
MONDAY_TEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""Ten o'clock in Paris."""

CONFIRM, STOP = r"(/c/[\w.-]+)", r"(/u/[\w.-]+)"
ALWAYS = {"timezone": "Europe/Paris", "start": "00:00", "end": "24:00", "days": [0, 1, 2, 3, 4, 5, 6]}


def a_step(
    channel: str = "mail", after: int = 24 * 60, text: str = "Bonjour {{ first_name }}, votre demande vous attend.", **more: Any
) -> dict[str, Any]:
    texts = {"fr": {"subject": "Votre demande", "text": text}}
    template = {"template": {"name": "relance_fr", "parameters": ["first_name"]}} if channel == "whatsapp" else {}
    return {"channel": channel, "after": after, "texts": texts} | template | more


@dataclass
class Town:
    """A company whose plans write to people, and a clock that its tests hold."""

    company: Any
    ask: Any
    crier: Any
    now: datetime = MONDAY_TEN
    lead_id: str = ""

    def asks(self, method: str, path: str, body: Any = None, role: str = "admin", **more: Any) -> Any:
        """As the administrator; or as the first agent, in some role of the centre."""
        from tests.isolation.companies import access_token

        who, centre = (self.company.admin, None) if role == "admin" else (self.company.agents[0], self.company.centre)
        with clock.held_at(self.now):
            return self.ask(method, f"/api/v1/{path}", body, token=access_token(who, self.company.tenant, role, centre), **more)

    def plans(self, wanted: str = "unconfirmed", **changes: Any) -> Any:
        draft = {"name": "Relance", "wanted": wanted, "steps": [a_step()], "hours": ALWAYS, "on": True} | changes
        return self.asks("POST", "relance-plans", draft)

    def clicks(self, pattern: str, mail: Any) -> Any:
        """On a link of a mail, and its button."""
        with clock.held_at(self.now):
            answer = self.ask("POST", re.search(pattern, mail.text)[1], form={})
            self.crier.cry()
        return answer

    def line(self, channel: str = "sms") -> str:
        line = {"name": f"Ligne {channel}", "channel": channel, "provider": "none"}
        return str(self.asks("POST", "text-lines", line).json["id"])

    def comes(self, number: int = 1, *, confirms: bool = False) -> str:
        """Somebody posts the form."""
        from chalicelib.leads import queries as leads

        email = f"person{number}@example.org"
        answers = ANSWERS | {"email": email, "phone": f"06 12 34 56 {number:02}"}
        with clock.held_at(self.now):
            assert self.ask("POST", self.company.form_path, form=answers).status == 303
            self.crier.cry()
            if confirms:
                self.clicks(CONFIRM, self.mails(email)[-1])
            with tenancy.inside(self.company.tenant):
                found, _ = leads.newest(lambda _: True, limit=1, cursor=None)
        self.lead_id = found[0].id
        return self.lead_id

    def passes(self, sweeps: int = 1, **time: float) -> None:
        """Time goes on; then the clock rings, and whatever is owed leaves."""
        import app

        self.now += timedelta(**time)
        with clock.held_at(self.now):
            for _ in range(sweeps):
                app.sweep(SAMPLES["sweep"], None)
            self.crier.cry()

    def mails(self, email: str = "person1@example.org") -> list[Any]:
        return [mail for mail in null.sent if mail.to == email]

    @property
    def relances(self) -> list[Any]:
        """Mails of plans, which bear a subject of their own."""
        return [mail for mail in null.sent if mail.is_bulk]

    @property
    def texts(self) -> list[Any]:
        return list(null.texts)

    def shown(self, lead_id: str = "") -> dict[str, Any]:
        return self.asks("GET", f"leads/{lead_id or self.lead_id}/relances").json

    def followed(self, lead_id: str = "") -> dict[str, Any]:
        [relance] = self.shown(lead_id)["items"]
        return relance

    def lead(self) -> Any:
        from chalicelib.leads import queries as leads

        with tenancy.inside(self.company.tenant):
            return leads.fresh(self.lead_id)

    def works(self, word: str) -> None:
        """The agent does something with the lead."""
        with tenancy.inside(self.company.tenant, by="system:test"), clock.held_at(self.now):
            lead = self.lead()
            match word:
                case "note":
                    lead.start("n1")
                case "reject":
                    lead.reject("not_interested")


@pytest.fixture
def town(world, ask, crier):
    null.sent.clear()
    null.texts.clear()
    with clock.held_at(MONDAY_TEN):
        company = a_company(agents=1)
        crier.cry()
    return Town(company, ask, crier)
