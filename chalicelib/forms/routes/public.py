from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from chalice import Response

from chalicelib.forms import actions, attachments, embedding, pages, queries, shapes
from chalicelib.forms.actions import Proof
from chalicelib.forms.models import Edition
from chalicelib.forms.queries import FormClosedNow, FormNotOpenYet
from chalicelib.forms.source import REFERRER, came_from, source_of
from chalicelib.forms.webmails import provider_of, webmail_of
from chalicelib.foundation import clock, config, tenancy
from chalicelib.foundation.asked import asked
from chalicelib.foundation.errors import AnswersRefused, BadRequest, Conflict, DomainError, FieldError, NotAllowed, NotFound, TooLarge
from chalicelib.foundation.pages import page_headers
from chalicelib.foundation.posted import READERS, read_posted
from chalicelib.foundation.routes import SCHEMA, SCRIPT, Routes, Shape
from chalicelib.shield import actions as shield
from chalicelib.shield.actions import UploadsTooMany

routes = Routes(__name__)

POSTED = tuple(READERS)
SHUT = (FormClosedNow, FormNotOpenYet)
PREFLIGHT_SECONDS = 600
LONGEST_SIZE = 12
"""In digits."""


class OriginRefused(NotAllowed):
    fr = "Ce site n'est pas autorisé à utiliser ce formulaire. Ajoutez {origin} à ses origines."
    en = "This site may not use this form. Add {origin} to its origins."


@routes.page("GET", "/f/{form_key}", raises=SHUT)
def show_form(form_key: str) -> Response:
    return _on_page(form_key, lambda form: _form_page(form, 200, _carried(form), []))


@routes.page("POST", "/f/{form_key}", posted=POSTED, gives={303: None, 202: shapes.Posted}, raises=(*SHUT, OriginRefused, UploadsTooMany, Conflict))
def submit_form(form_key: str) -> Response:
    if _is_script():
        return _in_script(form_key, _submit_script)
    return _on_page(form_key, _submit_page)


@routes.page("POST", "/f/{form_key}/uploads", posted=POSTED, gives={201: shapes.Sending}, raises=(*SHUT, OriginRefused, UploadsTooMany))
def prepare_upload(form_key: str) -> Response:
    return _in_script(form_key, _prepare_upload)


@routes.page("OPTIONS", "/f/{form_key}", gives={204: None}, raises=(*SHUT, OriginRefused))
def preflight(form_key: str) -> Response:
    return _in_script(form_key, lambda _: Response(body="", status_code=204))


@routes.page("GET", "/f/{form_key}/thanks", raises=SHUT)
def thank(form_key: str) -> Response:
    provider = (asked().query.get("m") or [""])[-1]
    made = pages.held_page if "held" in asked().query else partial(pages.thanks_page, provider=provider)
    return _on_page(form_key, lambda form: _page(200, made(form), form), even_closed=True)


@routes.page("GET", "/embed.js", gives={200: SCRIPT, 304: None})
def read_embed_script() -> Response:
    tag = f'"{embedding.version()}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
    if asked().headers.get("if-none-match") == tag:
        return Response(body="", status_code=304, headers=headers)
    return Response(body=embedding.script(), headers=headers | {"Content-Type": "text/javascript; charset=utf-8"})


@routes.page("GET", "/f/{form_key}/embed", gives={200: shapes.Embedded}, raises=(*SHUT, OriginRefused))
def embed_form(form_key: str) -> Response:
    return _in_script(form_key, lambda form: _json(200, _embedded(form)))


@routes.page("GET", "/f/{form_key}/schema", gives={200: SCHEMA}, raises=(*SHUT, OriginRefused))
def read_schema(form_key: str) -> Response:
    return _in_script(form_key, _schema)


def _on_page(form_key: str, view: Callable[[Edition], Response], *, even_closed: bool = False) -> Response:
    """Answer a person: every trouble with the form is a page in their language."""
    try:
        tenant, form_id = queries.place_of(form_key)
        with tenancy.inside(tenant, by="visitor"):
            form = _spoken(queries.current(form_id))
            return view(form if even_closed else queries.expect_open(form))
    except FormClosedNow as closed:
        return _page(closed.status, pages.closed_page(_spoken(closed.edition)), closed.edition)
    except NotFound:
        return _page(404, pages.missing_page(asked().language))


def _spoken(form: Edition) -> Edition:
    """In the language that the address asks for, then in the visitor's own, then in the form's."""
    named = (asked().query.get("lang") or [""])[-1]
    return form.in_language(named if named in form.languages else asked().prefers(form.languages) or form.language)


def _is_script() -> bool:
    """What posts JSON, or wants it. A post of the second kind needs no leave from a browser beforehand, and saves the visitor a round trip."""
    return asked().media_type == "application/json" or asked().headers.get("accept", "").startswith("application/json")


def _in_script(form_key: str, view: Callable[[Edition], Response]) -> Response:
    """Answer a script on a landing page, where the form allows its origin."""
    tenant, form_id = queries.place_of(form_key)
    with tenancy.inside(tenant, by="visitor"):
        try:
            form = _spoken(queries.current(form_id))
        except FormClosedNow as closed:
            closed.headers |= _cors(closed.edition)
            raise
        allowed = _cors(form)
        try:
            answer = view(queries.expect_open(form))
        except DomainError as refused:
            # Without these headers the landing page could not read what to correct.
            refused.headers |= allowed
            raise
        answer.headers |= allowed
        return answer


def _cors(form: Edition) -> dict[str, str]:
    """Headers for the origin that asks. Raises `OriginRefused` for one that the form does not name.

    ``null`` is what a browser sends when it hides the origin: nothing is allowed to read then, nor refused.
    """
    origin = asked().headers.get("origin")
    if not origin or origin in {"null", config.API_URL}:
        return {}
    if origin not in form.allowed_origins:
        raise OriginRefused(origin=origin)
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
        "Access-Control-Allow-Headers": "Content-Type",
        "Access-Control-Max-Age": str(PREFLIGHT_SECONDS),
        "Vary": "Origin",
    }


def _prepare_upload(form: Edition) -> Response:
    posted = read_posted(asked().body, asked().headers["content-type"])
    field, name, size = (str(posted.get(said, "")) for said in ("field", "name", "size"))
    if not (size.isascii() and size.isdecimal() and len(size) <= LONGEST_SIZE):
        raise BadRequest(reason="size")
    sending = attachments.prepare(form, field, name, int(size), language=form.language)
    shield.count_upload(form.form_id, asked().address)
    return _json(201, shapes.Sending(ticket=sending.ticket, url=sending.url, fields=sending.fields))


def _submit_script(form: Edition) -> Response:
    """The same answer whatever is known of the address."""
    posted = attachments.taken_in(form, _read(form), asked().address)
    if not _submit(form, posted):
        return _json(202, shapes.Posted(status="held", message=pages.held_in_words(form)))
    webmail = webmail_of(provider_of(str(posted.get("email", ""))), form.sender) if form.double_optin else None
    return _json(202, shapes.Posted(webmail=webmail and shapes.Webmail(name=webmail.name, url=webmail.url)))


def _submit_page(form: Edition) -> Response:
    _cors(form)
    posted: Mapping[str, Any] = {}
    try:
        posted = _read(form)
        posted = attachments.taken_in(form, posted, asked().address)
        went_on = _submit(form, posted)
    except AnswersRefused as refused:
        return _form_page(form, 422, attachments.shown(form, posted), refused.errors)
    except (BadRequest, TooLarge, UploadsTooMany) as unread:
        return _form_page(form, unread.status, attachments.shown(form, posted), [FieldError("", unread.code, unread.said(form.language))])
    said = {"m": provider_of(str(posted.get("email", "")))} if went_on else {"held": "1"}
    target = pages.addressed(f"{form.post_url}/thanks", form, **said)
    return Response(body="", status_code=303, headers={"Location": target, "Cache-Control": "no-store"})


def _read(form: Edition) -> Mapping[str, Any]:
    return read_posted(asked().body, asked().headers.get("content-type"), files=form.takes_files)


def _submit(form: Edition, posted: Mapping[str, Any]) -> bool:
    """Whether it went on, and was not held back."""
    request = asked()
    source = source_of(posted, request.headers)
    proof = Proof(clock.now_ms(), request.address, request.headers.get("user-agent", "")[:200], source.page, referrer=source.referrer)
    return actions.receive(form, posted, proof)


def _json(status: int, shape: Shape) -> Response:
    return Response(body=shape.model_dump_json(exclude_none=True), status_code=status, headers={"Content-Type": "application/json"})


def _carried(form: Edition) -> dict[str, str]:
    """What the address of the page brings along for fields that nobody sees: the campaign, above all."""
    hidden = {field.name for field in form.fields if field.type == "hidden"}
    carried = {name: values[-1] for name, values in asked().query.items() if name in hidden or name.startswith("utm_")}
    return carried | {REFERRER: came_from(asked().query, asked().headers)}


def _form_page(form: Edition, status: int, values: Mapping[str, Any], errors: Sequence[FieldError]) -> Response:
    page = pages.form_page(form, values=values, errors=errors)
    sends_to = config.files_origin() if form.takes_files else ""
    return Response(body=page, status_code=status, headers=pages.form_headers(form.allowed_origins, sends_to=sends_to))


def _page(status: int, page: str, form: Edition | None = None) -> Response:
    """Framed by who may frame the form: after its post it stands in the same frame."""
    return Response(body=page, status_code=status, headers=page_headers(framed_by=form.allowed_origins if form else ()))


def _embedded(form: Edition) -> shapes.Embedded:
    return shapes.Embedded(language=form.language, form=embedding.questions(form), thanks=embedding.thanks(form), rules=embedding.rules(form))


def _schema(form: Edition) -> Response:
    from chalicelib.forms.json_schema import schema  # noqa: PLC0415 - programs ask for it once

    return Response(body=json.dumps(schema(form), ensure_ascii=False), headers={"Content-Type": SCHEMA})
