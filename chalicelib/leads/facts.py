from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from chalicelib.foundation.facts import Fact


class LeadFact(Fact, family=True):
    """`centre_id`: whose lead it is; nobody's before the form has chosen among several. `agent_id`: who holds it after the change.

    `state`: where it stands now.
    """

    lead_id: str
    form_id: str
    state: str
    centre_id: str | None = field(default=None, kw_only=True)
    agent_id: str | None = field(default=None, kw_only=True)


class LeadOpened(LeadFact):
    """A request came in. It waits for its e-mail to be confirmed where `gated`. `digest`: of what was posted, which tells nothing of it."""

    PUBLIC: ClassVar = "lead.opened"
    gated: bool = False
    form_version: int | None = None
    digest: str | None = None


class OptInMailSent(LeadFact):
    """The mail server accepted the confirmation mail. `answer` is what it said."""

    number: int
    answer: str


class OptInLinkRenewed(LeadFact):
    """The person asked for a new link."""


class OptInReminderOwed(LeadFact):
    """Nobody has confirmed yet, and the form's plan asks once more, by a mail with a new link."""


class OptInUnsubscribed(LeadFact):
    """The person wants no more mail about requests through this form."""


class LeadEmailConfirmed(LeadFact):
    """`visits`: who opened the link before the click, each as kind (``robot``, ``browser``, ``unknown``), times, first and last in milliseconds.

    They are evidence only: nothing but the click confirms. `how`: the person's ``click``, the ``page`` by itself where the form lets it, or
    ``staff`` who heard it otherwise and wrote down why. `digest`: of where the click came from, which tells nothing of it.
    """

    PUBLIC: ClassVar = "lead.email_confirmed"
    how: str = "click"
    visits: tuple[tuple[str, int, int, int], ...] = ()
    digest: str | None = None


class LeadRouted(LeadFact):
    """It has its centre now. `method`: ``turn`` by the form's shares, ``fallback`` where nobody else could take it, or ``closure`` as the centre that
    had it is closed for good.

    `in_turn`: the centres that could take it, next first. `passed_over`: those that could not, as ``"{centre}:{why}"``: ``closed`` until a time
    in milliseconds, ``gone`` for good, or ``hour``, ``day``, ``open`` with how many of how many.
    """

    PUBLIC: ClassVar = "lead.routed"
    method: str
    in_turn: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()


class LeadDeferred(LeadFact):
    """No centre could take it: it waits for the first that can. `passed_over` as in `LeadRouted`."""

    passed_over: tuple[str, ...] = ()


class LeadExpired(LeadFact):
    PUBLIC: ClassVar = "lead.expired"
    visits: tuple[tuple[str, int, int, int], ...] = ()


class LeadBounced(LeadFact):
    """The address refused mail for good."""

    PUBLIC: ClassVar = "lead.bounced"


class LeadAssigned(LeadFact):
    """`method`, and who was considered: `in_turn` (agents who could take it, next first, with their `loads` before, as ``2/5``: open of at most),
    `passed_over` (``"{agent}:{why not}"``). `language`: in which it is to be called, where that decided. `relaxed`: what was no longer asked for
    after waiting (``skills``, ``language``).

    `was` is the agent whom it was taken from, if any. Given on as it stands (``handover``), it keeps its state.
    """

    PUBLIC: ClassVar = "lead.assigned"
    method: str
    was: str | None = None
    in_turn: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    loads: tuple[str, ...] = ()
    language: str | None = None
    relaxed: tuple[str, ...] = ()


class LeadReleased(LeadFact):
    """Back to the pool. `was` is the agent who held it. `why`: taken back by a ``manager``, for want of an answer in time (``timeout``), ``returned``
    by the agent for a `reason`, because the agent ``left``, as the time of a ``callback`` by anyone has come, as they ``missed``
    one of theirs by more than the centre allows, or as their centre is closed for good
    (``closure``: `centre_id` is the one that has it now).
    """

    was: str
    why: str
    reason: str | None = None


class LeadContacted(LeadFact):
    """The first call or note: from now on the lead is reserved to its agent. `note_id`: the note that says so, told here and nowhere else."""

    PUBLIC: ClassVar = "lead.contacted"
    note_id: str | None = None


class OutcomeFact(LeadFact, family=True):
    """What came of a call. `outcome`: the centre's code for it. `report`: made by whoever sent it, so that a retry is recognised."""

    outcome: str | None = field(default=None, kw_only=True)
    report: str | None = field(default=None, kw_only=True)


class LeadCallbackPlanned(OutcomeFact):
    """The person wished to be called at `callback_at` (milliseconds): by the lead's agent, or by `anyone` of the centre."""

    PUBLIC: ClassVar = "lead.callback_planned"
    callback_at: int
    anyone: bool = False


class LeadNotReached(OutcomeFact):
    """Nobody answered; the next try is at `retry_at` (milliseconds). `tries` in a row, of at `most`."""

    PUBLIC: ClassVar = "lead.not_reached"
    retry_at: int
    tries: int
    most: int


class LeadCallbackMissed(LeadFact):
    """The person wished to be called at `callback_at`, and a quarter of an hour later nobody had. Told once; the lead stays where it is."""

    PUBLIC: ClassVar = "lead.callback_missed"
    callback_at: int


class LeadConfirmed(OutcomeFact):
    PUBLIC: ClassVar = "lead.confirmed"


class LeadRejected(OutcomeFact):
    PUBLIC: ClassVar = "lead.rejected"
    reason: str


class LeadUnreachable(OutcomeFact):
    """`tries` in a row that nobody answered, where the plan gave up."""

    PUBLIC: ClassVar = "lead.unreachable"
    tries: int | None = None


class LeadCorrected(LeadFact):
    """Whoever brought it gave other answers. `changed`: to which fields; what they were is kept."""

    PUBLIC: ClassVar = "lead.corrected"
    changed: tuple[str, ...]


class LeadReopened(LeadFact):
    """A manager took a closed lead up again. `closed_as` is the state that it was closed in."""

    PUBLIC: ClassVar = "lead.reopened"
    FORMER: ClassVar = {"was": "closed_as"}

    closed_as: str


class LeadErased(LeadFact):
    PUBLIC: ClassVar = "lead.erased"


class LeadTakenOver(LeadFact):
    """A manager works on it from now on; `was` had it open until then, if anybody did."""

    was: str | None = None


class FlowChanged(Fact):
    """What the agents of a centre have on their screen, and whose first note reserves a lead, is another."""

    centre_id: str
