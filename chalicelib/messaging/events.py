"""What Amazon SES tells of a mail that left, as EventBridge hands it over."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

KINDS = ("Delivery", "Bounce", "Complaint")
FOR_GOOD = "Permanent"


class NotOurs(Exception):
    """Nothing to note: another kind of event, or a mail that was not sent from here."""


@dataclass(frozen=True)
class MailEvent:
    """`day`: of UTC, on which the mail left. `is_for_good`: of a bounce, no mail will ever arrive there."""

    kind: str
    tenant: str
    sender_id: str
    mail_id: str
    about_id: str | None
    day: str
    is_for_good: bool

    @classmethod
    def of(cls, body: str) -> Self:
        """Raises `NotOurs`; `ValueError` or `KeyError` for what nobody can read."""
        detail = json.loads(body)["detail"]
        mail = detail["mail"]
        label = _labels(mail.get("tags", {}))
        if detail["eventType"] not in KINDS or not {"tenant", "sender", "mail"} <= label.keys():
            raise NotOurs
        return cls(
            kind=detail["eventType"], tenant=label["tenant"], sender_id=label["sender"], mail_id=label["mail"], about_id=_about(label.get("about")),
            day=f"{datetime.fromisoformat(mail['timestamp']):%Y%m%d}", is_for_good=detail.get("bounce", {}).get("bounceType") == FOR_GOOD,
        )  # fmt: skip


def _labels(tags: dict[str, Any]) -> dict[str, str]:
    """SES tells each with a list of values; ours have one."""
    return {name: str(values[0]) for name, values in tags.items() if values}


def _about(label: str | None) -> str | None:
    return urlsafe_b64decode(label + "=" * (-len(label) % 4)).decode() if label else None
