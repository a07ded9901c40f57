from __future__ import annotations

import math
from datetime import timedelta
from typing import Any, Self, TypeVar

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.foundation import clock, ids, platform, tenancy
from chalicelib.foundation.errors import AlreadyDone, Gone, NotFound
from chalicelib.foundation.facts import Fact, said_now
from chalicelib.foundation.keys import Sealed, digest
from chalicelib.foundation.records import MainRecord, where_condition_holds
from chalicelib.foundation.states import Moves
from chalicelib.leads import facts
from chalicelib.leads.facts import LeadFact
from chalicelib.leads.models.places import NO_CENTRE, day_key, lead_key, pool_key

KEPT_UNCONFIRMED = timedelta(days=90)
MAIL_WITHIN_MS = 5 * 60 * 1000
"""The promise to whoever posted: the confirmation mail has left by then."""
MAILS_AT_MOST = 6
"""To one person for one lead, reminders and all."""
DAY_MS = 24 * 3600 * 1000
QUIET_BEFORE_REMINDER_MS = DAY_MS // 2
"""Whoever has just asked for a new link is not reminded as well."""
VISITS_COUNTED = 50
"""Of a link, before the click. Whoever opens it for ever costs no more."""

F = TypeVar("F", bound=LeadFact)


class LinkLapsed(Gone):
    """The confirmation came too late; a new link is one click away."""


class GatedLead(Moves, MainRecord):
    """What every lead keeps, and how one behind a double opt-in is mailed, reminded, confirmed or given up."""

    state = UnicodeAttribute(attr_name="s")
    form = UnicodeAttribute(attr_name="fm")
    form_version = NumberAttribute(attr_name="fv")
    centre = UnicodeAttribute(attr_name="ce", null=True)
    language = UnicodeAttribute(attr_name="la", null=True)
    agent = UnicodeAttribute(attr_name="ag", null=True)
    former_agent = UnicodeAttribute(attr_name="fa", null=True)
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
    sealed = BinaryAttribute(attr_name="enc", legacy_encoding=False, null=True)
    deferred_at = NumberAttribute(attr_name="df", null=True)
    assigned_at = NumberAttribute(attr_name="aa", null=True)
    contacted_at = NumberAttribute(attr_name="fc", null=True)
    callback_at = NumberAttribute(attr_name="cb", null=True)
    closed_at = NumberAttribute(attr_name="cl", null=True)
    attempts = NumberAttribute(attr_name="at", default=0)
    reason = UnicodeAttribute(attr_name="rs", null=True)
    last_note = UnicodeAttribute(attr_name="ln", null=True)

    _noted: str | None = None

    @classmethod
    def known(cls, lead_id: str, *, consistent: bool = False) -> Self:
        """Raises `NotFound`."""
        place = ids.lead_key(lead_id)
        if place is None:
            raise NotFound
        return cls.existing(*lead_key(*place), consistent=consistent)

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

    def open(self, tx: TransactWrite, digest: str | None = None) -> None:
        """Write the first version. `digest`: of the request that it is opened from."""
        gate = {"state": "pending", **self._awaited(int(self.opened_at), self.link_ends_at)} if self.gated else {"state": "ready", **self._in_pool()}
        for name, value in gate.items():
            setattr(self, name, value)
        self.version = 1
        self.dd = day_key(f"{clock.from_ms(int(self.opened_at)):%Y%m%d}")
        self.dv = f"{clock.sortable(int(self.opened_at))}#{self.id}"
        self.said = said_now(self._fact(facts.LeadOpened, self.state, gated=self.gated, form_version=int(self.form_version), digest=digest))
        tx.save(self, condition=type(self).pk.does_not_exist())

    def mail_sent(self, answer: str) -> None:
        number = int(self.mails) + 1
        fact = self._fact(facts.OptInMailSent, self.state, number=number, answer=answer[:120])
        self.change(fact, mails=number, mailed_at=clock.now_ms())

    def confirm_email(self, how: str = "click", *, click: dict[str, str] | None = None, cipher: Sealed | None = None) -> None:
        """`click`: where it came from, kept sealed by the person's `cipher`.

        Raises `LinkLapsed` after the deadline, `AlreadyDone` at the second click.
        """
        if self.has_lapsed:
            raise LinkLapsed
        sealed = cipher.seal(click, about=self._about_click) if click and cipher else None
        self._confirm_email(how, sealed=sealed, digest=digest(click) if click else None)

    def read_click(self, cipher: Sealed) -> dict[str, str] | None:
        """Where the click that confirmed came from; None for one that staff recorded, or of the time before it was kept."""
        opened: dict[str, str] | None = cipher.open(self.sealed, about=self._about_click) if self.sealed else None
        return opened

    @property
    def _about_click(self) -> str:
        return f"{self.bound_to}|click"

    def confirm_out_of_band(self, tx: TransactWrite) -> None:
        """Somebody of the staff knows otherwise, whatever became of the link."""
        self._confirm_email("staff", tx)

    def _confirm_email(self, how: str, tx: TransactWrite | None = None, *, sealed: bytes | None = None, digest: str | None = None) -> None:
        now = clock.now_ms()
        stamps = {"confirmed_at": now, "closed_at": None, "expires": None, "sealed": sealed, **self._in_pool(now), **self._deadline(None)}
        self._go("ready", facts.LeadEmailConfirmed, stamps, tx=tx, how=how, visits=self.visited, digest=digest)

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
        unchanged = GatedLead.visits == self.visits if self.visits else GatedLead.visits.does_not_exist()
        seen = GatedLead.visits.set((self.visits or {}) | {kind: [times + 1, first, now]})
        with where_condition_holds():
            self.update([seen], condition=(GatedLead.state == self.state) & unchanged)

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

    def forgo_reminders(self) -> None:
        """Something else reminds of it. Nobody needs to know: the timer finds nothing to remind of. A repeat changes nothing."""
        if self.reminders:
            self.change(None, reminders=None)

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
            self.update([GatedLead.dk.set(timer["dk"]), GatedLead.ds.set(timer["ds"])], condition=GatedLead.ds == self.ds)

    def expire(self) -> None:
        """Nobody confirmed in time. The lead goes away by itself later; its person stays."""
        now = clock.now()
        gone = int((now + KEPT_UNCONFIRMED).timestamp())
        self._go(
            "expired", facts.LeadExpired, visits=self.visited, closed_at=clock.to_ms(now), expires=gone, **self._deadline(None), **self._unlisted()
        )

    def bounce(self) -> None:
        self._go("bounced", facts.LeadBounced, closed_at=clock.now_ms(), **self._deadline(None))

    # How a verb is written

    def with_note(self, note_id: str) -> None:
        """The change that comes next is made with this note, which lists then show as the last one."""
        self._noted = note_id

    def _write(self, fact: Fact | None, stamps: dict[str, Any], tx: TransactWrite | None) -> None:
        super()._write(fact, stamps | ({"last_note": self._noted} if self._noted else {}), tx)

    def _go(self, state: str, fact: type[LeadFact], stamps: Any = None, *, tx: TransactWrite | None = None, **more: Any) -> None:
        """Move; what the fact has fields for goes into the fact, everything else onto the record."""
        said = {name: more.pop(name) for name in list(more) if name in fact.__dataclass_fields__}
        self.move_to(state, self._fact(fact, state, **said), tx=tx, **(stamps or {}), **more)

    def _fact(self, fact: type[F], state: str, **said: Any) -> F:
        return fact(lead_id=self.id, form_id=self.form, centre_id=self.centre, agent_id=self.agent, state=state, **said)

    def _in_pool(self, since: int | None = None) -> dict[str, Any]:
        """Among the centre's leads that wait for an agent, or the form's that wait for a centre."""
        place = f"{clock.sortable(since or self.ready_since)}#{self.id}"
        return {"wk": pool_key(self.centre or NO_CENTRE), "ws": place if self.centre else f"{self.form}#{place}"}

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
        return {**platform.due_at(self.person_id, at, self.pk)}
