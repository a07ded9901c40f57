"""A form's mails in its author's own words: `letters` in the block `mail` of its content. What is left empty is said in ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, StringConstraints

from chalicelib.forms.definitions import FieldDefinition, Language
from chalicelib.forms.fields import in_words
from chalicelib.foundation.routes import Shape

LetterKind = Literal["confirmation", "reminder"]

VARIABLES = frozenset({"first_name", "company", "form_name", "sender", "link", "stop", "link_life"})
"""What every letter may say, beside the answers. Whoever sends one knows them all."""

SAID_BACK = frozenset({"select", "radio", "checkboxes", "country", "number", "date", "postcode"})
"""Answers that are chosen or counted. What is typed freely is never said back: anybody could have his own words sent to a stranger by us."""

WHOLE = re.compile(r"\s*(?:<!--.*?-->\s*)?(?:<!doctype|<html)\b", re.IGNORECASE | re.DOTALL)


class OwnLetter(Shape):
    """Templates (`docs/guides/mails.md`). `html` stands in our frame, or is a whole document in place of it; without `text` it is made from it."""

    subject: Annotated[str, StringConstraints(max_length=200)] = ""
    html: Annotated[str, StringConstraints(max_length=30_000, strip_whitespace=False)] = ""
    text: Annotated[str, StringConstraints(max_length=10_000, strip_whitespace=False)] = ""


class Letters(Shape):
    """By kind and language."""

    confirmation: Annotated[dict[Language, OwnLetter], Field(default_factory=dict)]
    reminder: Annotated[dict[Language, OwnLetter], Field(default_factory=dict)]


class Answer(NamedTuple):
    label: str
    value: str


class Answers:
    """What a visitor chose, in words: `answers.project` is one of them, empty where there is none, and a loop goes over those that there are.

    Nothing else can be asked of it, so that a field may have any name.
    """

    def __init__(self, fields: Iterable[FieldDefinition], given: Mapping[str, Any], language: str) -> None:
        self._said = {
            field.name: Answer(field.label, in_words(given[field.name], field, language) if field.name in given else "")
            for field in fields
            if field.type in SAID_BACK
        }

    def __getitem__(self, name: str) -> str:
        return self._said[name].value

    def __iter__(self) -> Iterator[Answer]:
        return (answer for answer in self._said.values() if answer.value)


def is_whole(html: str) -> bool:
    """Whether it is a document of its own, with no need of our frame."""
    return WHOLE.match(html) is not None


def sample_answers(fields: Iterable[FieldDefinition]) -> dict[str, Any]:
    """One that the form would take, for each field that can be said back."""
    counted = {"number": 12, "date": "2026-03-31", "postcode": "75011", "country": "FR"}
    return {field.name: field.options[0].value if field.options else counted[field.type] for field in fields if field.type in SAID_BACK}
