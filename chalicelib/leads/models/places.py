"""Where leads stand: under their person, and in the indexes that screens read."""

from __future__ import annotations

from chalicelib.foundation.records import key

NO_CENTRE = "-"
"""Whose pool leads stand in that wait for a centre, form by form."""


def lead_key(person_id: str, number: int) -> tuple[str, str]:
    return key("P", person_id), f"L#{number}"


def pool_key(centre_id: str) -> str:
    """Where a centre's leads wait for an agent, oldest first."""
    return key("Q", centre_id, "0")


def agent_key(agent_id: str) -> str:
    return key("A", agent_id)


def day_key(day: str) -> str:
    """The leads opened on one day of UTC, ``yyyymmdd``."""
    return key("D", "L", day, "0")
