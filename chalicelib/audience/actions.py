from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from chalicelib.audience.models import STEPS, FormDay
from chalicelib.forms.queries import Edition
from chalicelib.foundation import config
from chalicelib.foundation.asked import Asked
from chalicelib.foundation.visitors import kind_of

A_NUMBER = re.compile(r"[1-9][0-9]{0,4}")


def note(form: Edition, told: Mapping[str, Any], request: Asked) -> None:
    """Count how far a visit came, as its browser tells it. Robots count for nothing, nor do pages that the form does not name."""
    said = told.get("step", "")
    steps = [step for step in STEPS if step == said or (isinstance(said, list) and step in said)]
    origin = request.headers.get("origin")
    is_ours = not origin or origin in {"null", config.API_URL} or origin in form.allowed_origins
    if steps and is_ours and kind_of(request.headers.get("user-agent", "")) == "browser":
        FormDay.note(form.form_id, _edition(told.get("edition"), int(form.number)), steps)


def _edition(told: Any, newest: int) -> int:
    """The one that the visitor had before them; none that there never was."""
    return min(int(told), newest) if isinstance(told, str) and A_NUMBER.fullmatch(told) else newest
