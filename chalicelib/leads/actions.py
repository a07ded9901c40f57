from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from pynamodb.exceptions import PutError, TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.activities import actions as activities
from chalicelib.activities import queries as notes
from chalicelib.activities.queries import Note
from chalicelib.contacts import actions as people
from chalicelib.contacts import queries as contacts
from chalicelib.foundation import clock
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, Conflict, TooOften
from chalicelib.foundation.records import failed_condition, transaction, where_condition_holds
from chalicelib.foundation.states import TRIES
from chalicelib.leads import queries
from chalicelib.leads.models.claims import Claim
from chalicelib.leads.models.gated import MAILS_AT_MOST
from chalicelib.leads.models.leads import Lead
from chalicelib.leads.models.places import lead_key

BETWEEN_MAILS = timedelta(minutes=1)


class LeadAlreadyClaimed(Conflict):
    fr = "{name} a déjà ouvert ce lead."
    en = "{name} already has this lead open."


@dataclass(frozen=True)
class Request:
    """What a lead is opened from. `centre`: None where one is chosen when the lead is ready. `link_ends_at` (ms) where the e-mail must be confirmed
    first, else None; `reminders`: days after today.

    `digest`: of all that was posted, kept sealed elsewhere; what is said of it here proves later that it is the same.
    """

    form: str
    form_version: int
    centre: str | None
    language: str
    link_ends_at: int | None
    reminders: tuple[int, ...] = ()
    digest: str | None = None


def open(tx: TransactWrite, person_id: str, number: int, request: Request) -> Lead:  # noqa: A001 - the word of the trade
    """Add a new lead to the transaction that registers its person."""
    lead = Lead(
        *lead_key(person_id, number), form=request.form, form_version=request.form_version, centre=request.centre, language=request.language,
        gated=request.link_ends_at is not None, link_ends_at=request.link_ends_at, opened_at=clock.now_ms(),
        reminders=list(request.reminders) or None,
    )  # fmt: skip
    lead.open(tx, request.digest)
    return lead


def correct(tx: TransactWrite, lead: Lead, changed: tuple[str, ...]) -> None:
    """Say, with the correction itself, which answers it changed."""
    lead.correct(tx, changed)


def renew_link(lead: Lead) -> None:
    """Send a new link for a lead that still waits, or waited in vain. Not more than one a minute, and six mails in all.

    Raises `AlreadyDone` for one that waits no more, `TooOften`.
    """
    if not lead.is_unconfirmed:
        raise AlreadyDone
    pause = BETWEEN_MAILS // timedelta(milliseconds=1)
    since = clock.now_ms() - max(int(lead.mailed_at or 0), lead.asked_at)
    if since < pause or lead.mails >= MAILS_AT_MOST:
        raise TooOften(max(1, (pause - since) // 1000))
    lead.renew_link()


def write_note(lead_id: str, note_id: str, text: str, caller: Caller, tags: Sequence[str] = ()) -> Note:
    """Keep what somebody wrote. The first note of its agent takes the lead in hand; the same note sent twice is kept once.

    Two writes and no transaction, which would cost twice as much: cut off between them, the lead is in hand, and the note comes again. The
    first contact tells of its note as well, which saves telling it apart. `tags` are put on the person with the note, in one transaction.
    """
    if tags:
        return _write_tagged(lead_id, note_id, text, caller, tags)
    lead = _in_hand(lead_id, note_id, caller)
    cipher = contacts.person(lead.person_id).cipher
    kept, is_new = activities.keep(note_id, lead.person_id, cipher, lead.id, text, is_told=lead.has_begun_with(note_id))
    if is_new:
        lead.show_note(note_id)
    return kept


def _in_hand(lead_id: str, note_id: str, caller: Caller) -> Lead:
    for _ in range(TRIES):
        lead = queries.visible(lead_id, caller, "leads.work")
        try:
            _begin(lead, note_id, caller)
        except AlreadyDone:
            return lead
        except Conflict:
            continue
        return lead
    raise Conflict


def _begin(lead: Lead, note_id: str, caller: Caller, tx: TransactWrite | None = None) -> bool:
    """The first note of its agent takes a lead in hand; that of others takes it from the pool, where their centre's settings name their role."""
    if lead.state == "assigned" and lead.agent == caller.id:
        lead.with_note(note_id)
        lead.start(note_id, tx)
    elif lead.state == "ready" and lead.centre and lead.may_be_called and queries.flow(lead.centre).reserves(caller):
        lead.with_note(note_id)
        lead.reserve(caller.id, note_id, tx)
    else:
        return False
    return True


def _write_tagged(lead_id: str, note_id: str, text: str, caller: Caller, tags: Sequence[str]) -> Note:
    """The note, the tags and the first contact, all or none. Sent again, it is the note that is kept; a tag that was taken off since stays off."""
    people.expect_tags(tags)
    for _ in range(TRIES):
        lead = queries.visible(lead_id, caller, "leads.work")
        if known := notes.note(lead.person_id, note_id):
            return known
        person = contacts.person(lead.person_id, consistent=True)
        try:
            with transaction() as tx:
                has_begun = _begin(lead, note_id, caller, tx)
                written = activities.write(tx, note_id, person.id, person.cipher, lead.id, text, is_told=has_begun)
                people.tag(tx, person, tags, lead_id=lead.id)
        except (TransactWriteError, Conflict):
            continue
        if not has_begun:
            lead.show_note(note_id)
        return written
    raise Conflict


def retag(lead_id: str, added: Sequence[str], removed: Sequence[str], caller: Caller) -> list[str]:
    """Put tags on the lead's person, and take others off. Answers which there are then."""
    lead = queries.visible(lead_id, caller, "leads.work")
    people.expect_tags(added, "add")
    for _ in range(TRIES):
        person = contacts.person(lead.person_id, consistent=True)
        try:
            people.tag(None, person, added, removed, lead_id=lead.id)
        except Conflict:
            continue
        return sorted(person.tags or ())
    raise Conflict


def take_in_hand(tx: TransactWrite, lead: Lead, caller: Caller) -> None:
    """The first call, as the first note, makes the owner durable; in the transaction that writes the call down. Later, or of others: nothing."""
    if lead.state == "assigned" and lead.agent == caller.id:
        lead.start(None, tx)


def add_note(tx: TransactWrite, lead: Lead, note_id: str, text: str) -> Note:
    """Add a note to somebody else's transaction. Of a change of the lead itself that follows in it, it is the last note."""
    lead.with_note(note_id)
    return activities.write(tx, note_id, lead.person_id, contacts.person(lead.person_id).cipher, lead.id, text)


def claim(lead_id: str, caller: Caller) -> Claim:
    """Hold the lead while it is open on the screen. Again: for two minutes more. Raises `LeadAlreadyClaimed` with its holder."""
    queries.visible(lead_id, caller, "leads.work")
    mine = Claim.by(caller.id, lead_id)
    free = Claim.pk.does_not_exist() | (Claim.until < clock.now_ms()) | (Claim.holder == caller.id)
    try:
        mine.save(condition=free)
    except PutError as error:
        if not failed_condition(error):
            raise
        held = queries.claim_on(lead_id)
        raise LeadAlreadyClaimed(name=queries.name_of(held.holder) if held else "?") from error
    return mine


def take_over(lead_id: str, caller: Caller) -> Claim:
    """A manager works on the lead from now on, whoever has it open; history says from whom it was taken. Again: nothing is said twice."""
    for _ in range(TRIES):
        lead = queries.visible(lead_id, caller, "leads.manage")
        held = queries.claim_on(lead_id)
        if held and held.holder == caller.id:
            return claim(lead_id, caller)
        mine = Claim.by(caller.id, lead_id)
        try:
            with transaction() as tx:
                lead.take_over(held.holder if held else None, tx)
                tx.save(mine)
        except TransactWriteError:
            continue
        return mine
    raise Conflict


def set_flow(centre_id: str, said: dict[str, list[str]], caller: Caller, version: int | None) -> queries.Flow:
    """What the agents of a centre have on their screen, and whose first note reserves a lead, from now on."""
    ordered = {name: list(dict.fromkeys(said[name])) for name in ("columns", "fields", "lists")}
    queries.flow_for(centre_id, caller, "leads.manage").set(version, **ordered, reserving=set(said["reserving"]))
    return queries.flow(centre_id)


def release_claim(lead_id: str, caller: Caller) -> None:
    """Let go of the lead. What somebody else holds stays held."""
    with where_condition_holds():
        Claim(*Claim.on(lead_id)).delete(condition=Claim.holder == caller.id)


def reopen(lead_id: str, reason: str, note_id: str, caller: Caller) -> Lead:
    """A manager takes a closed lead up again; the reason is kept as a note."""
    lead = queries.visible(lead_id, caller, "leads.manage")
    if lead.state not in {"confirmed", "rejected", "unreachable"}:
        raise Conflict
    return _with_reason(lead, note_id, reason, lead.reopen)


def confirm_out_of_band(lead_id: str, reason: str, note_id: str, caller: Caller) -> Lead:
    """Somebody heard from the person, otherwise than by the link, that the address is theirs; the reason is kept as a note, with its author."""
    lead = queries.visible(lead_id, caller, "leads.manage")
    if not lead.is_unconfirmed:
        raise Conflict
    return _with_reason(lead, note_id, reason, lead.confirm_out_of_band)


def _with_reason(lead: Lead, note_id: str, reason: str, change: Callable[[TransactWrite], None]) -> Lead:
    """What a manager decides and why, or neither."""
    try:
        with transaction() as tx:
            add_note(tx, lead, note_id, reason)
            change(tx)
    except TransactWriteError as error:
        raise Conflict from error
    return queries.fresh(lead.id)


def ring(lead: Lead) -> bool:
    """The clock rang for a lead. Answers whether its mail is late: then it rings again a minute later, until the mail has left."""
    if lead.awaits_answer_in_vain:
        _take_back(lead)
    _call_back(lead)
    if lead.state != "pending":
        return False
    if lead.has_lapsed:
        lead.expire()
    elif lead.awaits_mail:
        return lead.mail_is_late
    elif clock.now_ms() >= (lead.reminder_at or math.inf):
        lead.remind()
    else:
        lead.await_click()
    return False


def _call_back(lead: Lead) -> None:
    """A call that was promised is anyone's by now, or nobody has made it."""
    if lead.calls_for_anyone:
        lead.offer()
    elif lead.passes_on:
        _pass_on(lead)
    elif lead.is_overdue:
        lead.miss()


def _pass_on(lead: Lead) -> None:
    """Nobody has called as was promised. Whoever has the lead open just now may be about to."""
    held = queries.claim_on(lead.id)
    if held and held.holder == lead.agent:
        lead.hand_on(int(held.until))
    else:
        lead.offer()


def _take_back(lead: Lead) -> None:
    """Nobody has contacted the person in time. Whoever has the lead open just now may be about to."""
    held = queries.claim_on(lead.id)
    if held and held.holder == lead.agent:
        lead.give_more_time(int(held.until))
    else:
        lead.release("timeout")
