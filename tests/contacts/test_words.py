"""What people type finds whom they mean: case, accents, hyphens and apostrophes are not held against anybody."""

import json

import pytest

from chalicelib.contacts.search.words import Known, Wish, name_words, national

AWA = Known((("Awa-Marie", "N'Diaye"),), ("awa.ndiaye@soleil-vert.sn",), ("+221771234567",))


def matches(text, known=AWA):
    return Wish.read(text).matches(known)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Œuvrard", ["oeuvrard"]),
        ("Bâ", ["ba"]),
        ("N’Guessan", ["nguessan"]),
        ("d'Almeida", ["dalmeida", "almeida"]),
        ("de La Tour", ["tour"]),
        ("Le", ["le"]),
        ("Jean-Pierre", ["jean", "pierre"]),
        ("Müller-Løvgren", ["muller", "lovgren"]),
        ("Đặng Thị", ["dang", "thi"]),
        ("محمد", ["محمد"]),
        ("A", []),
        ("", []),
    ],
)
def test_a_name_is_the_words_that_people_would_type_for_it(name, expected):
    assert name_words(name) == expected


@pytest.mark.parametrize(
    "text",
    ["awa", "AWA", "Ndiaye", "n'diaye", "ndi", "marie ndiaye", "ndiaye aw", "ndiaye 4567", "ndiaye m", "soleil", "awa.ndiaye@sol", "@soleil-vert.sn"],
)  # fmt: skip
def test_a_person_is_found_by_parts_of_what_they_are_called(text):
    assert matches(text)


@pytest.mark.parametrize("text", ["diaye", "awa sow", "awa.ndiaye@sow"])
def test_all_that_is_typed_begins_a_word_of_the_person(text):
    assert not matches(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("77 123 45 67", True),
        ("+221 77 123", True),
        ("00221771234567", True),
        ("4567", True),
        ("771", False),
        ("7712", True),
        ("1234", False),
        ("+33 77 123", False),
    ],
)
def test_a_number_is_found_by_how_it_begins_and_how_it_ends(text, found):
    wish = Wish.read(text)
    assert bool(wish.ways() and wish.matches(AWA)) is found


def test_a_number_is_typed_as_in_its_country():
    french = Known((), (), ("+33612345678",))
    assert [bool(matches(text, french)) for text in ("0612", "612", "06 12 34 56 78", "+33612", "5678")] == [True, True, True, True, True]
    ivorian = Known((), (), ("+2250707123456",))
    assert [bool(matches(text, ivorian)) for text in ("0707", "07 07 12", "3456")] == [True, True, True]
    assert national("+2250707123456") == "0707123456", "where the nought belongs to the number"


@pytest.mark.parametrize("text", ["", "a", "771", "@gmail.com", "@", "+33", "--"])
def test_what_half_of_everybody_would_fit_is_not_looked_for(text):
    assert Wish.read(text).ways() == []


def test_a_last_name_is_worth_more_than_a_first_one_and_a_whole_word_more_than_its_beginning():
    thomas = [Known((("Thomas", "Petit"),), (), ()), Known((("Petra", "Thomas"),), (), ()), Known((("Lou", "Thomasset"),), (), ())]
    worth = [sum(matches("thomas", known).values()) for known in thomas]
    assert worth[1] > worth[0] > worth[2]


def test_two_letters_are_looked_for_whole():
    assert matches("ba", Known((("Fatou", "Bâ"),), (), ()))
    assert not matches("ba", Known((("Fatou", "Bah"),), (), ()))


def test_of_what_requests_said_otherwise_each_is_known():
    details = {"first_name": "Awa", "last_name": "Diop", "email": "awa@example.org", "phone": "+33612345678"}
    later = details | {"last_name": "Sow", "phone": "+33687654321"}
    known = Known.of(details, [details, later])
    assert known.names == (("Awa", "Diop"), ("Awa", "Sow"))
    assert known.phones == ("+33612345678", "+33687654321")
    assert known.tokens().count("awa") == 1
    assert Known.unpacked([list(map(list, known.names)), list(known.emails), list(known.phones)]) == known


def test_whatever_is_typed_into_a_form_a_person_has_few_words():
    assert len(Known(((" ".join(f"nom{number}" for number in range(300)), "x" * 500),), (), ()).tokens()) == 20


def test_whoever_posts_under_another_name_each_time_stays_as_small_in_every_token():
    """Anybody may post with somebody else's address: each post would else write all of the names before it twenty times."""
    said = [
        {"first_name": "Awa", "last_name": f"Diop{'x' * 100}{number}", "email": "awa@example.org", "phone": f"+3361234{number:04}"}
        for number in range(200)
    ]
    known = Known.of({"first_name": "Awa", "last_name": "Diop", "email": "awa@example.org", "phone": "+33612345678"}, said)
    assert known.names[0] == ("Awa", "Diop"), "their own comes first"
    assert len(json.dumps(known.packed())) < 3000
