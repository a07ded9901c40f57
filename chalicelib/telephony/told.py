"""What Amazon Connect tells of a contact, as EventBridge hands it over."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from chalicelib.foundation import clock

VOICE = "VOICE"
BY_US = {"API", "OUTBOUND", "CALLBACK", "EXTERNAL_OUTBOUND"}
NEVER = 10**11
"""Connect writes a time of 1970 for what has not happened. Nothing of ours is that old."""


class NotOurs(Exception):
    """Nothing to note: no call, or no instance of ours."""


@dataclass(frozen=True)
class Told:
    """One event. Each repeats all times that were known when it left, which closes the gaps of those that got lost.

    `stamps`: milliseconds by the names of `Call`. `agent`: Connect's own id of them. `first`: the contact in which the call began, which is another
    one where the person was handed on.
    """

    kind: str
    instance: str
    contact: str
    is_ours: bool
    stamps: dict[str, int] = field(default_factory=dict)
    agent: str | None = None
    why: str | None = None
    first: str = ""
    is_analysed: bool = False

    @classmethod
    def of(cls, body: str) -> Self:
        """Raises `NotOurs`; `ValueError`, `KeyError` or `TypeError` for what nobody can read."""
        event = json.loads(body)
        detail = _camel(event["detail"])
        if event.get("detail-type") != "Amazon Connect Contact Event" or str(detail["channel"]).upper() != VOICE:
            raise NotOurs
        agent, queue = detail.get("agentInfo") or {}, detail.get("queueInfo") or {}
        stamps = {
            "initiated_at": detail.get("initiationTimestamp"),
            "answered_at": detail.get("connectedToSystemTimestamp"),
            "queued_at": queue.get("enqueueTimestamp"),
            "connected_at": agent.get("connectedToAgentTimestamp"),
            "ended_at": detail.get("disconnectTimestamp"),
            "completed_at": agent.get("afterContactWorkEndTimestamp"),
        }
        kind = str(detail["eventType"])
        known = {name: ms for name, text in stamps.items() if (ms := _ms(text))}
        return cls(
            kind=kind, instance=_last(detail["instanceArn"]), contact=str(detail["contactId"]), is_ours=detail.get("initiationMethod") in BY_US,
            stamps=known | _of_itself(kind, known, _ms(event.get("time"))), agent=_last(agent["agentArn"]) if agent.get("agentArn") else None,
            why=_code(detail.get("disconnectReason")), first=_first(detail),
            is_analysed=bool(detail.get("contactLens")),
        )  # fmt: skip


OF_KIND = {
    "INITIATED": "initiated_at", "CONNECTED_TO_SYSTEM": "answered_at", "QUEUED": "queued_at", "CONNECTED_TO_AGENT": "connected_at",
    "DISCONNECTED": "ended_at", "COMPLETED": "ended_at",
}  # fmt: skip


def _first(detail: dict[str, Any]) -> str:
    """Transfers, to an agent or to a queue, and whoever is called in name the contact that all of them began with, or at least the one before."""
    linked = (detail.get(name) for name in ("initialContactId", "previousContactId", "relatedContactId"))
    return str(next((contact for contact in linked if contact), detail["contactId"]))


def _of_itself(kind: str, known: dict[str, int], at: int | None) -> dict[str, int]:
    """An event whose own time is missing happened when it was sent: late by a moment, which is better than never."""
    name = OF_KIND.get(kind)
    return {name: at} if name and name not in known and at else {}


def _camel(value: Any) -> Any:
    """Connect documents some of its events with a capital first letter, and sends small ones."""
    if not isinstance(value, dict):
        return value
    return {name[:1].lower() + name[1:]: _camel(inner) for name, inner in value.items()}


def _ms(text: Any) -> int | None:
    ms = clock.to_ms(datetime.fromisoformat(text)) if isinstance(text, str) and text else 0
    return ms if ms > NEVER else None


def _last(arn: str) -> str:
    return str(arn).rpartition("/")[2]


def _code(reason: Any) -> str | None:
    said = _camel(reason).get("code") if isinstance(reason, dict) else reason
    return str(said)[:60] if said else None
