from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalice import Response

from chalicelib.forms import queries as forms
from chalicelib.foundation import tenancy
from chalicelib.foundation.asked import asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, AnswersRefused, BadRequest, Conflict, MediaTypeUnknown, NotFound, TooOften
from chalicelib.foundation.keys import TenantGone
from chalicelib.foundation.pages import page_headers, words
from chalicelib.foundation.posted import read_posted
from chalicelib.foundation.routes import Routes
from chalicelib.foundation.visitors import kind_of
from chalicelib.identity import queries as identity
from chalicelib.leads import actions as opened
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.messaging.shapes import Tried
from chalicelib.optin import actions, pages, shapes, tokens
from chalicelib.optin.actions import LinkLapsed

routes = Routes(__name__)

FORM_POST = ("application/x-www-form-urlencoded", "multipart/form-data")


@routes.page("GET", "/c/{token}", raises=(LinkLapsed, TenantGone))
def show_confirmation(token: str) -> Response:
    """Confirms nothing: mail scanners visit it, and some run its scripts. That it was opened is kept as evidence."""
    return _at_link(token, lambda lead: _visit(lead, token))


@routes.page("HEAD", "/c/{token}", raises=(LinkLapsed, TenantGone))
def probe_link(token: str) -> Response:
    return _at_link(token, lambda lead: _visit(lead, token))


@routes.page("POST", "/c/{token}", raises=(AnswersRefused, BadRequest, LinkLapsed, TenantGone))
def confirm(token: str) -> Response:
    return _at_link(token, lambda lead: _click(lead, token))


@routes.page("POST", "/c/{token}/renewals", raises=(AnswersRefused, BadRequest, MediaTypeUnknown, TenantGone))
def renew_link(token: str) -> Response:
    """One click for a link that was ours; an address for one that was not. Both get the same answer, whatever is known."""
    try:
        link = tokens.read(token)
    except NotFound:
        return _renew_for_address(token)
    except TenantGone:
        return _over()
    with tenancy.inside(link.tenant, by="visitor"):
        if not identity.is_open():
            return _over()
        try:
            lead = leads.lead(link.lead_id)
            opened.renew_link(lead)
        except (Conflict, TooOften, NotFound):
            return _page(200, pages.renewed_page(language=asked().language))
        return _page(200, pages.renewed_page(language=actions.form_of(lead).language))


@routes.page("GET", "/u/{token}", raises=(TenantGone,))
def show_unsubscription(token: str) -> Response:
    """Changes nothing: scanners open every link of a mail."""
    return _at_link(token, lambda lead: _before_unsubscribing(lead, token), tokens.UNSUBSCRIBE)


@routes.page("POST", "/u/{token}", raises=(TenantGone,))
def unsubscribe(token: str) -> Response:
    """The button of the page, or the mail program's own (RFC 8058)."""
    return _at_link(token, _unsubscribe, tokens.UNSUBSCRIBE)


# The authors of its mails


@routes.get("/mail-models", may="forms.write", gives=shapes.MailModels)
def list_mail_models() -> shapes.MailModels:
    from chalicelib.optin import authors  # noqa: PLC0415 - few requests write mails

    return shapes.MailModels(items=authors.models())


@routes.post("/mail-previews", may="forms.write", gives=shapes.MailShown, raises=(AnswersRefused,))
def preview_mail(body: shapes.MailDraft, caller: Caller) -> shapes.MailShown:
    from chalicelib.optin import authors  # noqa: PLC0415 - as above

    return authors.shown(body, caller)


@routes.post("/mail-trials", may="forms.write", gives=Tried, raises=(AnswersRefused, TooOften))
def try_mail(body: shapes.MailDraft, caller: Caller) -> Tried:
    from chalicelib.optin import authors  # noqa: PLC0415 - as above

    return authors.attempt(body, caller)


def _before_unsubscribing(lead: Lead, token: str) -> Response:
    form = actions.form_of(lead)
    return _page(200, pages.unsubscribe_page(company=form.company, language=form.language, post_url=f"/u/{token}"))


def _unsubscribe(lead: Lead) -> Response:
    form = actions.form_of(lead)
    actions.unsubscribe(lead)
    return _page(200, pages.unsubscribed_page(company=form.company, language=form.language))


def _at_link(token: str, view: Callable[[Lead], Response], purpose: str = tokens.CONFIRM) -> Response:
    try:
        link = tokens.read(token, purpose)
        with tenancy.inside(link.tenant, by="visitor"):
            return view(leads.lead(link.lead_id)) if identity.is_open() else _over()
    except NotFound:
        return _unknown(token, 404) if purpose == tokens.CONFIRM else _page(404, pages.astray_page(language=asked().language))
    except TenantGone:
        return _over()


def _visit(lead: Lead, token: str) -> Response:
    lead.note_visit(_visitor())
    return _before_click(lead, token)


def _before_click(lead: Lead, token: str) -> Response:
    form = actions.form_of(lead)
    if lead.has_lapsed:
        return _lapsed(lead, token)
    if lead.state != "pending":
        return _page(200, pages.already_page(company=form.company, language=form.language))
    sends_itself = actions.may_send_itself(lead, form) and _visitor() == "browser"
    page = pages.confirm_page(company=form.company, language=form.language, post_url=f"/c/{token}", sends_itself=sends_itself)
    return _page(200, page, script=pages.SCRIPT if sends_itself else "")


def _visitor() -> str:
    return kind_of(asked().headers.get("user-agent", ""), is_head=asked().method == "HEAD")


def _click(lead: Lead, token: str) -> Response:
    form = actions.form_of(lead)
    is_by_page = _posted().get("by") == "page"
    if is_by_page and not (actions.may_send_itself(lead, form) and _visitor() == "browser"):
        return _before_click(lead, token)
    try:
        browser = asked().headers.get("user-agent", "")
        actions.confirm(lead, "page" if is_by_page else "click", address=asked().address, browser=browser)
    except LinkLapsed:
        return _lapsed(lead, token)
    except AlreadyDone:
        return _page(200, pages.already_page(company=form.company, language=form.language))
    except Conflict:
        # The clock or another click was first: the page shows where the lead stands now.
        return _before_click(leads.fresh(lead.id), token)
    return _page(200, pages.confirmed_page(company=form.company, language=form.language))


def _lapsed(lead: Lead, token: str) -> Response:
    form = actions.form_of(lead)
    return _page(410, pages.expired_page(company=form.company, language=form.language, renew_url=f"/c/{token}/renewals"))


def _posted() -> Mapping[str, Any]:
    """What a page of ours sent. Anything else, as a mail program's own post, says nothing."""
    return read_posted(asked().body, asked().headers.get("content-type")) if asked().media_type in FORM_POST else {}


def _renew_for_address(token: str) -> Response:
    """The tenant stands in clear at the head of a token, so a link cut on its way still leads to the right company."""
    address = str(_posted().get("email", "")).strip()
    if not forms.is_email(address):
        return _unknown(token, 422, address)
    try:
        with tenancy.inside(tokens.tenant_of(token), by="visitor"):
            if identity.is_open():
                actions.renew_for(address)
    except (NotFound, TenantGone):
        return _page(200, pages.renewed_page(language=asked().language))
    return _page(200, pages.renewed_page(language=asked().language))


def _over() -> Response:
    """The company has left, or is about to."""
    return _page(410, pages.over_page(language=asked().language))


def _unknown(token: str, status: int, address: str | None = None) -> Response:
    language = asked().language
    error = words("forms", language)["errors"]["email"] if address is not None else ""
    shown = token if tokens.might_be_ours(token) else "lien"
    page = pages.unknown_page(language=language, renew_url=f"/c/{shown}/renewals", email=address or "", error=error)
    return _page(status, page)


def _page(status: int, page: str, *, script: str = "") -> Response:
    return Response(body=page, status_code=status, headers=page_headers(private=True, script=script))
