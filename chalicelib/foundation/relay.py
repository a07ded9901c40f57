"""The relay: `main`'s stream is the outbox. Each change with a fact becomes one immutable row of `trace` and wakes the wires that listen.

At least once: a row that exists is not written again, but its fact goes on all the same, since the crash may have come between the two.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pynamodb.exceptions import PutError

from chalicelib.foundation import aws, clock, facts, tenancy
from chalicelib.foundation.facts import Announcement, Fact
from chalicelib.foundation.log import log
from chalicelib.foundation.records import TraceRecord, failed_condition

SQS_BATCH = 10


@dataclass(frozen=True)
class Wire:
    """A queue and the facts that it hears. A FIFO queue needs `group`: what must stay in order."""

    queue: str
    hears: tuple[type[Fact], ...]
    group: Callable[[Announcement], str] | None = None


@dataclass
class _Post:
    """Messages waiting to be sent to one queue, each with the stream record that caused it."""

    wire: Wire
    waiting: list[tuple[str, Announcement]] = field(default_factory=list)

    def send(self) -> Iterable[str]:
        """Send all, ten at a time; yields the stream positions of those that were refused."""
        for start in range(0, len(self.waiting), SQS_BATCH):
            batch = self.waiting[start : start + SQS_BATCH]
            entries = [_entry(self.wire, str(place), said) for place, (_, said) in enumerate(batch)]
            answer = aws.client("sqs").send_message_batch(QueueUrl=aws.queue_url(self.wire.queue), Entries=entries)
            yield from (batch[int(failed["Id"])][0] for failed in answer.get("Failed", []))


def relay(event: dict[str, Any], wires: Iterable[Wire]) -> dict[str, Any]:
    """Handle one batch of the stream. Answers the first position that failed, from which Lambda delivers again."""
    posts = {wire.queue: _Post(wire) for wire in wires}
    failed: list[str] = []
    for record in event["Records"]:
        position = record["dynamodb"]["SequenceNumber"]
        try:
            _relay_one(record, position, posts)
        except Exception as error:  # noqa: BLE001
            # Whatever it is, the record must come again, and with it all later ones, to keep the order of facts.
            log.failure("relay_failed", error, position=position)
            failed.append(position)
            break
    for post in posts.values():
        failed.extend(post.send())
    return {"batchItemFailures": [{"itemIdentifier": min(failed, key=int)}] if failed else []}


def _relay_one(record: dict[str, Any], position: str, posts: Mapping[str, _Post]) -> None:
    said = _announcement(record["dynamodb"])
    if said is None:
        return
    announcement, pk, sk, is_history = said
    with tenancy.inside(announcement.tenant):
        _keep(announcement, pk, sk)
    if not is_history:
        for post in posts.values():
            if isinstance(announcement.fact, post.wire.hears):
                post.waiting.append((position, announcement))


def _announcement(change: dict[str, Any]) -> tuple[Announcement, str, str, bool] | None:
    """The fact of a change; None where it carries none (a TTL deletion, a change that nobody needs to know of)."""
    new, old = change.get("NewImage"), change.get("OldImage", {})
    if not new or "ev" not in new or new["v"] == old.get("v") or new["ev"] == old.get("ev"):
        return None
    pk, sk, version = new["pk"]["S"], new["sk"]["S"], int(new["v"]["N"])
    said = json.loads(new["ev"]["S"])
    tenant, _, subject = pk.partition("#")
    fact = facts.restored(said["t"], said["d"])
    return Announcement(f"{subject}#{sk}:{version}", tenant, said["at"], said["by"], version, fact), pk, sk, "h" in said


def _keep(said: Announcement, pk: str, sk: str) -> None:
    """Write the row of the history, once."""
    row = TraceRecord(
        _trace_partition(said, pk), f"{clock.sortable(said.at)}#{sk}#{said.version}",
        t=type(said.fact).__name__, at=said.at, by=said.by, version=said.version, data=json.loads(said.to_json())["data"],
    )  # fmt: skip
    if said.by.startswith("user:"):
        day = clock.from_ms(said.at).strftime("%Y%m%d")
        row.ak, row.ay = f"{said.tenant}#Y#{said.by[5:]}#{day}", clock.sortable(said.at)
    try:
        row.save(condition=TraceRecord.pk.does_not_exist())
    except PutError as error:
        if not failed_condition(error):
            raise


def _trace_partition(said: Announcement, pk: str) -> str:
    """A person's history stands under the person; all other facts stand by the hour."""
    if pk.startswith(f"{said.tenant}#P#"):
        return pk
    return f"{said.tenant}#Z#{clock.from_ms(said.at):%Y%m%d%H}#0"


def _entry(wire: Wire, place: str, said: Announcement) -> dict[str, str]:
    entry = {"Id": place, "MessageBody": said.to_json()}
    if wire.group:
        entry |= {"MessageGroupId": f"{said.tenant}#{wire.group(said)}", "MessageDeduplicationId": _dedup(said)}
    return entry


def _dedup(said: Announcement) -> str:
    """SQS takes letters, digits and punctuation, up to 128: the fact's own name is all of that."""
    return f"{said.tenant}#{said.id}"
