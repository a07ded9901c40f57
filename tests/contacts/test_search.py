"""Tokens: written once, made anew when somebody is called otherwise, gone with their person; never readable without the tenant's key."""

import pytest

from chalicelib.contacts import actions
from chalicelib.contacts.models import Person, person_key
from chalicelib.contacts.search import look
from chalicelib.contacts.search.index import forget, index
from chalicelib.contacts.search.models import Sheet, Token
from chalicelib.foundation import tenancy
from chalicelib.foundation.records import transaction
from tests.builders import a_company

AWA = {"first_name": "Awa", "last_name": "Diop", "email": "awa.diop@example.org", "phone": "+33612345678"}


@pytest.fixture
def company(world):
    company = a_company(agents=0)
    with tenancy.inside(company.tenant, by="system:test"):
        yield company


def a_person(**changes):
    details = AWA | changes
    with transaction() as tx:
        return actions.register(tx, details, {"answers": details}, language="fr")


def found(text):
    return [match.person_id for match in look.look(text, "FR").matches]


def kept(kind):
    return list(kind.scan())


def cut():
    raise ConnectionError


@pytest.fixture
def unfenced(monkeypatch):
    """A look at the whole table, which nothing of the house may have."""
    from chalicelib.foundation import fence

    monkeypatch.setattr(fence, "_leading_keys", lambda *_: [])
    return kept


def test_a_person_is_found_once_indexed_and_no_more_once_forgotten(company, unfenced):
    awa, fatou = a_person(), a_person(first_name="Fatou", email="fatou@example.org", phone="+33687654321")
    assert found("diop") == []
    index(awa)
    index(fatou)
    assert set(found("dio")) == {awa, fatou}
    assert found("diop awa") == [awa]
    assert (len(unfenced(Token)), len(unfenced(Sheet))) == (10, 2)
    assert found("4321") == [fatou]
    assert set(found("exampl")) == {awa, fatou}
    forget(awa)
    assert found("dio") == [fatou]
    forget(fatou)
    forget(fatou)
    assert (unfenced(Token), unfenced(Sheet)) == ([], [])


def test_a_whole_address_or_number_is_found_before_anything_is_indexed(company):
    awa = a_person()
    assert found("AWA.diop@example.org ") == [awa]
    assert found("06 12 34 56 78") == [awa]
    assert found("+33 6 12 34 56 78") == [awa]
    assert found("06 12 34 56") == []


def test_a_second_delivery_writes_nothing_and_makes_good_what_the_first_one_left(company, unfenced):
    awa = a_person()
    index(awa)
    before = {(token.pk, token.sk, token.row) for token in unfenced(Token)}
    index(awa)
    assert {(token.pk, token.sk, token.row) for token in unfenced(Token)} == before
    place = min(before)[:2]
    Token(*place).delete()  # as if the first delivery had been cut off between the sheet and its tokens
    index(awa)
    assert {token[:2] for token in before} == {(token.pk, token.sk) for token in unfenced(Token)}


def test_whoever_is_called_otherwise_leaves_no_word_of_before_even_when_cut_off(company, unfenced, monkeypatch):
    awa = a_person(email="a@example.org")
    index(awa)
    with transaction() as tx:
        actions.correct(tx, Person.known(awa), 1, {"said": {"last_name": "Sow"}, "withdrawn": []})
    with monkeypatch.context() as line:
        line.setattr(Token, "batch_write", cut)
        with pytest.raises(ConnectionError):
            index(awa)
    assert found("diop awa") == [awa], "as before"
    index(awa)
    assert (found("sow"), found("diop")) == ([awa], [])
    assert {(token.pk, token.sk) for token in unfenced(Token)} == Sheet.of(awa).places()


def test_the_erased_are_forgotten_however_late_their_tokens_come(company, unfenced):
    awa = a_person()
    index(awa)
    Person(*person_key(awa)).delete()
    index(awa)
    assert (unfenced(Token), found("diop")) == ([], [])


def test_nothing_of_a_person_can_be_read_in_the_table_and_one_name_is_spelt_otherwise_in_each_company(company, unfenced):
    index(a_person())
    ours = unfenced(Token)
    with tenancy.inside(a_company("Ailleurs", agents=0).tenant, by="system:test"):
        index(a_person())
        assert len(found("diop")) == 1
    theirs = [token for token in unfenced(Token) if token.pk not in {one.pk for one in ours}]
    assert not {token.sk.partition("#")[0] for token in ours} & {token.sk.partition("#")[0] for token in theirs}
    stored = b"".join(f"{token.pk}{token.sk}{token.beside}".encode() + token.row for token in [*ours, *theirs]).lower()
    assert not [word for word in (b"awa", b"diop", b"example", b"6123") if word in stored]


def test_of_very_many_only_so_many_are_found_and_it_is_said(company, monkeypatch):
    monkeypatch.setattr(look, "MOST_FOUND", 3)
    for number in range(5):
        index(a_person(email=f"awa{number}@example.org", phone=f"+3361234560{number}"))
    answer = look.look("diop", "FR")
    assert (len(answer.matches), answer.more) == (3, True)
    assert not look.look("diop awa3", "FR").more


def test_a_second_word_finds_one_of_very_many_from_its_second_letter_on(company, monkeypatch):
    monkeypatch.setattr(look, "MOST_FOUND", 2)
    people = {
        name: a_person(first_name=name, email=f"{name}@example.org", phone=f"+3361234560{place}")
        for place, name in enumerate(("Awa", "Fatou", "Khady", "Marème"))
    }
    for person_id in people.values():
        index(person_id)
    assert found("diop ma") == [people["Marème"]]
    assert found("diop kh") == found("khady dio") == [people["Khady"]]


def test_the_very_word_comes_first_among_more_than_can_be_read(company, monkeypatch):
    monkeypatch.setattr(look, "MOST_FOUND", 2)
    for number, name in enumerate(["Diopinet", "Diopara", "Diopote", "Diopulu", "Diop"]):
        index(a_person(last_name=name, first_name="Lou", email=f"x{number}@example.org", phone=f"+3361234560{number}"))
    first = look.look("diop", "FR").matches[0]
    assert Person.known(first.person_id).read()["last_name"] == "Diop"
