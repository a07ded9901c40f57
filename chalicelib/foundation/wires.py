"""How a queue's batch becomes facts handed to a task, one by one, and how the answer names only what failed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.foundation import aws, tenancy
from chalicelib.foundation.errors import AlreadyDone, ComesLater
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.keys import TenantGone
from chalicelib.foundation.log import log

Task = Callable[[Announcement], None]

FIFO = ".fifo"
WAITS = (5, 15, 45, 135, 300)
"""Seconds until a message of a queue with groups comes again. Hidden for as long as the queue says, it would hold up its whole group for minutes."""
PATIENCE, HOUR = 30, 3600
HIDDEN_AT_MOST = 11 * HOUR
"""SQS hides a message for twelve hours, what it was hidden before included."""


def each_fact(event: dict[str, Any], queue: str, task: Task, *, in_order: bool = False) -> dict[str, Any]:
    """Hand each fact of the batch to the task, inside its tenant, and answer which messages come again.

    `in_order`: a message that fails holds back the later ones of its own group, and no others. SQS counts those as received each time, and
    gives them up together with it: only for tasks that cannot do without.
    """
    failed: list[dict[str, Any]] = []
    held_back: set[str] = set()
    for record in event["Records"]:
        group = record["attributes"]["MessageGroupId"] if in_order else None
        if group in held_back or not _is_done(record, queue, task):
            failed.append(record)
            held_back |= {group} if group else set()
    if queue.endswith(FIFO):
        for record in failed:
            _come_again_soon(queue, record)
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in failed]}


def hide(queue: str, record: dict[str, Any], seconds: int) -> None:
    """Let a message come again in so many seconds, instead of when its queue says."""
    aws.client("sqs").change_message_visibility(QueueUrl=aws.queue_url(queue), ReceiptHandle=record["receiptHandle"], VisibilityTimeout=seconds)


def _wait(queue: str, record: dict[str, Any], seconds: int) -> None:
    """Until its turn. Who has come often waits longer: a queue gives up what came too many times."""
    _come_again(queue, record, min(max(seconds, min(_times(record) * PATIENCE, HOUR)), HIDDEN_AT_MOST))


def _come_again_soon(queue: str, record: dict[str, Any]) -> None:
    """At once where nobody can read it: it is given up the sooner, and its group goes on."""
    _come_again(queue, record, WAITS[min(_times(record), len(WAITS)) - 1] if _is_readable(record["body"]) else 0)


def _come_again(queue: str, record: dict[str, Any], seconds: int) -> None:
    try:
        hide(queue, record, seconds)
    except (BotoCoreError, ClientError) as error:
        log.failure("not_hidden", error)  # It comes again all the same, when its queue says.


def _times(record: dict[str, Any]) -> int:
    return int(record["attributes"]["ApproximateReceiveCount"])


def _is_readable(body: str) -> bool:
    try:
        Announcement.from_json(body)
    except (ValueError, KeyError, TypeError):
        return False
    return True


def _is_done(record: dict[str, Any], queue: str, task: Task) -> bool:
    """`AlreadyDone` and `TenantGone` are acknowledged: nothing is left to do. `ComesLater` is no failure, and waits.

    Everything else, `NotFound` included (a read may be late), comes again and ends in the dead-letter queue.
    """
    wire = queue.removesuffix(FIFO)
    with log.about(wire=wire):
        try:
            said = Announcement.from_json(record["body"])
            with tenancy.inside(said.tenant, by=f"system:{wire}"), log.about(tenant=said.tenant, fact=said.id):
                task(said)
        except AlreadyDone:
            log.info("already_done")
        except TenantGone:
            log.info("tenant_gone")
        except ComesLater as turn:
            log.info("comes_later")
            _wait(queue, record, turn.seconds)
            return False
        except Exception as error:  # noqa: BLE001 - whatever it is, the message comes again, and the others of the batch are not its fault
            log.failure("wire_failed", error)
            return False
        return True
