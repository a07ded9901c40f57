from __future__ import annotations

import math
from datetime import timedelta
from typing import Any, ClassVar, Self, TypeVar

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.foundation import clock, ids, platform, tenancy
from chalicelib.foundation.errors import AlreadyDone, Conflict, Gone, NotFound
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.records import LeaseRecord, MainRecord, key, where_condition_holds
from chalicelib.foundation.states import Moves
from chalicelib.leads import facts
from chalicelib.leads.facts import LeadFact

KEPT_UNCONFIRMED = timedelta(days=90)
CLAIM_LASTS = timedelta(minutes=2)
MAIL_WITHIN_MS = 5 * 60 * 1000
"""The promise to whoever posted: the confirmation mail has left by then."""
MAILS_AT_MOST = 6
"""To one person for one lead, reminders and all."""
DAY_MS = 24 * 3600 * 1000
QUIET_BEFORE_REMINDER_MS = DAY_MS // 2
"""Whoever has just asked for a new link is not reminded as well."""
VISITS_COUNTED = 50
"""Of a link, before the click. Whoever opens it for ever costs no more."""
REOPENABLE_AS_NEW = timedelta(hours=24)

Names = tuple[str, ...]
F = TypeVar("F", bound=LeadFact)


class LinkLapsed(Gone):
    """The confirmation came too late; a new link is one click away."""


class EmailNotConfirmed(Conflict):
    fr = "L'adresse e-mail n'est pas encore confirmée : aucun appel n'est possible."
    en = "The e-mail address is not confirmed yet: no call is possible."


class Lead(Moves, MainRecord, discriminator="L"):
    """The hot half of a request: state, owner and times, under one kilobyte so that a change costs one write unit."""

    MOVES: ClassVar = {
        "pending": frozenset({"ready", "expired", "bounced"}),
        "expired": frozenset({"pending", "ready"}),  # a new link was asked for; staff heard otherwise that the address is right
        "bounced": frozenset({"pending", "ready"}),  # the address was corrected, or a link followed all the same; staff, as above
        "ready": frozenset({"assigned", "expired"}),
        "assigned": frozenset({"in_progress", "ready", "callback", "confirmed", "rejected", "unreachable"}),
        "in_progress": frozenset({"callback", "ready", "assigned", "confirmed", "rejected", "unreachable"}),
        "callback": frozenset({"in_progress", "assigned", "ready", "confirmed", "rejected", "unreachable"}),
        "unreachable": frozenset({"ready"}),  # reopened by a manager
        "confirmed": frozenset({"in_progress"}),  # reopened by a manager, with a reason
        "rejected": frozenset({"in_progress"}),
        "erased": frozenset(),
    }
    ANY = frozenset({"erased"})

    OPEN = frozenset({"assigned", "in_progress", "callback"})
    CLOSED = frozenset({"confirmed", "rejected", "unreachable", "expired", "bounced", "erased"})
    RANKS: ClassVar = {"assigned": 1, "callback": 2, "in_progress": 3}
    """How an agent's list sorts: never contacted, called back, in progress. What is closed leaves it."""

    state = UnicodeAttribute(attr_name="s")
    form = UnicodeAttribute(attr_name="fm")
    form_version = NumberAttribute(attr_name="fv")
    centre = UnicodeAttribute(attr_name="ce")
    language = UnicodeAttribute(attr_name="la", null=True)
    agent = UnicodeAttribute(attr_name="ag", null=True)
    gated = BooleanAttribute(attr_name="gt")
    opened_at = NumberAttribute(attr_name="cr")
    link_ends_at = NumberAttribute(attr_name="le", null=True)
    mails = NumberAttribute(attr_name="mc", default=0)
    mailed_at = NumberAttribute(attr_name="ma", null=True)
    renewed_at = NumberAttribute(attr_name="ra", null=True)
    reminders = JSONAttribute(attr_name="rm", null=True)
    unsubscribed_at = NumberAttribute(attr_name="us", null=True)
    visits = JSONAttribute(attr_name="vi", null=True)
    confirmed_at = NumberAttribute(attr_name="ca", null=True)
    assigned_at = NumberAttribute(attr_name="aa", null=True)
    contacted_at = NumberAttribute(attr_name="fc", null=True)
    callback_at = NumberAttribute(attr_name="cb", null=True)
    closed_at = NumberAttribute(attr_name="cl", null=True)
    attempts = NumberAttribute(attr_name="at", default=0)
    reason = UnicodeAttribute(attr_name="rs", null=True)

    @classmethod
    def known(cls, lead_id: str, *, consistent: bool = False) -> Self:
        """Raises `NotFound`."""
        place = ids.lead_key(lead_id)
        lead: Self | None = cls.find(*lead_key(*place), consistent=consistent) if place else None
        if lead is None:
            raise NotFound
        return lead

    @property
    def person_id(self) -> str:
        return str(self.pk.rpartition("#")[2])

    @property
    def number(self) -> int:
        return int(self.sk.partition("#")[2])

    @property
    def id(self) -> str:
        return ids.lead_id(self.person_id, self.number)

    @property
    def is_reserved(self) -> bool:
        """The first note or call makes the owner durable. What somebody else had begun does not count: given anew, it starts anew."""
        return self.state in {"in_progress", "callback"}

    def is_open_with(self, agent: str) -> bool:
        return self.agent == agent and self.state in self.OPEN

    @property
    def waits_for_later(self) -> bool:
        """A callback whose time has not come."""
        return self.state == "callback" and (self.callback_at or 0) > clock.now_ms()

    @property
    def working_order(self) -> tuple[bool, int, float]:
        """What comes first on the agent's screen: never contacted, callbacks that are due, in progress, callbacks to come; in each, the oldest.

        Reckoned when the list is read: in the index, each change of place would be two more writes.
        """
        since = {"assigned": self.assigned_at, "callback": self.callback_at, "in_progress": self.contacted_at}[self.state]
        return self.waits_for_later, self.RANKS[self.state], since or 0

    @property
    def may_be_called(self) -> bool:
        """The law of the house: behind a double opt-in, no call before the click."""
        return not self.gated or self.confirmed_at is not None

    @property
    def has_lapsed(self) -> bool:
        """The link no longer confirms, whether or not the clock has said so yet; a new one may be asked for."""
        return self.state in {"expired", "bounced"} or (self.state == "pending" and clock.now_ms() > (self.link_ends_at or 0))

    @property
    def asked_at(self) -> int:
        """When the current link was asked for."""
        return int(self.renewed_at or self.opened_at)

    @property
    def waits_for_click(self) -> bool:
        return bool(self.state == "pending")

    @property
    def is_unconfirmed(self) -> bool:
        """Behind its double opt-in still, in time or not: the address may yet be confirmed."""
        return self.state in {"pending", "expired", "bounced"}

    @property
    def link_lasts(self) -> int:
        """In milliseconds, as the form says."""
        return int(self.link_ends_at or 0) - self.asked_at

    @property
    def reminder_at(self) -> int | None:
        """When the next reminder is to leave. Frozen with the gate: days after the opening, as the form said then."""
        if not self.reminders or self.mails >= MAILS_AT_MOST:
            return None
        return int(self.opened_at) + int(min(self.reminders)) * DAY_MS

    @property
    def is_mailed(self) -> bool:
        """Whether the mail of the current link has left."""
        return int(self.mailed_at or 0) >= self.asked_at

    @property
    def awaits_mail(self) -> bool:
        """Nobody who wanted no more mail, and has asked for nothing since, waits for one."""
        return not self.is_mailed and int(self.unsubscribed_at or 0) < self.asked_at

    @property
    def mail_is_late(self) -> bool:
        return self.awaits_mail and clock.now_ms() >= self.asked_at + MAIL_WITHIN_MS

    @property
    def ready_since(self) -> int:
        """From when on an agent could have had it."""
        return int(self.confirmed_at or self.opened_at)

    def is_repeated_by(self, form: str, at: int) -> bool:
        """Whether a post of the same form is the same wish: this lead is not over, or only since less than a day."""
        if self.form != form:
            return False
        ended = self.closed_at if self.state in self.CLOSED else None
        return ended is None or at - ended < REOPENABLE_AS_NEW // timedelta(milliseconds=1)

    def open(self, tx: TransactWrite) -> None:
        """Write the first version."""
        gate = {"state": "pending", **self._awaited(int(self.opened_at), self.link_ends_at)} if self.gated else {"state": "ready", **self._in_pool()}
        for name, value in gate.items():
            setattr(self, name, value)
        self.version = 1
        self.dd = day_key(f"{clock.from_ms(int(self.opened_at)):%Y%m%d}")
        self.dv = f"{clock.sortable(int(self.opened_at))}#{self.id}"
        self.said = said_now(self._fact(facts.LeadOpened, self.state, gated=self.gated))
        tx.save(self, condition=type(self).pk.does_not_exist())

    # The e-mail

    def mail_sent(self, answer: str) -> None:
        number = int(self.mails) + 1
        fact = self._fact(facts.OptInMailSent, self.state, number=number, answer=answer[:120])
        self.change(fact, mails=number, mailed_at=clock.now_ms())

    def confirm_email(self, how: str = "click") -> None:
        """Raises `LinkLapsed` after the deadline, `AlreadyDone` at the second click."""
        if self.has_lapsed:
            raise LinkLapsed
        self._confirm_email(how)

    def confirm_out_of_band(self, tx: TransactWrite) -> None:
        """Somebody of the staff knows otherwise, whatever became of the link."""
        self._confirm_email("staff", tx)

    def _confirm_email(self, how: str, tx: TransactWrite | None = None) -> None:
        now = clock.now_ms()
        stamps = {"confirmed_at": now, "closed_at": None, "expires": None, **self._in_pool(now), **self._deadline(None)}
        self._go("ready", facts.LeadEmailConfirmed, stamps, tx=tx, how=how, visits=self.visited)

    @property
    def visited(self) -> tuple[tuple[str, int, int, int], ...]:
        """Who opened the link before the click, and how often: kind, times, first and last."""
        return tuple((kind, *seen) for kind, seen in sorted((self.visits or {}).items()))

    def note_visit(self, kind: str) -> None:
        """The link was opened: evidence, never consent. One small write, no fact, no version; of two at one moment, one is kept."""
        if self.confirmed_at is not None or sum(times for _, times, _, _ in self.visited) >= VISITS_COUNTED:
            return
        now = clock.now_ms()
        times, first, _ = (self.visits or {}).get(kind, (0, now, now))
        unchanged = Lead.visits == self.visits if self.visits else Lead.visits.does_not_exist()
        with where_condition_holds():
            self.update([Lead.visits.set((self.visits or {}) | {kind: [times + 1, first, now]})], condition=(Lead.state == self.state) & unchanged)

    def renew_link(self) -> None:
        """A new deadline, from `pending`, `expired`, or `bounced` (a link that was followed shows that mail does arrive)."""
        now = clock.now_ms()
        stamps = self._asked_again(now) | {"reminders": self._reminders_after(now + QUIET_BEFORE_REMINDER_MS)}
        if self.state == "pending":
            self.change(self._fact(facts.OptInLinkRenewed, "pending"), **stamps)
        else:
            self._go("pending", facts.OptInLinkRenewed, closed_at=None, expires=None, **stamps)

    def remind(self) -> None:
        """The next reminder is due: a new link, and its mail. Of several that are due, as nobody swept for days, one leaves."""
        now = clock.now_ms()
        self.change(self._fact(facts.OptInReminderOwed, "pending"), **self._asked_again(now), reminders=self._reminders_after(now))

    def _asked_again(self, now: int) -> dict[str, Any]:
        ends_at = now + self.link_lasts
        return {"renewed_at": now, "link_ends_at": ends_at, **self._awaited(now, ends_at)}

    def _reminders_after(self, moment: int) -> list[int] | None:
        return [day for day in self.reminders or () if self.opened_at + day * DAY_MS > moment] or None

    def unsubscribe(self) -> None:
        """No more mail by itself; the wait goes on to its end. Raises `AlreadyDone` for one who wants none since the link was asked for."""
        if self.unsubscribed_at and not self.awaits_mail:
            raise AlreadyDone
        timer = self._deadline(self.link_ends_at) if self.waits_for_click else {}
        self.change(self._fact(facts.OptInUnsubscribed, self.state), unsubscribed_at=clock.now_ms(), reminders=None, **timer)

    def await_click(self) -> None:
        """The mail has left: the timer rings next when a reminder is due, or the link ends. Nothing is written where it was moved meanwhile."""
        timer = self._deadline(min(self.reminder_at or math.inf, self.link_ends_at or 0))
        with where_condition_holds():
            self.update([Lead.dk.set(timer["dk"]), Lead.ds.set(timer["ds"])], condition=Lead.ds == self.ds)

    def expire(self) -> None:
        """Nobody confirmed in time. The lead goes away by itself later; its person stays."""
        now = clock.now()
        gone = int((now + KEPT_UNCONFIRMED).timestamp())
        self._go(
            "expired", facts.LeadExpired, visits=self.visited, closed_at=clock.to_ms(now), expires=gone, **self._deadline(None), **self._unlisted()
        )

    def bounce(self) -> None:
        self._go("bounced", facts.LeadBounced, closed_at=clock.now_ms(), **self._deadline(None))

    # The agent

    def assign(self, agent: str, *, tx: TransactWrite, method: str, in_turn: Names = (), passed_over: Names = ()) -> None:
        if not self.may_be_called:
            raise EmailNotConfirmed
        now = clock.now_ms()
        how = {"method": method, "was": None if self.agent == agent else self.agent, "in_turn": in_turn, "passed_over": passed_over}
        self.agent = agent
        stamps = {"agent": agent, "assigned_at": now, "callback_at": None}
        fact = self._fact(facts.LeadAssigned, "assigned", **how)
        if self.state == "assigned":
            self.change(fact, tx=tx, **stamps, **self._listed(now))
        else:
            self.move_to("assigned", fact, tx=tx, **stamps, **self._listed(now))

    def release(self, why: str, tx: TransactWrite | None = None) -> None:
        """Back to the pool of its centre, with its old place in the row. Raises `Conflict` for a lead that no agent has open."""
        if self.state not in self.OPEN:
            raise AlreadyDone if self.state == "ready" else Conflict
        was, self.agent = self.agent, None
        stamps = {"agent": None, "assigned_at": None, "callback_at": None}
        self._go("ready", facts.LeadReleased, stamps, tx=tx, was=was, why=why, **self._in_pool())

    def start(self, note_id: str) -> None:
        """The first note."""
        self._go("in_progress", facts.LeadContacted, note_id=note_id, contacted_at=self.contacted_at or clock.now_ms(), callback_at=None)

    def has_begun_with(self, note_id: str) -> bool:
        """Whether this note took it in hand, and nothing has happened since."""
        return bool(self.said and self.said["d"].get("note_id") == note_id)

    def plan_callback(self, at: int, tx: TransactWrite | None = None) -> None:
        stamps = self._tried() | {"callback_at": at}
        fact = self._fact(facts.LeadCallbackPlanned, "callback", callback_at=at)
        if self.state == "callback":
            self.change(fact, tx=tx, **stamps)
        else:
            self.move_to("callback", fact, tx=tx, **stamps)

    def confirm(self, tx: TransactWrite | None = None) -> None:
        self._close("confirmed", facts.LeadConfirmed, tx)

    def reject(self, reason: str, tx: TransactWrite | None = None) -> None:
        self._close("rejected", facts.LeadRejected, tx, reason=reason)

    def give_up(self, tx: TransactWrite | None = None) -> None:
        self._close("unreachable", facts.LeadUnreachable, tx)

    def reopen(self, tx: TransactWrite | None = None) -> None:
        """A manager's second look: back to the agent who closed it, or to the pool where nobody was reached."""
        if self.state == "unreachable":
            self.agent = None
            self._go("ready", facts.LeadReopened, {"agent": None, "closed_at": None, "reason": None}, closed_as=self.state, tx=tx, **self._in_pool())
        else:
            listed = self._listed(clock.now_ms())
            self._go("in_progress", facts.LeadReopened, {"closed_at": None, "reason": None}, closed_as=self.state, tx=tx, **listed)

    # How a verb is written

    def _look_again(self, wanted: str | None, said: dict[str, Any] | None) -> bool:
        """What a verb writes was worked out for the agent who held the lead and the link that was good: it is not tried again for others."""
        seen = self.agent, self.link_ends_at
        is_ours = super()._look_again(wanted, said)
        if not is_ours and (self.agent, self.link_ends_at) != seen:
            raise Conflict
        return is_ours

    def _close(self, state: str, fact: type[LeadFact], tx: TransactWrite | None, **said: Any) -> None:
        now = clock.now_ms()
        stamps = self._tried() | {"closed_at": now, "callback_at": None, "reason": said.get("reason")}
        self.move_to(state, self._fact(fact, state, **said), tx=tx, **stamps, **self._unlisted())

    def _tried(self) -> dict[str, Any]:
        return {"attempts": int(self.attempts) + 1, "contacted_at": self.contacted_at or clock.now_ms()}

    def _go(self, state: str, fact: type[LeadFact], stamps: Any = None, *, tx: TransactWrite | None = None, **more: Any) -> None:
        """Move; what the fact has fields for goes into the fact, everything else onto the record."""
        said = {name: more.pop(name) for name in list(more) if name in fact.__dataclass_fields__}
        self.move_to(state, self._fact(fact, state, **said), tx=tx, **(stamps or {}), **more)

    def _fact(self, fact: type[F], state: str, **said: Any) -> F:
        return fact(lead_id=self.id, form_id=self.form, centre_id=self.centre, agent_id=self.agent, state=state, **said)

    def _in_pool(self, since: int | None = None) -> dict[str, Any]:
        return {"wk": pool_key(self.centre), "ws": f"{clock.sortable(since or self.ready_since)}#{self.id}"}

    def _listed(self, since: int) -> dict[str, Any]:
        return {"wk": agent_key(str(self.agent)), "ws": f"{clock.sortable(since)}#{self.id}"}

    def _unlisted(self) -> dict[str, None]:
        return {"wk": None, "ws": None}

    def _awaited(self, asked_at: int, link_ends_at: float | None) -> dict[str, Any]:
        """One timer for two promises: it rings when the mail must have left, and then (`await_click`) when the link ends.

        A click before the first of them takes it away, so whoever is quick costs no more. History's mails have left.
        """
        return self._deadline(link_ends_at if tenancy.loads_history() else asked_at + MAIL_WITHIN_MS)

    def _deadline(self, at: float | None) -> dict[str, Any]:
        # History tells its own ends: the clock of the house must not be quicker with one that lies in the past.
        if at is None or (tenancy.loads_history() and clock.has_passed(at)):
            return {"dk": None, "ds": None}
        return {"dk": platform.due_shard(self.person_id), "ds": f"{clock.from_ms(int(at)):%Y%m%dT%H%M}#{self.pk}"}


class Claim(LeaseRecord, discriminator="CL"):
    """Somebody has the lead open. Soft: it ends by itself, and only its holder ends it sooner."""

    holder = UnicodeAttribute(attr_name="by")
    until = NumberAttribute()

    @classmethod
    def on(cls, lead_id: str) -> tuple[str, str]:
        return key("CL", lead_id), "C"


def lead_key(person_id: str, number: int) -> tuple[str, str]:
    return key("P", person_id), f"L#{number}"


def pool_key(centre_id: str) -> str:
    """Where a centre's leads wait for an agent, oldest first."""
    return key("Q", centre_id, "0")


def agent_key(agent_id: str) -> str:
    return key("A", agent_id)


def day_key(day: str) -> str:
    """The leads opened on one day of UTC, ``yyyymmdd``."""
    return key("D", "L", day, "0")
