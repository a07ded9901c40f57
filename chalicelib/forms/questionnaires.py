"""A published form as it is asked of somebody whom we know: who they are is not asked again, and nothing new is agreed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from chalicelib.forms import pages
from chalicelib.forms.definitions import PERSON, FieldDefinition
from chalicelib.forms.fields import Value, check
from chalicelib.forms.models import Edition
from chalicelib.foundation.errors import AnswersRefused, FieldError
from chalicelib.foundation.pages import page_headers, render

NOT_ASKED = frozenset({"email", "phone", "consent", "hidden", "file"})
"""What we know, what would be a new agreement, what a visit carries, and what is kept with a lead."""
OF_VISITORS = frozenset({"optin", "shield", "opens_at", "closes_at"})
"""How a form receives strangers. Whoever follows a link of their own is none."""


@dataclass(frozen=True)
class Questionnaire:
    """`form` is the edition without what is not asked, and posts to the link of the person."""

    form: Edition

    @classmethod
    def of(cls, edition: Edition, post_url: str = "") -> Self:
        asked = [field for field in edition.content["fields"] if field["type"] not in NOT_ASKED]
        content = {name: value for name, value in edition.content.items() if name not in OF_VISITORS}
        content |= {"fields": _freed(asked), "consent": {}, "double_optin": False, "post_url": post_url}
        return cls(Edition(edition.pk, edition.sk, content=content, number=edition.number, published_at=edition.published_at))

    @property
    def questions(self) -> Sequence[FieldDefinition]:
        """Without the name, which stands on the page already."""
        return [field for field in self.form.fields if field.name not in PERSON]

    def page(self, values: Mapping[str, Any], errors: Sequence[FieldError] = ()) -> str:
        """As a visitor's, but counted nowhere."""
        form = self.form
        shown = pages.asked(form, values, errors, form.language)
        return render("forms/form.html", form.language, **shown, rules=pages.rules(form, form.language), script=pages.SCRIPT)

    def headers(self) -> dict[str, str]:
        return page_headers(private=True, script=pages.SCRIPT)

    def check(self, posted: Mapping[str, Any]) -> dict[str, Value]:
        """The clean answers. Raises `AnswersRefused` with every broken rule."""
        form = self.form
        names = {field.name for field in form.fields}
        checked = check(form.fields, {name: value for name, value in posted.items() if name in names}, form.language, form.country, form.today)
        if checked.errors:
            raise AnswersRefused(errors=tuple(checked.errors))
        return checked.values


def _freed(fields: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was shown only once an address was given, say, is shown: it was given long ago."""
    kept = {field["name"] for field in fields}
    return [{name: value for name, value in field.items() if name != "shown_if" or value["field"] in kept} for field in fields]
