"""The company that the smoke test walks through: one of its own in each stage, with an agent and visitors who are nobody.

It is founded by the operator's own credentials through the same actions as any company, which needs the stage's variables in the environment
before the app is read (`enter`). All that a visitor, an agent or a partner would do goes over HTTP and has no place here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

NAME = "Passerelle, essai de mise en service"
FIELDS = [
    {"name": "first_name", "type": "text", "label": "Prénom", "required": True},
    {"name": "last_name", "type": "text", "label": "Nom", "required": True},
    {"name": "email", "type": "email", "label": "E-mail", "required": True},
    {"name": "phone", "type": "phone", "label": "Téléphone", "required": True},
    {"name": "consent", "type": "consent", "label": "J'accepte d'être rappelé.", "required": True},
]
AGENT = "essai@passerelle.invalid"
BY = "system:trial"


@dataclass(frozen=True)
class Trial:
    tenant: str
    form: str
    """As it stands in the form's address."""
    agent: str


def enter(variables: dict[str, str], region: str) -> None:
    """Let this process be the stage's. The app reads its settings once, when it is first imported."""
    os.environ.update({name: value for name, value in variables.items() if isinstance(value, str)})
    os.environ["AWS_REGION"] = region


def found_platform() -> None:
    """What must be there before the first company comes. A repeat changes nothing."""
    from chalicelib.identity import actions as identity

    identity.found_platform()


def founded(sender: str) -> Trial:
    """The company as it stands; what an interrupted trial left out is added."""
    from chalicelib.foundation import tenancy
    from chalicelib.identity import actions as identity
    from chalicelib.identity import queries as known

    there = {tenant.name: tenant.id for tenant in known.tenants().items}
    tenant = there.get(NAME) or identity.open_tenant(NAME, "fr", "Europe/Paris", "FR")
    with tenancy.inside(tenant, by=BY):
        centre = next((one.id for one in known.centres()), None) or identity.open_centre("Essai", "push")
        return Trial(tenant, f"{tenant}-{_form(centre, sender)}", _agent(centre))


def mailed_link(trial: Trial, email: str) -> str | None:
    """The path of the link in the visitor's mail, once that has left: nobody reads it at the other end."""
    from chalicelib.contacts import queries as contacts
    from chalicelib.foundation import tenancy
    from chalicelib.leads import queries as leads
    from chalicelib.optin import tokens

    with tenancy.inside(trial.tenant, by=BY):
        person = contacts.known_by_email(email)
        lead = next(iter(leads.leads_of(person)), None) if person else None
        return f"/c/{tokens.made(lead.id, int(lead.mails))}" if lead and lead.mails else None


def password_token(trial: Trial) -> str:
    """What a mail about a forgotten password would carry to the agent."""
    from chalicelib.foundation import tenancy
    from chalicelib.identity import queries as known

    with tenancy.inside(trial.tenant, by=BY):
        return known.password_link(trial.agent).link.partition("token=")[2]


def _form(centre: str, sender: str) -> str:
    from chalicelib.forms import actions as forms
    from chalicelib.forms import queries as published
    from chalicelib.forms.shapes import FormDraft
    from chalicelib.foundation.errors import NotFound
    from chalicelib.messaging import actions as messaging
    from chalicelib.messaging import queries as senders
    from chalicelib.messaging.shapes import NewSender

    used = next((one for one in senders.senders() if one.from_address == sender), None)
    sender_id = (used or messaging.add_sender(NewSender(kind="ses", from_name="Passerelle", from_address=sender))).id
    known = {name: form_id for form_id, name in published.names().items()}
    draft = FormDraft(name=sender, fields=FIELDS, centres=[{"centre_id": centre, "share": 1}], mail={"sender_id": sender_id})
    form = known.get(sender) or forms.draft(draft.content()).id
    try:
        published.current(form)
    except NotFound:
        forms.publish(form)
    return form


def _agent(centre: str) -> str:
    import secrets

    from chalicelib.foundation.caller import Caller
    from chalicelib.foundation.routes import Page
    from chalicelib.identity import actions as identity
    from chalicelib.identity import queries as known
    from chalicelib.identity import roles

    operator = Caller("user", "operator", None, role="admin", grants=roles.grants("admin", inside_tenant=True))
    there = next((user.id for user in known.users_for(operator, Page(limit=100)).items if user.email == AGENT), None)
    return there or identity.add_user(identity.NewUser(AGENT, "Essai", "agent", centre), secrets.token_urlsafe(24))
