"""The form's pages: what was typed comes back, faults stand beside their fields, and nothing typed becomes markup."""

import base64
import gzip
import hashlib
import re
from datetime import date
from html import unescape
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

from chalicelib.forms.fields import check
from chalicelib.forms.pages import (
    closed_page,
    form_headers,
    form_page,
    missing_page,
    thanks_page,
)
from chalicelib.forms.webmails import WEBMAILS, provider_of
from chalicelib.foundation.errors import FieldError
from tests.forms.cases import field

ATTACK = "\"'><script>alert(1)</script>{{7*7}}"


def a_form(**changes):
    known = {
        "name": "Devis",
        "language": "fr",
        "languages": ("fr",),
        "today": date(2026, 11, 22),
        "company": "Soleil d’Avenir",
        "country": "FR",
        "sender": "bonjour@exemple.fr",
        "double_optin": True,
        "fields": [
            field("text", "first_name", required=True, min_length=2),
            field("email", required=True, help="Pour le lien de confirmation."),
            field("phone"),
            field("select", "city", required=True),
            field("radio", "slot", required=True),
            field("textarea", "wish"),
            field("checkbox", "owner"),
            field("hidden", "campaign"),
            field("consent", "agreed", required=True),
        ],
        "consent_text": "Vos réponses servent à vous rappeler.",
        "thanks": "",
        "post_url": "https://exemple.fr/f/k",
        "tokens": lambda _posted: None,
        "number": 1,
        "is_awaited": False,
    }
    return SimpleNamespace(**(known | changes))


class Page(HTMLParser):
    """The elements of a page, as (tag, attributes), and every id."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)
        self.ids = [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def find(self, tag, **wanted):
        return [found for name, found in self.elements if name == tag and wanted.items() <= found.items()]


def refused_page(answers, language="fr"):
    form = a_form()
    errors = check(form.fields, answers, language).errors
    return form_page(form, values=answers, errors=errors, language=language)


def test_every_field_is_labelled_and_posts_its_name():
    page = Page(form_page(a_form(), values={}))
    labelled = {label["for"] for label in page.find("label") if "for" in label}
    assert labelled == {"f-first_name", "f-email", "f-phone", "f-city", "f-wish"}  # the others stand inside their label
    names = {attributes.get("name") for tag, attributes in page.elements if tag in {"input", "select", "textarea"}}
    assert names == {one.name for one in a_form().fields}
    assert page.find("form", method="post", action="https://exemple.fr/f/k")
    assert len(page.ids) == len(set(page.ids))


def test_what_helps_to_fill_in_is_there():
    page = Page(form_page(a_form(), values={}))
    assert page.find("input", name="email", type="email", autocomplete="email")
    assert page.find("input", name="phone", type="tel", autocomplete="tel")
    assert page.find("input", name="first_name", autocomplete="given-name")


def test_faults_are_all_listed_and_stand_by_their_fields():
    html = refused_page({"first_name": "Z", "email": "awa"})
    page = Page(html)
    wrong = ["first_name", "email", "city", "slot", "agreed"]
    links = [attributes["href"] for attributes in page.find("a")]
    assert links == [f"#f-{name}" for name in wrong]
    assert {link[1:] for link in links} <= set(page.ids)
    blamed = [attributes["aria-describedby"] for _, attributes in page.elements if attributes.get("aria-invalid")]
    assert blamed == ["e-first_name", "h-email e-email", "e-city", "e-slot", "h-agreed e-agreed"]
    assert {place for places in blamed for place in places.split()} <= set(page.ids)
    assert len([attributes for _, attributes in page.elements if "autofocus" in attributes]) == 1
    assert "5 champs sont à corriger" in html
    assert re.search("<title>Erreur\N{NO-BREAK SPACE}: Devis", html)


def test_typed_values_are_kept():
    page = Page(html := refused_page({"first_name": "Z", "email": "awa", "city": "été", "slot": "a", "owner": "true", "wish": "\n un\n <b>"}))
    assert page.find("input", name="first_name", value="Z")
    assert page.find("option", value="été", selected=None)
    assert page.find("input", name="slot", value="a", checked=None)
    assert page.find("input", name="owner", checked=None)
    assert not page.find("input", name="agreed", checked=None)
    assert re.search(r"<textarea[^>]*>\n\n un\n &lt;b&gt;</textarea>", html)


def test_a_condition_is_said_to_whom_no_script_hides_the_field():
    fields = [
        field("select", "city", required=True),
        field("text", "street", required=True, shown_if={"field": "city", "values": ["a", "été"]}),
        field("date", "since", shown_if={"field": "street"}),
    ]
    html = form_page(a_form(fields=fields), values={})
    said = [unescape(text) for text in re.findall(r"data-when>(.*?)</p>", html)]
    assert said == [
        "Seulement si «\N{NO-BREAK SPACE}Select\N{NO-BREAK SPACE}»\N{NO-BREAK SPACE}: A, Été.",
        "Seulement si «\N{NO-BREAK SPACE}Text\N{NO-BREAK SPACE}» a une réponse.",
    ]
    assert not [attributes for tag, attributes in Page(html).elements if tag in {"input", "select"} and "disabled" in attributes]


def test_the_country_of_the_form_is_the_first_of_all():
    page = Page(form_page(a_form(fields=[field("country")], country="SN"), values={"answer": "CI"}))
    codes = [option["value"] for option in page.find("option")]
    assert (codes[:3], len(codes)) == (["", "SN", "AF"], 244)
    assert page.find("option", value="CI", selected=None)
    restricted = Page(form_page(a_form(fields=[field("country", countries=["SN", "FR"])]), values={}))
    assert [option["value"] for option in restricted.find("option")] == ["", "FR", "SN"]


def test_several_choices_are_kept():
    page = Page(form_page(a_form(fields=[field("checkboxes")]), values={"answer": ["été"]}))
    assert [box["value"] for box in page.find("input", type="checkbox", checked=None)] == ["été"]
    assert len(page.find("input", type="checkbox", name="answer")) == 2


def test_the_days_that_may_be_chosen_are_told_to_the_browser():
    page = Page(form_page(a_form(fields=[field("date", earliest="today", latest="today+3m")]), values={}))
    assert page.find("input", type="date", min="2026-11-22", max="2027-02-22")


def test_other_languages_are_one_click_away_and_keep_the_campaign():
    page = Page(html := form_page(a_form(languages=("fr", "en")), values={"utm_source": "ads", "first_name": "Awa"}))
    assert [(link["lang"], link["href"]) for link in page.find("a")] == [("en", "?lang=en&utm_source=ads")]
    assert page.find("span", lang="fr")
    assert page.find("form", action="https://exemple.fr/f/k?lang=fr")
    assert "Awa" not in re.search("<nav.*?</nav>", html, re.DOTALL)[0]
    assert not Page(form_page(a_form(), values={})).find("nav")


def test_unseen_fields_travel_through_the_page():
    page = Page(form_page(a_form(), values={"utm_source": "ads", "campaign": "été", "other": "x"}))
    hidden = {one["name"]: one["value"] for one in page.find("input", type="hidden")}
    assert hidden == {"utm_source": "ads", "campaign": "été"}


def test_nothing_typed_becomes_markup():
    answers = {one.name: ATTACK for one in a_form().fields} | {"utm_source": ATTACK}
    form = a_form(name=ATTACK, company=ATTACK, consent_text=ATTACK, thanks=ATTACK, sender=ATTACK)
    errors = [FieldError("email", "email", ATTACK), FieldError("", "limit", ATTACK)]
    for html in (
        form_page(form, values=answers, errors=errors),
        thanks_page(form, ATTACK),
        thanks_page(form, "gmail"),
        closed_page(form),
    ):
        assert "<script>alert" not in html
        assert "script&gt;49" not in html
        assert all("alert" not in name for _, attributes in Page(html).elements for name in attributes)


def test_rules_of_the_page_cannot_leave_their_block():
    field_ = field("text", message="</script><script>alert(1)</script>")
    html = form_page(a_form(fields=[field_]), values={})
    assert html.count("</script>") == html.count("<script") == 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_speak_the_language_of_the_form(language):
    form = a_form(language=language)
    pages = [form_page(form, values={}), thanks_page(form), closed_page(form), missing_page(language)]
    assert all(f'<html lang="{language}">' in page for page in pages)
    assert ("Envoyer" in pages[0]) == (language == "fr")
    assert "{" not in re.sub(r"<(style|script).*?</\1>", "", "".join(pages), flags=re.DOTALL)


def test_only_our_own_script_and_style_may_run():
    html = form_page(a_form(), values={})
    policy = form_headers(["https://exemple.fr", "http://localhost:8020", "'unsafe'; script-src *"])["Content-Security-Policy"]
    for tag in ("style", "script"):
        inline = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL).group(1)
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.endswith("frame-ancestors https://exemple.fr http://localhost:8020")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in form_headers()["Content-Security-Policy"]
    assert not re.search(r' (src|style|on\w+)="', html)


def test_page_is_light():
    heaviest = [*a_form().fields, *(field(kind, kind) for kind in ("date", "checkboxes", "country", "postcode", "url"))]
    assert len(gzip.compress(form_page(a_form(fields=heaviest), values={}).encode())) < 30_000
    assert len(gzip.compress(refused_page({"first_name": "Z"}).encode())) < 30_000


def test_thanks_leads_to_the_inbox_and_never_shows_the_address():
    assert provider_of("Awa.Diop@Hotmail.fr") == "outlook"
    assert provider_of("awa@entreprise.sn") == ""
    page = Page(thanks_page(a_form(), "gmail"))
    [link] = page.find("a")
    assert link["href"] == "https://mail.google.com/mail/u/0/#search/from%3A(bonjour%40exemple.fr)+in%3Aanywhere"
    assert not Page(thanks_page(a_form(), "unknown")).find("a")
    assert not Page(thanks_page(a_form(double_optin=False), "gmail")).find("a")


def test_every_webmail_has_an_address():
    for key, webmail in WEBMAILS.items():
        assert webmail.url.startswith("https://"), key
        assert Page(thanks_page(a_form(), key)).find("a", rel="noopener noreferrer")


def test_thanks_of_the_author_replace_ours():
    assert "À très vite." in thanks_page(a_form(double_optin=False, thanks="À très vite."))
