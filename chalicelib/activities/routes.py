from __future__ import annotations

from chalicelib.activities import note_models, shapes
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import Conflict
from chalicelib.foundation.routes import Routes

routes = Routes(__name__)


@routes.get("/note-models", may="leads.read", gives=shapes.NoteModelList)
def list_note_models(caller: Caller) -> shapes.NoteModelList:
    return shapes.NoteModelList(items=note_models.offered(caller))


@routes.post("/note-models", may="leads.manage", gives=shapes.NoteModel, status=201)
def make_note_model(body: shapes.NoteModelDraft, caller: Caller) -> shapes.NoteModel:
    return note_models.make(body, caller)


@routes.put("/note-models/{model_id}", may="leads.manage", gives=shapes.NoteModel, raises=(Conflict,))
def change_note_model(model_id: str, body: shapes.NoteModelDraft, caller: Caller) -> shapes.NoteModel:
    return note_models.change(model_id, body, caller)


@routes.delete("/note-models/{model_id}", may="leads.manage", raises=(Conflict,))
def retire_note_model(model_id: str, caller: Caller) -> None:
    note_models.retire(model_id, caller)
