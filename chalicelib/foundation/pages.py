"""Pages and mails: one Jinja environment over `templates/`, and the headers that a public page leaves with."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

if TYPE_CHECKING:
    from jinja2 import Environment

# Beside `chalicelib` both in the repository and in the Lambda package.
TEMPLATES = Path(__file__).parents[2] / "templates"

LANGUAGES = ("fr", "en")
SAID_IN_HOURS = 48
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?")


class Letter(NamedTuple):
    """A mail ready to be sent: both bodies say the same."""

    subject: str
    text: str
    html: str


def render(name: str, language: str, /, **values: Any) -> str:
    """`render("forms/form.html", "fr", …)`; the folder's words are `t` in the template."""
    template = _environment().get_template(f"{name}.j2")
    return template.render(language=spoken(language), t=words(name.partition("/")[0], language), **values)


def render_titled(folder: str, name: str, language: str, /, **values: Any) -> str:
    """A page in the words of `folder`, by its own template or by that of all pages behind a link (`templates/linked`)."""
    said = words(folder, language)
    template = _environment().select_template([f"{folder}/{name}.html.j2", f"linked/{name}.html.j2"])
    return template.render(language=spoken(language), t=said, title=said[name]["title"], **values)


def render_letter(name: str, language: str, /, subject: str | None = None, **values: Any) -> Letter:
    """A mail from its two templates. Its own subject may be replaced, for instance by the form's."""
    folder, _, letter = name.partition("/")
    said = subject or words(folder, language)[letter]["subject"].format(**values)
    subject = " ".join(said.split())  # a line break in a subject would open a header of its own
    return Letter(
        subject=subject,
        text=render(f"{name}.txt", language, subject=subject, **values),
        html=render(f"{name}.html", language, subject=subject, **values),
    )


@cache
def words(folder: str, language: str) -> dict[str, Any]:
    catalogue: dict[str, Any] = json.loads(asset(f"{folder}/{spoken(language)}.json"))
    return catalogue


def spoken(language: str) -> str:
    return language if language in LANGUAGES else LANGUAGES[0]


@cache
def asset(path: str) -> Markup:
    """A file of ours that goes into a page as it is."""
    return Markup((TEMPLATES / path).read_text())  # noqa: S704  # never holds what somebody typed


@cache
def style() -> Markup:
    """Of a whole page: what stands in it, wherever that is shown, and the page around."""
    return asset("parts.css") + asset("page.css")


def page_headers(*, private: bool = False, script: str = "", framed_by: Iterable[str] = (), connects: str = "'none'") -> dict[str, str]:
    """Headers of a public page. Only our own style and script run, known by their hashes, and ask only what `connects` names.

    A private page is reached by a secret link: it is not kept, not indexed, and tells nobody where it was.
    """
    ancestors = " ".join(origin for origin in framed_by if ORIGIN.fullmatch(origin))
    policy = {
        "default-src": "'none'",
        "style-src": _hashed(style()),
        "script-src": _hashed(script) if script else "'none'",
        "connect-src": connects,
        "img-src": "data:",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": ancestors or "'none'",
    }
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": "; ".join(f"{name} {allowed}" for name, allowed in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer" if private else "same-origin",
        "Cache-Control": "no-store" if private else "no-cache",
    } | ({"X-Robots-Tag": "noindex, nofollow"} if private else {})


def _hashed(inline: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()}'"


def lasting(hours: int, language: str) -> str:
    """48 hours, 7 days: a delay as one says it."""
    number, unit = (hours // 24, "day") if hours > SAID_IN_HOURS and hours % 24 == 0 else (hours, "hour")
    units = {"fr": {"day": "jour", "hour": "heure"}, "en": {"day": "day", "hour": "hour"}}
    return f"{number} {units[spoken(language)][unit]}{'s' if number > 1 else ''}"


@cache
def _environment() -> Environment:
    # Read here, not at the start: most functions never render a page, and Jinja is a twentieth of a cold start.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape  # noqa: PLC0415

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(enabled_extensions=["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["style"] = style
    environment.filters["lasting"] = lasting
    return environment
