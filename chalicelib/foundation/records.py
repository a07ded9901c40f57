"""The five tables as base classes. Slices own key spaces in them: subclasses stand in the owning slice's `models.py` only.

Attribute names are stored in one to four letters because DynamoDB counts them in the size of an item. Keys, indexes and their costs:
`docs/data.md`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Self, cast

from pynamodb.attributes import DiscriminatorAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection, TableConnection
from pynamodb.exceptions import DoesNotExist, PynamoDBException, TransactWriteError
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.foundation import aws, clock, config, fence, tenancy
from chalicelib.foundation.errors import Conflict, NotFound
from chalicelib.foundation.facts import Fact, said_now

CONDITION_FAILED = "ConditionalCheckFailedException"


BUSY = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded", "None"})
"""Why a transaction is cancelled that is as good a moment later. botocore sees only that it was cancelled, and does not try again."""
REFUSED = frozenset({"ConditionalCheckFailed", "TransactionConflict"})
"""Why one is cancelled because somebody else was quicker."""
PATIENCE = 5


def _patience(response: Any, attempts: int, **_: Any) -> float | None:
    """How long to wait for another transaction to be done with an item, or for a partition to cool down."""
    error = response[1].get("Error", {}).get("Code") if response else None
    reasons = {reason["Code"] for reason in response[1].get("CancellationReasons", [])} if response else set()
    is_busy = error == "TransactionConflictException" or (error == "TransactionCanceledException" and reasons <= BUSY)
    # Spread, so that those who collided do not collide again.
    return random.uniform(0.005, 0.02 * 2**attempts) if is_busy and attempts < PATIENCE else None  # noqa: S311 - no secret


class _Fenced(Connection):
    """One botocore client for all records, with the tenant fence hung on it."""

    _making = Lock()

    @property
    def session(self) -> Any:
        return aws.SESSION

    @property
    def client(self) -> Any:
        if self._client is None:
            with self._making:
                if self._client is None:
                    made = super().client
                    made.meta.events.register("provide-client-params.dynamodb.*", fence.guard)
                    made.meta.events.register("needs-retry.dynamodb", _patience)
        return super().client


CONNECTION = _Fenced(region=config.REGION, max_pool_connections=32)


class Record(Model):
    """An item of any table. Every partition key starts with the tenant: ``{tid}#…``."""

    pk: UnicodeAttribute
    sk: UnicodeAttribute

    @classmethod
    def _get_connection(cls) -> TableConnection:
        if cls._connection is None or cls._connection.table_name != cls.Meta.table_name:
            made = super()._get_connection()
            if cls.Meta.table_name not in CONNECTION._tables:  # noqa: SLF001 - PynamoDB has no other way to ask
                CONNECTION.add_meta_table(made.get_meta_table())
            made.connection = CONNECTION
        return cast("TableConnection", cls._connection)

    @classmethod
    def find(cls, hash_key: str, range_key: str, *, consistent: bool = False) -> Any:
        """The item, or None."""
        try:
            return cls.get(hash_key, range_key, consistent_read=consistent)
        except DoesNotExist:
            return None

    @classmethod
    def existing(cls, hash_key: str, range_key: str, *, consistent: bool = False) -> Self:
        """The item. Raises `NotFound`."""
        found: Self | None = cls.find(hash_key, range_key, consistent=consistent)
        if found is None:
            raise NotFound
        return found

    @property
    def bound_to(self) -> str:
        """What is sealed in it is bound to this: nothing opens where it was not sealed."""
        return f"{self.pk}|{self.sk}"


class _Work(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "work"
        projection = IncludeProjection(["t"])

    wk = UnicodeAttribute(hash_key=True)
    ws = UnicodeAttribute(range_key=True)


class _Day(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "day"
        projection = IncludeProjection(["t"])

    dd = UnicodeAttribute(hash_key=True)
    dv = UnicodeAttribute(range_key=True)


class _Due(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "due"
        projection = IncludeProjection(["t"])

    dk = UnicodeAttribute(hash_key=True)
    ds = UnicodeAttribute(range_key=True)


class MainRecord(Record):
    """Mutable state. `v` counts the changes; `ev` is the fact of the last one, which the relay announces."""

    class Meta:
        table_name = config.named("main")
        region = config.REGION

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    t = DiscriminatorAttribute()

    version = NumberAttribute(attr_name="v", default=0)
    said = JSONAttribute(attr_name="ev", null=True)

    work = _Work()
    wk = UnicodeAttribute(null=True)
    ws = UnicodeAttribute(null=True)
    day = _Day()
    dd = UnicodeAttribute(null=True)
    dv = UnicodeAttribute(null=True)
    due = _Due()
    dk = UnicodeAttribute(null=True)
    ds = UnicodeAttribute(null=True)
    expires = NumberAttribute(attr_name="ttl", null=True)

    def tell(self, fact: Fact, *actions: Action, tx: TransactWrite | None = None) -> None:
        """Change, and say so in the same write. For records without states; raises `Conflict` when somebody changed it since it was read.

        Inside a transaction whoever opened it decides what a refusal means.
        """
        version = int(self.version) + 1
        said = [MainRecord.said.set(said_now(fact)), MainRecord.version.set(version)]
        if tx is not None:
            tx.update(self, actions=[*actions, *said], condition=MainRecord.version == self.version)
            return
        with where_condition_holds(otherwise=Conflict):
            self.update(actions=[*actions, *said], condition=MainRecord.version == self.version)


class _Rung(_Due):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "due"
        projection = IncludeProjection(["t"])


class DueRecord(Record):
    """What the index of timers tells of an item of `main`. Its kind is a word here: a sweep need not know the record, nor have read its room."""

    class Meta:
        table_name = config.named("main")
        region = config.REGION

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    t = UnicodeAttribute()
    due = _Rung()
    dk = UnicodeAttribute()
    ds = UnicodeAttribute()

    @classmethod
    def _get_connection(cls) -> TableConnection:
        # A process has one description of a table, the first that it meets: the one with every index must not come second.
        MainRecord._get_connection()  # noqa: SLF001 - PynamoDB has no other way
        return super()._get_connection()


class LeaseRecord(Record):
    """What is forgotten by itself: claims, sessions, connections, deliveries. `expires` is in seconds since 1970."""

    class Meta:
        table_name = config.named("lease")
        region = config.REGION

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    t = DiscriminatorAttribute()
    expires = NumberAttribute(attr_name="ttl", null=True)


class TallyRecord(Record):
    """Counters: what adds up, and may be lost."""

    class Meta:
        table_name = config.named("tally")
        region = config.REGION

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    t = DiscriminatorAttribute()
    expires = NumberAttribute(attr_name="ttl", null=True)


class FindRecord(Record):
    """How persons are found by parts of what they are called. Made from `main`, and made anew from it where it is lost."""

    class Meta:
        table_name = config.named("find")
        region = config.REGION

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    t = DiscriminatorAttribute()


class _Actor(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "actor"
        projection = IncludeProjection(["t"])

    ak = UnicodeAttribute(hash_key=True)
    ay = UnicodeAttribute(range_key=True, attr_name="as")


class TraceRecord(Record):
    """One fact, for ever. Written by the relay alone."""

    class Meta:
        table_name = config.named("trace")
        region = config.REGION

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    t = UnicodeAttribute()
    at = NumberAttribute()
    by = UnicodeAttribute()
    version = NumberAttribute(attr_name="v")
    data = JSONAttribute(attr_name="d")
    actor = _Actor()
    ak = UnicodeAttribute(null=True)
    ay = UnicodeAttribute(null=True, attr_name="as")


def key(*parts: str) -> str:
    """A partition key of the current tenant: ``key("P", pid)`` is ``{tid}#P#{pid}``."""
    return "#".join((tenancy.tenant(), *parts))


def hour_key(at: int) -> tuple[str, str, str]:
    """Where facts of no person stand in the history, behind the tenant."""
    return "Z", f"{clock.from_ms(at):%Y%m%d%H}", "0"


class TransactionFault(Exception):
    """A transaction failed, and nobody was quicker: no right to do so, an item too large, DynamoDB in trouble. A fault, never a `Conflict`."""


class _Transaction(TransactWrite):
    """Whoever opened it reads a `TransactWriteError` as “somebody else was first”: faults are told apart here, once for all."""

    def _commit(self) -> Any:
        try:
            return super()._commit()
        except TransactWriteError as error:
            if not any(reason and reason.code in REFUSED for reason in error.cancellation_reasons):
                raise TransactionFault from error
            raise


def transaction() -> TransactWrite:
    """All of its writes happen, or none. Passed down to the actions of lower slices.

    Raises `TransactWriteError` where a condition, or another transaction on the same items, refused it; `TransactionFault` for anything else.
    """
    return _Transaction(connection=CONNECTION)


def failed_condition(error: PynamoDBException) -> bool:
    """Whether a single write was refused by its condition (and not by a fault)."""
    return error.cause_response_code == CONDITION_FAILED


@contextmanager
def where_condition_holds(otherwise: type[Exception] | None = None) -> Iterator[None]:
    """Around a write whose condition may be refused: then there is nothing to do, or that is raised as `otherwise` says. Faults are raised."""
    try:
        yield
    except PynamoDBException as error:
        if not failed_condition(error):
            raise
        if otherwise is not None:
            raise otherwise from error


def refused_writes(error: TransactWriteError) -> list[dict[str, Any] | None]:
    """What stood in the way of each write of a cancelled transaction, in the order puts and updates were sent.

    None: that write was not refused. A dict: the raw item that refused it (empty where it was not asked for).
    """
    return [(reason.raw_item or {}) if reason and reason.code == "ConditionalCheckFailed" else None for reason in error.cancellation_reasons]


def lost_race(error: TransactWriteError) -> bool:
    """Whether another transaction was busy on one of the items: try again, nothing is decided."""
    return any(reason and reason.code == "TransactionConflict" for reason in error.cancellation_reasons)
