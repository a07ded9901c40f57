"""Two companies with one of everything that has an id: `ours` asks, `theirs` must never be seen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import app
from chalicelib.activities import note_models
from chalicelib.activities.shapes import NoteModelDraft
from chalicelib.campaigns import actions as campaigns
from chalicelib.campaigns.models.pursuits import Pursuit
from chalicelib.campaigns.shapes import PlanDraft
from chalicelib.contacts import queries as contacts
from chalicelib.contacts import tags
from chalicelib.contacts.shapes import TagDraft
from chalicelib.files import queries as files
from chalicelib.forms import actions as forms
from chalicelib.foundation import clock, tenancy
from chalicelib.foundation import ids as random_ids
from chalicelib.foundation.caller import Caller
from chalicelib.identity import actions as identity
from chalicelib.identity import roles, tokens
from chalicelib.leads import actions as lead_actions
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.lists import actions as lists
from chalicelib.lists.shapes import ListDraft
from chalicelib.messaging import lines, null
from chalicelib.messaging import queries as messaging
from chalicelib.messaging.shapes import NewTextLine
from chalicelib.scoring.models import labels
from chalicelib.scoring.models.labels import Read
from chalicelib.shield import queries as shield
from chalicelib.surveys import actions as surveys
from chalicelib.surveys.shapes import SurveyAudience, SurveyDraft
from chalicelib.telephony import actions as telephony
from chalicelib.webhooks import actions as webhooks
from tests.builders import ANSWERS, FIELDS, Company, a_company, an_agent, form_content
from tests.client import Client
from tests.crier import Crier
from tests.files.contents import PDF

URLENCODED = "application/x-www-form-urlencoded"
NOTE = "01HZZZZZZZZZZZZZZZZZZZZZZ"


@dataclass
class Whole:
    """A company. `ids`: one of each thing, by the name that paths give it. `secrets`: what must never be read by others."""

    tenant: str
    ids: dict[str, str]
    token: str
    key: str
    other_centre: str
    agents: list[str]
    leads: list[str]
    """Of the first agent, of the second, of the other centre, and one that nobody has."""
    other_form: str
    other_model: str
    other_plan: str
    other_list: str
    users: dict[str, str]
    secrets: set[str] = field(default_factory=set)

    def asks_as(self, role: str, *, centre: str | None = None, user: str | None = None) -> str:
        """An access token of somebody of this company."""
        centre = (centre or self.ids["centre_id"]) if role in roles.IN_A_CENTRE else None
        user = user or self.users["visitor" if role == roles.PLATFORM_ROLE else "admin"]
        return access_token(user, self.tenant, role, centre)


def access_token(user: str, tenant: str | None, role: str, centre: str | None = None) -> str:
    """As signing in gives it, without the price of a password."""
    return tokens.make("access", sub=user, tid=tenant, role=role, ce=centre, sid="0" * 16)


def found(name: str, mark: str, visitor: str) -> Whole:
    """`mark`: a word in every name, address and text of this company. `visitor`: a super administrator who may come in."""
    crier = Crier(app)
    company = a_company(name, agents=2, allowed_origins=["https://landing.example"], shield={"honeypot": True})
    Client(app.app)("POST", company.form_path, form=_answers(mark, 1))
    Client(app.app)("POST", company.form_path, form=_answers(mark, 5) | {"homepage": mark})
    crier.cry()
    link = re.search(r"/c/([\w.-]+)", null.sent[-1].text)[1]
    with tenancy.inside(company.tenant, by="system:test"):
        other_centre = identity.open_centre(f"Centre de {mark}", "manual")
        far_agent = identity.add_user(identity.NewUser(f"far@{mark}.example", f"Far {mark}", "agent", other_centre), "une-passerelle-solide")
        identity.add_user(identity.NewUser(f"gone@{mark}.example", f"Invitée {mark}", "observer"), "une-passerelle-solide")
        manager = an_agent(company, 9, role="manager")
        everywhere = Caller("user", company.admin, company.tenant, "admin", grants=dict.fromkeys(("forms.read", "leads.read"), "all"))
        cv = {"name": "cv", "type": "file", "label": f"CV de {mark}", "kinds": ["pdf"]}
        straight = forms.draft(form_content(company.centre, name=f"Direct {mark}", double_optin=False, fields=[*FIELDS, cv]))
        forms.publish(straight.id)
        elsewhere = forms.draft(form_content(other_centre, name=f"Ailleurs {mark}", double_optin=False))
        forms.publish(elsewhere.id)
        webhook, _ = webhooks.add("http://127.0.0.1:9/hook", ["lead.confirmed"], f"Hook {mark}")
        delivery = webhooks.test(webhook.id)
        survey = surveys.prepare(SurveyDraft(name=f"Enquête {mark}", form_id=straight.id, audience=SurveyAudience(form_id=straight.id)), everywhere)
        key = identity.make_api_key(f"Key {mark}", set(roles.KEY_SCOPES))
        sender = messaging.senders()[0]
        [held], _ = shield.waiting(None, None, 5, None)
    crier.cry()
    for number, form in ((2, straight), (3, straight), (4, elsewhere)):
        body, kind = with_file(_answers(mark, number)) if form is straight else (urlencode(_answers(mark, number)).encode(), URLENCODED)
        Client(app.app)("POST", f"/f/{company.tenant}-{form.id}", body, headers={"Content-Type": kind})
        crier.cry()
    with tenancy.inside(company.tenant, by="system:test"):
        every, _ = leads.newest(lambda _: True, limit=10, cursor=None)
        by_agent = {lead.agent: lead for lead in every if lead.agent}
        pending = next(lead for lead in every if lead.state == "pending")
        far = next(lead for lead in every if lead.centre == other_centre)
        mine = by_agent[company.agents[0]]
        [file] = files.sent_with(mine.id, contacts.details(mine.person_id)["requests"]["1"])
        holder = Caller("user", company.agents[0], company.tenant, "agent", company.centre, grants={"leads.work": "own"})
        _noted(mine, mark, holder)
        lead_actions.claim(mine.id, holder)
        call = telephony.place(leads.fresh(mine.id), "+33612345678", random_ids.random_id(26), None, holder)
        (salon, other_list), (relances, other_plan), (tag, model, other_model) = (
            _lists(mark, company, other_centre, mine.id), _relances(mark, company, other_centre, mine.id), _words(mark, company, other_centre),
        )  # fmt: skip
    admins = access_token(company.admin, company.tenant, "admin")
    sent = {"form_id": straight.id, "reference": f"Ref-{mark}"}
    batch_id = _imported(admins, sent, _answers(mark, 2) | {"consent": True})
    ids = {
        "reference": sent["reference"], "batch_id": batch_id,
        "tenant_id": company.tenant, "user_id": company.agents[0], "agent_id": company.agents[0], "centre_id": company.centre, "form_id": straight.id,
        "lead_id": mine.id, "webhook_id": webhook.id, "delivery_id": delivery.id, "key_id": key.id, "sender_id": sender.id, "survey_id": survey.id,
        **relances, "file_id": file.id, "tag_id": tag, "list_id": salon, "call_id": call.id, "model_id": model,
        "post_id": held.id,
        "form_key": f"{company.tenant}-{straight.id}", "token": link,
    }  # fmt: skip
    users = {"visitor": visitor, "admin": company.admin, "manager": manager, "far": far_agent}
    lead_ids = [mine.id, by_agent[company.agents[1]].id, far.id, pending.id]
    whole = Whole(
        company.tenant, ids, "", str(key.key), other_centre, company.agents, lead_ids, elsewhere.id, other_model, other_plan, other_list, users
    )
    whole.token = whole.asks_as("admin")
    whole.secrets = {*ids.values(), *lead_ids, *(lead.split(".")[0] for lead in lead_ids), company.admin, manager, far_agent, *company.agents}
    whole.secrets |= {other_centre, other_model, other_plan, other_list, elsewhere.id, company.form_id, mark, mark.lower()}
    return whole


def _relances(mark: str, company: Company, other_centre: str, lead_id: str) -> tuple[dict[str, str], str]:
    """The ids of a plan that is off, of a line, and of what was sent by that plan, by hand, to one lead; and of another centre's plan."""
    line = lines.add_line(NewTextLine(name=f"Ligne {mark}", channel="sms", provider="none"))
    writes = Caller("user", company.admin, company.tenant, "admin", grants=dict.fromkeys(("campaigns.write", "centres.read", "forms.read"), "all"))
    step = {"channel": "sms", "after": 60, "line_id": line.id, "texts": {"fr": {"text": f"Bonjour de {mark}"}}}
    plan = campaigns.add_plan(PlanDraft.model_validate({"name": f"Relance {mark}", "wanted": "uncontacted", "steps": [step]}), writes)
    elsewhere = PlanDraft.model_validate({"name": f"Ailleurs {mark}", "wanted": "uncontacted", "steps": [step], "centre_id": other_centre})
    relance = Pursuit.by_hand(lead_id, f"{mark}0123456789", plan.id, 1)
    return {"plan_id": plan.id, "line_id": line.id, "relance_id": relance.wanted}, campaigns.add_plan(elsewhere, writes).id


def _lists(mark: str, company: Company, other_centre: str, lead_id: str) -> tuple[str, str]:
    """The ids of a list of the company's, with one person on it, and of another centre's."""
    keeps = Caller(
        "user", company.admin, company.tenant, "admin", grants=dict.fromkeys(("lists.read", "lists.write", "leads.read", "centres.read"), "all")
    )
    salon, elsewhere = (lists.make(ListDraft(name=f"Liste {mark}", centre_id=centre), keeps).id for centre in (None, other_centre))
    lists.add(salon, [lead_id], keeps)
    return salon, elsewhere


def _noted(lead: Lead, mark: str, holder: Caller) -> None:
    """A note, and what it was read as."""
    lead_actions.write_note(lead.id, NOTE, f"Note sur {mark}", holder)
    now = clock.now()
    where = (lead.person_id, NOTE, lead.id, lead.number, lead.centre, str(lead.agent))
    labels.keep([Read(*where, clock.to_ms(now), f"{now:%Y%m%d}", "partial", (), "embedded")])


def _words(mark: str, company: Company, other_centre: str) -> tuple[str, str, str]:
    """The ids of a tag, and of a predefined note of each centre."""
    manages = Caller("user", company.admin, company.tenant, "admin", grants={"leads.manage": "all"})
    tag = tags.make(TagDraft(name=f"Tag {mark}")).id
    draft = NoteModelDraft(title=mark, text=f"Note de {mark}", tags=[tag])
    model, other = (note_models.make(draft.model_copy(update={"centre_id": centre}), manages).id for centre in (company.centre, other_centre))
    return tag, model, other


def with_file(answers: dict[str, Any]) -> tuple[bytes, str]:
    """As a browser posts a form without a script."""
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in answers.items()]
    parts += [b'--x\r\nContent-Disposition: form-data; name="cv"; filename="cv.pdf"\r\n\r\n' + PDF + b"\r\n--x--\r\n"]
    return b"".join(parts), "multipart/form-data; boundary=x"


def _imported(token: str, sent: dict[str, str], answers: dict[str, Any]) -> str:
    """Somebody known already, by a reference and in a batch that waits; the batch's id."""
    row = {"answers": answers, "consent": {"given_at": "2026-01-05T09:00:00Z"}}
    ask = Client(app.app)
    path = f"/api/v1/leads/by-reference/{sent['reference']}"
    assert ask("PUT", path, row | {"form_id": sent["form_id"]}, token=token).json["outcome"] == "duplicate"
    batch = {"form_id": sent["form_id"], "leads": [row | {"reference": sent["reference"]}]}
    return str(ask("POST", "/api/v1/lead-batches", batch, token=token).json["id"])


def _answers(mark: str, number: int) -> dict[str, Any]:
    person = {"first_name": mark, "last_name": mark, "email": f"{mark}{number}@example.org", "phone": f"06 12 34 5{number} 78"}
    return ANSWERS | person
