from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar, Self, TypeVar

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.foundation import clock, platform, tenancy
from chalicelib.foundation.errors import AlreadyDone, Conflict, VersionLapsed
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.keys import Sealed
from chalicelib.foundation.records import LeaseRecord, MainRecord, key, where_condition_holds
from chalicelib.foundation.states import TRIES, Moves
from chalicelib.telephony import facts
from chalicelib.telephony.facts import CallFact
from chalicelib.telephony.legs import STAMPS, Leg, in_time
from chalicelib.telephony.told import Told
from chalicelib.telephony.turns import Turn, figures, fitting, in_order

F = TypeVar("F", bound=CallFact)

NOBODY = "-"
REFUSED = "REFUSED"
END_UNKNOWN = "END_UNKNOWN"
DIALLING_MS = 10 * 1000
"""Long enough for whoever looked just before: once the call is written down, everybody sees it."""
LIVE_MS = {"connect": 4 * 3600 * 1000, "hand": 45 * 60 * 1000}
"""A call of which no end was told is over by then: Connect's events are best effort, and people forget to say that they have hung up."""
UNANSWERED_MS = 10 * 60 * 1000
"""Nothing rings as long as that: of a call by Connect that nobody has taken by then, the news got lost."""
CONTACT_KEPT = timedelta(days=30)


class Call(Moves, MainRecord, discriminator="TC"):
    """One call with a person, under the person: ``P#{pid}`` / ``T#{call}``. It stands in the log of its centre, and among those that go on."""

    MOVES: ClassVar = {
        "asked": frozenset({"ringing", "waiting", "talking", "ended"}),
        "ringing": frozenset({"waiting", "talking", "ended"}),
        "waiting": frozenset({"talking", "ended"}),  # the person is on the line, no agent yet
        "talking": frozenset({"waiting", "ended"}),  # an agent handed the person on, and nobody has taken them yet
        "ended": frozenset({"waiting", "talking"}),  # news was late: the person had been handed on, or the end had only been presumed
    }

    state = UnicodeAttribute(attr_name="s")
    lead_id = UnicodeAttribute(attr_name="l")
    direction = UnicodeAttribute(attr_name="di")
    way = UnicodeAttribute(attr_name="wy")
    agent = UnicodeAttribute(attr_name="ag", null=True)
    centre = UnicodeAttribute(attr_name="ce", null=True)
    instance = UnicodeAttribute(attr_name="in", null=True)
    contact = UnicodeAttribute(attr_name="ci", null=True)
    asked_at = NumberAttribute(attr_name="cr")
    initiated_at = NumberAttribute(attr_name="ia", null=True)
    answered_at = NumberAttribute(attr_name="sa", null=True)
    queued_at = NumberAttribute(attr_name="qa", null=True)
    connected_at = NumberAttribute(attr_name="aa", null=True)
    ended_at = NumberAttribute(attr_name="ea", null=True)
    completed_at = NumberAttribute(attr_name="ca", null=True)
    why = UnicodeAttribute(attr_name="dr", null=True)
    lapsed_at = NumberAttribute(attr_name="la", null=True)
    handed_on = JSONAttribute(attr_name="lg", null=True)
    figures = JSONAttribute(attr_name="fi", null=True)
    sealed = BinaryAttribute(attr_name="enc", legacy_encoding=False, null=True)

    @classmethod
    def new(cls, call_id: str, lead_id: str, *, direction: str, way: str, agent: str | None, centre: str | None, at: int | None = None) -> Self:
        asked_at = at or clock.now_ms()
        call = cls(
            *call_key(lead_id.partition(".")[0], call_id), state="asked", lead_id=lead_id, direction=direction, way=way, agent=agent, centre=centre,
            asked_at=asked_at, version=1,
        )  # fmt: skip
        call.dd = log_key(centre)
        for name, place in (call._places("asked") | call._rings("asked")).items():
            setattr(call, name, place)
        call.said = said_now(call._fact(facts.CallPlaced, way=way) if direction == "out" else call._fact(facts.CallReceived))
        return call

    @classmethod
    def known(cls, person_id: str, call_id: str) -> Self:
        """Raises `NotFound`."""
        return cls.existing(*call_key(person_id, call_id), consistent=True)

    @classmethod
    def of_person(cls, person_id: str) -> list[Self]:
        """Newest first."""
        found = cls.query(key("P", person_id), cls.sk.startswith("T#"), consistent_read=True)
        return sorted(found, key=lambda call: -call.asked_at)

    @property
    def id(self) -> str:
        return str(self.sk.partition("#")[2])

    @property
    def person_id(self) -> str:
        return str(self.pk.rpartition("#")[2])

    @property
    def is_live(self) -> bool:
        return self.state != "ended" and clock.now_ms() - self.asked_at < LIVE_MS[self.way]

    @property
    def legs(self) -> list[Leg]:
        """A call is one contact of Connect, and one more for each time that somebody handed the person on."""
        first = Leg(str(self.contact or self.id), self.agent, {name: int(ms) for name in STAMPS if (ms := getattr(self, name)) is not None})
        return [first, *in_time(Leg.kept(contact, kept) for contact, kept in (self.handed_on or {}).items())]

    @property
    def agents(self) -> list[str]:
        """Whoever spoke for us, or was to, in turn."""
        return list(dict.fromkeys(leg.agent for leg in self.legs if leg.agent))

    @property
    def connected_since(self) -> int | None:
        """When the person and an agent first spoke."""
        return min((leg.stamps["connected_at"] for leg in self.legs if "connected_at" in leg.stamps), default=None)

    @property
    def over_at(self) -> int | None:
        """When its last leg ended; None while one goes on, or where no end was told."""
        ends = [leg.over_at for leg in self.legs]
        return None if None in ends else max(end for end in ends if end is not None)

    @property
    def rang_ms(self) -> int | None:
        """How long the telephone rang before somebody took it, or nobody did. Of a call by hand nobody knows."""
        since = self.initiated_at if self.direction == "out" else self.queued_at or self.initiated_at
        until = (self.answered_at if self.direction == "out" else None) or self.connected_since or self.over_at
        return max(0, int(until - since)) if since and until else None

    @property
    def talked_ms(self) -> int | None:
        """How long the person spoke with agents, one after another; nothing while they do, and where no end was told."""
        return None if self.over_at is None else sum(leg.talked_ms for leg in self.legs)

    @property
    def result(self) -> str:
        """What became of it, in one word: as the log shows it."""
        if self.state != "ended":
            return str(self.state)
        if self.why == REFUSED:
            return "refused"
        if self.over_at is None:
            return "unknown"
        if self.way == "hand":
            return "ended"
        if self.connected_since:
            return "talked"
        return "missed" if self.direction == "in" else "abandoned" if self.answered_at else "unanswered"

    def learn(self, told: Told, agent: str | None) -> None:
        """Take in what an event says. Whatever the order, and however often: the earliest time of each kind stands. Raises `AlreadyDone`."""
        self._take_in(told.stamps, agent, told.why, told.contact)

    def hang_up(self) -> None:
        """Whoever speaks says that it is over: the only news of a call by hand."""
        self._take_in({"ended_at": clock.now_ms()}, None, None)

    def refuse(self) -> None:
        """Connect does not dial this."""
        self._take_in({"ended_at": clock.now_ms()}, None, REFUSED)

    def lapse(self) -> None:
        """Its timer rang. Where it has gone on longer than any call does, the news of its end got lost: nobody is on the line any more. What comes
        after all corrects it. Raises `AlreadyDone` where it is over.
        """
        if self.state == "ended":
            raise AlreadyDone
        if clock.now_ms() < self._lapses_at(self.state):
            self.change(None, **self._rings(self.state))
        else:
            self.presume_over()

    def presume_over(self) -> None:
        """Nobody is on the line any more, since when nobody has told. Raises `AlreadyDone`."""
        self.move_to("ended", self._told_of("ended"), lapsed_at=clock.now_ms(), **self._places("ended"), **self._rings("ended"))

    def dialled(self, instance: str, contact: str, tx: TransactWrite) -> None:
        """Connect has taken it, and calls it so from now on."""
        tx.update(self, actions=[Call.instance.set(instance), Call.contact.set(contact)], condition=Call.pk.exists())

    def keep_transcript(self, contact: str, turns: Sequence[Turn], cipher: Sealed) -> None:
        """Of one leg, once: analysed again, it says the same. Raises `AlreadyDone`."""
        kept = self.read_transcript(cipher)
        if any(turn.leg == contact for turn in kept):
            raise AlreadyDone
        self.pin(int(self.version))
        whole = in_order([*kept, *turns], self.legs)
        sealed = cipher.seal(fitting(whole), about=f"{self.bound_to}|said")
        self.change(self._fact(facts.CallTranscribed), sealed=sealed, figures=figures(whole))

    def open_recording(self) -> None:
        self.change(self._fact(facts.RecordingOpened))

    def open_transcript(self) -> None:
        self.change(self._fact(facts.TranscriptOpened))

    def read_transcript(self, cipher: Sealed) -> list[Turn]:
        """What was said, in turn. Whoever shows it to somebody says so."""
        kept = cipher.open(self.sealed, about=f"{self.bound_to}|said") if self.sealed else []
        return [Turn.kept(one, str(self.contact)) for one in kept]

    def _take_in(self, stamps: dict[str, int], agent: str | None, why: str | None, contact: str | None = None) -> None:
        for _ in range(TRIES):
            news = self._news(stamps, agent, why, contact)
            if not news:
                raise AlreadyDone
            self.pin(int(self.version))
            try:
                self._write_news(news)
            except (VersionLapsed, Conflict):
                self.refresh(consistent_read=True)
            else:
                return
        raise Conflict

    def _news(self, stamps: dict[str, int], agent: str | None, why: str | None, contact: str | None = None) -> dict[str, Any]:
        """What of it was not known yet. Of two that differ the lesser stands, so that their order never matters."""
        if contact and contact != self.contact and self.contact:
            leg = Leg.kept(contact, (self.handed_on or {}).get(contact, {}))
            more = leg.with_news(stamps, agent)
            return {} if more == leg and contact in (self.handed_on or {}) else {"handed_on": (self.handed_on or {}) | {contact: more.to_keep()}}
        told: dict[str, Any] = {name: ms for name, ms in stamps.items() if _is_less(ms, getattr(self, name))}
        if why and (self.why is None or why < self.why):
            told["why"] = why
        if agent and agent != self.agent and (self.connected_at is None or self.agent is None):
            told["agent"] = agent
        return told

    def _write_news(self, news: dict[str, Any]) -> None:
        was = self.state
        for name, value in news.items():
            setattr(self, name, value)
        state = self._reached()
        if self.lapsed_at and state != "ended":
            if clock.now_ms() < self._lapses_at(state):
                news["lapsed_at"] = None
            else:
                state = "ended"
        news |= {name: place for name, place in self._places(state).items() if place != getattr(self, name)}
        if state == was:
            self.change(None, **news)
            return
        news |= self._rings(state) if "ended" in {state, was} else {}
        self.move_to(state, self._told_of(state), **news)

    def _reached(self) -> str:
        if self.over_at:
            return "ended"
        if any("connected_at" in leg.stamps for leg in self.legs if leg.over_at is None):
            return "talking"
        if self.answered_at or self.queued_at or self.handed_on:
            return "waiting"
        return "ringing" if self.initiated_at else str(self.state)

    def _lapses_at(self, state: str) -> int:
        is_taken = self.way == "hand" or state in {"waiting", "talking"}
        return int(self.asked_at) + (LIVE_MS[self.way] if is_taken else UNANSWERED_MS)

    def _rings(self, state: str) -> dict[str, Any]:
        """The timer that asks whether it still goes on. Set once: it looks again by itself, so that no news of a call has to move it."""
        if state == "ended":
            return {"dk": None, "ds": None}
        return dict(platform.due_at(tenancy.tenant(), self._lapses_at(state), f"{self.pk}#{self.id}"))

    def _told_of(self, state: str) -> CallFact | None:
        if state == "ended":
            why = self.why if self.over_at else END_UNKNOWN
            return self._fact(facts.CallEnded, rang_ms=self.rang_ms, talked_ms=self.talked_ms, why=why)
        return self._fact(facts.CallConnected) if state == "talking" else None

    def _fact(self, fact: type[F], **said: Any) -> F:
        return fact(call_id=self.id, lead_id=self.lead_id, centre_id=self.centre, agent_id=self.agent, **said)

    def _places(self, state: str) -> dict[str, Any]:
        """Where it stands in the log, with all its agents, and among the calls that go on, with those who are on the line."""
        begun = clock.sortable(int(self.asked_at))
        log = f"{begun}#{_listed(self.agents)}"
        if state == "ended":
            return {"dv": log, "wk": None, "ws": None}
        on_the_line = [leg.agent for leg in self.legs if leg.over_at is None and leg.agent]
        return {"dv": log, "wk": live_key(self.centre), "ws": f"{begun}#{_listed(on_the_line)}#{self.way}"}


class Contact(LeaseRecord, discriminator="KC"):
    """Which call a contact of Connect is. Forgotten after a month; nothing is told of a call that long after it."""

    lead_id = UnicodeAttribute(attr_name="l")
    call_id = UnicodeAttribute(attr_name="c")

    @classmethod
    def of(cls, contact_id: str, lead_id: str, call_id: str) -> Self:
        until = clock.now() + CONTACT_KEPT
        return cls(*cls.at(contact_id), lead_id=lead_id, call_id=call_id, expires=int(until.timestamp()))

    @classmethod
    def at(cls, contact_id: str) -> tuple[str, str]:
        return key("KC", contact_id), "C"


class Dialling(LeaseRecord, discriminator="KD"):
    """Somebody is just dialling this person: two agents, or one who clicks twice, do not make the telephone ring twice."""

    call_id = UnicodeAttribute(attr_name="c")
    agent = UnicodeAttribute(attr_name="by")
    until = NumberAttribute()

    @classmethod
    def at(cls, person_id: str) -> tuple[str, str]:
        return key("KD", person_id), "D"

    @classmethod
    def take(cls, tx: TransactWrite, person_id: str, call_id: str, agent: str) -> None:
        until = clock.now_ms() + DIALLING_MS
        mine = cls(*cls.at(person_id), call_id=call_id, agent=agent, until=until, expires=until // 1000)
        tx.save(mine, condition=cls.pk.does_not_exist() | (cls.until < clock.now_ms()) | (cls.call_id == call_id))

    @classmethod
    def done(cls, person_id: str, call_id: str) -> None:
        with where_condition_holds():
            cls(*cls.at(person_id)).delete(condition=cls.call_id == call_id)

    @classmethod
    def by(cls, person_id: str) -> Self | None:
        found: Self | None = cls.find(*cls.at(person_id), consistent=True)
        return found if found and found.until >= clock.now_ms() else None


class Line(MainRecord, discriminator="TL"):
    """How a company calls: ``CF`` / ``TEL``. `agents`: Connect's id of each of ours who has one there."""

    way = UnicodeAttribute(attr_name="wy", default="hand")
    instance = UnicodeAttribute(attr_name="in", null=True)
    flow = UnicodeAttribute(attr_name="cf", null=True)
    queue = UnicodeAttribute(attr_name="qu", null=True)
    number = UnicodeAttribute(attr_name="nu", null=True)
    panel_url = UnicodeAttribute(attr_name="pu", null=True)
    inbound_form_id = UnicodeAttribute(attr_name="fo", null=True)
    inbound_centre_id = UnicodeAttribute(attr_name="ce", null=True)
    agents = JSONAttribute(attr_name="ag", null=True)

    @classmethod
    def here(cls) -> Self:
        """As nothing else was chosen, everybody has a telephone of their own."""
        found: Self | None = cls.find(key("CF"), "TEL", consistent=True)
        return found or cls(key("CF"), "TEL", way="hand", version=0)

    @property
    def is_connect(self) -> bool:
        return bool(self.way == "connect")

    def connects_as(self, agent_id: str | None) -> str | None:
        return (self.agents or {}).get(agent_id)

    def agent_called(self, connect_id: str | None) -> str | None:
        return next((ours for ours, theirs in (self.agents or {}).items() if theirs == connect_id), None) if connect_id else None

    def settle(self, settings: dict[str, Any], version: int | None) -> None:
        """Raises `VersionLapsed` when somebody else changed it meanwhile."""
        if version is not None and version != int(self.version):
            raise VersionLapsed
        for name, value in settings.items():
            setattr(self, name, value)
        seen = int(self.version)
        self.version, self.said = seen + 1, said_now(facts.TelephonyChanged(self.way))
        unchanged = Line.pk.does_not_exist() if seen == 0 else Line.version == seen
        self.save(condition=unchanged)


def _listed(agents: Sequence[str]) -> str:
    return ",".join(agents) or NOBODY


def agents_in(listed: str) -> list[str]:
    """Who is named in such a place."""
    return [agent for agent in listed.split(",") if agent != NOBODY]


def _is_less(ms: int, known: float | None) -> bool:
    return known is None or ms < known


def call_key(person_id: str, call_id: str) -> tuple[str, str]:
    return key("P", person_id), f"T#{call_id}"


def live_key(centre_id: str | None) -> str:
    """A centre's calls that go on."""
    return key("KL", centre_id or NOBODY)


def log_key(centre_id: str | None) -> str:
    """A centre's calls by time."""
    return key("D", "K", centre_id or NOBODY)
