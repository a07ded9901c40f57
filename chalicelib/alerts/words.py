"""An alert in the reader's language, with today's names."""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.alerts.models import Alert
from chalicelib.foundation.pages import words


class Names(NamedTuple):
    """`persons` by lead."""

    persons: dict[str, str]
    agents: dict[str, str]
    centres: dict[str, str]


def said(alert: Alert, names: Names, language: str) -> tuple[str, str]:
    """What it is about, and what belongs to it."""
    catalogue = words("alerts", language)
    kind = catalogue["kinds"][alert.kind]
    values = {
        "person": names.persons.get(alert.lead or "") or catalogue["nobody"],
        "agent": names.agents.get(alert.agent or "") or catalogue["nobody"],
        "centre": names.centres.get(alert.centre, ""),
        "count": int(alert.counted or 0),
    }
    detail = kind["mine"] if alert.audience == "agent" and "mine" in kind else kind["detail"]
    if values["count"] == 1 and "detail_one" in kind:
        detail = kind["detail_one"]
    return kind["title"].format(**values), detail.format(**values)
