"""What the agent says: the script of the lead's form, with the names of those who speak put in."""

from __future__ import annotations

import re
from typing import Any

from chalicelib.forms import queries as forms

GAP = re.compile(r"\{\s*([\w ]{2,30})\s*\}")
NAMES = {"prénom": "first_name", "prenom": "first_name", "first name": "first_name", "nom": "last_name", "last name": "last_name", "agent": "agent"}


def script_of(form_id: str, details: dict[str, Any], agent: str) -> str:
    """`{prénom}`, `{nom}` and `{agent}` stand for themselves where nobody knows them: an agent who reads a hole aloud is worse off."""
    known = {"first_name": details.get("first_name"), "last_name": details.get("last_name"), "agent": agent}
    return GAP.sub(lambda gap: known.get(NAMES.get(gap[1].strip().lower(), "")) or gap[0], forms.script(form_id))
