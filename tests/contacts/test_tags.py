"""The company's own words: no two of one name, whoever makes them at the same time; retired, they are offered no more."""

import pytest
from pynamodb.exceptions import TransactWriteError

from chalicelib.contacts import actions, queries, tags
from chalicelib.contacts.models import TagBook
from chalicelib.contacts.shapes import TagDraft
from chalicelib.foundation import tenancy
from chalicelib.foundation.errors import AnswersRefused, NotFound
from chalicelib.foundation.records import transaction
from tests.builders import a_company, a_token


@pytest.fixture
def company(world):
    company = a_company()
    with tenancy.inside(company.tenant, by="system:test"):
        yield company


def a_person():
    with transaction() as tx:
        person = actions.register(tx, {"email": "awa@example.org"}, {}, language="fr")
    return queries.person(person)


def test_two_tags_of_one_name_are_one_too_many(company):
    tags.make(TagDraft(name="À rappeler", colour="sky"))
    with pytest.raises(AnswersRefused) as refusal:
        tags.make(TagDraft(name="à RAPPELER"))
    assert [(wrong.field, wrong.code) for wrong in refusal.value.errors] == [("name", "taken")]


def test_a_tag_may_be_called_the_same_in_another_colour(company):
    made = tags.make(TagDraft(name="Chaud"))
    assert tags.change(made.id, TagDraft(name="chaud", colour="brick")).colour == "brick"
    assert queries.tags() == [tags.change(made.id, TagDraft(name="chaud", colour="brick"))]


def test_a_tag_that_is_retired_is_offered_no_more_and_history_knows_its_name(company):
    made = tags.make(TagDraft(name="Chaud"))
    tags.retire(made.id)
    assert (queries.tags(), queries.tag_names()) == ([], {made.id: "Chaud"})
    for late in (lambda: tags.retire(made.id), lambda: tags.change(made.id, TagDraft(name="Froid"))):
        with pytest.raises(NotFound):
            late()
    with pytest.raises(AnswersRefused):
        actions.expect_tags([made.id])
    assert tags.make(TagDraft(name="Chaud")).id != made.id


def test_a_list_in_which_tags_come_and_go_stays_one_item(company, monkeypatch):
    monkeypatch.setattr(tags, "KEPT_AT_MOST", 1)
    tags.retire(tags.make(TagDraft(name="Chaud")).id)
    with pytest.raises(AnswersRefused) as refusal:
        tags.make(TagDraft(name="Froid"))
    assert [(wrong.code, "renommez" in wrong.message) for wrong in refusal.value.errors] == [("too_many_tags", True)]


def test_whoever_read_the_list_before_somebody_changed_it_reads_it_again(company, monkeypatch):
    tags.make(TagDraft(name="Un"))
    keep = TagBook.keep

    def slow(book, kept, fact):
        monkeypatch.setattr(TagBook, "keep", keep)
        tags.make(TagDraft(name="Deux"))
        keep(book, kept, fact)

    monkeypatch.setattr(TagBook, "keep", slow)
    tags.make(TagDraft(name="Trois"))
    assert [tag.name for tag in queries.tags()] == ["Deux", "Trois", "Un"]


def test_tags_are_put_on_a_person_and_told_once(company):
    first, second = (tags.make(TagDraft(name=name)).id for name in ("Chaud", "Devis"))
    person = a_person()
    with transaction() as tx:
        assert actions.tag(tx, person, [first, second], lead_id="x")
    told = queries.person(person.id)
    assert (told.tags, told.said["d"]["tags"]) == ({first, second}, sorted((first, second)))
    with transaction() as tx:
        assert not actions.tag(tx, told, [first])
    with transaction() as tx:
        actions.tag(tx, told, [], [first, second])
    assert (queries.person(person.id).tags, queries.person(person.id).said["d"]["untagged"]) == (None, sorted((first, second)))


def test_of_two_who_tag_one_person_at_once_the_second_reads_again(company):
    tag = tags.make(TagDraft(name="Chaud")).id
    person = a_person()
    seen = queries.person(person.id)
    with transaction() as tx:
        actions.tag(tx, person, [tag])
    with pytest.raises(TransactWriteError), transaction() as tx:
        actions.tag(tx, seen, ["other"])


def test_the_web_makes_changes_and_retires_tags(company, ask):
    admin, agent = a_token(company, "admin"), a_token(company)
    made = ask("POST", "/api/v1/tags", {"name": " Chaud ", "colour": "brick"}, token=admin)
    assert (made.status, made.json["name"]) == (201, "Chaud")
    assert ask("PUT", f"/api/v1/tags/{made.json['id']}", {"name": "Très chaud", "colour": "brick"}, token=admin).json["name"] == "Très chaud"
    assert [tag["name"] for tag in ask("GET", "/api/v1/tags", token=agent).json["items"]] == ["Très chaud"]
    assert ask("POST", "/api/v1/tags", {"name": "Froid"}, token=agent).status == 403
    wrong = ask("POST", "/api/v1/tags", {"name": "", "colour": "pink"}, token=admin)
    assert {one["field"] for one in wrong.json["errors"]} == {"name", "colour"}
    assert ask("DELETE", f"/api/v1/tags/{made.json['id']}", token=admin).status == 204
    assert ask("GET", "/api/v1/tags", token=agent).json["items"] == []
