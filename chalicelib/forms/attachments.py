"""Files among the answers of a form. A page with a script sends each beforehand and posts its ticket; a page without sends them along with the post,
and from there on they are tickets too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from chalicelib.files import actions as files
from chalicelib.files import queries as uploads
from chalicelib.files.actions import Looked, Sending
from chalicelib.files.queries import Upload
from chalicelib.forms.definitions import FieldDefinition
from chalicelib.forms.fields import check, fault_of
from chalicelib.forms.models import Edition
from chalicelib.foundation.errors import AnswersRefused, FieldError, NotFound
from chalicelib.foundation.posted import SentFile
from chalicelib.shield import actions as shield


class Received(NamedTuple):
    """A file that has reached us while the rest of the form is still to be corrected."""

    ticket: str
    name: str
    size: int


def prepare(form: Edition, field: str, name: str, size: int, *, language: str) -> Sending:
    """Let a browser send one file. Raises `AnswersRefused` for one that the field would not take, `NotFound` for no such field."""
    definition = next((one for one in _fields(form) if one.name == field), None)
    if definition is None:
        raise NotFound
    if errors := _faults(definition, name, size, language):
        raise AnswersRefused(errors=tuple(errors))
    return files.prepare(name, size, form_id=form.form_id, field=field)


def _faults(field: FieldDefinition, name: str, size: int, language: str = "fr") -> list[FieldError]:
    return check([field.model_copy(update={"shown_if": None})], {field.name: [(name, size)]}, language).errors


def taken_in(form: Edition, posted: Mapping[str, Any], address: str) -> Mapping[str, Any]:
    """The post with tickets in the place of the files that came along. A new file of a field that takes one is instead of the one before.

    `address`: of the visitor's network, on whose account they are counted. Raises `AnswersRefused` before a field's files are put down, where they
    are more than it takes, and `UploadsTooMany`.
    """
    fields = {field.name: field for field in _fields(form)}
    if not fields:
        return posted
    return {name: _tickets(form, fields[name], given, address) if name in fields else given for name, given in posted.items()}


def _tickets(form: Edition, field: FieldDefinition, given: Any, address: str) -> list[str]:
    sent = [one for one in _listed(given) if one]
    new = [one for one in sent if isinstance(one, SentFile)]
    before = [] if new and field.most_files == 1 else [one for one in sent if isinstance(one, str)]
    if new and len(set(before)) + len(new) > field.most_files:
        raise AnswersRefused(errors=(fault_of(field, "files_most", form.language),))
    return before + [_taken(form, field, one, address) for one in new]


def _taken(form: Edition, field: FieldDefinition, sent: SentFile, address: str) -> str:
    is_wanted = not _faults(field, sent.name, len(sent.content))
    if is_wanted:
        shield.count_upload(form.form_id, address)
    return files.take(sent.name, sent.content, form_id=form.form_id, field=field.name, is_wanted=is_wanted)


def opened(form: Edition, posted: Mapping[str, Any], *, even_late: bool = False) -> Mapping[str, Any]:
    """The post with uploads in the place of their tickets. One that is not ours, not for this field, or too old stays as it is."""
    fields = {field.name for field in _fields(form)}
    return {name: list(_uploads(form, name, posted[name], even_late=even_late)) if name in fields else posted[name] for name in posted}


def _uploads(form: Edition, field: str, given: Any, *, even_late: bool) -> Iterator[Upload | str]:
    for one in dict.fromkeys(_listed(given)):
        if one != "":
            yield uploads.upload(one, form_id=form.form_id, field=field, even_late=even_late) or one if isinstance(one, str) else one


def looked_into(form: Edition, posted: Mapping[str, Any], answers: Mapping[str, Any], language: str) -> list[Looked]:
    """Every file that an answer names, read. Raises `AnswersRefused` with each that is not there, or not what it says."""
    return _looked_into(form, opened(form, posted), answers, language)


def _looked_into(form: Edition, sent: Mapping[str, Any], answers: Mapping[str, Any], language: str) -> list[Looked]:
    found: list[Looked] = []
    errors = []
    for field in _fields(form):
        for upload in _listed(sent.get(field.name)) if field.name in answers else ():
            seen = files.look(upload)
            if isinstance(seen, Looked):
                found.append(seen)
            else:
                errors.append(fault_of(field, seen, language))
    if errors:
        raise AnswersRefused(errors=tuple(errors))
    return found


def tickets(form: Edition, posted: Mapping[str, Any]) -> dict[str, list[str]]:
    """What names the files of a post, to look for them later."""
    return {field.name: [one for one in _listed(posted.get(field.name)) if one] for field in _fields(form)}


def still_there(form: Edition, tickets: Mapping[str, list[str]], answers: Mapping[str, Any], language: str) -> list[Looked]:
    """The files of a post that had to wait, or none: what is bound to no lead goes after two days."""
    sent = opened(form, tickets, even_late=True)
    if any(isinstance(one, str) for field in _fields(form) for one in sent.get(field.name, [])):
        return []
    with suppress(AnswersRefused):
        return _looked_into(form, sent, answers, language)
    return []


def shown(form: Edition, posted: Mapping[str, Any]) -> Mapping[str, Any]:
    """The post as its page shows it again: with what has reached us, so that nobody sends it twice."""
    fields = {field.name for field in _fields(form)}
    return {name: list(_received(form, name, given)) if name in fields else given for name, given in posted.items()} if fields else posted


def _received(form: Edition, field: str, given: Any) -> Iterator[Received]:
    for ticket in _listed(given):
        if isinstance(ticket, str) and (upload := uploads.upload(ticket, form_id=form.form_id, field=field)) and upload.kind:
            yield Received(ticket, upload.name, upload.size)


def _fields(form: Edition) -> list[FieldDefinition]:
    return [field for field in form.fields if field.type == "file"]


def _listed(given: Any) -> Sequence[Any]:
    return given if isinstance(given, (list, tuple)) and not isinstance(given, Upload) else [] if given is None else [given]
