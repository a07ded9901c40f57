"""What a demo company sends by itself to whoever has not confirmed, or was not called: plans, and the lines by which they write."""

from __future__ import annotations

from typing import Any

from chalicelib.campaigns import actions as campaigns
from chalicelib.campaigns.models.plans import Plan
from chalicelib.campaigns.shapes import PlanDraft
from chalicelib.foundation.caller import Caller
from chalicelib.messaging import lines
from chalicelib.messaging.shapes import NewTextLine

A_DAY = 24 * 60
WRITES = Caller("user", "founding", None, "admin", grants={"campaigns.write": "all"})

UNCONFIRMED: dict[str, Any] = {
    "name": "Pas encore confirmé", "wanted": "unconfirmed", "on": True,
    "steps": [
        {
            "channel": "mail", "after": A_DAY,
            "texts": {
                "fr": {
                    "subject": "Plus qu’un clic, {{ first_name | default('à vous') }}",
                    "text": "Bonjour,\n\nvotre demande auprès de {{ company }} attend votre confirmation.",
                },
                "en": {"text": "Hello,\n\nyour request to {{ company }} waits for your confirmation."},
            },
        },
        {"channel": "sms", "after": 2 * A_DAY, "texts": {"fr": {"text": "{{ company }} : le mail de {{ sender }} attend votre clic."}}},
    ],
}  # fmt: skip
UNCONTACTED: dict[str, Any] = {
    "name": "En attente d’un appel", "wanted": "uncontacted", "on": True,
    "steps": [
        {
            "channel": "whatsapp", "after": A_DAY, "template": {"name": "appel_bientot", "parameters": ["first_name", "company"]},
        },
        {"channel": "mail", "after": 2 * A_DAY, "texts": {"fr": {"text": "Bonjour,\n\nun conseiller de {{ company }} vous appelle très vite."}}},
    ],
}  # fmt: skip
LINES = (("SMS", "sms", "+33639980001"), ("WhatsApp", "whatsapp", "phone-number-id-0123456789abcdef0123456789abcdef"))


def write_plans() -> None:
    """In the current company, once."""
    if Plan.all():
        return
    for name, channel, identity in LINES:
        lines.add_line(NewTextLine.model_validate({"name": name, "channel": channel, "identity": identity}))
    for draft in (UNCONFIRMED, UNCONTACTED):
        campaigns.add_plan(PlanDraft.model_validate(draft), WRITES)
