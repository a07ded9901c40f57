"""The page's script and the server say the same of everything that people type."""

import json
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.forms.fields import check, page_rules
from chalicelib.foundation.pages import asset
from tests.forms.cases import CASES, FILES, FORMS, SERVER_ONLY, field

COUNTRIES = ("FR", "SN", "CI", "BF", "ML", "MA", "BE", "CH", "LU", "CM", "GB", "DE", "IT", "ES", "US", "BR")

PROGRAM = """
const { readAnswers, sentence } = new Function(SOURCE + "; return { readAnswers, sentence };")();
for await (const line of require("node:readline").createInterface({ input: process.stdin })) {
  const answers = JSON.parse(line).map(([rules, typed]) => {
    const field = rules.fields[0];
    const verdicts = readAnswers(rules, typed instanceof Object && !Array.isArray(typed) ? typed : { [field.name]: typed });
    if (rules.fields.length > 1) return verdicts;
    const { value, code } = verdicts[field.name];
    return code ? { code, message: sentence(field, code, rules.sentences) } : { value };
  });
  console.log(JSON.stringify(answers));
}
"""


@pytest.fixture(scope="module")
def page():
    """One node process that answers as the page would: asked with a list of (rules, typed)."""
    node = shutil.which("node")
    assert node, "Node is needed: the console is built with it, and these tests run the page's script in it."
    program = f"(async () => {{ const SOURCE = {json.dumps(asset('forms/rules.js'))}; {PROGRAM} }})()"
    process = subprocess.Popen([node, "-e", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def asked(questions):
        process.stdin.write(json.dumps(questions) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield asked
    process.stdin.close()
    process.wait(timeout=10)
    process.stdout.close()


def said_by_server(definition, typed, language="fr", country="FR"):
    checked = check([definition], {definition.name: typed}, language, country)
    if checked.errors:
        return {"code": checked.errors[0].code, "message": checked.errors[0].message}
    return {"value": checked.values.get(definition.name, [] if definition.type in {"checkboxes", "file"} else "")}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_page_and_server_agree_on_every_case(page, language):
    said_by_page = page([(page_rules([definition], language), typed) for definition, typed, _ in CASES])
    for (definition, typed, _), said in zip(CASES, said_by_page, strict=True):
        expected = said_by_server(definition, typed, language)
        if definition.type == "phone" and "value" in expected:  # only the server turns it into its international form
            expected = {"value": said.get("value")}
        assert said == expected, (definition, typed)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_page_and_server_agree_on_files(page, language):
    said_by_page = page([(page_rules([definition], language), sent) for definition, sent, _ in FILES])
    for (definition, sent, code), said in zip(FILES, said_by_page, strict=True):
        assert said == said_by_server(definition, sent, language), (definition, sent)
        assert said.get("code") == code, (definition, sent)


def test_ten_megabytes_are_too_long_for_the_page_too(page):
    for definition in (field("textarea"), field("text")):
        [said] = page([(page_rules([definition], "fr"), "é\u200b \n" * 2_000_000)])
        assert said["code"] == "max_length"


@pytest.mark.parametrize(("fields", "answers", "kept", "codes"), FORMS)
def test_page_and_server_agree_on_fields_that_speak_of_each_other(page, fields, answers, kept, codes):
    checked = check(fields, answers, "fr")
    assert checked.values == kept
    assert {error.field: error.code for error in checked.errors} == codes
    [verdicts] = page([(page_rules(fields, "fr"), answers)])
    assert {name: said["code"] for name, said in verdicts.items() if "code" in said} == codes
    assert {name: said["value"] for name, said in verdicts.items() if said.get("value", "") not in ("", [])} == kept


def test_page_leaves_foreign_numbers_to_the_server(page):
    said_by_page = page([(page_rules([definition], "fr"), typed) for definition, typed, _ in SERVER_ONLY])
    assert [typed for (_, typed, _), said in zip(SERVER_ONLY, said_by_page, strict=True) if "code" in said] == ["+44 1"]


@settings(max_examples=150)
@given(
    st.sampled_from(
        ["text", "textarea", "email", "number", "date", "select", "checkboxes", "country", "postcode", "url", "checkbox", "consent", "hidden"]
    ),
    st.one_of(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cn", "Co"]), max_size=20),
        st.text("0123456789+-., \u202f", max_size=12),
        st.from_regex(r"[a-z.+']{1,8}@[a-z.-]{1,12}", fullmatch=True),
    ),
    st.booleans(),
)
def test_page_and_server_agree_on_anything(page, type_, typed, required):
    definition = field(type_, required=required and type_ != "hidden")
    assert page([(page_rules([definition], "en"), typed)]) == [said_by_server(definition, typed, "en")]


@settings(max_examples=300)
@given(
    st.sampled_from(COUNTRIES),
    st.from_regex(r"(\+|00)?(33|0|1|221|225|44|39)? ?[0-9]{5,11}", fullmatch=True),
)
def test_page_never_refuses_a_number_that_the_server_takes(page, country, typed):
    definition = field("phone")
    [said] = page([(page_rules([definition], "fr", country), typed)])
    if "value" in said_by_server(definition, typed, country=country):
        assert "value" in said


@settings(max_examples=100)
@given(
    st.text(r"ab01^$\d.[]-()?:*+{},|é/", max_size=10),
    st.lists(st.text("ab01é-/.^$", max_size=4), min_size=5, max_size=5),
)
def test_accepted_patterns_mean_the_same_in_both_engines(page, pattern, typed):
    try:
        definition = field("text", pattern=pattern)
    except ValueError:
        return
    rules = page_rules([definition], "fr")
    assert page([(rules, one) for one in typed]) == [said_by_server(definition, one) for one in typed]
