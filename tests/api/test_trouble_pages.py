"""Whoever browses without a script reads on a page, in their language, what went wrong; programs read a problem document."""

import pytest

from chalicelib.foundation.errors import Conflict
from tests.builders import ANSWERS, a_company

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def company(crier):
    company = a_company()
    crier.cry()
    return company


def asks(ask, company, status, monkeypatch, headers):
    """What a public route answers in the trouble of that status."""
    from chalicelib.forms import actions

    def lost_race(*_, **__):
        raise Conflict

    if status == 403:
        return ask("POST", company.form_path, b"x=1", headers=FORM | {"Origin": "https://elsewhere.example"} | headers)
    if status == 409:
        monkeypatch.setattr(actions, "receive", lost_race)
        return ask("POST", company.form_path, b"x=1", headers=FORM | headers)
    if status == 415:
        return ask("POST", company.form_path, b"x", headers={"Content-Type": "text/plain"} | headers)
    return ask("DELETE", company.form_path, headers=headers)


@pytest.mark.parametrize("status", [403, 405, 409, 415])
def test_a_browser_is_shown_a_page(company, ask, monkeypatch, status):
    answer = asks(ask, company, status, monkeypatch, BROWSER)
    assert answer.status == status
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Cela n’a pas pu se faire" in answer.text
    assert "script-src 'none'" in answer.headers["Content-Security-Policy"]
    english = asks(ask, company, status, monkeypatch, BROWSER | {"Accept-Language": "en"})
    assert "That could not be done" in english.text


@pytest.mark.parametrize("status", [403, 405, 409, 415])
@pytest.mark.parametrize("accept", ["*/*", "application/json"])
def test_a_program_reads_a_problem(company, ask, monkeypatch, status, accept):
    answer = asks(ask, company, status, monkeypatch, {"Accept": accept})
    assert (answer.status, answer.headers["Content-Type"], answer.json["status"]) == (status, "application/problem+json", status)


def test_the_api_answers_its_own_readers_as_ever(ask):
    assert ask("GET", "/api/v1/leads", headers=BROWSER).headers["Content-Type"] == "application/problem+json"


def test_what_was_typed_never_comes_back_raw(company, ask):
    answer = ask("POST", company.form_path, b"x", headers={"Content-Type": "<b>text/plain</b>"} | BROWSER)
    assert "<b>" not in answer.text
    assert ANSWERS["email"] not in answer.text
