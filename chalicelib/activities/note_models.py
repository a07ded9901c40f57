"""Predefined notes: what agents write every day, kept once with a title and the tags that go with it. Of one centre, or shared by all."""

from __future__ import annotations

from chalicelib.activities import shapes
from chalicelib.activities.facts import NoteModelChanged, NoteModelMade, NoteModelRetired
from chalicelib.activities.models import NoteModel
from chalicelib.contacts import actions as contacts
from chalicelib.foundation.asked import language
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotFound, refused
from chalicelib.identity import queries as identity

AT_MOST = 100
"""Of one company: they are read whole, and offered in one list."""


def offered(caller: Caller) -> list[shapes.NoteModel]:
    """Those of the caller's centre first, then what all share; whoever sees every centre sees all."""
    reach = caller.reach("leads.read")
    seen = [model for model in NoteModel.offered() if reach == "all" or model.centre_id in {None, caller.centre}]
    return [_shown(model, caller) for model in sorted(seen, key=lambda model: (model.centre_id is None, int(model.place), model.title.casefold()))]


def make(draft: shapes.NoteModelDraft, caller: Caller) -> shapes.NoteModel:
    """One more, within the caller's reach."""
    _expect_sound(draft, caller)
    if len(NoteModel.offered()) >= AT_MOST:
        fr, en = f"{AT_MOST} notes prédéfinies au plus : supprimez-en une d'abord.", f"{AT_MOST} predefined notes at most: remove one first."
        raise refused("title", "too_many_models", fr, en, language())
    model = NoteModel.new(**draft.model_dump())
    model.tell_first(NoteModelMade(model.id, model.centre_id))
    return _shown(model, caller)


def change(model_id: str, draft: shapes.NoteModelDraft, caller: Caller) -> shapes.NoteModel:
    """Notes that were written with it stay as they are."""
    model = _within_reach(model_id, caller)
    _expect_sound(draft, caller)
    model.rewrite(NoteModelChanged(model.id, draft.centre_id), **draft.model_dump())
    return _shown(model, caller)


def retire(model_id: str, caller: Caller) -> None:
    """Offer it no more."""
    model = _within_reach(model_id, caller)
    model.retire(NoteModelRetired(model.id, model.centre_id))


def _within_reach(model_id: str, caller: Caller) -> NoteModel:
    found = NoteModel.known(model_id)
    if not caller.may_reach("leads.manage", centre=found.centre_id, owner=None):
        raise NotFound
    return found


def _expect_sound(draft: shapes.NoteModelDraft, caller: Caller) -> None:
    if not caller.may_reach("leads.manage", centre=draft.centre_id, owner=None):
        raise _no_such_centre()
    if draft.centre_id is not None:
        try:
            identity.centre(draft.centre_id)
        except NotFound:
            raise _no_such_centre() from None
    contacts.expect_tags(draft.tags)


def _no_such_centre() -> Exception:
    fr = "Choisissez un centre que vous gérez : une note partagée par tous est l'affaire de l'administrateur."
    en = "Choose a centre that you manage: a note that all share is the administrator's."
    return refused("centre_id", "unknown", fr, en, language())


def _shown(model: NoteModel, caller: Caller) -> shapes.NoteModel:
    return shapes.NoteModel(
        id=model.id, title=model.title, text=model.text, tags=sorted(model.tags or ()), centre_id=model.centre_id, place=int(model.place),
        mine=caller.may_reach("leads.manage", centre=model.centre_id, owner=None),
    )  # fmt: skip
