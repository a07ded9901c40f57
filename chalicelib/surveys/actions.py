from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from chalicelib.contacts import queries as contacts
from chalicelib.contacts.actions import IDENTITY
from chalicelib.forms.queries import FieldDefinition
from chalicelib.foundation import ids
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, AnswersRefused, ComesLater, Conflict, NotFound, VersionLapsed
from chalicelib.foundation.log import log
from chalicelib.foundation.records import transaction
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.messaging import actions as messaging
from chalicelib.messaging import queries as mail
from chalicelib.messaging.actions import MailDelayed, MailRefused
from chalicelib.messaging.shapes import Tried
from chalicelib.surveys import queries
from chalicelib.surveys.counting import MOST, counted, most_counted
from chalicelib.surveys.models.figures import Figures
from chalicelib.surveys.models.invitations import Invitation
from chalicelib.surveys.models.surveys import Survey
from chalicelib.surveys.queries import SURVEYS
from chalicelib.surveys.shapes import SurveyDraft

ROUND_SECONDS = 10
"""A round of work ends in time for its function, whatever a mail server takes for the last of its mails."""
READ_AT_ONCE = 100
INDEX_SECONDS = 5
PUT_OFF_SECONDS = 5 * 60
PUT_OFF_FOR = 24 * 3600
"""Mail servers put off whom they do not know, or whose mailbox is full. Who is put off for longer has none of it."""
OF_ONE_MAIL = frozenset({"server_busy", "sender_refused", "message_refused", "answer_lost"})
"""Reasons that may lie with one reader. Any other one stands in the way of everybody's mail."""


class NothingAsked(AnswersRefused):
    fr = "Ce formulaire ne demande que des coordonnées, que nous avons déjà : ajoutez-lui une question."
    en = "This form asks only how to reach somebody, which we know already: add a question to it."


class TooMuchAsked(AnswersRefused):
    fr = "Une réponse à ce formulaire peut changer {figures} totaux, {most} au plus : ôtez-lui des questions, ou limitez les choix à cocher."
    en = "An answer to this form may change {figures} totals, {most} at most: take questions out of it, or limit how many choices may be ticked."


class IndexBehind(ComesLater):
    """Somebody still waits whom the list does not show yet."""

    seconds = INDEX_SECONDS


class PutOff(ComesLater):
    """A server took nobody's mail in this round."""

    seconds = PUT_OFF_SECONDS


# Whoever asks


def prepare(draft: SurveyDraft, caller: Caller) -> Survey:
    """A new survey, of a form as it is published now. Whom it is for is gathered next; nothing leaves before `start`.

    Raises `FormUnknown`, `FormClosedNow`, `NothingAsked`, `TooMuchAsked`, and `NotFound` for a person whom the caller may not see.
    """
    edition = queries.published(draft.form_id)
    _check_questions(queries.questions(edition))
    if draft.audience.form_id:
        queries.form_named(draft.audience.form_id, caller)
    for lead_id in draft.audience.lead_ids:
        leads.visible(lead_id, caller, "leads.read")
    survey = Survey.new(
        name=draft.name, form=draft.form_id, form_version=edition.number, days=draft.days,
        audience=draft.audience.model_dump(exclude_none=True), letters={code: said.model_dump() for code, said in draft.letters.items()},
    )  # fmt: skip
    with transaction() as tx:
        survey.begin(tx)
        Figures.begin(tx, survey.id)
    return survey


def _check_questions(asked: Sequence[FieldDefinition]) -> None:
    if not asked:
        raise NothingAsked
    if (figures := most_counted(asked)) > MOST:
        raise TooMuchAsked(figures=figures, most=MOST)


def start(survey_id: str) -> Survey:
    """Let its mails leave, for the first time or again. Raises `Conflict` where nobody was gathered yet, or it is over."""
    survey = Survey.known(survey_id)
    if survey.has_ended:
        raise Conflict
    with suppress(AlreadyDone):
        survey.start()
    return survey


def stop(survey_id: str) -> Survey:
    """No more mails for now, at the next one. Who has theirs may answer."""
    survey = Survey.known(survey_id)
    with suppress(AlreadyDone):
        survey.stop()
    return survey


def close(survey_id: str) -> None:
    """Nobody is asked or answers any more. A repeat changes nothing."""
    with suppress(AlreadyDone):
        Survey.known(survey_id).close()


def close_all() -> None:
    """The company leaves. A repeat changes nothing."""
    for survey in Survey.all():
        close(survey.id)


def try_mail(survey_id: str, caller: Caller) -> Tried:
    """Its mail as it stands, to the caller and nobody else. Raises `TooOften`, `NoSender`."""
    survey = Survey.known(survey_id)
    from_name = queries.edition(survey).mail.get("from_name")
    return messaging.try_letter(mail.sender(queries.sender_of(survey)), queries.sample(survey), caller, from_name=from_name)


# The rounds of its work


def go_on(survey_id: str, turn: int) -> None:
    """One round: gather more of those whom it is for, or send more of its mails. Raises `AlreadyDone` where that round is over."""
    survey = Survey.known(survey_id)
    if survey.turn != turn:
        raise AlreadyDone
    survey.pin(int(survey.version))  # who stops or closes it meanwhile is right
    try:
        match survey.state:
            case "gathering":
                _gather(survey)
            case "sending":
                _send(survey)
            case _:
                raise AlreadyDone
    except VersionLapsed as error:
        raise AlreadyDone from error


def _gather(survey: Survey) -> None:
    ends = _round_ends()
    cursor: str | None = survey.cursor
    while True:
        found, cursor = queries.audience(survey, cursor, limit=READ_AT_ONCE, ends=ends)
        _invite(survey, found)
        if cursor is None:
            survey.gathered()
            return
        if time.monotonic() > ends:
            survey.go_on(cursor)
            return


def _invite(survey: Survey, found: Sequence[Lead]) -> None:
    """Of these, once each: who can be written to waits for a mail, who cannot is kept with the reason."""
    persons = {person_id: person.read() for person_id, person in contacts.persons(lead.person_id for lead in found).items()}
    wishes = {lead.id: _subjects(lead, persons.get(lead.person_id, {}).get("email")) for lead in found}
    unwanted = mail.unwanted(wish for several in wishes.values() for wish in several)
    Invitation.add(
        survey.id,
        [
            Invitation.new(survey.id, lead.id, lead.language, _why_not(lead, persons[lead.person_id], is_unwanted=bool(unwanted & wishes[lead.id])))
            for lead in found
            if lead.person_id in persons
        ],
    )


def _subjects(lead: Lead, address: str | None) -> set[tuple[str, str]]:
    """What somebody may want no mail about who then wants none of this either."""
    return {(SURVEYS, address), (lead.form, address)} if address else set()


def _why_not(lead: Lead, details: Mapping[str, Any], *, is_unwanted: bool) -> str | None:
    if not details.get("email"):
        return "no_email"
    if lead.is_unconfirmed:
        return "not_confirmed"
    if lead.state == "rejected" and lead.reason == "refused_consent":
        return "refused"
    return "unsubscribed" if is_unwanted else None


def _send(survey: Survey) -> None:
    """Mail after mail, at the pace of its sender, until the round is over. Nothing leaves whose link is dead."""
    ends = _round_ends()
    waiting, _ = Invitation.listed(survey.id, "waiting", limit=READ_AT_ONCE)
    tried = []
    for invitation in waiting:
        if time.monotonic() > ends or survey.has_ended or Survey.known(survey.id).version != survey.version:
            break
        tried.append(_mail_or_put_off(survey, invitation))
    if survey.has_ended:
        survey.close()
    elif not Figures.of(survey.id).get("#waiting"):
        survey.finish()
    elif not waiting:
        raise IndexBehind
    elif tried and not any(tried):
        raise PutOff
    else:
        survey.go_on()


def _mail_or_put_off(survey: Survey, invitation: Invitation) -> bool:
    """Whether nothing is left to be done for this person. What a server has against one reader's mail holds up nobody else's."""
    try:
        _mail(survey, invitation)
    except MailDelayed as delay:
        if delay.reason not in OF_ONE_MAIL:
            raise
        return _put_off(invitation)
    return True


def _put_off(invitation: Invitation) -> bool:
    """Behind all others; for a day at most, unless the server takes nobody's."""
    with suppress(AlreadyDone, Conflict):
        if invitation.is_put_off_for(PUT_OFF_FOR) and Figures.of(invitation.survey_id).get("#mailed"):
            invitation.came_back()
            return True
        invitation.put_off()
    return False


def _mail(survey: Survey, invitation: Invitation) -> None:
    """One person's mail, once. Raises `MailDelayed`, `MailPaced`."""
    lead = leads.fresh(invitation.lead_id)
    person = contacts.persons([invitation.person_id]).get(invitation.person_id)
    details = person.read() if person else {}
    unwanted = mail.unwanted(_subjects(lead, details.get("email")))
    with suppress(AlreadyDone, Conflict):  # moved meanwhile, or another round is at it
        if why := _why_not(lead, details, is_unwanted=bool(unwanted)):
            invitation.leave_out(why)
            return
        try:
            receipt = messaging.send(
                queries.letter_to(survey, invitation, details), once=f"survey#{invitation.id}", sender_id=queries.sender_of(survey)
            )
        except MailRefused:
            invitation.came_back()
        except AlreadyDone:  # it left, and whoever sent it went away before it was noted
            invitation.mailed("")
        else:
            invitation.mailed(receipt.server_answer)


def _round_ends() -> float:
    return time.monotonic() + ROUND_SECONDS


# Whoever is asked


def answer(invitation: Invitation, survey: Survey, posted: Mapping[str, Any], language: str) -> None:
    """Keep what one person says, sealed with the person, and count it. Nothing else about them changes.

    A name that they left as it stood is no answer.

    Raises `AnswersRefused`; `AlreadyDone` the second time: the first answer stands.
    """
    asked = queries.questionnaire(survey, language)
    answers = asked.check(posted)
    person = contacts.person(invitation.person_id)
    known = person.read()
    said = {name: value for name, value in answers.items() if name not in IDENTITY or value != known.get(name)}
    invitation.answer(said, person.cipher, counted(asked.questions, said))


def unsubscribe(invitation: Invitation) -> None:
    """No more surveys to this address, of whatever kind. Raises nothing for a repeat, nor for who has answered."""
    address = contacts.details(invitation.person_id).get("email")
    if address:
        messaging.stop_mail(SURVEYS, address)
    with suppress(AlreadyDone, Conflict):
        invitation.unsubscribe()


def came_back(about_id: str, *, is_unwanted: bool) -> None:
    """A mail server says later that it did not arrive, or that its reader calls it spam. What is no survey's is none of ours."""
    person_id, _, survey_id = about_id.partition(".")
    if not ids.is_short_id(survey_id):
        raise AlreadyDone
    try:
        invitation = Invitation.known(person_id, survey_id)
    except NotFound:
        log.info("invitation_gone")
        raise AlreadyDone from None
    if is_unwanted:
        unsubscribe(invitation)
    else:
        with suppress(Conflict):  # answered, so it did arrive
            invitation.came_back()
