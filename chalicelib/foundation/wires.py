"""How a queue's batch becomes facts handed to a task, one by one, and how the answer names only what failed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, SqsFifoPartialProcessor, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from chalicelib.foundation import tenancy
from chalicelib.foundation.errors import AlreadyDone
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.log import log

Task = Callable[[Announcement], None]


def each_fact(event: dict[str, Any], wire: str, task: Task, *, fifo: bool = False) -> dict[str, Any]:
    """Hand each fact of the batch to the task, inside its tenant.

    `AlreadyDone` is acknowledged. Everything else, `NotFound` included (a read may be late), comes again and ends in the dead-letter queue.
    """

    def handle(record: SQSRecord) -> None:
        said = Announcement.from_json(record.body)
        with tenancy.inside(said.tenant, by=f"system:{wire}"), log.about(tenant=said.tenant, fact=said.id, wire=wire):
            try:
                task(said)
            except AlreadyDone:
                log.info("already_done")
            except Exception as error:
                log.failure("wire_failed", error)
                raise

    # In a FIFO queue a message that fails holds back the later ones of its own group only.
    processor = SqsFifoPartialProcessor(skip_group_on_error=True) if fifo else BatchProcessor(EventType.SQS)
    processor.raise_on_entire_batch_failure = False
    return dict(process_partial_response(event=event, record_handler=handle, processor=processor, context=None))
