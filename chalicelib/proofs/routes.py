from __future__ import annotations

from chalicelib.foundation.asked import asked, language
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import MediaTypeRefused
from chalicelib.foundation.routes import PDF, Answer, Routes
from chalicelib.proofs import actions, shapes

routes = Routes(__name__)


@routes.get("/proofs/{lead_id}", may="proofs.read", gives=shapes.Proof)
def read_proof(lead_id: str, query: shapes.ProofQuery, caller: Caller) -> shapes.Proof:
    from chalicelib.proofs import queries, wording  # noqa: PLC0415 - few requests ask for a proof

    sheet = queries.sheet(lead_id, caller)
    actions.note_giving(sheet, "screen")
    return wording.worded(sheet, language(), query.hash)


@routes.get("/proofs/{lead_id}/pdf", may="proofs.read", gives=PDF, raises=(MediaTypeRefused,))
def print_proof(lead_id: str, caller: Caller) -> Answer:
    """Raises `MediaTypeRefused` where the document is not asked for: API Gateway would hand it out as text."""
    from chalicelib.proofs import printed, queries, wording  # noqa: PLC0415 - few requests ask for a proof

    sheet = queries.sheet(lead_id, caller)
    if not asked().headers.get("accept", "").startswith(PDF):
        raise MediaTypeRefused(given=PDF)
    actions.note_giving(sheet, "paper")
    document = printed.printed(wording.worded(sheet, language()), language())
    return Answer(document, {"Content-Disposition": f'attachment; filename="preuve-{lead_id}.pdf"'})
