from __future__ import annotations

from chalicelib.audience.models import FormDay


def days(form_id: str, number: int) -> list[FormDay]:
    """Each edition on each of the last so many days."""
    return FormDay.since(form_id, number)
