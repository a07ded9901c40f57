"""A form as JSON Schema, for programs that post to it: what keeps to the schema is accepted, but for what only the server knows.

The server forgives more: blanks around an answer, a comma in a number, a national telephone number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from chalicelib.forms.definitions import FieldDefinition
from chalicelib.forms.fields import LONGEST_LOCAL, LONGEST_UTM, SHAPES, UTM, countries_of, days_of
from chalicelib.forms.models import Edition
from chalicelib.forms.pages import addressed
from chalicelib.forms.source import LONGEST, PAGE, REFERRER

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LARGEST = 10**15 - 1


def schema(form: Edition) -> Schema:
    """In the language in which the form is read. Names that it does not know are ignored."""
    named = {field.name: field for field in form.fields}
    depending = [field for field in form.fields if field.required and field.shown_if]
    conditions = [{"if": {"allOf": list(_met(field, named))}, "then": {"required": [field.name]}} for field in depending]
    return {
        "$schema": DIALECT,
        "$id": addressed(f"{form.post_url}/schema", form),
        "title": form.name,
        "type": "object",
        "properties": {name: _property(field, form) for name, field in named.items()} | {PAGE: _ADDRESS, REFERRER: _ADDRESS},
        "patternProperties": {f"^{UTM.pattern}$": {"type": "string", "maxLength": LONGEST_UTM}},
        "required": [field.name for field in form.fields if field.is_asked_of_all],
        "x-form": _about(form),
    } | ({"allOf": conditions} if conditions else {})


def _about(form: Edition) -> Schema:
    """What a page of one's own needs beside the fields. `shield`: what its post carries for the spam shield, where the form has one."""
    shield = form.tokens({})
    about = {"key": form.key, "language": form.language, "languages": list(form.languages), "post_url": addressed(form.post_url, form)}
    return about | {"consent": form.consent_text} | ({"shield": shield.model_dump(exclude_none=True)} if shield else {})


_ADDRESS = {"type": "string", "format": "uri", "maxLength": LONGEST}


def _property(field: FieldDefinition, form: Edition) -> Schema:
    said = {"title": field.label, "description": field.help, "examples": [field.placeholder] if field.placeholder else None, "x-type": field.type}
    return {name: value for name, value in said.items() if value} | _KINDS[field.type](field, form)


def _met(field: FieldDefinition, named: dict[str, FieldDefinition]) -> Iterator[Schema]:
    """What makes a field be asked: the answer that it waits for, to a field that is asked itself."""
    if not field.shown_if:
        return
    other = named[field.shown_if.field]
    yield {"required": [other.name], "properties": {other.name: _awaited(other, field.shown_if.values)}}
    yield from _met(other, named)


def _awaited(other: FieldDefinition, values: Sequence[str]) -> Schema:
    if not values:
        return {"const": True} if other.type in {"checkbox", "consent"} else {}
    return {"contains": {"enum": list(values)}} if other.type == "checkboxes" else {"enum": list(values)}


def _text(field: FieldDefinition, _form: Edition) -> Schema:
    limits: Schema = {"type": "string", "minLength": field.min_length or 1, "maxLength": field.longest}
    return limits | ({"pattern": f"^(?:{field.pattern})$"} if field.pattern else {})


def _email(field: FieldDefinition, form: Edition) -> Schema:
    ends = "|".join(map(re.escape, field.domains or ())).replace("\\-", "-")  # as no other engine than Python's needs it
    domain = f"(?=[^@]*@(?:{ends})$)" if ends else ""
    return _text(field, form) | {"format": "email", "pattern": f"^(?=[^@]{{1,{LONGEST_LOCAL}}}@){domain}(?:{SHAPES['email']})$"}


def _number(field: FieldDefinition, _form: Edition) -> Schema:
    least, most = (-LARGEST if field.min is None else field.min), (LARGEST if field.max is None else field.max)
    return {"type": "number", "minimum": max(least, -LARGEST), "maximum": min(most, LARGEST)}


def _date(field: FieldDefinition, form: Edition) -> Schema:
    """The limits are those of today, in the words that many validators know beside the standard."""
    limits = {
        name: day.isoformat()
        for limit, day in days_of(field, form.today).items()
        for name in [{"earliest": "formatMinimum", "latest": "formatMaximum"}[limit]]
    }
    return {"type": "string", "format": "date", "pattern": f"^(?!0000)(?:{SHAPES['date']})$"} | limits


def _url(field: FieldDefinition, form: Edition) -> Schema:
    return _text(field, form) | {"pattern": f"^(?:{SHAPES['url']})$"}


def _country(field: FieldDefinition, _form: Edition) -> Schema:
    return {"type": "string", "enum": list(countries_of(field))}


def _choice(field: FieldDefinition, _form: Edition) -> Schema:
    return {"oneOf": [{"const": option.value, "title": option.label} for option in field.options or ()]}


def _choices(field: FieldDefinition, form: Edition) -> Schema:
    limits = {"minItems": field.min_choices or 1, "maxItems": field.max_choices}
    return {"type": "array", "items": _choice(field, form), "uniqueItems": True} | {name: limit for name, limit in limits.items() if limit}


def _tick(field: FieldDefinition, form: Edition) -> Schema:
    is_consent = field.type == "consent" and form.consent_text
    return ({"const": True} if field.required else {"type": "boolean"}) | ({"description": form.consent_text} if is_consent else {})


def _files(field: FieldDefinition, _form: Edition) -> Schema:
    """What `POST …/uploads` gave for each."""
    return {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": field.most_files}


_KINDS: dict[str, Callable[[FieldDefinition, Edition], Schema]] = {
    "text": _text,
    "textarea": _text,
    "email": _email,
    "phone": _text,
    "number": _number,
    "date": _date,
    "url": _url,
    "country": _country,
    "postcode": _text,
    "select": _choice,
    "radio": _choice,
    "checkboxes": _choices,
    "checkbox": _tick,
    "consent": _tick,
    "file": _files,
    "hidden": _text,
}
