"""A form in somebody else's page: the script that puts it there, and what that script shows. Both are made of what the hosted page is made of."""

from __future__ import annotations

import json
import re
from functools import cache
from hashlib import sha256
from typing import Any

from chalicelib.forms import pages
from chalicelib.forms.pages import ShownForm
from chalicelib.forms.webmails import Webmail
from chalicelib.foundation.pages import asset, render

PARTS = (*pages.PARTS[:-1], "embed")
A_COMMENT = re.compile(r"^ *//.*\n", re.MULTILINE)
IN_REM = re.compile(r"@[^{]+|(-?\d*\.?\d+)rem")
UNNAMED = Webmail("{provider}", "")
"""The script fills it in: which webmail is known when the address is."""


@cache
def script() -> str:
    """The same for every form of every company."""
    parts = (f"const STYLE = {json.dumps(_style())};", *(asset(f"forms/{part}.js") for part in PARTS))
    return A_COMMENT.sub("", "(() => {\n" + "\n".join(parts) + "})();\n")


@cache
def version() -> str:
    """Changes with the script."""
    return sha256(script().encode()).hexdigest()[:16]


def _style() -> str:
    """The page's own, inside a shadow: colours follow the page around, widths the place, and sizes no foreign `rem`."""
    parts = str(asset("parts.css"))
    parts = parts.replace("@media (prefers-color-scheme: dark) {\n  :root", "@media (prefers-color-scheme: dark) {\n  .embed[data-dark]")
    parts = parts.replace(":root", ".embed").replace("@media (max-width: ", "@container (max-width: ") + str(asset("forms/embed.css"))
    return IN_REM.sub(lambda found: f"calc({found[1]} * var(--rem))" if found[1] else found[0], parts)


def questions(form: ShownForm) -> str:
    """What is asked, without a page around."""
    return render("forms/embedded.html", form.language, **pages.asked(form, {}, (), form.language))


def thanks(form: ShownForm) -> str:
    """What is said afterwards, with a place for the visitor's own webmail."""
    return render("forms/embedded_thanks.html", form.language, **pages.thanked(form, UNNAMED, form.language))


def rules(form: ShownForm) -> dict[str, Any]:
    """What the script needs to know of this form."""
    return pages.rules(form, form.language) | {"counts": pages.counted(form)}
