from __future__ import annotations

import json
from typing import Any

from chalicelib.foundation import tenancy
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.log import log
from chalicelib.foundation.wires import hide
from chalicelib.webhooks import actions


def group(said: Announcement) -> str:
    """What is told in order: all that is about one lead."""
    return str(getattr(said.fact, "lead_id", None) or said.id)


def fan_webhook(said: Announcement) -> None:
    actions.announce(said)


def send_webhook(event: dict[str, Any]) -> dict[str, Any]:
    """Handle a batch of one: several of one group would be counted as received each time that the first of them waits.

    A delivery that must wait stays in the queue as the message that it is, hidden for the wait: that holds back the later ones of its
    group (same endpoint, same lead) and no others.
    """
    failed = [record["messageId"] for record in event["Records"] if not _is_done(record)]
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}


def _is_done(record: dict[str, Any]) -> bool:
    place = json.loads(record["body"])
    with tenancy.inside(place["tenant"], by="system:send-webhook"), log.about(tenant=place["tenant"], delivery=place["delivery_id"]):
        try:
            wait = actions.attempt(place["webhook_id"], place["delivery_id"], place["turn"])
            if wait is not None:
                hide(actions.QUEUE, record, wait)
        except Exception as error:  # noqa: BLE001  # a fault of ours: the message comes back by itself, and ends in the dead-letter queue
            log.failure("wire_failed", error)
            return False
        return wait is None
