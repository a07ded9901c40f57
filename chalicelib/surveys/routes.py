from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalice import Response

from chalicelib.contacts import queries as contacts
from chalicelib.forms.queries import FormClosedNow, FormUnknown
from chalicelib.foundation import config, tenancy
from chalicelib.foundation.asked import asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, AnswersRefused, BadRequest, Conflict, FieldError, Gone, NotFound, TooLarge, TooOften
from chalicelib.foundation.keys import TenantGone
from chalicelib.foundation.pages import page_headers
from chalicelib.foundation.posted import read_posted
from chalicelib.foundation.routes import Routes
from chalicelib.identity import queries as identity
from chalicelib.messaging.shapes import Tried
from chalicelib.surveys import actions, pages, queries, shapes, tokens
from chalicelib.surveys.models.invitations import Invitation
from chalicelib.surveys.models.surveys import Survey

routes = Routes(__name__)

FORM_POST = ("application/x-www-form-urlencoded", "multipart/form-data")
View = Callable[[Survey, Invitation], Response]


# Whoever asks


@routes.get("/surveys", may="surveys.read", gives=shapes.SurveyList)
def list_surveys() -> shapes.SurveyList:
    return shapes.SurveyList(items=queries.listed())


@routes.post("/surveys", may="surveys.write", gives=shapes.SurveyPage, status=201, raises=(FormUnknown, FormClosedNow))
def prepare_survey(body: shapes.SurveyDraft, caller: Caller) -> shapes.SurveyPage:
    return queries.page(actions.prepare(body, caller))


@routes.get("/surveys/{survey_id}", may="surveys.read", gives=shapes.SurveyPage)
def read_survey(survey_id: str) -> shapes.SurveyPage:
    return queries.page(queries.survey(survey_id))


@routes.delete("/surveys/{survey_id}", may="surveys.write", raises=(Conflict,))
def close_survey(survey_id: str) -> None:
    actions.close(survey_id)


@routes.post("/surveys/{survey_id}/sending", may="surveys.write", gives=shapes.SurveyPage, raises=(Conflict,))
def start_survey(survey_id: str) -> shapes.SurveyPage:
    return queries.page(actions.start(survey_id))


@routes.delete("/surveys/{survey_id}/sending", may="surveys.write", gives=shapes.SurveyPage, raises=(Conflict,))
def stop_survey(survey_id: str) -> shapes.SurveyPage:
    return queries.page(actions.stop(survey_id))


@routes.get("/surveys/{survey_id}/persons", may="surveys.read", gives=shapes.InvitedList, raises=(BadRequest,))
def list_invited(survey_id: str, query: shapes.InvitedQuery) -> shapes.InvitedList:
    return queries.invited(queries.survey(survey_id), query)


@routes.get("/surveys/{survey_id}/preview", may="surveys.read", gives=shapes.SurveyPreview)
def preview_survey(survey_id: str) -> shapes.SurveyPreview:
    return queries.preview(queries.survey(survey_id))


@routes.post("/surveys/{survey_id}/trials", may="surveys.write", gives=Tried, raises=(AnswersRefused, TooOften))
def try_survey_mail(survey_id: str, caller: Caller) -> Tried:
    return actions.try_mail(survey_id, caller)


# Whoever is asked


@routes.page("GET", "/s/{token}", raises=(Gone, TenantGone))
def show_survey(token: str) -> Response:
    """Changes nothing: scanners open every link of a mail."""
    return _at_link(token, lambda survey, invitation: _ask(survey, invitation, token))


@routes.page("POST", "/s/{token}", posted=FORM_POST, raises=(AnswersRefused, BadRequest, TooLarge, Gone, TenantGone))
def answer_survey(token: str) -> Response:
    return _at_link(token, lambda survey, invitation: _answer(survey, invitation, token))


@routes.page("GET", "/s/{token}/unsubscription", raises=(TenantGone,))
def show_survey_unsubscription(token: str) -> Response:
    """Changes nothing, as above."""
    return _at_link(token, lambda survey, invitation: _before_unsubscribing(survey, invitation, token), tokens.UNSUBSCRIBE)


@routes.page("POST", "/s/{token}/unsubscription", raises=(TenantGone,))
def unsubscribe_from_surveys(token: str) -> Response:
    """The button of the page, or the mail program's own (RFC 8058)."""
    return _at_link(token, _unsubscribe, tokens.UNSUBSCRIBE)


def _at_link(token: str, view: View, purpose: str = tokens.ANSWER) -> Response:
    try:
        link = tokens.read(token, purpose)
        with tenancy.inside(link.tenant, by="visitor"):
            if not identity.is_open():
                return _over()
            return view(queries.survey(link.survey_id), queries.invitation(link.person_id, link.survey_id))
    except NotFound:
        return _page(404, pages.astray_page(language=asked().language))
    except TenantGone:
        return _over()


def _ask(survey: Survey, invitation: Invitation, token: str) -> Response:
    known = contacts.details(invitation.person_id)
    names = {name: known[name] for name in ("first_name", "last_name") if name in known}
    return _before_answering(survey, invitation) or _questions(survey, invitation, token, 200, names)


def _before_answering(survey: Survey, invitation: Invitation) -> Response | None:
    """The page instead of the questions, where they are not asked any more."""
    form = queries.edition(survey).in_language(_language(survey, invitation))
    if invitation.state == "answered":
        return _page(200, pages.already_page(company=form.company, language=form.language))
    if not survey.takes_answers:
        return _page(410, pages.over_page(company=form.company, language=form.language))
    return None


def _questions(survey: Survey, invitation: Invitation, token: str, status: int, values: Any, errors: tuple[FieldError, ...] = ()) -> Response:
    questionnaire = queries.questionnaire(survey, _language(survey, invitation), f"{config.API_URL}/s/{token}")
    return Response(body=questionnaire.page(values, errors), status_code=status, headers=questionnaire.headers())


def _answer(survey: Survey, invitation: Invitation, token: str) -> Response:
    language = _language(survey, invitation)
    posted: Any = {}
    try:
        posted = read_posted(asked().body, asked().headers.get("content-type"))
        if instead := _before_answering(survey, invitation):
            return instead
        actions.answer(invitation, survey, posted, language)
    except AnswersRefused as refused:
        return _questions(survey, invitation, token, 422, posted, refused.errors)
    except (BadRequest, TooLarge) as unread:
        return _questions(survey, invitation, token, unread.status, {}, (FieldError("", unread.code, unread.said(language)),))
    except AlreadyDone:
        return _page(200, pages.already_page(company=queries.edition(survey).company, language=language))
    return _page(200, pages.answered_page(company=queries.edition(survey).company, language=language))


def _before_unsubscribing(survey: Survey, invitation: Invitation, token: str) -> Response:
    company, language = queries.edition(survey).company, _language(survey, invitation)
    return _page(200, pages.unsubscribe_page(company=company, language=language, post_url=f"/s/{token}/unsubscription"))


def _unsubscribe(survey: Survey, invitation: Invitation) -> Response:
    actions.unsubscribe(invitation)
    return _page(200, pages.unsubscribed_page(company=queries.edition(survey).company, language=_language(survey, invitation)))


def _language(survey: Survey, invitation: Invitation) -> str:
    """The one that the address of the page names; else that in which the person came to us, if the form speaks it."""
    form = queries.edition(survey)
    named = (asked().query.get("lang") or [""])[-1]
    return next((code for code in (named, invitation.language) if code in form.languages), form.language)


def _over() -> Response:
    return _page(410, pages.over_page(language=asked().language))


def _page(status: int, page: str) -> Response:
    return Response(body=page, status_code=status, headers=page_headers(private=True))
