"""Where a form lets it, and late enough, the page behind the link sends itself. The server trusts no page that says so too early, or elsewhere."""

import re
from datetime import timedelta
from functools import partial

import pytest

from chalicelib.foundation import clock
from chalicelib.messaging import null
from tests.builders import ANSWERS, a_company, the_lead

FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
ROBOT = {"User-Agent": "Mozilla/5.0 (X11) AppleWebKit/537.36 HeadlessChrome/140.0 Safari/537.36"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def asked_by(crier, ask):
    """Post to a form with this plan, and answer its link and its lead."""

    def post(**optin):
        company = a_company(optin=optin)
        crier.cry()
        null.sent.clear()
        ask("POST", company.form_path, form=ANSWERS)
        crier.cry()
        link = re.search(r"(/c/[\w.-]+)", null.sent[0].text)[1]

        return link, partial(the_lead, company)

    return post


def later(minutes):
    return clock.held_at(clock.now() + timedelta(minutes=minutes))


def by_page(ask, link, headers):
    return ask("POST", link, b"by=page", headers=FORM | headers)


def test_without_the_forms_leave_no_page_sends_itself(asked_by, ask):
    link, lead = asked_by()
    with later(60):
        page = ask("GET", link, headers=FIREFOX)
        assert "<script" not in page.text
        assert "script-src 'none'" in page.headers["Content-Security-Policy"]
        assert by_page(ask, link, FIREFOX).text == page.text
    assert lead().state == "pending"


@pytest.mark.parametrize(("minutes", "headers", "is_let"), [(9, FIREFOX, False), (11, FIREFOX, True), (11, ROBOT, False), (11, {}, False)])
def test_only_late_enough_and_for_a_browser(asked_by, ask, minutes, headers, is_let):
    link, lead = asked_by(sends_itself_after=10)
    with later(minutes):
        page = ask("GET", link, headers=headers)
        assert ("<script" in page.text) is is_let
        assert ("script-src 'sha256-" in page.headers["Content-Security-Policy"]) is is_let
        assert lead().state == "pending", "a visit confirms nothing"
        by_page(ask, link, headers)
    assert (lead().state == "ready") is is_let


def test_the_history_says_that_it_was_the_page(asked_by, ask):
    link, lead = asked_by(sends_itself_after=10)
    with later(11):
        by_page(ask, link, FIREFOX)
    assert lead().said["d"]["how"] == "page"


def test_a_press_needs_no_leave(asked_by, ask):
    link, lead = asked_by(sends_itself_after=10)
    assert ask("POST", link, form={}).status == 200
    assert lead().said["d"]["how"] == "click"
