"""Style sheets written into tags, and markup that no mail should carry."""

from contextlib import suppress

import pytest

from chalicelib.foundation.authored import styles
from chalicelib.foundation.authored.plain import as_text
from chalicelib.foundation.authored.styles import HtmlRefused, inlined


@pytest.mark.parametrize(
    ("source", "sheet", "written"),
    [
        ("<p>a</p><b>c</b>", "p { color: red; margin: 0 }", '<p style="color: red; margin: 0">a</p><b>c</b>'),
        ('<p class="x y" id=z>', "#z {a: 1} p {b: 2} .x.y {c: 3} div p {d: 4}", '<p style="b: 2; c: 3; a: 1" class="x y" id=z>'),
        ("<P STYLE='color: blue'>", "p {color: red}", '<P style="color: red; color: blue">'),
        ("<div><p><br><img/><p>", "div > p > p {a: 1} img + p {b: 2}", '<div><p><br><img/><p style="b: 2; a: 1">'),
        ('<a style="x: {{ y }}">', 'a {font-family: "Open Sans"}', """<a style="font-family: 'Open Sans'; x: {{ y }}">"""),
        ("<p>a</p>", "p:hover {a: 1} p::first-line {b: 2} @media print {p {c: 3}} p:wrong(( {d: 4}", "<p>a</p>"),
        ("<!-- <p> --><!doctype html><title><p></title>", "p {a: 1}", "<!-- <p> --><!doctype html><title><p></title>"),
    ],
)
def test_rules_go_into_their_tags_the_strongest_last(source, sheet, written):
    assert inlined(source, sheet) == written


def test_the_templates_own_tags_are_left_as_they_are():
    source = '<p {% if a < b %}class="x"{% endif %}>{{ a<b }} {% for a in b %}<i title="{{ ">" }}">{% endfor %}'
    assert inlined(source, "p, i {a: 1}") == (
        '<p style="a: 1" {% if a < b %}class="x"{% endif %}>{{ a<b }} {% for a in b %}<i style="a: 1" title="{{ ">" }}">{% endfor %}'
    )


def test_a_style_block_counts_and_stays_for_what_tags_cannot_say():
    block = "<style>p { color: red } @media (prefers-color-scheme: dark) { p { color: white } }</style>"
    assert inlined(f"{block}<p>") == f'{block}<p style="color: red">'


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("<p>\n<script>alert(1)</script>", "tag-refused", 2),
        ("<SCRIPT>", "tag-refused", 1),
        ("<form action=x>", "tag-refused", 1),
        ("<iframe src=x>", "tag-refused", 1),
        ('<img src="x" onerror="alert(1)">', "tag-refused", 1),
        ("<a href=' JavaScript:alert(1)'>", "tag-refused", 1),
        ("<a href='java&#115;cript:alert(1)'>", "tag-refused", 1),
        ("\n\n<img src=x onerror=alert(1)", "tag-open", 3),
        ("<p title='<' onclick=alert(1)>", "tag-open", 1),
        ("a <b", "tag-open", 1),
    ],
)
def test_what_runs_sends_or_is_not_closed_is_refused_by_its_line(source, code, line):
    with pytest.raises(HtmlRefused) as refused:
        inlined(source)
    assert (refused.value.code, refused.value.values["line"]) == (code, line)


@pytest.mark.parametrize(
    ("source", "sheet"),
    [
        ("<br>" * 5000, ""),
        ("<b>" * 200, ""),
        ("<p>", "p{}" * 1000),
        ("<p>", ":is(" * 5000 + "p" + ")" * 5000 + "{color: red}"),
        ("<p>", "p{color:" + "(" * 9000),
    ],
)
def test_what_is_too_much_is_refused(source, sheet):
    with pytest.raises(HtmlRefused) as refused:
        inlined(source, sheet)
    assert refused.value.code == "html-too-heavy"


@pytest.mark.parametrize(
    "selector",
    [".x div div div div div", "p ~ p ~ p ~ p ~ p ~ p", ":is(a b c d, x) f g h i", "a, b > c d + e ~ f g"],
    ids=["up", "beside", "nested", "mixed"],
)
def test_a_selector_of_many_steps_is_refused_by_its_name(selector):
    with pytest.raises(HtmlRefused) as refused:
        inlined("<div>" * 50, selector + " {color: red}")
    assert refused.value.code == "selector-too-long"
    assert refused.value.said("fr").endswith("4 au plus.")


@pytest.mark.parametrize("selector", ["div > div div + div, div", 'div[title="a b c d e f g"]', "div , p ,a", "div:not(.a, .b)"])
def test_a_selector_of_few_steps_is_taken(selector):
    assert "style=" in inlined('<div><div title="a b c d e f g">', selector + " {color: red}")


def test_rules_that_take_for_ever_stop(monkeypatch):
    monkeypatch.setattr(styles, "LASTS_SECONDS", 0)
    with pytest.raises(HtmlRefused):
        inlined("<p>" * 50, "p:nth-child(2) ~ p {color: red}")


# In Python's own parser each of these takes the square of its length.
HOSTILE = ["<", "<a ", "<!--", "</", "<a href='", "<![", "<?", "&", "{{", "{%", '<a b="', "<style>", "<title>", "<a/", "<a b="]


@pytest.mark.parametrize("piece", HOSTILE)
def test_broken_markup_is_read_in_one_pass(piece):
    """A hundred times as long: what is not linear never ends."""
    broken = piece * (1_000_000 // len(piece))
    with suppress(HtmlRefused):
        inlined(broken)
    as_text(broken)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h1>Bonjour</h1>\n<p>Un  <b>mot</b> &amp; deux<br>ligne</p>", "Bonjour\n\nUn mot & deux\nligne"),
        ("<ul><li>un</li><li>deux</li></ul>fin", "- un\n- deux\n\nfin"),
        ("<p><a href='https://x.fr/c/1?a=1&amp;b=2'>Oui</a> merci</p>", "Oui\nhttps://x.fr/c/1?a=1&b=2\nmerci"),
        ("<a href='https://x.fr'>https://x.fr</a> <a href='mailto:a@b.fr'>a@b.fr</a>", "https://x.fr a@b.fr"),
        ("<a href='https://x.fr'><img src=y alt='Notre logo'></a><a href='https://z.fr'><img></a>", "Notre logo\nhttps://x.fr\nhttps://z.fr"),
        ("<head><title>x</title><style>p{}</style></head><!-- y --><table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("", ""),
    ],
)
def test_the_text_of_a_mail_says_what_its_html_says(html, text):
    assert as_text(html) == text
