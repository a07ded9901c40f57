from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.calls import plans, queries
from chalicelib.calls.models.centres import CentreCalls
from chalicelib.calls.outcomes import CentreOutcomes, CentreOutcomesKept, Outcome
from chalicelib.calls.reports import Report, checked, phone_of
from chalicelib.calls.shapes import BlockDraft, OutcomeDraft
from chalicelib.contacts import actions as contacts_actions
from chalicelib.contacts import queries as contacts
from chalicelib.foundation import clock
from chalicelib.foundation.asked import language
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, Conflict, NotAllowed, NotFound, VersionLapsed, refused
from chalicelib.foundation.records import transaction
from chalicelib.identity import queries as identity
from chalicelib.identity.shapes import OpeningHours
from chalicelib.leads import actions as leads
from chalicelib.leads import queries as known
from chalicelib.leads.queries import EmailNotConfirmed, Lead

if TYPE_CHECKING:
    from chalicelib.calls.permission import Permission

CALLBACK_WITHIN = timedelta(days=365)
A_MINUTE_MS = 60 * 1000


Verb = Callable[[Report, TransactWrite | None], None]


def record(lead_id: str, draft: OutcomeDraft, caller: Caller, version: int | None) -> Lead:
    """Keep what came of a call, and the note, the tags and the blocked number with it, in one write. Sent again with its key, it changes nothing.

    Raises `EmailNotConfirmed` behind an unconfirmed opt-in, `AlreadyDone` for the outcome that stands, `VersionLapsed` when the lead changed
    since the caller saw `version`, `Conflict` when somebody else was first.
    """
    lead = known.visible(lead_id, caller, "leads.work")
    if not lead.may_be_called:
        raise EmailNotConfirmed
    lead.pin(version)
    if draft.key and lead.tells_of(draft.key):
        return lead
    report = checked(lead, draft)
    if report.outcome.kind == lead.state and lead.state in Lead.CLOSED:
        raise AlreadyDone
    verb = VERBS[report.outcome.kind]
    if report.is_alone:
        verb(report, None)
    else:
        try:
            with transaction() as tx:
                _keep_beside(tx, report)
                verb(report, tx)
        except TransactWriteError as error:
            raise Conflict from error
    return known.fresh(lead_id)


def _keep_beside(tx: TransactWrite, report: Report) -> None:
    lead, outcome = report.lead, report.outcome
    if report.text and report.draft.key:
        leads.add_note(tx, lead, report.draft.key, report.text)
    tags = {*outcome.tags, *(report.draft.note.tags if report.draft.note else ())}
    if tags:
        contacts_actions.expect_tags(tags - set(outcome.tags), "note.tags")
        contacts_actions.tag(tx, contacts.person(lead.person_id, consistent=True), tags, lead_id=lead.id)
    if outcome.do_not_call and report.phone:
        number = contacts.blocked_number(report.phone)
        if not number.is_blocked:
            number.block(lead.id, tx)


def choices(lead: Lead, centre: CentreOutcomes) -> list[Outcome]:
    """The outcomes that may be recorded now, of those that its centre knows."""
    return centre.offered() if lead.state in Lead.OPEN and lead.may_be_called else []


def _plan_callback(report: Report, tx: TransactWrite | None) -> None:
    at = report.draft.callback_at
    if at is None or not clock.now() < at < clock.now() + CALLBACK_WITHIN:
        raise refused("callback_at", "future", "Choisissez un moment à venir, dans l'année.", "Choose a moment to come, within a year.", language())
    report.lead.plan_callback(clock.to_ms(at), tx, anyone=report.draft.anyone, **report.said)


def _try_again(report: Report, tx: TransactWrite | None) -> None:
    """As the plan of the outcome says; after its last try the lead is given up."""
    lead, outcome = report.lead, report.outcome
    tries = lead.tries + 1
    again = next_try(outcome, tries, _permission(lead), opening(lead))
    if again is None:
        lead.give_up(tx, tries=tries, **report.said)
    else:
        plan = outcome.plan
        lead.try_again(clock.to_ms(again), tx, most=plan.most, not_before=clock.now_ms() + plan.gap * A_MINUTE_MS, **report.said)


VERBS: dict[str, Verb] = {
    "confirmed": lambda report, tx: report.lead.confirm(tx, **report.said),
    "rejected": lambda report, tx: report.lead.reject(str(report.outcome.reason or report.draft.reason), tx, **report.said),
    "callback": _plan_callback,
    "not_reached": _try_again,
    "unreachable": lambda report, tx: report.lead.give_up(tx, **report.said),
}


def _permission(lead: Lead) -> Permission:
    from chalicelib.calls.permission import permission  # noqa: PLC0415 - laws and holidays are for calls only, and every start would read them

    return permission(lead)


def opening(lead: Lead) -> OpeningHours | None:
    """When its centre is open; None: always."""
    return identity.centre(lead.centre).hours if lead.centre else None


def next_try(outcome: Outcome, tries: int, given: Permission, opening: OpeningHours | None) -> datetime | None:
    """When the plan tries again after so many in a row: in hours at which the person may be called and the centre is open; None: no more."""
    legal = (given.hours,) if given.hours else ()
    now, free_at = clock.now(), clock.from_ms(given.again_at) if given.again_at else None
    both = (*legal, opening) if opening else legal
    # A centre that is never open when the person may be called: the law decides.
    return plans.next_try(outcome.plan, tries, now, both, free_at) or plans.next_try(outcome.plan, tries, now, legal, free_at)


# What a centre says of its calls


def set_outcomes(centre_id: str, wanted: CentreOutcomes, caller: Caller, version: int | None) -> CentreOutcomesKept:
    """What the agents of a centre may say from now on. What an agent has on the screen meanwhile is refused by its name, and nothing typed is lost.

    Codes that stand in the history stay known: an outcome is switched off, not forgotten.
    """
    before = queries.outcomes_for(caller, centre_id)
    if version is not None and version != before.version:
        raise VersionLapsed
    forgotten = {one.code for one in before.outcomes} - {one.code for one in wanted.outcomes} if before.version else set()
    if forgotten:
        names = ", ".join(one.name for one in before.outcomes if one.code in forgotten)
        fr, en = (
            f"L'historique connaît déjà : {names}. Désactivez au lieu de supprimer.",
            f"The history knows: {names}. Switch off instead of removing.",
        )
        raise refused("outcomes", "forgotten", fr, en, language())
    contacts_actions.expect_tags({tag for one in wanted.outcomes for tag in one.tags}, "outcomes")
    content = wanted.model_dump(mode="json")
    if before.version and content == before.model_dump(mode="json", exclude={"version"}):
        return before
    CentreCalls.keep(centre_id, content["outcomes"], content["clientele"], before.version)
    return queries.outcomes_for(caller, centre_id)


# Numbers that nobody calls


def keep_blocked(lead_id: str, draft: BlockDraft, caller: Caller) -> Lead:
    """Nobody of the company calls the number of this lead's person again, whoever else is known under it; or they may. The reason is kept as a note.

    Raises `NotAllowed` for an agent who lifts the block, `AlreadyDone`.
    """
    lead = known.visible(lead_id, caller, "leads.work")
    if not draft.blocked and not caller.may_reach("leads.manage", centre=lead.centre, owner=lead.agent):
        raise NotAllowed
    phone = phone_of(lead, contacts.details(lead.person_id))
    if phone is None:
        raise NotFound
    number = contacts.blocked_number(phone)
    if number.is_blocked == draft.blocked:
        raise AlreadyDone
    try:
        with transaction() as tx:
            leads.add_note(tx, lead, draft.key, draft.reason)
            (number.block if draft.blocked else number.unblock)(lead.id, tx)
    except TransactWriteError as error:
        raise Conflict from error
    return lead
