"""A valid body for every shape that a route takes, naming only things of the company given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.calls.outcomes import usual
from tests.builders import ANSWERS, form_content
from tests.isolation.companies import NOTE, Whole

KEY = "01J00000000000000000000001"

BODIES: dict[str, Callable[[Whole], dict[str, Any]]] = {
    "AlertRulesDraft": lambda _: {"rules": [{"id": "pool", "kind": "old_pool", "on": True, "after": 30, "audience": "centre"}]},
    "ApiKeyNew": lambda _: {"name": "Site", "scopes": ["leads.write"]},
    "AssignmentDraft": lambda company: {"agent_id": company.agents[1]},
    "CallDraft": lambda _: {"key": KEY, "way": "hand"},
    "CentreHours": lambda _: {"hours": None},
    "BatchDraft": lambda company: {
        "form_id": company.ids["form_id"],
        "leads": [{"reference": f"lot-{number}"} | _lead(number) for number in range(2)],
    },
    "CentreNew": lambda _: {"name": "Nantes", "method": "pull"},
    "ClosureDraft": lambda company: {"to_centre_id": company.other_centre, "people": "move"},
    "Clearing": lambda _: {"until": "2020-01-01T00:00:00Z"},
    "ConfirmationDraft": lambda _: {"key": KEY, "reason": "Il l'a dit au guichet, papiers en main."},
    "DistributionDraft": lambda company: {
        "method": "push",
        "rules": {"skills": ["Solaire"], "needs": [{"form_id": company.ids["form_id"], "skills": ["Solaire"]}]},
    },
    "FormDraft": lambda company: form_content(company.ids["centre_id"], mail={"sender_id": company.ids["sender_id"]}),
    "LineDraft": lambda company: {"way": "hand", "inbound_form_id": company.ids["form_id"], "inbound_centre_id": company.ids["centre_id"]},
    "HandoverDraft": lambda company: {"key": KEY, "from_agent_id": company.agents[0], "to_agent_id": company.agents[1]},
    "LabelSaid": lambda _: {"note_id": NOTE, "label": "partial"},
    "LeadDraft": lambda company: {"form_id": company.ids["form_id"]} | _lead(0),
    "LeadListsDraft": lambda company: {"add": [company.ids["list_id"]]},
    "ListDraft": lambda company: {"name": "Salon", "centre_id": company.ids["centre_id"]},
    "MembersDraft": lambda company: {"lead_ids": [company.ids["lead_id"]]},
    "RuleAsked": lambda company: {"rule": {"conditions": [{"about": "tag", "values": [company.ids["tag_id"]]}]}},
    "MailDraft": lambda company: {
        "draft": form_content(company.ids["centre_id"], mail={"sender_id": company.ids["sender_id"]}),
        "language": "fr",
        "lead_id": company.ids["lead_id"],
    },
    "NewSender": lambda _: {"kind": "null", "from_name": "Contact", "from_address": "contact@example.org"},
    "NewRelance": lambda company: {"key": KEY, "plan_id": company.ids["plan_id"], "step": 1},
    "NewTextLine": lambda _: {"name": "SMS", "channel": "sms", "provider": "none"},
    "PlanDraft": lambda company: {
        "name": "Relance",
        "wanted": "unconfirmed",
        "form_id": company.ids["form_id"],
        "steps": [{"channel": "mail", "after": 60, "texts": {"fr": {"text": "Bonjour"}}}],
    },
    "TextTrial": lambda _: {"to": "+33612345678"},
    "NoteReadingDraft": lambda _: {"is_on": True},
    "NoteTried": lambda _: {"text": "Rappeler demain."},
    "NewWebhook": lambda _: {"url": "http://127.0.0.1:9/hook", "facts": ["lead.confirmed"]},
    "NoteModelDraft": lambda company: {"title": "Message laissé", "text": "Message laissé sur le répondeur.", "centre_id": company.ids["centre_id"]},
    "NoteDraft": lambda _: {"key": KEY, "text": "Rappeler demain."},
    "BlockDraft": lambda _: {"blocked": True, "key": "01J00000000000000000000009", "reason": "Ne veut plus d'appel."},
    "CentreOutcomes": lambda _: {"outcomes": [one.model_dump(mode="json") for one in usual().outcomes], "clientele": "consumers"},
    "NoticeSettings": lambda _: {"mail": True, "muted": [], "centres": True},
    "NoticesRead": lambda _: {"ids": ["0" * 20]},
    "OutcomeDraft": lambda _: {"outcome": "callback", "callback_at": (datetime.now(UTC) + timedelta(days=1)).isoformat()},
    "PreviewOrder": lambda company: {"draft": form_content(company.ids["centre_id"], mail={"sender_id": company.ids["sender_id"]})},
    "PresenceDraft": lambda _: {"present": True},
    "ReopeningDraft": lambda _: {"key": KEY, "reason": "Il a rappelé."},
    "ReturnDraft": lambda _: {"reason": "language"},
    "SeatDraft": lambda _: {"capacity": 5, "languages": ["fr"], "skills": ["Solaire"]},
    "SecondFactor": lambda _: {"required": False},
    "SurveyDraft": lambda company: {
        "name": "Satisfaction",
        "form_id": company.ids["form_id"],
        "audience": {"lead_ids": [company.ids["lead_id"]]},
    },
    "FlowDraft": lambda _: {"columns": ["form", "last_note"], "fields": ["project"], "lists": [], "reserving": ["agent"]},
    "TagsDraft": lambda company: {"add": [company.ids["tag_id"]]},
    "TagDraft": lambda _: {"name": "À rappeler", "colour": "sky"},
    "Trial": lambda _: {"to": "essai@example.org"},
    "UserNew": lambda company: {"email": "new@example.org", "name": "Nouvelle", "role": "agent", "centre_id": company.ids["centre_id"]},
}


def _lead(number: int) -> dict[str, Any]:
    answers = ANSWERS | {"consent": True, "email": f"awa.diop{number or ''}@example.org"}
    return {"answers": answers, "consent": {"given_at": datetime.now(UTC).isoformat()}}


def body_of(shape: str | None, company: Whole) -> dict[str, Any] | None:
    if shape is None:
        return None
    assert shape in BODIES, f"teach the isolation tests a valid {shape}: tests/isolation/bodies.py"
    return BODIES[shape](company)
