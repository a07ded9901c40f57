"""The company of a soak, opened once by the actions themselves and remembered for when the run goes on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from bench.soak.plan import Plan
from chalicelib.campaigns import actions as campaigns
from chalicelib.campaigns.shapes import PlanDraft
from chalicelib.distribution.models.seats import Seat
from chalicelib.forms import actions as forms
from chalicelib.foundation import tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.identity import actions as identity
from chalicelib.messaging.shapes import NewSender
from chalicelib.webhooks import actions as webhooks
from infra.local import mail
from tests import builders

HEARD = ("lead.assigned", "lead.callback_planned", "lead.confirmed", "lead.rejected", "lead.unreachable")
"""What the partner wants to hear by webhook. Everything goes over the bus."""

QUESTION = {"name": "said", "type": "textarea", "label": "Un mot ?"}
ALWAYS = {"timezone": "Europe/Paris", "start": "00:00", "end": "24:00", "days": [0, 1, 2, 3, 4, 5, 6]}
STEP = {"channel": "mail", "after": 60, "texts": {"fr": {"subject": "Votre dossier", "text": "Bonjour {{ first_name }}, il vous attend."}}}
PLAN = {"name": "Dossiers", "wanted": "uncontacted", "steps": [STEP], "hours": ALWAYS, "on": False}


@dataclass(frozen=True)
class Town:
    tenant: str
    centres: list[str]
    form: str
    agents: list[str]
    manager: str
    webhook: str
    secret: str
    admin: str = ""
    straight: str = ""
    questions: str = ""
    relance: str = ""

    @classmethod
    def known(cls, folder: Path) -> Self | None:
        file = folder / "town.json"
        return cls(**json.loads(file.read_text())) if file.exists() else None

    @classmethod
    def found(cls, plan: Plan, folder: Path) -> Self:
        """The wire seats the agents; the queue may be slow, the seats are awaited by `widen`."""
        identity.found_platform()
        server = {"host": "localhost", "port": plan.ports["server"], "security": "starttls", "username": mail.USERNAME, "password": mail.PASSWORD}
        sender = NewSender.model_validate({"kind": "smtp", "from_name": "Soleil Vert", "from_address": "contact@example.com", "smtp": server})
        company = builders.a_company(agents=0, sender=sender)
        with tenancy.inside(company.tenant, by="system:soak"):
            centres = [company.centre, *(identity.open_centre(f"Centre {number}", "push") for number in range(2, plan.centres + 1))]
            forms.edit(company.form_id, builders.form_content("", centres=[{"centre_id": one, "share": 1} for one in centres]), None)
            forms.publish(company.form_id)
            for number in range(1, plan.agents + 1):
                builders.an_agent(replace(company, centre=centres[number % plan.centres]), number)
            builders.an_agent(company, plan.agents + 1, role="manager")
            errands = cls._errands(company)
            endpoint, secret = webhooks.add(f"http://127.0.0.1:{plan.ports['partner']}/", list(HEARD), None)
        emails = [builders.email_of(company, number) for number in range(1, plan.agents + 2)]
        town = cls(company.tenant, centres, company.form_path, emails[:-1], emails[-1], endpoint.id, secret, company.admin, **errands)
        (folder / "town.json").write_text(json.dumps(asdict(town), indent=1))
        return town

    @staticmethod
    def _errands(company: builders.Company) -> dict[str, str]:
        """A form without a gate, whose leads wait in a centre where nobody works, the form of a survey, and a plan by which somebody relances."""
        waits = identity.open_centre("Centre des dossiers", "manual")
        cv = {"name": "cv", "type": "file", "label": "CV", "kinds": ["pdf"]}
        straight = forms.draft(builders.form_content(waits, name="Dossiers", double_optin=False, fields=[*builders.FIELDS, cv]))
        questions = forms.draft(builders.form_content(waits, name="Votre avis", fields=[QUESTION]))
        for form in (straight, questions):
            forms.publish(form.id)
        writes = Caller(
            "user", company.admin, company.tenant, "admin", grants=dict.fromkeys(("campaigns.write", "centres.read", "forms.read"), "all")
        )
        plan = campaigns.add_plan(PlanDraft.model_validate(PLAN), writes)
        return {"straight": f"/f/{company.tenant}-{straight.id}", "questions": questions.id, "relance": plan.id}

    def widen(self, plan: Plan) -> bool:
        """Whether all agents are seated, each now with the places that the plan gives them."""
        with tenancy.inside(self.tenant, by="system:soak"):
            seats = [seat for centre in self.centres for seat in Seat.roster(centre)]
            for seat in seats:
                seat.update(actions=[Seat.capacity.set(plan.capacity)])
        return len(seats) == plan.agents
