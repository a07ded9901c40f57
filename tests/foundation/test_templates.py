"""What authors may write for a mail, and what is refused before anything of it runs."""

import time

import pytest

from chalicelib.foundation.authored import templates
from chalicelib.foundation.authored.templates import TemplateRefused, Vocabulary, check, render

KNOWN = Vocabulary(
    frozenset({"first_name", "link"}), {"answers": frozenset({"project"})}, {"answers": frozenset({"label", "value"})}
)  # fmt: skip


class Answers(list):
    def __getitem__(self, name):
        return {"project": "Pompe à chaleur"}[name]


VALUES = {"first_name": "Zoé <b>", "link": "https://x.fr/c/1", "answers": Answers([{"label": "Projet", "value": "Pompe"}])}


def refusal(source):
    with pytest.raises(TemplateRefused) as refused:
        check(source, KNOWN)
    return refused.value


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Bonjour {{ first_name }}", "Bonjour Zoé &lt;b&gt;"),
        ("{% if first_name == 'Zoé' and link %}a{% elif not link %}b{% else %}c{% endif %}", "c"),
        ("{{ answers.project|upper|truncate(5, end='…') }}", "POMP…"),
        (
            "{% for one in answers %}{{ loop.index }} {{ one.label }} : {{ one.value }}{% if not loop.last %}, {% endif %}{% endfor %}",
            "1 Projet : Pompe",
        ),
        ("{# seen by nobody #}{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("{{ 'Bonjour ' ~ (first_name or 'vous')|default('?') }}", "Bonjour Zoé &lt;b&gt;"),
    ],
)
def test_variables_conditions_and_one_loop_are_said(source, said):
    check(source, KNOWN)
    assert render(source, VALUES, html=True) == said


def test_text_is_not_escaped():
    assert render("{{ first_name }}", VALUES, html=False) == "Zoé <b>"


@pytest.mark.parametrize(
    ("source", "code", "line", "name"),
    [
        ("Bonjour\n{{ first_nam }}", "variable-unknown", 2, "first_nam"),
        ("\n\n{{ answers.surface }}", "variable-unknown", 3, "answers.surface"),
        ("{{ first_name.__class__ }}", "variable-unknown", 1, "first_name.__class__"),
        ("{{ answers.project.upper }}", "variable-unknown", 1, "….upper"),
        ("{% for one in answers %}{{ one.__init__ }}{% endfor %}", "variable-unknown", 1, "one.__init__"),
        ("{% for one in answers %}{% endfor %}{{ one.label }}", "variable-unknown", 1, "one.label"),
        ("{{ self }}", "variable-unknown", 1, "self"),
        ("{{ answers }}", "variable-unknown", 1, "answers"),
        ("\n{{ link|safe }}", "filter-unknown", 2, "safe"),
        ("{{ link|uper }}", "filter-unknown", 1, "uper"),
        ("{{ link|replace('a', 'aaaaaaaaaa') }}", "filter-unknown", 1, "replace"),
        ("{{ 'a' * 10**9 }}", "tag-unknown", 1, "mul"),
        ("{{ link() }}", "tag-unknown", 1, "call"),
        ("{{ answers['project'] }}", "tag-unknown", 1, "getitem"),
        ("{{ [link] }}", "tag-unknown", 1, "list"),
        ("{% set x = link %}", "tag-unknown", 1, "assign"),
        ("{% macro m() %}{% endmacro %}", "tag-unknown", 1, "macro"),
        ("{% include 'mail.html.j2' %}", "tag-unknown", 1, "include"),
        ("{% extends 'mail.html.j2' %}", "tag-unknown", 1, "extends"),
        ("{% import 'x' as y %}", "tag-unknown", 1, "import"),
        ("{% block x %}{% endblock %}", "tag-unknown", 1, "block"),
        ("{% filter upper %}x{% endfilter %}", "tag-unknown", 1, "filterblock"),
        ("{% for one in answers %}{% set x = 1 %}{% endfor %}", "tag-unknown", 1, "assign"),
        ("{% for link in answers %}{% endfor %}", "name-taken", 1, "link"),
    ],
)
def test_anything_else_is_refused_by_its_name_and_line(source, code, line, name):
    refused = refusal(source)
    assert (refused.code, refused.values["line"], refused.values["name"]) == (code, line, name)
    assert name in refused.said("fr")
    assert f"Line {line}" in refused.said("en")


def test_what_was_probably_meant_is_offered():
    assert refusal("{{ firstname }}").said("en").endswith("There are: first_name.")
    assert refusal("{{ x }}").said("en").endswith("There are: first_name, link.")


@pytest.mark.parametrize("source", ["{{ link", "{% if link %}", "{% endif %}", "{% foo %}", "{{ link | }}", "{% for %}{% endfor %}"])
def test_what_cannot_be_read_says_where(source):
    assert refusal(source).code == "template-unreadable"


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in range(10**9) %}x{% endfor %}",
        "{% for one in answers %}{% for two in answers %}x{% endfor %}{% endfor %}",
        "{% for one in answers recursive %}{{ loop(answers) }}{% endfor %}",
        "{% for a, b in answers %}{% endfor %}",
        "{% for letter in link %}{% endfor %}",
    ],
)
def test_a_loop_goes_over_our_lists_and_inside_no_other(source):
    assert refusal(source).code == "loops-nested"


@pytest.mark.parametrize(
    "source",
    [
        "{{ " + "(" * 9000 + "link" + ")" * 9000 + " }}",
        "{{ " + "not " * 5000 + "link }}",
        "{{ " + " and ".join(["link"] * 2000) + " }}",
        "{% if link %}" * 300 + "{% endif %}" * 300,
        "{{ link" + "|upper" * 3000 + " }}",
        "{{" * 5000,
    ],
)
def test_what_nests_for_ever_is_refused_and_overflows_nothing(source):
    assert refusal(source).code == "template-too-deep"


def test_a_mail_of_a_hundred_megabytes_stops_at_the_limit():
    source = "{% for one in answers %}" + "{{ one.value }}" * 1500 + "{% endfor %}"
    check(source, KNOWN)
    many = [{"label": "x", "value": "x" * 5000}] * 60
    with pytest.raises(TemplateRefused) as refused:
        render(source, VALUES | {"answers": many}, html=True)
    assert refused.value.code == "mail-too-long"


def test_a_mail_that_takes_too_long_stops(monkeypatch):
    ticks = iter(range(1000))
    monkeypatch.setattr(time, "monotonic", lambda: next(ticks))
    with pytest.raises(TemplateRefused) as refused:
        render("{{ link }}" * 10, VALUES, html=True)
    assert refused.value.code == "mail-too-long"


def test_values_that_do_not_fit_fail_as_the_authors_fault():
    with pytest.raises(TemplateRefused) as refused:
        render("{{ first_name > 3 }}", VALUES, html=True)
    assert refused.value.code == "template-fails"


def test_the_sandbox_stays_shut_where_the_reading_let_something_through():
    for source in ("{{ first_name.__class__.__mro__ }}", "{{ ''.format.__globals__ }}", "{{ range(3) }}", "{{ answers.append(1) }}"):
        with pytest.raises(TemplateRefused):
            render(source, VALUES, html=True)
    assert templates.KNOWN_FILTERS.isdisjoint({"safe", "attr", "map", "format", "replace", "center", "indent"})
