from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from pynamodb.transactions import TransactWrite

from chalicelib.foundation import clock
from chalicelib.foundation.errors import AlreadyDone, Conflict
from chalicelib.foundation.records import where_condition_holds
from chalicelib.leads import facts
from chalicelib.leads.facts import LeadFact
from chalicelib.leads.models.called import ANYONE, CalledLead
from chalicelib.leads.models.places import agent_key

Names = tuple[str, ...]
TIMER = "%Y%m%dT%H%M"


class EmailNotConfirmed(Conflict):
    fr = "L'adresse e-mail n'est pas encore confirmée : aucun appel n'est possible."
    en = "The e-mail address is not confirmed yet: no call is possible."


class Lead(CalledLead, discriminator="L"):
    """The hot half of a request: state, owner and times, under one kilobyte so that a change costs one write unit."""

    MOVES: ClassVar = {
        "pending": frozenset({"ready", "expired", "bounced"}),
        "expired": frozenset({"pending", "ready"}),  # a new link was asked for; staff heard otherwise that the address is right
        "bounced": frozenset({"pending", "ready"}),  # the address was corrected, or a link followed all the same; staff, as above
        "ready": frozenset({"assigned", "expired", "in_progress"}),  # in progress: reserved by the first note of whom the centre's settings name
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

    @property
    def is_reserved(self) -> bool:
        """The first note or call makes the owner durable. What somebody else had begun does not count: given anew, it starts anew."""
        return self.state in {"in_progress", "callback"}

    @property
    def awaits_centre(self) -> bool:
        return self.state == "ready" and not self.centre

    def is_open_with(self, agent: str) -> bool:
        return self.agent == agent and self.state in self.OPEN

    @property
    def waits_for_later(self) -> bool:
        """A callback whose time has not come."""
        return self.state == "callback" and (self.callback_at or 0) > clock.now_ms()

    @property
    def working_order(self) -> tuple[bool, int, float]:
        """What comes first on the agent's screen: a promised call that a colleague missed, never contacted, callbacks that are due, in progress,
        callbacks to come; in each, the oldest.

        Reckoned when the list is read: in the index, each change of place would be two more writes.
        """
        since = {"assigned": self.assigned_at, "callback": self.callback_at, "in_progress": self.contacted_at}[self.state]
        return self.waits_for_later, 0 if self.carries_wish else self.RANKS[self.state], since or 0

    def is_repeated_by(self, form: str, at: int, within: timedelta) -> bool:
        """Whether a post of the same form is the same wish: this lead is not over, or has ended within so long."""
        if self.form != form:
            return False
        ended = self.closed_at if self.state in self.CLOSED else None
        return ended is None or at - ended < within // timedelta(milliseconds=1)

    def route(self, centre: str, tx: TransactWrite, *, method: str, in_turn: Names, passed_over: Names) -> None:
        """It is this centre's from now on. Raises `AlreadyDone` for one that has a centre or waits no more."""
        if not self.awaits_centre:
            raise AlreadyDone
        self.centre = centre
        fact = self._fact(facts.LeadRouted, "ready", method=method, in_turn=in_turn, passed_over=passed_over)
        self.change(fact, tx=tx, centre=centre, **self._in_pool())

    def defer(self, passed_over: Names) -> None:
        """No centre can take it now. Said once, however often it is looked at again."""
        if self.deferred_at is None:
            self.change(self._fact(facts.LeadDeferred, "ready", passed_over=passed_over), deferred_at=clock.now_ms())

    def correct(self, tx: TransactWrite, changed: Names) -> None:
        """Its person's answers are others now; the lead itself stays where it is."""
        self.change(self._fact(facts.LeadCorrected, self.state, changed=changed), tx=tx)

    def assign(self, agent: str, *, tx: TransactWrite, method: str, answer_by: int | None = None, **why: Any) -> None:
        """`answer_by` (ms): when it is taken back, unless somebody has contacted the person by then. `why`: as `LeadAssigned` tells it."""
        if not self.may_be_called:
            raise EmailNotConfirmed
        now, was = clock.now_ms(), None if self.agent == agent else self.agent
        self.agent = agent
        stamps = {"agent": agent, "assigned_at": now, "callback_at": self.promised_at} | self._deadline(answer_by)
        fact = self._fact(facts.LeadAssigned, "assigned", method=method, was=was, **why)
        if self.state == "assigned":
            self.change(fact, tx=tx, **stamps, **self._listed(now))
        else:
            self.move_to("assigned", fact, tx=tx, **stamps, **self._listed(now))

    def hand_over(self, agent: str, *, tx: TransactWrite, method: str, **why: Any) -> None:
        """To a colleague, as it stands: a callback stays planned, and what was begun stays begun. Raises `Conflict` for one that nobody has open."""
        if self.state not in self.OPEN or self.agent == agent:
            raise AlreadyDone if self.agent == agent else Conflict
        was, self.agent = self.agent, agent
        fact = self._fact(facts.LeadAssigned, self.state, method=method, was=was, **why)
        self.change(fact, tx=tx, agent=agent, former_agent=was, assigned_at=clock.now_ms(), **self._listed(clock.now_ms()))

    def follow(self, centre: str, tx: TransactWrite | None = None, **stamps: Any) -> None:
        """Its centre gave way to another: it is that one's from now on, as it stands, in its old place in the row or with its agent."""
        if self.centre == centre:
            raise AlreadyDone
        was, self.centre = str(self.centre), centre
        fact = self._fact(facts.LeadRouted, self.state, method="closure", passed_over=(f"{was}:gone",))
        place = {} if self.state != "ready" else self._first_in_pool() if self.carries_wish else self._in_pool()
        self.change(fact, tx=tx, centre=centre, **stamps, **place)

    def follow_freed(self, centre: str, tx: TransactWrite) -> None:
        """The same of one whose agent works no more: it waits in the other centre. A callback that was promised keeps its hour, for anyone there."""
        if self.waits_for_later and self.is_wished:
            self.follow(centre, tx, callback_for=ANYONE, **self._deadline(self.callback_at))
            return
        self.centre = centre
        self.release("closure", tx)

    def release(self, why: str, tx: TransactWrite | None = None, reason: str | None = None) -> None:
        """Back to the pool of its centre, with its old place in the row; a promised call stays promised.

        Raises `Conflict` for a lead that no agent has open.
        """
        if self.state not in self.OPEN:
            raise AlreadyDone if self.state == "ready" else Conflict
        was, self.agent = self.agent, None
        kept, place = (self.callback_at, self._first_in_pool()) if self.carries_wish else (None, self._in_pool())
        stamps = {"agent": None, "former_agent": was, "assigned_at": None, "callback_at": kept, "centre": self.centre} | self._deadline(None)
        fact = self._fact(facts.LeadReleased, "ready", was=was, why=why, reason=reason)
        self.move_to("ready", fact, tx=tx, **stamps, **place)

    @property
    def awaits_answer_in_vain(self) -> bool:
        """Given to somebody who has not contacted the person in the time that their centre sets."""
        return self.state == "assigned" and bool(self.ds) and self.ds.partition("#")[0] <= f"{clock.now():{TIMER}}"

    def give_more_time(self, until: int) -> None:
        """Its agent has it open at this moment. Nothing is written where it was moved meanwhile."""
        timer = self._deadline(until)
        with where_condition_holds():
            self.update([Lead.dk.set(timer["dk"]), Lead.ds.set(timer["ds"])], condition=(Lead.state == "assigned") & (Lead.ds == self.ds))

    def start(self, note_id: str | None, tx: TransactWrite | None = None) -> None:
        """The first note, or the first call."""
        stamps = {"contacted_at": self.contacted_at or clock.now_ms(), "callback_at": None} | self._deadline(None)
        self._go("in_progress", facts.LeadContacted, stamps, tx=tx, note_id=note_id)

    def reserve(self, agent: str, note_id: str, tx: TransactWrite | None = None) -> None:
        """Taken from the pool by the first note. Raises `Conflict` for one that is there no more."""
        if not self.may_be_called:
            raise EmailNotConfirmed
        now = clock.now_ms()
        self.agent = agent
        stamps = {"agent": agent, "assigned_at": now, "contacted_at": self.contacted_at or now}
        self._go("in_progress", facts.LeadContacted, stamps, tx=tx, note_id=note_id, **self._listed(now))

    def take_over(self, was: str | None, tx: TransactWrite) -> None:
        """Somebody who manages it works on it, whoever had it open. It stays whose it is."""
        self.change(self._fact(facts.LeadTakenOver, self.state, was=was), tx=tx)

    def show_note(self, note_id: str) -> None:
        """Lists show this note as the last one. One small write, no fact, no version: whoever changes the lead just now is not disturbed."""
        if self.last_note != note_id:
            with where_condition_holds():
                self.update([Lead.last_note.set(note_id)], condition=Lead.pk.exists())

    def has_begun_with(self, note_id: str) -> bool:
        """Whether this note took it in hand, and nothing has happened since."""
        return bool(self.said and self.said["d"].get("note_id") == note_id)

    def confirm(self, tx: TransactWrite | None = None, **said: str | None) -> None:
        """`said`, here and below: the `outcome` and the `report` that the fact tells of."""
        self._close("confirmed", facts.LeadConfirmed, tx, **said)

    def reject(self, reason: str, tx: TransactWrite | None = None, **said: str | None) -> None:
        self._close("rejected", facts.LeadRejected, tx, reason=reason, **said)

    def give_up(self, tx: TransactWrite | None = None, *, tries: int | None = None, **said: str | None) -> None:
        """Nobody was reached. `tries`: in a row, where a plan has come to its end."""
        self._close("unreachable", facts.LeadUnreachable, tx, tries=tries, **said)

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
        """What a verb writes was worked out for the lead's centre and agent, for the link that was good, and for the callback that was planned: it is
        not tried again for others.
        """
        seen = self.centre, self.agent, self.link_ends_at, self.callback_at
        is_ours = super()._look_again(wanted, said)
        if not is_ours and (self.centre, self.agent, self.link_ends_at, self.callback_at) != seen:
            raise Conflict
        return is_ours

    def _close(self, state: str, fact: type[LeadFact], tx: TransactWrite | None, **said: Any) -> None:
        now = clock.now_ms()
        stamps = self._tried() | {"closed_at": now, "callback_at": None, "unanswered": None, "reason": said.get("reason")}
        self.move_to(state, self._fact(fact, state, **said), tx=tx, **stamps, **self._unlisted())

    def _listed(self, since: int) -> dict[str, Any]:
        return {"wk": agent_key(str(self.agent)), "ws": f"{clock.sortable(since)}#{self.id}"}
