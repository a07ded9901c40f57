"""The link is opened before the click, by people and by machines: kept as evidence, never taken for consent."""

import re
from datetime import timedelta

import pytest

from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.visitors import kind_of
from chalicelib.leads import queries as leads
from chalicelib.leads.models.gated import VISITS_COUNTED
from chalicelib.messaging import null
from tests.builders import the_lead

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
BING = "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b"


@pytest.fixture
def link(company):
    return re.search(r"https?://[^/]+(/c/[\w.-]+)", null.sent[-1].text)[1]


def looks(ask, link, browser, method="GET"):
    return ask(method, link, headers={"User-Agent": browser})


@pytest.mark.parametrize(
    ("browser", "kind"),
    [
        (FIREFOX, "browser"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1", "browser"),
        (BING, "robot"),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "robot"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36", "robot"),
        ("python-requests/2.32", "robot"),
        ("Barracuda Sentinel (EE)", "robot"),
        ("", "unknown"),
        ("Mozilla/5.0 (Linux; Android 15; CUBOT NOTE 50) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36", "browser"),
    ],
)
def test_a_visitor_is_what_it_says_it_is(browser, kind):
    assert kind_of(browser) == kind


def test_who_asks_for_the_head_only_is_a_robot():
    assert kind_of(FIREFOX, is_head=True) == "robot"


def test_visits_are_counted_on_the_lead_and_confirm_nothing(company, link, ask, crier):
    version = the_lead(company).version
    for browser, method in ((BING, "GET"), (FIREFOX, "HEAD"), (FIREFOX, "GET")):
        assert looks(ask, link, browser, method).status == 200
    assert crier.cry() == 3, "three changes on the stream, and no fact among them"
    lead = the_lead(company)
    assert (lead.state, lead.version, lead.confirmed_at) == ("pending", version, None)
    assert [(kind, times) for kind, times, _, _ in lead.visited] == [("browser", 1), ("robot", 2)]


def test_the_first_and_the_last_visit_are_known(company, link, ask):
    now = clock.now()
    for minutes in (1, 5, 9):
        with clock.held_at(now + timedelta(minutes=minutes)):
            looks(ask, link, BING)
    [(_, times, first, last)] = the_lead(company).visited
    assert (times, last - first) == (3, 8 * 60_000)


def test_a_robot_that_never_stops_costs_no_more(company, link, ask):
    for _ in range(VISITS_COUNTED + 3):
        looks(ask, link, BING)
    [(_, times, _, _)] = the_lead(company).visited
    assert times == VISITS_COUNTED


def test_two_visits_at_one_moment_disturb_nobody(company, link, ask):
    late = the_lead(company)
    looks(ask, link, BING)
    with tenancy.inside(company.tenant):
        late.note_visit("browser")
    assert [kind for kind, *_ in the_lead(company).visited] == ["robot"]
    assert ask("POST", link, form={}).status == 200
    assert the_lead(company).state == "ready"


def test_the_click_says_who_came_before_it_and_later_visits_are_none(company, link, ask, crier):
    looks(ask, link, BING)
    ask("POST", link, form={})
    looks(ask, link, FIREFOX)
    crier.cry()
    with tenancy.inside(company.tenant):
        rows = {row.t: row.data for row in leads.timeline(the_lead(company))}
    [[kind, times, *_]] = rows["LeadEmailConfirmed"]["visits"]
    assert (kind, times) == ("robot", 1)
    assert [kind for kind, *_ in the_lead(company).visited] == ["robot"]


def test_a_link_that_was_only_opened_expires_and_tells_by_whom(company, link, ask, crier):
    looks(ask, link, BING)
    with tenancy.inside(company.tenant), clock.held_at(clock.now() + timedelta(hours=73)):
        the_lead(company).expire()
        crier.cry()
        rows = {row.t: row.data for row in leads.timeline(the_lead(company))}
    assert rows["LeadExpired"]["visits"][0][:2] == ["robot", 1]


def test_what_is_kept_of_a_visit_names_nobody(company, link, ask, crier):
    looks(ask, link, FIREFOX)
    ask("POST", link, form={})
    crier.cry()
    with tenancy.inside(company.tenant):
        kept = str([row.data for row in leads.timeline(the_lead(company))]) + str(the_lead(company).visits)
    assert "Firefox" not in kept
    assert "203.0.113.7" not in kept
