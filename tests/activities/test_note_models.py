"""Predefined notes: of one centre or shared, changed by whom they belong to, and with tags that there are."""

import pytest

from chalicelib.activities import note_models
from chalicelib.activities.shapes import NoteModelDraft
from chalicelib.contacts import tags
from chalicelib.contacts.shapes import TagDraft
from chalicelib.foundation import tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AnswersRefused, NotFound
from chalicelib.identity import actions as identity
from chalicelib.identity import roles
from tests.builders import a_company, a_token

REACHED = {"title": "Message laissé", "text": "Message laissé sur le répondeur."}


@pytest.fixture
def company(world):
    company = a_company()
    with tenancy.inside(company.tenant, by="system:test"):
        yield company


def by(role, company, centre=None):
    centre = (centre or company.centre) if role in roles.IN_A_CENTRE else None
    return Caller("user", "somebody", company.tenant, role, centre, grants=roles.grants(role, inside_tenant=True))


def titles(caller):
    return [model.title for model in note_models.offered(caller)]


def test_an_agent_is_offered_those_of_the_centre_before_those_that_all_share(company):
    admin, elsewhere = by("admin", company), identity.open_centre("Nantes", "push")
    for title, centre, place in (("Partagée", None, 0), ("Seconde", company.centre, 2), ("Première", company.centre, 1), ("Ailleurs", elsewhere, 0)):
        note_models.make(NoteModelDraft(title=title, text=title, centre_id=centre, place=place), admin)
    assert titles(by("agent", company)) == ["Première", "Seconde", "Partagée"]
    assert titles(by("agent", company, elsewhere)) == ["Ailleurs", "Partagée"]
    assert set(titles(admin)) == {"Première", "Seconde", "Partagée", "Ailleurs"}


def test_a_manager_makes_and_changes_those_of_their_own_centre_only(company):
    manager, shared = by("manager", company), note_models.make(NoteModelDraft(**REACHED), by("admin", company))
    with pytest.raises(AnswersRefused) as refusal:
        note_models.make(NoteModelDraft(**REACHED), manager)
    assert [wrong.field for wrong in refusal.value.errors] == ["centre_id"]
    own = note_models.make(NoteModelDraft(**REACHED, centre_id=company.centre), manager)
    assert [(model.id, model.mine) for model in note_models.offered(manager)] == [(own.id, True), (shared.id, False)]
    for deed in (lambda: note_models.change(shared.id, NoteModelDraft(**REACHED), manager), lambda: note_models.retire(shared.id, manager)):
        with pytest.raises(NotFound):
            deed()


def test_one_that_is_changed_or_retired_tells_so(company):
    admin = by("admin", company)
    tag = tags.make(TagDraft(name="Rappeler")).id
    made = note_models.make(NoteModelDraft(**REACHED, tags=[tag], centre_id=company.centre), admin)
    changed = note_models.change(made.id, NoteModelDraft(title="Répondeur", text="Rappeler demain."), admin)
    assert (changed.title, changed.tags, changed.centre_id) == ("Répondeur", [], None)
    note_models.retire(made.id, admin)
    assert note_models.offered(admin) == []
    with pytest.raises(NotFound):
        note_models.retire(made.id, admin)


def test_a_tag_that_is_none_of_the_companys_is_refused(company):
    with pytest.raises(AnswersRefused) as refusal:
        note_models.make(NoteModelDraft(**REACHED, tags=["unknown"]), by("admin", company))
    assert [wrong.field for wrong in refusal.value.errors] == ["tags"]


def test_the_web_says_which_field_is_wrong(company, ask):
    wrong = ask("POST", "/api/v1/note-models", {"title": "", "text": "", "place": -1}, token=a_token(company, "admin"))
    assert {one["field"] for one in wrong.json["errors"]} == {"title", "text", "place"}
    assert ask("POST", "/api/v1/note-models", REACHED, token=a_token(company)).status == 403
