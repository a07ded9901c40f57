from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.contacts import queries as contacts
from chalicelib.forms import queries as forms
from chalicelib.forms.queries import Edition, FieldDefinition, Questionnaire
from chalicelib.foundation import clock, config, cursors
from chalicelib.foundation.asked import language as reader
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import BadRequest
from chalicelib.foundation.keys import Sealed
from chalicelib.foundation.pages import Letter
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.messaging.actions import Mail
from chalicelib.surveys import pages, shapes, tokens
from chalicelib.surveys.counting import pictured
from chalicelib.surveys.models.figures import Figures
from chalicelib.surveys.models.invitations import Invitation
from chalicelib.surveys.models.surveys import Survey

SURVEYS = "surveys"
"""What somebody wants no more mail about, when it is about none in particular."""
STANDINGS = tuple(shapes.SurveyCounts.model_fields)


def survey(survey_id: str) -> Survey:
    """Raises `NotFound`."""
    return Survey.known(survey_id)


def invitation(person_id: str, survey_id: str) -> Invitation:
    """Raises `NotFound`."""
    return Invitation.known(person_id, survey_id)


# The form behind it


def published(form_id: str) -> Edition:
    """Raises `FormUnknown`, `FormClosedNow`."""
    return forms.open_now(form_id)


def form_named(form_id: str, caller: Caller) -> None:
    """Raises `NotFound` for a form that the caller may not read."""
    forms.form_for(caller, form_id)


def edition(survey: Survey) -> Edition:
    """As it was when the survey was made: what was asked does not change under those who answer."""
    return forms.known_edition(survey.form, int(survey.form_version))


def questions(edition: Edition) -> Sequence[FieldDefinition]:
    return Questionnaire.of(edition).questions


def questionnaire(survey: Survey, language: str, post_url: str = "") -> Questionnaire:
    return Questionnaire.of(edition(survey).in_language(language), post_url)


# Whom it is for


def audience(survey: Survey, cursor: str | None, *, limit: int, ends: float) -> tuple[list[Lead], str | None]:
    """Some of the leads by which its persons are found, and where the next ones begin; None at the end. Whatever `ends` says, one is read."""
    chosen = survey.audience
    if by_hand := chosen["lead_ids"]:
        return [leads.lead(lead_id) for lead_id in by_hand], None

    def wanted(lead: Lead) -> bool:
        came = lead.form == chosen["form_id"] and lead.state != "erased"
        return came and (lead.state == "confirmed" if chosen["who"] == "customers" else lead.confirmed_at is not None)

    return leads.newest(wanted, limit=limit, cursor=cursor, ends=ends)


# Its mail


def letter_to(survey: Survey, invitation: Invitation, details: Mapping[str, Any]) -> Mail:
    """With a link that is this person's alone."""
    form = edition(survey).in_language(invitation.language or "fr")
    link, stop = (
        f"{config.API_URL}/s/{tokens.made(invitation.person_id, survey.id, purpose)}{end}"
        for purpose, end in ((tokens.ANSWER, ""), (tokens.UNSUBSCRIBE, "/unsubscription"))
    )
    letter = _letter(survey, form, link, stop, contacts.greeted(details.get("first_name", "")))
    return Mail(
        to=details["email"], subject=letter.subject, text=letter.text, html=letter.html, from_name=form.mail.get("from_name"), about=invitation.id,
        is_bulk=True, headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )  # fmt: skip


def _letter(survey: Survey, form: Edition, link: str, stop: str, name: str) -> Letter:
    return pages.letter(
        company=form.company, survey_name=survey.name, sender=form.sender, language=form.language, link=link, stop=stop,
        ends_on=form.day_in_words(survey.good_until), name=name, said=survey.letters.get(form.language, {}),
    )  # fmt: skip


def sender_of(survey: Survey) -> str | None:
    """The form's own."""
    sender_id: str | None = edition(survey).mail.get("sender_id")
    return sender_id


# What the console shows


def listed() -> list[shapes.Survey]:
    found = Survey.all()
    figures, names = Figures.of_each([one.id for one in found]), forms.names()
    return [shapes.Survey(**_row(one, figures[one.id], names)) for one in found]


def page(survey: Survey) -> shapes.SurveyPage:
    figures = Figures.of(survey.id)
    form = edition(survey).in_language(reader())
    return shapes.SurveyPage(
        **_row(survey, figures, forms.names()), form_version=int(survey.form_version), audience=survey.audience, letters=survey.letters,
        days=int(survey.days), left_out=_left_out(figures), questions=pictured(questions(form), figures, reader()),
    )  # fmt: skip


def _row(survey: Survey, figures: Mapping[str, float], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": survey.id, "name": survey.name, "state": survey.state, "ended": survey.has_ended, "form_id": survey.form,
        "form_name": names.get(survey.form, ""), "counts": {name: int(figures.get(f"#{name}", 0)) for name in STANDINGS},
        "created_at": clock.iso(int(survey.created_at)), "started_at": _moment(survey.started_at), "ends_at": _moment(survey.ends_at),
    }  # fmt: skip


def _moment(ms: float | None) -> str | None:
    return None if ms is None else clock.iso(int(ms))


def _left_out(figures: Mapping[str, float]) -> dict[str, int]:
    prefix = "#left_out|"
    return {name.removeprefix(prefix): int(count) for name, count in figures.items() if name.startswith(prefix)}


def invited(survey: Survey, query: shapes.InvitedQuery) -> shapes.InvitedList:
    """Those who stand somewhere, the latest first, with what they said."""
    found, last = Invitation.listed(survey.id, query.state, limit=query.limit, before=_before(query.cursor))
    persons = contacts.persons(one.person_id for one in found)
    fields = _fields(survey)
    return shapes.InvitedList(
        items=[
            shapes.Invited(
                lead_id=one.lead_id, name=contacts.display_name(persons[one.person_id].read()) if one.person_id in persons else "",
                state=one.state, reason=one.reason, at=clock.iso(int(one.since)),
                answers=_said(one, persons[one.person_id].cipher, fields) if one.person_id in persons else [],
            )
            for one in found
        ],
        cursor=cursors.encode(last) if last else None,
    )  # fmt: skip


def _before(cursor: str | None) -> str | None:
    position = cursors.decode(cursor) if cursor else None
    if cursor and not (isinstance(position, str) and position):
        raise BadRequest(reason="cursor")
    return position


def said_by(person_id: str, cipher: Sealed) -> dict[str, tuple[str, list[shapes.AnswerSaid]]]:
    """Of each survey that one person was asked: what it is called, and their answers as a reader reads them."""
    asked = {one.survey_id: one for one in Invitation.of_person(person_id)}
    surveys = {survey_id: Survey.known(survey_id) for survey_id in asked}
    return {survey_id: (surveys[survey_id].name, _said(one, cipher, _fields(surveys[survey_id]))) for survey_id, one in asked.items()}


def _fields(survey: Survey) -> dict[str, FieldDefinition]:
    return {field.name: field for field in Questionnaire.of(edition(survey).in_language(reader())).form.fields}


def _said(invitation: Invitation, cipher: Sealed, fields: Mapping[str, FieldDefinition]) -> list[shapes.AnswerSaid]:
    given = invitation.read(cipher)
    return [
        shapes.AnswerSaid(label=field.label, value=forms.in_words(given[name], field, reader())) for name, field in fields.items() if name in given
    ]


def sample(survey: Survey) -> Letter:
    """Its mail with a name that is nobody's, and links that lead nowhere."""
    return _letter(survey, edition(survey).in_language(reader()), f"{config.API_URL}/s/…", f"{config.API_URL}/s/…", "Awa")


def preview(survey: Survey) -> shapes.SurveyPreview:
    letter = sample(survey)
    page = questionnaire(survey, reader()).page({"first_name": "Awa", "last_name": "Diop"})
    return shapes.SurveyPreview(subject=letter.subject, mail=letter.html, page=page)
