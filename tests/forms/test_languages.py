"""A form in two languages: which one a visitor reads, and what stays in it afterwards."""

import re

import pytest

from chalicelib.forms.models import Edition
from chalicelib.foundation import tenancy
from chalicelib.foundation.asked import Asked
from chalicelib.leads import queries as leads
from chalicelib.messaging import null
from tests.builders import ANSWERS, FIELDS, a_company
from tests.isolation.companies import access_token

FIELDS_IN_TWO = [
    {
        **field,
        "translations": {"en": {"label": f"{field['name']} in English", "options": {"solar": "Solar panels"}}},
    }
    for field in FIELDS
]
IN_ENGLISH = {"lang": "en"}
ENGLISH = {"name": "Solar study", "consent": "We call you back.", "thanks": "See you soon.", "subject": "Please confirm"}
TWO = {
    "fields": FIELDS_IN_TWO,
    "translations": {"en": ENGLISH},
    "consent": {"text": "Nous vous rappelons."},
    "thanks": "À bientôt.",
    "mail": {"subject": "Confirmez"},
}


@pytest.fixture
def company(world):
    null.sent.clear()
    return a_company(**TWO)


def language_of(answer):
    return re.search('<html lang="(..)">', answer.text)[1]


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ({}, "fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ({}, "en-GB,en;q=0.9,fr;q=0.8", "en"),
        ({}, "fr;q=0.2, en;q=0.7", "en"),
        ({}, "de-DE, en;q=0", "fr"),
        ({}, "de", "fr"),
        ({}, "", "fr"),
        ({"lang": "en"}, "fr", "en"),
        ({"lang": "fr"}, "en", "fr"),
        ({"lang": "de"}, "en", "en"),
        ({"lang": "<b>"}, "", "fr"),
    ],
)
def test_the_address_chooses_then_the_browser_then_the_form(company, ask, query, accepted, language):
    answer = ask("GET", company.form_path, query=query, headers={"Accept-Language": accepted})
    assert language_of(answer) == language
    assert ("Solar panels" in answer.text) == (language == "en")


def test_a_form_in_one_language_speaks_no_other(world, ask):
    assert language_of(ask("GET", a_company().form_path, query=IN_ENGLISH, headers={"Accept-Language": "en"})) == "fr"


def test_everything_after_the_form_is_said_in_the_language_of_the_form(company, ask, crier):
    refused = ask("POST", company.form_path, query=IN_ENGLISH, form={"email": "x"}, headers={"Accept-Language": "fr"})
    assert (refused.status, language_of(refused)) == (422, "en")
    posted = ask("POST", company.form_path, query=IN_ENGLISH, form=ANSWERS, headers={"Accept-Language": "fr"})
    assert posted.headers["Location"].endswith("/thanks?lang=en")
    thanks = ask("GET", company.form_path + "/thanks", query=IN_ENGLISH, headers={"Accept-Language": "fr"})
    assert "See you soon." in thanks.text
    crier.cry()
    assert null.sent[-1].subject == "Please confirm"
    link = re.search(r"/c/[\w.-]+", null.sent[-1].text)[0]
    assert language_of(ask("GET", link, headers={"Accept-Language": "fr"})) == "en"
    with tenancy.inside(company.tenant):
        [lead] = leads.newest(lambda _: True, limit=5, cursor=None)[0]
        assert lead.language == "en"


def test_what_was_agreed_to_is_kept_in_the_words_that_were_shown(company, ask):
    ask("POST", company.form_path, query=IN_ENGLISH, form=ANSWERS)
    with tenancy.inside(company.tenant):
        [lead] = leads.newest(lambda _: True, limit=5, cursor=None)[0]
    token = access_token(company.admin, company.tenant, "admin")
    assert ask("GET", f"/api/v1/leads/{lead.id}", token=token).json["consent"]["text"] == "consent in English\nWe call you back."


def test_what_is_not_translated_is_said_in_the_language_of_the_form(world, ask):
    company = a_company(fields=FIELDS, translations={"en": {}}, consent={"text": "Nous vous rappelons."})
    answer = ask("GET", company.form_path, query=IN_ENGLISH)
    assert language_of(answer) == "en"
    assert "Prénom" in answer.text
    assert "Nous vous rappelons." in answer.text


def test_a_script_reads_the_form_in_the_language_that_it_asks_for(company, ask):
    schema = ask("GET", company.form_path + "/schema", query=IN_ENGLISH).json
    about = schema["x-form"]
    assert (about["language"], about["languages"], schema["title"]) == ("en", ["fr", "en"], "Solar study")
    assert schema["properties"]["first_name"]["title"] == "first_name in English"
    assert about["post_url"].endswith("?lang=en")


def test_an_edition_of_the_first_days_still_reads(world):
    old = {
        "name": "Devis", "language": "fr", "country": "FR", "centres": [], "double_optin": True, "link_hours": 72, "allowed_origins": [],
        "fields": FIELDS, "mail": {}, "company": "Soleil Vert", "sender": "a@b.fr",
    }  # fmt: skip
    edition = Edition("x#CF", "FE#f#now", content=old, number=1, published_at=0)
    assert (edition.languages, edition.in_language("en")) == (("fr",), edition)
    assert [field.name for field in edition.fields] == [field["name"] for field in FIELDS]
    assert edition.today


@pytest.mark.parametrize("header", ["en;q=x", ";;,,", "é", "en;q=0.5;q=1", "*" * 9000, "en," * 3000])
def test_no_wish_whatever_breaks_the_page(header):
    assert Asked({}, "GET", "/", {"accept-language": header}).prefers(("fr", "en")) in {None, "en"}


@pytest.mark.parametrize(
    ("query", "body", "status", "said"),
    [
        ({}, b"first_name=" + b"a" * 10_000_000, 413, "L&#39;envoi est trop volumineux (256 kB au plus)."),
        (IN_ENGLISH, b"first_name=" + b"a" * 300_000, 413, "The request is too large (256 kB at most)."),
        (IN_ENGLISH, b"a=1&" * 201, 400, "Too many fields: 200 at most."),
        ({}, b"first_name=%ff", 400, "Le contenu envoyé est illisible."),
    ],
)
def test_what_cannot_be_read_is_told_on_the_page_in_its_language(company, ask, query, body, status, said):
    answer = ask("POST", company.form_path, body, query=query, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert (answer.status, language_of(answer)) == (status, query.get("lang", "fr"))
    assert said in answer.text
    with tenancy.inside(company.tenant):
        assert leads.newest(lambda _: True, limit=5, cursor=None)[0] == []
