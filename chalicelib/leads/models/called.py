from __future__ import annotations

import math
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.foundation import clock
from chalicelib.leads import facts
from chalicelib.leads.facts import LeadFact
from chalicelib.leads.models.gated import GatedLead

ANYONE = "anyone"
FIRST = "!"
"""Before every time: who waits for a promised call stands before all others of a pool."""
GRACE_MS = 15 * 60 * 1000
"""So late may a callback be before it is told as missed."""


class CalledLead(GatedLead):
    """How a lead is called again: at a time that its person wished, by its agent or by anyone, or by itself after a call that nobody answered.

    What stands beside `callback_at` means nothing without it.
    """

    callback_for = UnicodeAttribute(attr_name="cf", null=True)
    is_retry = BooleanAttribute(attr_name="rt", null=True)
    missed_at = NumberAttribute(attr_name="mi", null=True)
    unanswered = NumberAttribute(attr_name="un", null=True)
    not_before = NumberAttribute(attr_name="nb", null=True)
    handed_on_at = NumberAttribute(attr_name="ho", null=True)

    def tells_of(self, report: str) -> bool:
        """Whether this report of a call made the last change."""
        return bool(self.said and self.said["d"].get("report") == report)

    @property
    def is_wished(self) -> bool:
        """The person asked to be called at that time; a next try is nobody's wish."""
        return self.callback_at is not None and not self.is_retry

    @property
    def is_for_anyone(self) -> bool:
        return self.is_wished and self.callback_for == ANYONE

    @property
    def promised_at(self) -> float | None:
        """The time that whoever takes it from the pool finds on it: that of a callback by anyone, which has come."""
        return self.callback_at if self.state == "ready" and self.is_for_anyone else None

    @property
    def carries_wish(self) -> bool:
        """Its person waits for a call that anyone may make: it comes before all others, in the pool and with whoever takes it."""
        return self.state in {"ready", "assigned"} and self.is_for_anyone

    @property
    def is_missed(self) -> bool:
        return self.is_wished and self.missed_at is not None

    @property
    def tries(self) -> int:
        """Calls in a row that nobody answered."""
        return int(self.unanswered or 0)

    def plan_callback(self, at: int, tx: TransactWrite | None = None, *, anyone: bool = False, **said: str | None) -> None:
        """The person wishes to be called at that moment: by the lead's agent, or, once it has come, by whoever is next."""
        stamps = {"callback_for": ANYONE if anyone else None, "is_retry": None, "unanswered": None}
        rings = at if anyone else at + GRACE_MS
        self._call_again(at, facts.LeadCallbackPlanned, {"callback_at": at, "anyone": anyone} | said, stamps, rings, tx)

    def try_again(self, at: int, tx: TransactWrite | None = None, *, most: int, not_before: int, **said: str | None) -> None:
        """Nobody answered: the plan says when to try next, and that nobody tries before another moment."""
        told = {"retry_at": at, "tries": self.tries + 1, "most": most} | said
        stamps = {"is_retry": True, "callback_for": None, "unanswered": self.tries + 1, "not_before": not_before}
        self._call_again(at, facts.LeadNotReached, told, stamps, None, tx)

    def _call_again(
        self, at: int, fact: type[LeadFact], said: dict[str, Any], stamps: dict[str, Any], rings: int | None, tx: TransactWrite | None
    ) -> None:  # fmt: skip
        stamps = self._tried() | stamps | {"callback_at": at, "missed_at": None, "handed_on_at": None} | self._deadline(rings)
        telling = self._fact(fact, "callback", **said)
        if self.state == "callback":
            self.change(telling, tx=tx, **stamps)
        else:
            self.move_to("callback", telling, tx=tx, **stamps)

    def _tried(self) -> dict[str, Any]:
        """One more call, and whoever waited for it need not be reminded."""
        return {"attempts": int(self.attempts) + 1, "contacted_at": self.contacted_at or clock.now_ms(), **self._deadline(None)}

    # The clock

    @property
    def calls_for_anyone(self) -> bool:
        """Its agent said that anyone may call, and the time has come."""
        return self.state == "callback" and self.is_for_anyone and clock.now_ms() >= int(self.callback_at or 0)

    @property
    def is_overdue(self) -> bool:
        """The person waits for a call that nobody made, and nobody was told yet."""
        waits = self.state == "callback" or (self.state == "ready" and self.is_for_anyone)
        return waits and self.is_wished and self.missed_at is None and clock.now_ms() >= int(self.callback_at or 0) + GRACE_MS

    def offer(self) -> None:
        """To the next of its centre, with the time that was promised; if nobody takes it, that is told, unless it was before."""
        was, at, self.agent = self.agent, int(self.callback_at or 0), None
        stamps = {"agent": None, "former_agent": was, "assigned_at": None} | self._deadline(None if self.is_missed else at + GRACE_MS)
        fact = self._fact(facts.LeadReleased, "ready", was=was, why="callback" if self.is_for_anyone else "missed")
        self.move_to("ready", fact, **stamps, callback_for=ANYONE, handed_on_at=None, **self._first_in_pool())

    def _first_in_pool(self) -> dict[str, Any]:
        place = f"{FIRST}{clock.sortable(int(self.callback_at or 0))}#{self.id}"
        return self._in_pool() | ({"ws": place} if self.centre else {})

    def hand_on(self, at: int) -> None:
        """Its agent missed the call that was promised: from then on it is anyone's. Nobody needs to know before."""
        self.change(None, handed_on_at=at, **self._deadline(at))

    @property
    def passes_on(self) -> bool:
        return self.state == "callback" and self.is_missed and clock.now_ms() >= (self.handed_on_at or math.inf)

    def miss(self) -> None:
        """Told once; it stays where it is."""
        fact = self._fact(facts.LeadCallbackMissed, self.state, callback_at=int(self.callback_at or 0))
        self.change(fact, missed_at=clock.now_ms(), **self._deadline(None))
