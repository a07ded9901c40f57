from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.proofs.facts import ProofGiven
from chalicelib.proofs.models import Giving

if TYPE_CHECKING:
    from chalicelib.proofs.queries import Sheet


def note_giving(sheet: Sheet, shown_as: str) -> None:
    """Keep who was given the sheet, and, if no line is still to come, its last hash: it must still be there whenever somebody asks again."""
    head = sheet.head if sheet.is_whole else ""
    Giving.of(sheet.lead.person_id, ProofGiven(sheet.lead.id, shown_as, len(sheet.links), head)).note()
