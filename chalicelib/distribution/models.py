from __future__ import annotations

from typing import Self

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import size
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.distribution.facts import AgentCameBack, AgentSeated, AgentWentAway
from chalicelib.foundation import clock, platform
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.records import MainRecord, key, where_condition_holds

STRIDE = 1000
CAPACITY = 30
NOTED_AGAIN_MS = 30 * 1000


class Backlog(MainRecord, discriminator="BL"):
    """A pool in which a lead was left waiting. It stands among the timers: the sweep finds all there are without asking every company."""

    seen_at = NumberAttribute(attr_name="at")

    @classmethod
    def note(cls, centre_id: str) -> None:
        """Somebody waits there. Told again at once, it is not written again."""
        found, now = cls.of(centre_id), clock.now_ms()
        if found is None or now - found.seen_at > NOTED_AGAIN_MS:
            pk, sk = backlog_key(centre_id)
            cls(pk, sk, seen_at=now, dk=platform.BACKLOGS, ds=pk).save()

    @classmethod
    def of(cls, centre_id: str) -> Self | None:
        found: Self | None = cls.find(*backlog_key(centre_id), consistent=True)
        return found

    def clear(self) -> None:
        """Nobody waits any more. Seen waiting since this was read, or so lately that the pool's index may not show it: it stays."""
        if clock.now_ms() - self.seen_at <= 2 * NOTED_AGAIN_MS:
            return
        with where_condition_holds():
            self.delete(condition=Backlog.seen_at == self.seen_at)


class Seat(MainRecord, discriminator="A"):
    """An agent in the distribution of a centre: present or not, what is held, and whose turn it is.

    `turn` is stride scheduling's virtual time: each lead moves it on by `STRIDE / weight`, and the lowest `place` is next.
    """

    present = BooleanAttribute(attr_name="on")
    capacity = NumberAttribute(attr_name="cap")
    held = UnicodeSetAttribute(attr_name="op", null=True)
    turn = NumberAttribute(attr_name="vt")
    weight = NumberAttribute(attr_name="w")

    @classmethod
    def new(cls, centre_id: str, agent_id: str, *, turn: float) -> Self:
        seat = cls(*seat_key(centre_id, agent_id), present=True, capacity=CAPACITY, turn=turn, weight=1, version=1)
        seat.said = said_now(AgentSeated(centre_id, agent_id))
        return seat

    @classmethod
    def known(cls, centre_id: str, agent_id: str) -> Self:
        """Raises `NotFound`."""
        return cls.existing(*seat_key(centre_id, agent_id), consistent=True)

    @classmethod
    def roster(cls, centre_id: str) -> list[Self]:
        return list(cls.query(key("R", centre_id), cls.sk.startswith("A#"), consistent_read=True))

    @property
    def agent_id(self) -> str:
        return str(self.sk.partition("#")[2])

    @property
    def centre_id(self) -> str:
        return str(self.pk.rpartition("#")[2])

    @property
    def load(self) -> int:
        return len(self.held or ())

    @property
    def why_not(self) -> str | None:
        """Why the agent cannot take a lead now; None when they can."""
        if not self.present:
            return "away"
        return "full" if self.load >= self.capacity else None

    @property
    def place(self) -> float:
        """Where this seat stands in the row: the middle of its next turn, which halves the error of shares under unequal weights."""
        return float(self.turn) + STRIDE / float(self.weight) / 2

    def take(self, lead_id: str, tx: TransactWrite, *, by_turn: bool) -> None:
        """Hold one more lead. By turn: only while present and below capacity, and the turn moves on."""
        actions: list[Action] = [Seat.held.add({lead_id})]
        if not by_turn:
            tx.update(self, actions=actions)
            return
        actions.append(Seat.turn.set(self.turn + STRIDE / self.weight))
        room = Path("op").does_not_exist() | (size(Path("op")) < self.capacity)  # type: ignore[no-untyped-call]
        tx.update(self, actions=actions, condition=(Seat.present == True) & room)  # noqa: E712 - an expression, not a test

    def let_go(self, lead_id: str, tx: TransactWrite) -> None:
        """Free the place. Of a lead that is not held: nothing."""
        tx.update(self, actions=[Seat.held.delete({lead_id})])

    def hold(self, lead_id: str, *, held: bool) -> None:
        """Hold a lead or not, as it should be. What is so already is not written."""
        if held != (lead_id in (self.held or ())):
            one = {lead_id}
            self.update(actions=[Seat.held.add(one) if held else Seat.held.delete(one)], condition=Seat.pk.exists())

    def come_back(self, turn: float) -> None:
        """Present again, not before those who stayed: an absence earns no burst of leads."""
        fact = AgentCameBack(self.centre_id, self.agent_id)
        self.tell(fact, Seat.present.set(True), Seat.turn.set(max(float(self.turn), turn)))

    def go_away(self) -> None:
        """Take no new leads. What is held stays held."""
        self.tell(AgentWentAway(self.centre_id, self.agent_id), Seat.present.set(False))


def backlog_key(centre_id: str) -> tuple[str, str]:
    return key("R", centre_id), "B"


def seat_key(centre_id: str, agent_id: str) -> tuple[str, str]:
    return key("R", centre_id), f"A#{agent_id}"
