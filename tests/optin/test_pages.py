"""The pages behind the link, and the mail: nothing happens on a visit, and both bodies of the mail say the same."""

import re
from html import unescape

import pytest

from chalicelib.foundation.pages import page_headers, render_letter
from chalicelib.optin.letters import optin_letter
from chalicelib.optin.pages import (
    already_page,
    astray_page,
    confirm_page,
    confirmed_page,
    expired_page,
    renewed_page,
    unknown_page,
    unsubscribe_page,
    unsubscribed_page,
)

LINK = "https://exemple.fr/c/abc-DEF_123"
STOP = "https://exemple.fr/u/ghi-JKL_456"


def a_letter(**changes):
    known = {
        "company": "Soleil d’Avenir",
        "form_name": "Devis",
        "sender": "bonjour@exemple.fr",
        "language": "fr",
        "link": LINK,
        "stop": STOP,
        "valid_hours": 72,
        "first_name": "Awa",
    }
    return optin_letter(**(known | changes))


def every_page(language):
    of = {"company": "Soleil d’Avenir", "language": language}
    return [
        confirm_page(**of, post_url="/c/t"),
        confirmed_page(**of),
        already_page(**of),
        expired_page(**of, renew_url="/c/t/renewals"),
        unknown_page(language=language, renew_url="/c/t/renewals"),
        renewed_page(language=language),
        unsubscribe_page(**of, post_url="/u/t"),
        unsubscribed_page(**of),
        astray_page(language=language),
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_are_whole_and_run_nothing(language):
    for page in every_page(language):
        assert f'<html lang="{language}">' in page
        assert '<meta name="robots" content="noindex, nofollow">' in page
        assert "<script" not in page
        assert "{" not in re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)


def test_confirming_takes_a_press_on_the_one_button():
    page = confirm_page(company="Soleil d’Avenir", language="fr", post_url="/c/t")
    assert page.count("<button") == 1
    assert '<form method="post" action="/c/t" id="confirm">' in page
    assert "<a " not in page


def test_unknown_link_asks_for_the_address_and_keeps_it():
    page = unknown_page(language="en", renew_url='/c/"><b>', email='a"b', error="Enter a complete address.")
    assert 'action="/c/&#34;&gt;&lt;b&gt;"' in page
    assert 'value="a&#34;b"' in page
    assert 'aria-invalid="true" autofocus' in page


def test_private_pages_are_neither_kept_nor_told_of():
    headers = page_headers(private=True)
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "noindex" in headers["X-Robots-Tag"]
    assert "script-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_both_bodies_of_the_mail_say_the_same(language):
    letter = a_letter(language=language)
    told = " ".join(unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", letter.html, flags=re.DOTALL)).split())
    for line in filter(None, letter.text.replace("--", "").splitlines()):
        assert " ".join(line.split()) in told
    assert letter.html.count(f'href="{LINK}"') == 2
    assert "Soleil d’Avenir" in letter.subject


@pytest.mark.parametrize(("hours", "said"), [(1, "for 1 hour."), (48, "for 48 hours."), (72, "for 3 days."), (73, "for 73 hours.")])
def test_mail_says_how_long_the_link_lasts(hours, said):
    assert said in a_letter(language="en", valid_hours=hours).text


@pytest.mark.parametrize("name", ["Win € at www.evil.example", "http://x", "A" * 41, "<b>x</b>", "", "Bonjour\nBcc: x"])
def test_mail_greets_nobody_by_a_name_that_is_none(name):
    assert a_letter(first_name=name).text.startswith("Bonjour,")


@pytest.mark.parametrize("name", ["Awa", "Zoé", "Marie-Claire", "N’Diaye", "Jean Luc"])
def test_mail_greets_by_name(name):
    assert a_letter(first_name=name).text.startswith(f"Bonjour {name},")


def test_subject_of_the_form_stays_on_one_line():
    assert a_letter(subject="Oui ?\r\nBcc: x@exemple.fr").subject == "Oui ? Bcc: x@exemple.fr"


@pytest.mark.parametrize("name", ["invitation", "password_reset"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_letters_of_the_console_carry_their_link(name, language):
    letter = render_letter(f"messaging/{name}", language, name="Moussa <b>", company="Soleil", link=LINK, valid_hours=168)
    assert LINK in letter.text
    assert f'href="{LINK}"' in letter.html
    assert "Moussa &lt;b&gt;" in letter.html
    assert "7 " in letter.text
