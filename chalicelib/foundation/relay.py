"""The relay: `main`'s stream is the outbox. Each change with a fact becomes one immutable row of `trace` and wakes the wires that listen; a public
fact goes out on the bus as well.

At least once: a row that exists is not written again, but its fact goes on all the same, since the crash may have come between the two.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from chalicelib.foundation import aws, clock, config, facts, tenancy
from chalicelib.foundation.facts import Announcement, Fact
from chalicelib.foundation.log import log
from chalicelib.foundation.publication import Publication
from chalicelib.foundation.records import TraceRecord, hour_key, where_condition_holds

AT_ONCE = 10
"""As many as SQS and EventBridge take in one call. Ten facts are a few kilobytes, and both allow hundreds."""

BUS, SOURCE = f"passerelle-{config.STAGE}", "passerelle"
"""Where partners listen, and whom their rules know us by."""


@dataclass(frozen=True)
class Wire:
    """A queue and the facts that it hears. A FIFO queue needs `group`: what must stay in order."""

    queue: str
    hears: tuple[type[Fact], ...]
    group: Callable[[Announcement], str] | None = None


@dataclass
class _Outbox(ABC):
    """What is on its way to one listener, each with the place in the stream of the change that caused it."""

    waiting: list[tuple[str, dict[str, Any]]] = field(default_factory=list, init=False)

    def take(self, said: Announcement, position: str) -> None:
        if self.hears(said.fact):
            self.waiting.append((position, self.entry(said)))

    def send(self) -> str | None:
        """All of it, in order. Answers the position of the first that was refused: it comes again, and with it all later ones."""
        for start in range(0, len(self.waiting), AT_ONCE):
            batch = self.waiting[start : start + AT_ONCE]
            try:
                refused = self.refused([entry for _, entry in batch])
            except Exception as error:  # noqa: BLE001 - whatever it is, nothing of the batch is known to have arrived, and other listeners wait
                log.failure("relay_failed", error, position=batch[0][0])
                return batch[0][0]
            if refused:
                log.info("relay_refused", position=batch[min(refused)][0], reasons=sorted(set(refused.values())))
                return batch[min(refused)][0]
        return None

    @abstractmethod
    def hears(self, fact: Fact) -> bool: ...

    @abstractmethod
    def entry(self, said: Announcement) -> dict[str, Any]: ...

    @abstractmethod
    def refused(self, entries: list[dict[str, Any]]) -> dict[int, str]:
        """Send them by one call; the places of those that were refused, with the reason."""


@dataclass
class _Queue(_Outbox):
    wire: Wire

    def hears(self, fact: Fact) -> bool:
        return isinstance(fact, self.wire.hears)

    def entry(self, said: Announcement) -> dict[str, Any]:
        """SQS takes letters, digits and punctuation, up to 128, to tell repeats by: the fact's own name is all of that."""
        message = {"MessageBody": said.to_json()}
        if self.wire.group:
            message |= {"MessageGroupId": f"{said.tenant}#{self.wire.group(said)}", "MessageDeduplicationId": f"{said.tenant}#{said.id}"}
        return message

    def refused(self, entries: list[dict[str, Any]]) -> dict[int, str]:
        numbered = [{"Id": str(place)} | entry for place, entry in enumerate(entries)]
        answer = aws.client("sqs").send_message_batch(QueueUrl=aws.queue_url(self.wire.queue), Entries=numbered)
        return {int(failed["Id"]): failed["Code"] for failed in answer.get("Failed", [])}


@dataclass
class _Bus(_Outbox):
    """The last to be told: a bus that fails brings the batch back, and the house has heard by then."""

    def hears(self, fact: Fact) -> bool:
        return fact.PUBLIC is not None

    def entry(self, said: Announcement) -> dict[str, Any]:
        """The tenant stands among the resources, where a partner's rule asks for its own. Told again, it is another event with the same detail."""
        told = Publication.of(said)
        place = {"EventBusName": BUS, "Source": SOURCE, "Resources": [said.tenant], "Time": clock.from_ms(said.at)}
        return place | {"DetailType": told.type, "Detail": told.body}

    def refused(self, entries: list[dict[str, Any]]) -> dict[int, str]:
        answer = aws.client("events").put_events(Entries=entries)
        return {place: entry["ErrorCode"] for place, entry in enumerate(answer["Entries"]) if "ErrorCode" in entry}


def relay(event: dict[str, Any], wires: Iterable[Wire]) -> dict[str, Any]:
    """Handle one batch of the stream. Answers the first position that failed, from which Lambda delivers again."""
    outboxes = [*(_Queue(wire) for wire in wires), _Bus()]
    unread = _read(event["Records"], outboxes)
    failed = [position for position in (unread, *(outbox.send() for outbox in outboxes)) if position]
    return {"batchItemFailures": [{"itemIdentifier": min(failed, key=int)}] if failed else []}


def _read(records: list[dict[str, Any]], outboxes: list[_Outbox]) -> str | None:
    """Keep each fact in the history and hand it to whoever listens. Answers the position that it came to grief at."""
    for record in records:
        position = record["dynamodb"]["SequenceNumber"]
        try:
            _relay_one(record, position, outboxes)
        except Exception as error:  # noqa: BLE001
            # Whatever it is, the record must come again, and with it all later ones, to keep the order of facts.
            log.failure("relay_failed", error, position=position)
            return str(position)
    return None


def _relay_one(record: dict[str, Any], position: str, outboxes: list[_Outbox]) -> None:
    said = _announcement(record["dynamodb"])
    if said is None:
        return
    announcement, pk, sk, is_history = said
    with tenancy.inside(announcement.tenant):
        _keep(announcement, pk, sk)
    if not is_history:
        for outbox in outboxes:
            outbox.take(announcement, position)


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
    with where_condition_holds():
        row.save(condition=TraceRecord.pk.does_not_exist())


def _trace_partition(said: Announcement, pk: str) -> str:
    """A person's history stands under the person; all other facts stand by the hour."""
    if pk.startswith(f"{said.tenant}#P#"):
        return pk
    return "#".join((said.tenant, *hour_key(said.at)))
