from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chalicelib.files.models import File
from chalicelib.files.tickets import Upload, read

__all__ = ["Sent", "Upload", "sent_with", "upload"]


@dataclass(frozen=True)
class Sent:
    """A file of a request as its readers see it."""

    id: str
    field: str
    name: str
    kind: str
    size: int
    state: str


def upload(ticket: str, *, form_id: str, field: str, even_late: bool = False) -> Upload | None:
    """What a ticket names; None for one that is not ours, not for this field, or too old. `even_late`: of a post that came in time, and waited."""
    return read(ticket, form_id=form_id, field=field, even_late=even_late)


def sent_with(lead_id: str, request: dict[str, Any]) -> list[Sent]:
    """The files of a request, in the order of the form. Nothing is read where there are none."""
    named = request.get("files", [])
    files = {file.id: file for file in File.of_lead(lead_id)} if named else {}
    return [Sent(one["id"], one["field"], one["name"], file.kind, int(file.size), file.state) for one in named if (file := files.get(one["id"]))]
