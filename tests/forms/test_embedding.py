"""What our script is given to put a form into another page: light, under any policy, and the very form of the hosted page."""

import gzip
import re
from html import unescape

import pytest
from pydantic import TypeAdapter

from chalicelib.forms import actions as forms
from chalicelib.forms import embedding
from chalicelib.forms.shapes import Origin
from chalicelib.foundation import tenancy
from chalicelib.foundation.pages import asset
from chalicelib.identity import passwords
from tests.builders import ANSWERS, FIELDS, a_company

ORIGIN = "https://landing.example"
ACCEPT = {"Accept": "application/json", "Origin": ORIGIN}


@pytest.fixture
def company(world, monkeypatch):
    monkeypatch.setattr(passwords, "hashed", lambda _: "")  # nobody signs in here, and a hash takes its time
    return a_company(
        allowed_origins=[ORIGIN], translations={"en": {"name": "Solar study", "consent": "To call you."}}, consent={"text": "Pour vous rappeler."}
    )


def test_the_script_is_light_and_asks_the_page_for_little():
    script = embedding.script()
    assert len(gzip.compress(script.encode())) < 15_000
    assert not re.search(
        r"\beval\b|new Function|document\.write|document\.cookie|localStorage|sessionStorage|createElement\(.style|\.style\b", script
    )
    assert not re.search(r"^ *//", script, re.MULTILINE)
    for part in ("rules.js", "form.js", "counts.js"):
        [first, *_] = re.findall(r"function \w+\(.*", asset(f"forms/{part}"))
        assert script.count(first) == 1, "the page's own, and no second copy"


def test_its_style_knows_no_measure_of_the_page_around():
    style = embedding._style()
    sizes = re.sub(r"@[^{]+", "", style)
    assert not re.search(r"\drem", sizes)
    assert ":root" not in style
    assert ".embed[data-dark] {\n    --accent" in style
    assert "@container (max-width: 30rem)" in style
    assert "calc(-.125 * var(--rem))" in style


def test_the_script_is_kept_by_browsers_and_asked_for_again(ask, world):
    first = ask("GET", "/embed.js")
    assert (first.status, first.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert first.headers["Access-Control-Allow-Origin"] == "*", "pages that ask for its integrity read it"
    again = ask("GET", "/embed.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.text) == (304, "")
    assert ask("GET", "/embed.js", headers={"If-None-Match": '"older"'}).status == 200


def test_what_it_shows_is_the_form_of_the_hosted_page(ask, company):
    told = ask("GET", f"{company.form_path}/embed", headers=ACCEPT)
    assert told.headers["Access-Control-Allow-Origin"] == ORIGIN
    page = ask("GET", company.form_path).text
    form = re.search(r"<form.*</form>", told.json["form"], re.DOTALL)[0]
    assert form in page
    assert not re.search(r"<(script|style|h1)\b| on\w+=| style=", told.json["form"] + told.json["thanks"])
    assert told.json["rules"]["counts"] == {"url": f"{re.search('action=.([^?]*)', form)[1]}/counts", "edition": 1}


@pytest.mark.parametrize(("query", "language", "title", "consent"), [
    ({}, "fr", "Étude solaire", "Pour vous rappeler."),
    ({"lang": "en"}, "en", "Solar study", "To call you."),
    ({"lang": "de"}, "fr", "Étude solaire", "Pour vous rappeler."),
])  # fmt: skip
def test_it_speaks_the_languages_of_the_form(ask, company, query, language, title, consent):
    told = ask("GET", f"{company.form_path}/embed", query=query, headers=ACCEPT).json
    assert told["language"] == language
    assert f'<h2 class="title">{title}</h2>' in told["form"]
    assert consent in unescape(told["form"])


def test_only_pages_that_the_form_names_may_show_it(ask, company):
    for origin in ("https://elsewhere.example", "http://landing.example", "https://landing.example.evil"):
        refused = ask("GET", f"{company.form_path}/embed", headers={"Accept": "application/json", "Origin": origin})
        assert (refused.status, "Access-Control-Allow-Origin" in refused.headers) == (403, False)


def test_a_post_that_wants_json_is_answered_in_json_however_it_is_sent(ask, company):
    """As the script sends it: no leave has to be asked for first."""
    wrong = ask("POST", company.form_path, form=ANSWERS | {"email": "awa"}, headers=ACCEPT)
    assert (wrong.status, [one["field"] for one in wrong.json["errors"]]) == (422, ["email"])
    done = ask("POST", company.form_path, form=ANSWERS | {"email": "awa@gmail.com"}, headers=ACCEPT)
    assert done.status == 202
    assert done.json["webmail"]["name"] == "Gmail"
    assert done.json["webmail"]["url"].startswith("https://mail.google.com/")
    assert ask("POST", company.form_path, form=ANSWERS | {"email": "awa@inconnu.example"}, headers=ACCEPT).json == {"status": "accepted"}


def test_without_a_mail_to_look_for_no_webmail_is_named(ask, world):
    straight = a_company(allowed_origins=[ORIGIN], double_optin=False)
    assert ask("POST", straight.form_path, form=ANSWERS | {"email": "awa@gmail.com"}, headers=ACCEPT).json == {"status": "accepted"}
    assert "webmail" not in ask("GET", f"{straight.form_path}/embed", headers=ACCEPT).json["thanks"]


def test_the_thanks_leave_a_place_for_the_webmail(ask, company):
    thanks = ask("GET", f"{company.form_path}/embed", headers=ACCEPT).json["thanks"]
    assert re.search(r'<a class="button" id="webmail" href="" [^>]*hidden>Ouvrir {provider}</a>', thanks)
    assert '<h2 class="title" id="thanks" tabindex="-1">' in thanks


def test_what_the_shield_asks_for_comes_along(ask, world):
    shielded = a_company(allowed_origins=[ORIGIN], fields=FIELDS, shield={"honeypot": True, "min_seconds": 3, "work": True})
    told = ask("GET", f"{shielded.form_path}/embed", headers=ACCEPT).json["form"]
    assert 'name="_seal"' in told
    assert 'name="_work"' in told


# In a frame of the landing page


def framed_by(answer):
    return re.search(r"frame-ancestors ([^;]+)", answer.headers["Content-Security-Policy"])[1]


def closed_by_hand(company):
    with tenancy.inside(company.tenant, by="system:test"):
        forms.close(company.form_id)


def test_what_follows_the_form_may_be_framed_by_who_frames_the_form(ask, company):
    pages = [ask("GET", company.form_path), *(ask("GET", f"{company.form_path}/thanks", query=query) for query in ({}, {"held": "1"}))]
    closed_by_hand(company)
    pages.append(ask("GET", company.form_path))
    assert [(page.status, framed_by(page)) for page in pages] == [(200, ORIGIN)] * 3 + [(410, ORIGIN)]
    assert framed_by(ask("GET", "/f/nothing")) == "'none'"


def test_a_form_closed_by_hand_says_so_to_the_page_around(ask, company):
    closed_by_hand(company)
    told = ask("GET", f"{company.form_path}/embed", headers=ACCEPT)
    assert (told.status, told.headers["Access-Control-Allow-Origin"]) == (410, ORIGIN)
    assert ask("GET", f"{company.form_path}/embed", headers=ACCEPT | {"Origin": "https://evil.example"}).status == 403


def test_an_origin_is_kept_as_browsers_say_it():
    assert TypeAdapter(Origin).validate_python("https://Landing.Example:8443") == "https://landing.example:8443"
