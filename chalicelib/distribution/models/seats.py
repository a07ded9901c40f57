from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self
from zlib import crc32

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.distribution.facts import AgentCameBack, AgentSeated, AgentWentAway, DistributionRuled, SeatChanged
from chalicelib.distribution.rules import Rules
from chalicelib.foundation import clock, platform
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.records import MainRecord, failed_condition, key, where_condition_holds

STRIDE = 1000
REMEMBERED = 200
"""Of an agent's closed leads so many decide about their part: then the past counts half, so that who they are today shows."""
DAY_KEPT = timedelta(days=400)
HEARD_WITHIN_MS = 35 * 60 * 1000
"""A console that is open renews its access every quarter of an hour: after two of them and some more nobody is there."""
ONE_DUE = struct.Struct(">If")


@dataclass(frozen=True)
class Turn:
    """One lead by turn: where the agent's turn and the centre's time stand after it, and what it owed to each who could have had it."""

    day: str
    moved_to: float
    time: float
    dues: Mapping[str, float]


class Ruled(MainRecord, discriminator="DR"):
    """The rules of a centre: ``{tid}#R#{centre}`` / ``A``, before its seats, so that one query reads them all."""

    SK = "A"

    rules = JSONAttribute(attr_name="ru")

    @classmethod
    def of(cls, centre_id: str) -> Self:
        """As they are kept; of a centre that has none yet, the first version, not written."""
        found: Self | None = cls.find(key("R", centre_id), cls.SK, consistent=True)
        return found or cls(key("R", centre_id), cls.SK, rules={})

    @property
    def read(self) -> Rules:
        return Rules.model_validate(self.rules)

    def keep(self, rules: Rules, fact: DistributionRuled, tx: TransactWrite) -> None:
        """Only where nobody has written them since."""
        kept = rules.model_dump(mode="json")
        if self.version:
            self.tell(fact, Ruled.rules.set(kept), tx=tx)
            return
        self.rules, self.version, self.said = kept, 1, said_now(fact)
        tx.save(self, condition=Ruled.pk.does_not_exist())


class Seat(MainRecord, discriminator="A"):
    """An agent in the distribution of a centre: present or why not, what they can, what is held, and whose turn it is.

    `turn` goes on by `STRIDE / weight` with each lead; `served` is where the time of the centre stood after the last one (`choice`). `counted_on` is
    the day that `given`, `drawn` and `handed` count: leads by turn, taken by the agent, and by a manager's hand; `dues` holds what the leads given by
    turn that day owed to each agent who could have had them.
    """

    present = BooleanAttribute(attr_name="on")
    pause = UnicodeAttribute(attr_name="pa", null=True)
    since = NumberAttribute(attr_name="si", null=True)
    capacity = NumberAttribute(attr_name="cap")
    daily_cap = NumberAttribute(attr_name="dc", null=True)
    languages = UnicodeSetAttribute(attr_name="la", null=True)
    skills = UnicodeSetAttribute(attr_name="ks", null=True)
    held = UnicodeSetAttribute(attr_name="op", null=True)
    turn = NumberAttribute(attr_name="vt")
    served = NumberAttribute(attr_name="vs", null=True)
    weight = NumberAttribute(attr_name="w")
    closed = NumberAttribute(attr_name="cl", default=0)
    won = NumberAttribute(attr_name="cw", default=0)
    counted_on = UnicodeAttribute(attr_name="da", null=True)
    given = NumberAttribute(attr_name="dg", default=0)
    drawn = NumberAttribute(attr_name="dw", default=0)
    handed = NumberAttribute(attr_name="dh", default=0)
    dues = BinaryAttribute(attr_name="du", legacy_encoding=False, null=True)

    @classmethod
    def new(cls, centre_id: str, agent_id: str, *, turn: float, rules: Rules) -> Self:
        seat = cls(
            *seat_key(centre_id, agent_id), present=True, since=clock.now_ms(), turn=turn, weight=1, version=1, capacity=rules.capacity,
            daily_cap=rules.daily_cap,
        )  # fmt: skip
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

    def today(self, day: str) -> int:
        """How many leads came to the agent that day, however they came."""
        return int(self.given + self.drawn + self.handed) if self.counted_on == day else 0

    def owed(self, day: str) -> dict[int, float]:
        """Of the leads given by turn that day: what was due to whom."""
        return unpacked(self.dues) if self.counted_on == day else {}

    def take(self, lead_id: str, tx: TransactWrite, day: str, how: str) -> None:
        """Hold one more lead, that came so (`drawn`, `handed`). Drawn: only while present, and below all limits."""
        room = self._room(day) if how == "drawn" else None
        tx.update(self, actions=[Seat.held.add({lead_id}), *self._counted(day, how, tx)], condition=room)

    def take_turn(self, lead_id: str, tx: TransactWrite, turn: Turn) -> None:
        """Hold the lead that is one's turn: only while present and below all limits. The turn moves on."""
        dues = self.owed(turn.day)
        for agent_id, due in turn.dues.items():
            dues[crc32(agent_id.encode())] = dues.get(crc32(agent_id.encode()), 0.0) + due
        moved = [Seat.turn.set(turn.moved_to), Seat.served.set(turn.time), Seat.dues.set(packed(dues))]
        tx.update(self, actions=[Seat.held.add({lead_id}), *moved, *self._counted(turn.day, "given", tx)], condition=self._room(turn.day))

    def _room(self, day: str) -> Condition:
        places: Condition = Path("op").does_not_exist() | (size(Path("op")) < self.capacity)  # type: ignore[no-untyped-call]
        room: Condition = (Seat.present == True) & places  # noqa: E712 - an expression, not a test
        if self.daily_cap is None:
            return room
        # Who was counted since this was read is another version of the day.
        counted: Condition = (Seat.given == self.given) & (Seat.drawn == self.drawn) & (Seat.handed == self.handed)
        both: Condition = room & (counted if self.counted_on == day else Path("da") != day)
        return both

    def _counted(self, day: str, how: str, tx: TransactWrite) -> list[Action]:
        """One more that day. The day before is put away with it."""
        if self.counted_on == day:
            return [getattr(Seat, how).add(1)]
        if self.counted_on:
            tx.save(SeatDay.of(self))
        counts = {name: int(name == how) for name in ("given", "drawn", "handed")}
        fresh = [getattr(Seat, name).set(count) for name, count in counts.items()]
        return [Seat.counted_on.set(day), *fresh, *([] if how == "given" else [Seat.dues.remove()])]

    def let_go(self, lead_id: str, tx: TransactWrite) -> None:
        """Free the place. Of a lead that is not held: nothing."""
        tx.update(self, actions=[Seat.held.delete({lead_id})])

    def hold(self, lead_id: str, *, held: bool, closed: int = 0, won: int = 0) -> None:
        """Hold a lead or not, as it should be; with it, how many more were closed and won. What is so already is not written, nor counted."""
        if held == (lead_id in (self.held or ())):
            return
        one = {lead_id}
        changed: list[Action] = [Seat.held.add(one) if held else Seat.held.delete(one)]
        if closed:
            half = 2 if self.closed + closed > REMEMBERED else 1
            changed += [Seat.closed.set(max(0, self.closed + closed) / half), Seat.won.set(max(0, self.won + won) / half)]
        is_other = ~Path("op").contains(lead_id) if held else Path("op").contains(lead_id)
        try:
            self.update(actions=changed, condition=Seat.pk.exists() & is_other)
        except UpdateError as error:
            if not failed_condition(error):
                raise

    def come_back(self, turn: float) -> None:
        """Present again, not before those who stayed: an absence earns no burst of leads."""
        fact = AgentCameBack(self.centre_id, self.agent_id)
        now = clock.now_ms()
        moved = Seat.turn.set(max(float(self.turn), turn))
        self.tell(fact, Seat.present.set(True), Seat.pause.remove(), Seat.since.set(now), moved, *self._rings(now + HEARD_WITHIN_MS))

    def listen(self, until: int) -> None:
        """Whether the agent is still there is asked then. One small write, no fact, no version; nothing where it was asked anew meanwhile."""
        unchanged = Seat.ds == self.ds if self.ds else Seat.ds.does_not_exist()
        with where_condition_holds():
            self.update(self._rings(until), condition=Seat.pk.exists() & unchanged)

    def _rings(self, at: int) -> list[Action]:
        timer = platform.due_at(self.agent_id, at, self.pk)
        return [Seat.dk.set(timer["dk"]), Seat.ds.set(timer["ds"])]

    def go_away(self, reason: str | None = None) -> None:
        """Take no new leads. What is held stays held."""
        why = Seat.pause.set(reason) if reason else Seat.pause.remove()
        now = Seat.since.set(clock.now_ms())
        self.tell(AgentWentAway(self.centre_id, self.agent_id, reason), Seat.present.set(False), why, now, Seat.dk.remove(), Seat.ds.remove())

    def moved_to(self, centre_id: str, *, turn: float) -> None:
        """The same agent in another centre, as they can; what they hold follows lead by lead. Who sits there already stays."""
        there = Seat(
            *seat_key(centre_id, self.agent_id), present=self.present, pause=self.pause, since=self.since, turn=turn, weight=self.weight, version=1,
            capacity=self.capacity, daily_cap=self.daily_cap, languages=self.languages, skills=self.skills, closed=self.closed, won=self.won,
        )  # fmt: skip
        there.said = said_now(AgentSeated(centre_id, self.agent_id))
        with where_condition_holds():
            there.save(condition=Seat.pk.does_not_exist())

    def welcome(self, lead_id: str, tx: TransactWrite) -> None:
        """Hold one that its agent brings along: it came to them before, and is not counted again."""
        tx.update(self, actions=[Seat.held.add({lead_id})])

    def set_up(self, *, capacity: int, daily_cap: int | None, languages: set[str], skills: set[str], weight: float) -> None:
        """What the agent can, and how much of it."""
        wanted = {"capacity": capacity, "daily_cap": daily_cap, "languages": languages or None, "skills": skills or None, "weight": weight}
        changes = [getattr(Seat, name).remove() if value is None else getattr(Seat, name).set(value) for name, value in wanted.items()]
        self.tell(SeatChanged(self.centre_id, self.agent_id), *changes)


class SeatDay(MainRecord, discriminator="AD"):
    """What an agent got on a day of their centre's: ``{tid}#R#{centre}`` / ``D#{day}#{agent}``. Written with the first lead of a later day."""

    given = NumberAttribute(attr_name="dg", default=0)
    drawn = NumberAttribute(attr_name="dw", default=0)
    handed = NumberAttribute(attr_name="dh", default=0)
    dues = BinaryAttribute(attr_name="du", legacy_encoding=False, null=True)

    @classmethod
    def of(cls, seat: Seat) -> Self:
        kept = clock.now() + DAY_KEPT
        return cls(
            seat.pk, f"D#{seat.counted_on}#{seat.agent_id}", expires=int(kept.timestamp()), given=seat.given, drawn=seat.drawn, handed=seat.handed,
            dues=seat.dues,
        )  # fmt: skip

    @classmethod
    def since(cls, centre_id: str, day: str) -> list[Self]:
        return list(cls.query(key("R", centre_id), cls.sk.between(f"D#{day}", "D$")))

    @property
    def agent_id(self) -> str:
        return str(self.sk.split("#")[2])


def packed(dues: Mapping[int, float]) -> bytes:
    """Eight bytes an agent: fifty of them leave a seat under one kilobyte, so that a lead given costs no more."""
    return b"".join(ONE_DUE.pack(agent, due) for agent, due in sorted(dues.items()))


def unpacked(dues: bytes | None) -> dict[int, float]:
    return dict(ONE_DUE.iter_unpack(dues or b""))


def seat_key(centre_id: str, agent_id: str) -> tuple[str, str]:
    return key("R", centre_id), f"A#{agent_id}"


def read_centre(centre_id: str) -> tuple[Rules, list[Seat]]:
    """The rules and the seats, by one query."""
    found: list[Any] = list(MainRecord.query(key("R", centre_id), MainRecord.sk.startswith("A"), consistent_read=True))
    rules = next((one.read for one in found if isinstance(one, Ruled)), None)
    return rules or Rules.model_validate({}), [one for one in found if isinstance(one, Seat)]
