"""What Amazon Connect tells of one call, as it sends it: each event repeats the times that were known when it left."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.house.test_samples import SAMPLES
from tests.telephony.conftest import AWAS, CONTACT, INSTANCE

[RECORD] = SAMPLES["connect_contacts"]["Records"]
ARN = f"arn:aws:connect:eu-west-3:123456789012:instance/{INSTANCE}"
BEGAN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
ORDER = ("INITIATED", "CONNECTED_TO_SYSTEM", "QUEUED", "CONNECTED_TO_AGENT", "DISCONNECTED", "COMPLETED")
AFTER_SECONDS = {"INITIATED": 0, "CONNECTED_TO_SYSTEM": 12, "QUEUED": 13, "CONNECTED_TO_AGENT": 15, "DISCONNECTED": 200, "COMPLETED": 230}


def iso(seconds: float, began: datetime = BEGAN) -> str:
    return (began + timedelta(seconds=seconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def event(
    kind: str, *, contact: str = CONTACT, method: str = "API", agent: str | None = AWAS, until: tuple[str, ...] = ORDER, bare: bool = False,
    began: datetime = BEGAN, **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """`until`: what happens in this call at all. `bare`: the times of others got lost, and its own as well."""
    happened = [one for one in until if ORDER.index(one) <= ORDER.index(kind)] if not bare else []
    at = {one: iso(AFTER_SECONDS[one], began) for one in happened}
    detail: dict[str, Any] = {
        "contactId": contact, "channel": "VOICE", "instanceArn": ARN, "initiationMethod": method, "eventType": kind,
        "tags": {"aws:connect:instanceId": INSTANCE},
    }  # fmt: skip
    names = {"INITIATED": "initiationTimestamp", "CONNECTED_TO_SYSTEM": "connectedToSystemTimestamp", "DISCONNECTED": "disconnectTimestamp"}
    detail |= {name: at[one] for one, name in names.items() if one in at}
    if "QUEUED" in at:
        detail["queueInfo"] = {"queueArn": f"{ARN}/queue/q", "queueType": "STANDARD", "enqueueTimestamp": at["QUEUED"]}
    if "CONNECTED_TO_AGENT" in at and agent:
        detail["agentInfo"] = {"agentArn": f"{ARN}/agent/{agent}", "connectedToAgentTimestamp": at["CONNECTED_TO_AGENT"]}
    if kind in {"DISCONNECTED", "COMPLETED"}:
        detail["disconnectReason"] = "CUSTOMER_DISCONNECT"
    time = iso(AFTER_SECONDS[kind] + 1, began)[:19] + "Z"
    return {"version": "0", "detail-type": "Amazon Connect Contact Event", "source": "aws.connect", "time": time, "detail": detail | more}


def hand_over(*events: dict[str, Any]) -> list[dict[str, str]]:
    import app

    records = [RECORD | {"messageId": str(place), "body": json.dumps(one)} for place, one in enumerate(events)]
    failed: list[dict[str, str]] = app.connect_contacts({"Records": records}, None)["batchItemFailures"]
    return failed
