"""What tests start from: a company with its centre, agents, sender and published form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from chalicelib.forms import actions as forms
from chalicelib.foundation import tenancy
from chalicelib.identity import actions as identity
from chalicelib.identity import roles, tokens
from chalicelib.identity.actions import NewUser
from chalicelib.leads import queries as leads
from chalicelib.leads.models.leads import Lead
from chalicelib.messaging import actions as messaging
from chalicelib.messaging.shapes import NewSender

PASSWORD = "une-passerelle-solide"

FIELDS: list[dict[str, Any]] = [
    {"name": "first_name", "type": "text", "label": "Prénom", "required": True, "min_length": 2},
    {"name": "last_name", "type": "text", "label": "Nom", "required": True},
    {"name": "email", "type": "email", "label": "E-mail", "required": True},
    {"name": "phone", "type": "phone", "label": "Téléphone", "required": True},
    {
        "name": "project",
        "type": "select",
        "label": "Votre projet",
        "options": [{"value": "solar", "label": "Panneaux solaires"}, {"value": "heat", "label": "Pompe à chaleur"}],
    },
    {"name": "consent", "type": "consent", "label": "J'accepte d'être rappelé au sujet de mon projet.", "required": True},
]

ANSWERS = {
    "first_name": "Awa",
    "last_name": "Diop",
    "email": "awa.diop@example.org",
    "phone": "06 12 34 56 78",
    "project": "solar",
    "consent": "on",
}


@dataclass
class Company:
    tenant: str
    centre: str
    form_id: str
    agents: list[str] = field(default_factory=list)
    admin: str = ""

    @property
    def form_path(self) -> str:
        return f"/f/{self.tenant}-{self.form_id}"


def form_content(centre: str, **changes: Any) -> dict[str, Any]:
    content = {
        "name": "Étude solaire", "language": "fr", "country": "FR", "centres": [{"centre_id": centre, "share": 1}], "double_optin": True,
        "link_hours": 72, "allowed_origins": ["https://landing.example"], "fields": FIELDS, "consent": {"text": ""}, "mail": {}, "thanks": "",
    }  # fmt: skip
    return content | changes


def a_company(
    name: str = "Soleil Vert", *, agents: int = 1, method: str = "push", sender: NewSender | None = None, totp: str | None = None, **form: Any
) -> Company:
    tenant = identity.open_tenant(name, "fr", "Europe/Paris", "FR")
    with tenancy.inside(tenant, by="system:test"):
        messaging.add_sender(sender or NewSender(kind="null", from_name=name, from_address="contact@example.com"))
        centre = identity.open_centre("Centre de Lyon", method)
        drafted = forms.draft(form_content(centre, **form))
        forms.publish(drafted.id)
        company = Company(tenant, centre, drafted.id)
        company.admin = an_agent(company, 0, role="admin", totp=totp)
        company.agents = [an_agent(company, number, totp=totp) for number in range(1, agents + 1)]
    return company


def email_of(company: Company, number: int) -> str:
    return f"user{number}@{company.tenant}.example"


def an_agent(company: Company, number: int, role: str = "agent", totp: str | None = None) -> str:
    with tenancy.inside(company.tenant, by="system:test"):
        centre = company.centre if role in {"agent", "manager", "centre_owner"} else None
        return identity.add_user(NewUser(email_of(company, number), f"Agent {number}", role, centre), PASSWORD, totp)


def a_token(company: Company, role: str = "agent", user: str | None = None) -> str:
    """As signing in gives it, without the price of a password: to the first agent, or the administrator."""
    who = user or (company.agents[0] if role == "agent" else company.admin)
    centre = company.centre if role in roles.IN_A_CENTRE else None
    return tokens.make("access", sub=who, tid=company.tenant, role=role, ce=centre, sid="0" * 16)


def the_lead(company: Company) -> Lead:
    """The newest one, as it is now."""
    with tenancy.inside(company.tenant):
        [found], _ = leads.newest(lambda _: True, limit=5, cursor=None)
        return leads.fresh(found.id)
