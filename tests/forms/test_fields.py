"""A form's rules on the server: every fault at once, in the visitor's language, and clean values."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from chalicelib.forms import days
from chalicelib.forms.fields import FieldDefinition, Fields, asks_for_email, check, in_words
from chalicelib.foundation.pages import words
from tests.forms.cases import CASES, FOUR, SERVER_ONLY, field

EVERY_FIELD = [
    field("text", "first_name", required=True, min_length=2),
    field("email", required=True),
    field("phone", required=True),
    field("textarea", "wish"),
    field("number", "age", min=18, max=120),
    field("select", "city", required=True),
    field("radio", "slot"),
    field("checkbox", "owner"),
    field("hidden", "campaign"),
    field("date", "visit", earliest="today"),
    field("country", "country"),
    field("postcode", "postcode", shown_if={"field": "country"}),
    field("url", "site", shown_if={"field": "city"}),
    field("checkboxes", "rooms", min_choices=2, options=FOUR),
    field("consent", "agreed", required=True),
]


def codes(checked):
    return {error.field: error.code for error in checked.errors}


@pytest.mark.parametrize(("definition", "typed", "code"), CASES + SERVER_ONLY)
def test_what_people_type(definition, typed, code):
    checked = check([definition], {definition.name: typed}, "fr")
    assert [error.code for error in checked.errors] == ([code] if code else [])


@pytest.mark.parametrize(
    ("definition", "typed", "value"),
    [
        (field("text"), "  Zoe\u0301\u00a0 N'Diaye\n", "Zoé N'Diaye"),
        (field("textarea"), "\r\n un \r\n\r\n deux \r\n", "un \n\n deux"),
        (field("email"), " Awa.Diop@Exemple.FR", "Awa.Diop@exemple.fr"),
        (field("phone"), "06 12 34 56 78", "+33612345678"),
        (field("phone"), "+33 (0)6.12.34.56.78", "+33612345678"),
        (field("phone"), "0692 12 34 56", "+262692123456"),
        (field("phone"), "00221771234567", "+221771234567"),
        (field("number"), "12 000", 12000),
        (field("number"), "12,5", 12.5),
        (field("select"), " a ", "a"),
        (field("checkbox"), "on", True),
        (field("checkbox"), "", False),
        (field("checkbox"), True, True),
        (field("text"), ["seul"], "seul"),
        (field("number"), 7, 7),
        (field("hidden"), "x" * 600, "x" * 500),
    ],
)
def test_values_are_made_clean(definition, typed, value):
    checked = check([definition], {definition.name: typed}, "fr")
    assert checked.errors == []
    assert checked.values == {definition.name: value}


@pytest.mark.parametrize(
    ("country", "typed", "value"),
    [
        ("SN", "77 123 45 67", "+221771234567"),
        ("CI", "07 01 23 45 67", "+2250701234567"),
        ("BF", "70 12 34 56", "+22670123456"),
        ("MA", "0612-345678", "+212612345678"),
        ("BE", "0470 12 34 56", "+32470123456"),
    ],
)
def test_national_numbers_are_those_of_the_country_of_the_form(country, typed, value):
    assert check([field("phone")], {"phone": typed}, "fr", country).values == {"phone": value}


def test_every_fault_is_told_at_once_in_the_order_of_the_form():
    checked = check(EVERY_FIELD, {"first_name": "Z", "phone": "12", "age": "7", "slot": "x"}, "fr")
    assert codes(checked) == {
        "first_name": "min_length",
        "email": "required",
        "phone": "phone",
        "age": "min",
        "city": "required",
        "slot": "option",
        "agreed": "consent",
    }
    assert list(codes(checked)) == [one.name for one in EVERY_FIELD if one.name in codes(checked)]


@pytest.mark.parametrize(
    ("limit", "today", "day"),
    [
        ("2026-03-31", "2020-01-01", "2026-03-31"),
        ("today", "2024-02-29", "2024-02-29"),
        ("today-18y", "2024-02-29", "2006-02-28"),
        ("today+1m", "2026-01-31", "2026-02-28"),
        ("today-1m", "2026-01-15", "2025-12-15"),
        ("today+14d", "2026-12-25", "2027-01-08"),
    ],
)
def test_days_are_reckoned_from_the_visit(limit, today, day):
    assert days.resolved(limit, date.fromisoformat(today)).isoformat() == day


def test_a_date_is_said_as_people_say_it():
    booking = field("date", earliest="today", latest="today+1m")
    said = [check([booking], {"answer": "2020-01-01"}, language, today=date(2026, 4, 1)).errors[0].message for language in ("fr", "en")]
    assert said == ["Choisissez une date à partir du 1er avril 2026.", "Choose a date from 1 April 2026 on."]


@pytest.mark.parametrize(
    ("country", "typed", "written"),
    [("GB", "sw1a1aa", "SW1A 1AA"), ("GB", "M1 1AE", "M1 1AE"), ("NL", "1012ab", "1012 AB"), ("PT", "1000 001", "1000-001"), ("CI", "bp 12", "BP12")],
)
def test_a_postcode_is_kept_as_its_country_writes_it(country, typed, written):
    assert check([field("postcode")], {"answer": typed}, "fr", country).values == {"answer": written}


@pytest.mark.parametrize(
    ("definition", "value", "read"),
    [
        (field("checkboxes", options=FOUR), ["1", "4"], "Choix 1, Choix 4"),
        (field("select"), "été", "Été"),
        (field("country"), "CI", "Côte d’Ivoire"),
        (field("checkbox"), True, "✓"),
        (field("number"), 12.5, "12.5"),
        (None, ["1", "4"], "1, 4"),
    ],
)
def test_answers_are_read_by_their_labels(definition, value, read):
    assert in_words(value, definition, "fr") == read


def test_choices_are_kept_in_the_order_of_the_form():
    assert check([field("checkboxes", options=FOUR)], {"answer": ["4", "1", "4"]}, "fr").values == {"answer": ["1", "4"]}


@pytest.mark.parametrize("typed", ["👩🏽‍🚀 Zoé", "محمد علي", "=cmd|'/c calc'!A1", "+33", "@SUM(A1)", "<b>&amp;", "עברית and English"])
def test_a_name_is_kept_as_it_was_written(typed):
    assert check([field("text", "first_name")], {"first_name": typed}, "fr").values == {"first_name": typed}


def test_ten_megabytes_in_one_answer_are_too_long_and_nothing_worse():
    paste = "é\u200b \n" * 2_000_000
    assert codes(check([field("textarea"), field("text", "first_name")], {"answer": paste, "first_name": paste}, "fr")) == {
        "answer": "max_length",
        "first_name": "max_length",
    }


def test_messages_speak_both_languages_and_name_the_limit():
    below = {"age": "7"}
    adult = field("number", "age", min=18.5)
    assert check([adult], below, "fr").errors[0].message == "Indiquez un nombre d’au moins 18,5."
    assert check([adult], below, "en").errors[0].message == "Enter a number of at least 18.5."


def test_message_of_the_author_wins():
    postcode = field("text", pattern=r"\d{5}", message="Cinq chiffres, {comme} 75011.")
    assert check([postcode], {"answer": "x"}, "en").errors[0].message == "Cinq chiffres, {comme} 75011."


def test_undeclared_fields_are_ignored_but_for_where_the_visit_came_from():
    answers = {"utm_source": " ads ", "utm_": "x", "utm_long": "x" * 300, "utm_list": ["a"], "role": "admin", "answer": "a"}
    assert check([field("text")], answers, "fr").values == {"utm_source": "ads", "utm_long": "x" * 200, "answer": "a"}


def test_two_answers_to_one_question_are_refused():
    assert codes(check([field("radio")], {"answer": ["a", "été"]}, "fr")) == {"answer": "several"}


@given(
    st.dictionaries(
        st.sampled_from([one.name for one in EVERY_FIELD] + ["utm_source", "other"]),
        st.one_of(
            st.text(max_size=30),
            st.text("0123456789+ .-()", max_size=20),
            st.lists(st.text(max_size=5), max_size=3),
            st.none(),
            st.booleans(),
            st.integers(),
            st.floats(),
        ),
    ),
    st.sampled_from(["fr", "en", "de"]),
)
def test_no_answer_whatever_breaks_the_rules(answers, language):
    checked = check(EVERY_FIELD, answers, language)
    assert not set(codes(checked)) & set(checked.values)
    assert all(error.message and "{" not in error.message for error in checked.errors)
    repeated = check(EVERY_FIELD, checked.values, language)
    assert {name: repeated.values[name] for name in checked.values} == checked.values


def test_both_languages_have_the_same_words():
    def keys(tree, path=""):
        return {path} if isinstance(tree, str) else {key for name in tree for key in keys(tree[name], f"{path}.{name}")}

    for folder in ("forms", "optin", "messaging"):
        assert keys(words(folder, "fr")) == keys(words(folder, "en"))


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d{5}",
        r"^\d{5}$",
        "[A-Z]{2}-?[0-9]{3}-?[A-Z]{2}",
        r"(?:0[1-9]|[1-8]\d|9[0-8])\d{3}",
        r"\d{3} ?\d{3} ?\d{3} ?\d{5}",
        ".+@.+",
        "[^<>]*",
        r"[a-zà-ÿ\-\.' ]+",
        "oui|non",
        "a{2,}",
    ],
)
def test_patterns_of_everyday_are_accepted(pattern):
    assert field("text", pattern=pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        "a)",
        "[a",
        "[]",
        "*a",
        "a**",
        "a+?",
        "a++",
        "a{2",
        "a{3,2}",
        "a}",
        "]",
        "(a+)+",
        "(a|a)*",
        "(?:a*)*b",
        ".*.*.*x",
        "a?" * 30,
        r"\w+",
        r"\s",
        r"\bx",
        r"(a)\1",
        "(?=a)a",
        "(?<n>a)",
        "(?i)a",
        "[z-a]",
        r"[\d-z]",
        "[a&&b]",
        "[[a]]",
        r"\-",
        r"\u0041",
        "\\",
        "a^",
        "$a",
        "^*",
    ],
)
def test_patterns_that_engines_read_differently_or_slowly_are_refused(pattern):
    with pytest.raises(ValidationError) as refusal:
        field("text", pattern=pattern)
    assert refusal.value.errors()[0]["type"] == "pattern"


@given(st.text(r"ab01^$\d.[]-()?:*+{},|é", max_size=12))
def test_any_pattern_is_accepted_or_refused(pattern):
    try:
        definition = field("text", pattern=pattern, max_length=50)
    except ValidationError:
        return
    check([definition], {"answer": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"}, "fr")


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        ({"name": "age", "type": "number", "min": 3, "max": 2}, "limits_inverted"),
        ({"name": "a", "type": "text", "min_length": 9, "max_length": 2}, "limits_inverted"),
        ({"name": "a", "type": "text", "min_length": 300}, "limits_inverted"),
        ({"name": "a", "type": "select"}, "options_missing"),
        ({"name": "a", "type": "radio", "options": [{"value": "x", "label": "1"}, {"value": "x", "label": "2"}]}, "options_repeated"),
        ({"name": "a", "type": "number", "pattern": "a"}, "rule_without_use"),
        ({"name": "a", "type": "checkbox", "options": [{"value": "x", "label": "1"}]}, "rule_without_use"),
        ({"name": "a", "type": "hidden", "required": True}, "hidden_required"),
        ({"name": "email", "type": "text"}, "name_and_type"),
        ({"name": "a", "type": "hidden", "shown_if": {"field": "b"}}, "hidden_required"),
        ({"name": "a", "type": "checkboxes"}, "options_missing"),
        ({"name": "a", "type": "checkboxes", "options": FOUR, "min_choices": 5}, "limits_inverted"),
        ({"name": "a", "type": "checkboxes", "options": FOUR, "min_choices": 3, "max_choices": 2}, "limits_inverted"),
        ({"name": "a", "type": "radio", "options": FOUR, "max_choices": 2}, "rule_without_use"),
        ({"name": "a", "type": "date", "earliest": "31/12/2026"}, "day"),
        ({"name": "a", "type": "date", "earliest": "2026-02-30"}, "day"),
        ({"name": "a", "type": "date", "latest": "demain"}, "day"),
        ({"name": "a", "type": "date", "latest": "today+1000y"}, "day"),
        ({"name": "a", "type": "date", "earliest": "2026-02-02", "latest": "2026-02-01"}, "limits_inverted"),
        ({"name": "a", "type": "date", "earliest": "today+1d", "latest": "today"}, "limits_inverted"),
        ({"name": "a", "type": "text", "latest": "today"}, "rule_without_use"),
        ({"name": "a", "type": "country", "countries": ["FR", "ZZ"]}, "country_unknown"),
        ({"name": "email", "type": "email", "domains": ["exemple.fr", "@exemple.fr"]}, "string_pattern_mismatch"),
        ({"name": "a", "type": "url", "domains": ["exemple.fr"]}, "rule_without_use"),
        ({"name": "a", "type": "text", "translations": {"de": {"label": "Alter"}}}, "literal_error"),
        ({"name": "other", "type": "email"}, "name_and_type"),
        ({"name": "first_name", "type": "number"}, "name_and_type"),
        ({"name": "utm_source", "type": "text"}, "name_reserved"),
        ({"name": "Nom", "type": "text"}, "string_pattern_mismatch"),
        ({"name": "a" * 41, "type": "text"}, "string_pattern_mismatch"),
        ({"name": "a", "type": "fichier"}, "literal_error"),
        ({"name": "a", "type": "file", "kinds": ["pdf", "exe"]}, "literal_error"),
        ({"name": "a", "type": "file", "kinds": []}, "too_short"),
        ({"name": "a", "type": "file", "max_megabytes": 26}, "less_than_equal"),
        ({"name": "a", "type": "file", "max_files": 6}, "less_than_equal"),
        ({"name": "a", "type": "file", "pattern": "a"}, "rule_without_use"),
        ({"name": "a", "type": "text", "kinds": ["pdf"]}, "rule_without_use"),
        ({"name": "a", "type": "text", "label": " "}, "string_too_short"),
        ({"name": "a", "type": "text", "color": "red"}, "extra_forbidden"),
    ],
)
def test_incoherent_definitions_are_refused(definition, code):
    with pytest.raises(ValidationError) as refusal:
        FieldDefinition.model_validate({"label": "Label"} | definition)
    assert [error["type"] for error in refusal.value.errors()] == [code]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ([], "field_count"),
        ([field("email", required=True)] + [field("text", f"a{n}") for n in range(60)], "field_count"),
        ([field("email", required=True), field("email")], "names_repeated"),
        ([field("text", required=True)], "person_unreachable"),
        ([field("email"), field("phone")], "person_unreachable"),
        ([field("checkbox", "a"), field("email", required=True, shown_if={"field": "a"})], "person_unreachable"),
        ([field("email", required=True), field("text", "a", shown_if={"field": "b"})], "condition_unknown"),
        ([field("email", required=True), field("text", "a", shown_if={"field": "email", "values": ["x"]})], "condition_values"),
        ([field("email", required=True), field("radio", "b"), field("text", "a", shown_if={"field": "b", "values": ["c"]})], "condition_values"),
        ([field("email", required=True), field("text", "a", shown_if={"field": "a"})], "condition_circle"),
        (
            [field("email", required=True), *(field("text", a, shown_if={"field": b}) for a, b in ("ab", "bc", "ca"))],
            "condition_circle",
        ),
        (
            [field("email", required=True), field("postcode", "p"), field("country", "c", shown_if={"field": "p"})],
            "condition_circle",
        ),
    ],
)
def test_fields_that_cannot_stand_together_are_refused(fields, code):
    with pytest.raises(ValidationError) as refusal:
        TypeAdapter(Fields).validate_python(fields)
    [error] = refusal.value.errors()
    assert error["type"] == code
    assert error["ctx"]["fr"] != error["msg"]


def test_two_hundred_fields_are_refused_by_a_sentence_that_names_the_limit():
    fields = [field("email", required=True), *(field("text", f"a{number}") for number in range(199))]
    with pytest.raises(ValidationError) as refusal:
        TypeAdapter(Fields).validate_python(fields)
    [error] = refusal.value.errors()
    assert (error["msg"], error["ctx"]["fr"]) == (
        "A form has from 1 to 60 fields, this one has 200.",
        "Un formulaire a de 1 à 60 champs, celui-ci en a 200.",
    )


def test_double_optin_needs_an_address_from_everybody():
    assert asks_for_email([field("email", required=True)])
    assert not asks_for_email([field("email"), field("phone", required=True)])
