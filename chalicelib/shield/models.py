from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Literal, NamedTuple, Self, cast

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action
from pynamodb.pagination import ResultIterator
from pynamodb.transactions import TransactWrite

from chalicelib.foundation import clock, ids, keys, tenancy
from chalicelib.foundation.errors import AlreadyDone, Conflict, NotFound
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.records import LeaseRecord, MainRecord, key
from chalicelib.foundation.states import Moves
from chalicelib.shield import facts
from chalicelib.shield.shapes import Reason

HOUR = 3600
KEPT = timedelta(days=7)
PAGE = 200
"""Posts that one query looks through. A form with few among many would else be sought a handful at a time."""
Kind = Reason | Literal["held", "upload"]


class Allowance(NamedTuple):
    """How many leads may be opened on account of one thing: an address, a form, a page's work. `seconds`: how long it is remembered.

    Posts that are held back, and files that are sent beforehand, have theirs too.
    """

    kind: Kind
    name: str
    limit: int
    seconds: int = HOUR


class Spent(LeaseRecord, discriminator="SP"):
    """What was made of an allowance in one stretch of the clock: an hour for most. Around the turn of it, twice the allowance may pass."""

    times = NumberAttribute(attr_name="n", default=0)

    @classmethod
    def add(cls, tx: TransactWrite, allowance: Allowance) -> None:
        """One more, in the very transaction of the lead, which is refused beyond the limit."""
        spent, changes = cls._one_more(allowance)
        tx.update(spent, changes, condition=cls.times.does_not_exist() | (cls.times < allowance.limit), return_values="ALL_OLD")

    @classmethod
    def is_beyond(cls, allowance: Allowance) -> bool:
        """One more, where no lead is opened: whether that is beyond the limit. What is beyond is counted on."""
        spent, changes = cls._one_more(allowance)
        spent.update(changes)
        return bool(spent.times > allowance.limit)

    @classmethod
    def _one_more(cls, allowance: Allowance) -> tuple[Self, list[Action]]:
        stretch = clock.now_ms() // 1000 // allowance.seconds
        spent = cls(key("SP", allowance.name), f"{allowance.kind}#{stretch}")
        return spent, [cls.t.set(cls), cls.times.add(1), cls.expires.set((stretch + 2) * allowance.seconds)]

    @classmethod
    def kind_of(cls, refused: dict[str, Any] | None) -> Reason | None:
        """The kind of allowance that a refused write stands for; None for a write of somebody else."""
        if not refused or refused.get("t", {}).get("S") != "SP":
            return None
        return cast("Reason", refused["sk"]["S"].partition("#")[0])


class HeldPost(Moves, MainRecord, discriminator="HP"):
    """A post that the shield held back, sealed under the company's key. Whatever is decided on it, it is gone a week after it came."""

    MOVES: ClassVar = {"held": frozenset({"released", "dropped"}), "released": frozenset(), "dropped": frozenset()}

    state = UnicodeAttribute(attr_name="s")
    form = UnicodeAttribute(attr_name="fm")
    reason = UnicodeAttribute(attr_name="rs")
    held_at = NumberAttribute(attr_name="cr")
    sealed = BinaryAttribute(attr_name="enc", legacy_encoding=False, null=True)
    lead = UnicodeAttribute(attr_name="l", null=True)

    @classmethod
    def keep(cls, form_id: str, reason: Reason, request: dict[str, Any]) -> None:
        now = clock.now_ms()
        post = cls(*post_key(f"{clock.sortable(now)}.{ids.short_id()}"), state="held", form=form_id, reason=reason, held_at=now, version=1)
        post.sealed = keys.of(tenancy.tenant()).seal(request, about=post.bound_to)
        post.expires = now // 1000 + int(KEPT.total_seconds())
        post.said = said_now(facts.PostHeldBack(post.id, form_id, reason))
        post.save(condition=cls.pk.does_not_exist())

    @classmethod
    def known(cls, post_id: str) -> Self:
        """Raises `NotFound`, also for one whose week is over."""
        post = cls.existing(*post_key(post_id), consistent=True)
        if post.is_over:
            raise NotFound
        return post

    @classmethod
    def waiting(cls, form_id: str | None, reason: str | None, after: str | None = None) -> ResultIterator[Self]:
        """Newest first."""
        wanted = (cls.state == "held") & (cls.expires > clock.now_ms() // 1000)
        if form_id:
            wanted &= cls.form == form_id
        if reason:
            wanted &= cls.reason == reason
        pk = key("HP")
        start = {"pk": {"S": pk}, "sk": {"S": after}} if after else None
        return cls.query(pk, filter_condition=wanted, scan_index_forward=False, page_size=PAGE, last_evaluated_key=start)

    @property
    def id(self) -> str:
        return str(self.sk)

    @property
    def is_over(self) -> bool:
        """DynamoDB may take two days to take away what has lapsed."""
        return bool(self.expires <= clock.now_ms() // 1000)

    def read(self) -> dict[str, Any]:
        """The request as `forms` made it: answers, proof, edition."""
        opened: dict[str, Any] = keys.of(tenancy.tenant()).open(self.sealed, about=self.bound_to)
        return opened

    def expect_waiting(self) -> None:
        """Raises `AlreadyDone` for one that was released, `Conflict` for one that was dropped."""
        if self.state != "held":
            raise AlreadyDone if self.state == "released" else Conflict

    def release(self, lead_id: str, tx: TransactWrite | None = None) -> None:
        self.move_to("released", facts.PostReleased(self.id, self.form, self.reason, lead_id), tx=tx, sealed=None, lead=lead_id)

    def drop(self) -> None:
        self.move_to("dropped", facts.PostDropped(self.id, self.form, self.reason), sealed=None)


def post_key(post_id: str) -> tuple[str, str]:
    return key("HP"), post_id
