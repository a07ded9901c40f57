from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.foundation import tenancy
from chalicelib.messaging import null
from tests.builders import ANSWERS, a_company

QUESTIONS: list[dict[str, Any]] = [
    {"name": "first_name", "type": "text", "label": "Prénom"},
    {"name": "last_name", "type": "text", "label": "Nom"},
    {"name": "email", "type": "email", "label": "E-mail", "required": True},
    {"name": "phone", "type": "phone", "label": "Téléphone", "shown_if": {"field": "email"}},
    {"name": "score", "type": "number", "label": "De 0 à 10, nous recommanderiez-vous ?", "min": 0, "max": 10, "required": True},
    {
        "name": "liked", "type": "checkboxes", "label": "Qu’avez-vous aimé ?", "shown_if": {"field": "email"},
        "options": [{"value": "advice", "label": "Le conseil"}, {"value": "delay", "label": "Le délai"}, {"value": "price", "label": "Le prix"}],
    },
    {"name": "again", "type": "checkbox", "label": "Je ferais de nouveau appel à vous"},
    {"name": "said", "type": "textarea", "label": "Un mot ?"},
    {"name": "consent", "type": "consent", "label": "J’accepte d’être rappelé.", "required": True},
]  # fmt: skip

SAID = {"first_name": "Fatou", "score": "9", "liked": ["advice", "price"], "again": "on", "said": "Merci à Koffi."}


@dataclass
class Asked:
    """A company with a form of questions, and people who came to it."""

    company: Any
    ask: Any
    crier: Any
    token: str
    questions: str
    survey: str = ""
    leads: list[str] = field(default_factory=list)

    def comes(self, number: int = 1, *, confirms: bool = True, form: str | None = None) -> str:
        """Somebody posts the company's own form, and confirms. Their lead."""
        from chalicelib.leads import queries as leads

        email = f"person{number}@example.org"
        names = ("Awa", "Fatou", "Koffi", "Léa", "Yao")
        person = ANSWERS | {"first_name": names[number % 5], "email": email, "phone": f"06 12 34 {number // 100:02} {number % 100:02}"}
        assert self.ask("POST", form or self.company.form_path, form=person).status == 303
        self.crier.cry()
        if confirms:
            self.ask("POST", re.search(r"(/c/[\w.-]+)", self.mail_to(email).text)[1], form={})
            self.crier.cry()
        with tenancy.inside(self.company.tenant):
            found, _ = leads.newest(lambda _: True, limit=100, cursor=None)
        self.leads.append(found[0].id)
        return found[0].id

    def prepares(self, **changes: Any) -> Any:
        draft = {"name": "Satisfaction 2026", "form_id": self.questions, "audience": {"form_id": self.company.form_id}} | changes
        answer = self.ask("POST", "/api/v1/surveys", draft, token=self.token)
        if answer.status == 201:
            self.survey = f"/api/v1/surveys/{answer.json['id']}"
            self.crier.cry()
        return answer

    def starts(self) -> Any:
        answer = self.ask("POST", f"{self.survey}/sending", token=self.token)
        self.crier.cry()
        return answer

    @property
    def page(self) -> Any:
        return self.ask("GET", self.survey, token=self.token).json

    @property
    def counts(self) -> dict[str, int]:
        return {name: count for name, count in self.page["counts"].items() if count}

    def mail_to(self, email: str) -> Any:
        return next(mail for mail in reversed(null.sent) if mail.to == email)

    def link_of(self, number: int) -> str:
        """Where that person answers."""
        return str(re.search(r"(/s/[\w.-]+)\s", self.mail_to(f"person{number}@example.org").text)[1])

    def stop_of(self, number: int) -> str:
        return str(re.search(r"(/s/[\w.-]+/unsubscription)", self.mail_to(f"person{number}@example.org").text)[1])


@pytest.fixture
def asked(world, ask, crier):
    from chalicelib.forms import actions as forms
    from tests.builders import form_content
    from tests.isolation.companies import access_token

    null.sent.clear()
    company = a_company(agents=1)
    with tenancy.inside(company.tenant, by="system:test"):
        questions = forms.draft(form_content(company.centre, name="Votre avis", fields=QUESTIONS))
        forms.publish(questions.id)
    crier.cry()
    return Asked(company, ask, crier, access_token(company.admin, company.tenant, "admin"), questions.id)
