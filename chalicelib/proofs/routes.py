from __future__ import annotations

from chalicelib.foundation.asked import language
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.routes import Routes
from chalicelib.proofs import actions, queries, shapes, wording

routes = Routes(__name__)


@routes.get("/proofs/{lead_id}", may="proofs.read", gives=shapes.Proof)
def read_proof(lead_id: str, query: shapes.ProofQuery, caller: Caller) -> shapes.Proof:
    sheet = queries.sheet(lead_id, caller)
    actions.note_giving(sheet, "screen")
    return wording.worded(sheet, language(), query.hash)
