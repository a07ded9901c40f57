"""The JSON Schema of a form says what its server says: what keeps to it is accepted, and what the server makes of an answer keeps to it."""

from datetime import date
from types import SimpleNamespace

import jsonschema_rs
import pytest

from chalicelib.forms.fields import _clean, check
from chalicelib.forms.json_schema import DIALECT, schema
from chalicelib.foundation import clock
from tests.builders import ANSWERS, a_company
from tests.forms.cases import CASES, FORMS, field

ONLY_THE_SERVER_KNOWS = {"phone", "postcode", "earliest", "latest"}
"""The numbers and codes of the world's countries, and which day it is."""


def a_form(fields, **more):
    known = {
        "name": "Devis", "language": "fr", "languages": ("fr",), "today": clock.now().date(), "post_url": "https://exemple.fr/f/k", "key": "k",
        "consent_text": "", "fields": fields, "tokens": lambda _: None,
    }  # fmt: skip
    return SimpleNamespace(**(known | more))


def validator(fields, **more):
    made = schema(a_form(fields, **more))
    jsonschema_rs.meta.validate(made)
    return jsonschema_rs.Draft202012Validator(made, validate_formats=True)


def test_what_the_server_keeps_is_what_the_schema_asks_for():
    kept = [([definition], {definition.name: typed}) for definition, typed, _ in CASES] + [(fields, answers) for fields, answers, *_ in FORMS]
    checked = 0
    for fields, answers in kept:
        read = check(fields, answers, "fr")
        if not read.errors:
            assert validator(fields).is_valid(read.values), (fields, answers, next(validator(fields).iter_errors(read.values), None))
            checked += 1
    assert checked > 100


def test_what_keeps_to_the_schema_is_accepted():
    """Answers as a program writes them; what the server would have cleaned first is no such answer."""
    accepted, refused = 0, 0
    for definition, typed, code in CASES:
        answers = {definition.name: typed}
        if validator([definition]).is_valid(answers) and typed == _cleaned(typed):
            assert code is None or code in ONLY_THE_SERVER_KNOWS, (definition, typed, code)
            accepted += 1
        else:
            refused += code is not None
    assert accepted > 60
    assert refused > 60


def _cleaned(typed):
    return _clean(typed, lines=True) if isinstance(typed, str) else typed


@pytest.mark.parametrize(("fields", "answers", "kept", "codes"), FORMS)
def test_conditions_ask_for_the_same_fields(fields, answers, kept, codes):
    missing = {name for name, code in codes.items() if code == "required"}
    told = {
        name
        for error in validator(fields).iter_errors({name: value for name, value in kept.items() if name not in missing})
        for name in missing
        if name in error.message
    }
    assert told == missing


def test_an_answer_has_its_words():
    form = a_form(
        [field("select", "city", required=True, help="Où habitez-vous ?"), field("consent", "agreed", required=True)],
        consent_text="Pour vous rappeler.",
    )
    made = schema(form)
    assert made["$schema"] == DIALECT
    assert made["required"] == ["city", "agreed"]
    assert made["properties"]["city"] == {
        "title": "Select", "description": "Où habitez-vous ?", "x-type": "select",
        "oneOf": [{"const": "a", "title": "A"}, {"const": "été", "title": "Été"}],
    }  # fmt: skip
    assert made["properties"]["agreed"] == {"title": "Consent", "x-type": "consent", "const": True, "description": "Pour vous rappeler."}
    assert made["x-form"]["consent"] == "Pour vous rappeler."


def test_days_and_domains_are_said():
    made = schema(a_form([field("date", earliest="today", latest="today+3m"), field("email", domains=["mairie.fr"])], today=date(2026, 11, 22)))
    assert made["properties"]["answer"]["formatMinimum"] == "2026-11-22"
    assert made["properties"]["answer"]["formatMaximum"] == "2027-02-22"
    mine = jsonschema_rs.Draft202012Validator(made["properties"]["email"])
    assert mine.is_valid("awa@mairie.fr")
    assert not mine.is_valid("awa@mairieXfr")
    assert not mine.is_valid("awa@ailleurs.fr")


def test_a_program_reads_it_and_posts_what_it_says(world, ask):
    company = a_company()
    answer = ask("GET", f"{company.form_path}/schema")
    assert answer.headers["Content-Type"] == "application/schema+json"
    answers = ANSWERS | {"consent": True, "utm_source": "ads", "_page": "https://landing.example/solaire"}
    assert jsonschema_rs.Draft202012Validator(answer.json).is_valid(answers)
    assert not jsonschema_rs.Draft202012Validator(answer.json).is_valid({**answers, "consent": "on"})
    assert ask("POST", company.form_path, answers).json == {"status": "accepted"}
