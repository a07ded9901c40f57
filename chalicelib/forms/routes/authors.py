from __future__ import annotations

from chalicelib.forms import actions, pages, queries, shapes
from chalicelib.forms.models import Form as FormRecord
from chalicelib.foundation.asked import asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AnswersRefused, Conflict, VersionLapsed
from chalicelib.foundation.routes import Answer, Routes

routes = Routes(__name__)


@routes.get("/forms", may="forms.read", gives=shapes.FormList)
def list_forms(caller: Caller) -> shapes.FormList:
    return shapes.FormList(items=[shapes.form(record) for record in queries.forms_for(caller)])


@routes.post("/forms", may="forms.write", gives=shapes.Form, status=201)
def create_form(body: shapes.FormDraft) -> shapes.Form:
    return shapes.form(actions.draft(body.content()))


@routes.get("/forms/{form_id}", may="forms.read", gives=shapes.Form)
def read_form(form_id: str, caller: Caller) -> Answer:
    return _with_tag(queries.form_for(caller, form_id))


@routes.put("/forms/{form_id}", may="forms.write", gives=shapes.Form, raises=(VersionLapsed, Conflict))
def edit_form(form_id: str, body: shapes.FormDraft) -> Answer:
    return _with_tag(actions.edit(form_id, body.content(), asked().version))


@routes.post("/forms/{form_id}/publication", may="forms.write", gives=shapes.Form, raises=(AnswersRefused, Conflict))
def publish_form(form_id: str) -> Answer:
    return _with_tag(actions.publish(form_id))


@routes.delete("/forms/{form_id}/publication", may="forms.write", raises=(Conflict,))
def close_form(form_id: str) -> None:
    actions.close(form_id)


@routes.delete("/forms/{form_id}", may="forms.write", raises=(Conflict,))
def archive_form(form_id: str) -> None:
    actions.archive(form_id)


@routes.get("/forms/{form_id}/editions", may="forms.read", gives=shapes.EditionList)
def list_editions(form_id: str, caller: Caller) -> shapes.EditionList:
    form = queries.form_for(caller, form_id)
    return shapes.editions(form, queries.editions(form_id))


@routes.get("/forms/{form_id}/snippets", may="forms.read", gives=shapes.Snippets)
def read_snippets(form_id: str, caller: Caller) -> shapes.Snippets:
    from chalicelib.forms import snippets  # noqa: PLC0415 - authors copy them once

    form = queries.shown_of(queries.form_for(caller, form_id))
    asks = form.shield.min_seconds is not None or form.shield.work
    return shapes.Snippets(
        page=form.post_url, script=snippets.script(form), html=snippets.plain_html(form), program=snippets.by_program(form),
        unproven_per_hour=form.shield.unproven_per_hour if asks else None,
    )  # fmt: skip


@routes.post("/form-previews", may="forms.write", gives=shapes.Preview)
def preview_form(body: shapes.PreviewOrder) -> shapes.Preview:
    form = actions.trial(body.draft.content())
    page = pages.thanks_page(form) if body.page == "thanks" else pages.form_page(form, values={})
    return shapes.Preview(page=page)


def _with_tag(form: FormRecord) -> Answer:
    return Answer(shapes.form(form), {"ETag": f'"{int(form.version)}"'})
