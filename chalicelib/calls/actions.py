from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.calls.shapes import OutcomeDraft
from chalicelib.foundation import clock
from chalicelib.foundation.asked import language
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, Conflict, refused
from chalicelib.foundation.records import transaction
from chalicelib.leads import actions as leads
from chalicelib.leads import queries as known
from chalicelib.leads.queries import EmailNotConfirmed, Lead

CALLBACK_WITHIN = timedelta(days=365)

Verb = Callable[[Lead, OutcomeDraft, TransactWrite | None], None]
VERBS: dict[str, Verb] = {
    "confirmed": lambda lead, _, tx: lead.confirm(tx),
    "rejected": lambda lead, draft, tx: lead.reject(str(draft.reason), tx),
    "callback": lambda lead, draft, tx: lead.plan_callback(_planned(draft), tx),
    "unreachable": lambda lead, _, tx: lead.give_up(tx),
}


def record(lead_id: str, draft: OutcomeDraft, caller: Caller, version: int | None) -> Lead:
    """Keep what came of a call, and the note with it, in one write (which costs half when nothing else must happen with it).

    Raises `EmailNotConfirmed` behind an unconfirmed opt-in, `AlreadyDone` for the outcome that stands, `VersionLapsed` when the lead changed
    since the caller saw `version`, `Conflict` when somebody else was first.
    """
    lead = known.visible(lead_id, caller, "leads.work")
    if not lead.may_be_called:
        raise EmailNotConfirmed
    lead.pin(version)
    if draft.outcome != "callback" and lead.state == draft.outcome:
        raise AlreadyDone
    if draft.note is None:
        VERBS[draft.outcome](lead, draft, None)
    else:
        try:
            with transaction() as tx:
                VERBS[draft.outcome](lead, draft, tx)
                leads.add_note(tx, lead, draft.note.key, draft.note.text)
        except TransactWriteError as error:
            raise Conflict from error
    return known.fresh(lead_id)


def allowed(lead: Lead) -> list[str]:
    """The outcomes that may be recorded now."""
    if lead.state not in Lead.OPEN or not lead.may_be_called:
        return []
    return list(VERBS)


def _planned(draft: OutcomeDraft) -> int:
    at = draft.callback_at
    if at is None or not clock.now() < at < clock.now() + CALLBACK_WITHIN:
        raise refused("callback_at", "future", "Choisissez un moment à venir, dans l'année.", "Choose a moment to come, within a year.", language())
    return clock.to_ms(at)
