"""What an author copies to bring a form to its visitors: its address, our script, plain HTML, and a post by program."""

from __future__ import annotations

import json
from typing import Any

from chalicelib.forms import pages
from chalicelib.forms.definitions import PERSON, FieldDefinition
from chalicelib.forms.fields import days_of, page_rules
from chalicelib.forms.models import Edition
from chalicelib.foundation import config
from chalicelib.foundation.pages import render

SOMEBODY = {"first_name": "Awa", "last_name": "Diop", "email": "awa.diop@example.org"}


def script(form: Edition) -> str:
    """Our own script, and a link for whom no script runs."""
    return render("forms/script_tag.html", form.language, form=form, source=f"{config.API_URL}/embed.js").strip()


def plain_html(form: Edition) -> str:
    """A form without any script, to be styled by the page that it stands in."""
    return render("forms/plain.html", form.language, **pages.asked(form, {}, (), form.language)).strip()


def by_program(form: Edition) -> str:
    """A post of what everybody is asked."""
    answers = {field.name: _example(field, form) for field in form.fields if field.is_asked_of_all and field.type != "file"}
    body = json.dumps(answers, ensure_ascii=False, indent=2).replace("'", "\\u0027")  # between quotes of the shell
    return f"curl '{pages.addressed(form.post_url, form)}' -H 'Content-Type: application/json' -d '{body}'"


def _example(field: FieldDefinition, form: Edition) -> Any:
    if field.name in PERSON and field.type != "phone":
        return SOMEBODY[field.name]
    options = [option.value for option in field.options or ()]
    limits = days_of(field, form.today)
    rule = page_rules([field], form.language, form.country, form.today)["fields"][0]
    examples: dict[str, Any] = {
        "phone": rule["shown"].get("example"), "number": 1 if field.min is None else field.min, "url": "https://www.example.org",
        "date": (limits.get("earliest") or limits.get("latest") or form.today).isoformat(), "select": options[:1], "radio": options[:1],
        "checkboxes": [options[: field.min_choices or 1]], "checkbox": True, "consent": True, "country": (field.countries or (form.country,))[0],
    }  # fmt: skip
    found = examples.get(field.type, field.placeholder or "…")
    return found[0] if isinstance(found, list) else found
