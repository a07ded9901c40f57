"""The pages behind the links of an opt-in mail, in a browser: what sends itself, what does not, and the way out."""

import urllib.parse
import urllib.request
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from chalicelib.foundation import clock, tenancy
from chalicelib.leads import queries as leads
from chalicelib.leads.models.leads import Lead
from chalicelib.optin import tokens
from tests.browser.conftest import PHONE
from tests.builders import ANSWERS, a_company, the_lead
from tests.emulator import await_that

pytestmark = pytest.mark.browser

CHROME = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
A_PERSON = "Object.defineProperty(Navigator.prototype, 'webdriver', {get: () => false})"
NO_SIZE_YET = "Object.defineProperty(window, 'outerWidth', {get: () => (performance.now() < 1500 ? 0 : 500)})"
"""Chromium gives a new window its size at the first frame: often after the page is loaded."""


@pytest.fixture
def company(house):
    company = a_company(optin={"sends_itself_after": 5})
    house.settle()
    return company


@pytest.fixture
def waiting(house, company):
    """A lead whose mail left a quarter of an hour ago."""
    posted = urllib.parse.urlencode(ANSWERS).encode()
    urllib.request.urlopen(house.api + company.form_path, posted).close()
    await_that(lambda: the_lead(company).mails == 1, 10)
    ago = clock.to_ms(clock.now() - timedelta(minutes=15))
    with tenancy.inside(company.tenant):
        the_lead(company).update([Lead.opened_at.set(ago), Lead.mailed_at.set(ago)])
    return the_lead(company)


def link(house, company, lead, path="c", purpose=tokens.CONFIRM):
    with tenancy.inside(company.tenant):
        return f"{house.api}/{path}/{tokens.made(lead.id, 1, purpose)}"


@pytest.fixture
def visitor(browser: Browser):
    """A telephone in somebody's hand, as far as a page can tell."""
    context = browser.new_context(viewport=PHONE, locale="fr-FR", user_agent=CHROME)
    context.add_init_script(f"{A_PERSON}; {NO_SIZE_YET}")
    page = context.new_page()
    broken = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda said: broken.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert broken == []


@pytest.fixture
def scanner(browser: Browser):
    """A real browser under somebody's script, that says it is a telephone."""
    context = browser.new_context(viewport=PHONE, user_agent=CHROME)
    yield context.new_page()
    context.close()


def test_a_page_that_is_looked_at_confirms_by_itself(house, company, waiting, visitor):
    visitor.goto(link(house, company, waiting))
    expect(visitor.get_by_text("Cette page confirme votre demande d’elle-même")).to_be_visible()
    assert the_lead(company).state == "pending", "not at once"
    expect(visitor.get_by_role("heading", name="C’est confirmé, merci")).to_be_visible()
    with tenancy.inside(company.tenant):
        await_that(lambda: "LeadEmailConfirmed" in [row.t for row in leads.timeline(the_lead(company))], 10)
        [told] = [row.data for row in leads.timeline(the_lead(company)) if row.t == "LeadEmailConfirmed"]
    assert (told["how"], told["visits"][0][:2]) == ("page", ["browser", 1])


def test_a_driven_browser_confirms_nothing(house, company, waiting, scanner):
    scanner.goto(link(house, company, waiting))
    scanner.wait_for_timeout(7000)
    expect(scanner.get_by_role("heading", name="Confirmez votre demande")).to_be_visible()
    assert the_lead(company).state == "pending"


def test_whoever_wants_no_more_mail_presses_one_button(house, company, waiting, phone):
    phone.goto(link(house, company, waiting, "u", tokens.UNSUBSCRIBE))
    phone.get_by_role("button", name="Ne plus m’écrire").click()
    expect(phone.get_by_role("heading", name="C’est noté")).to_be_visible()
    assert the_lead(company).unsubscribed_at is not None
    assert the_lead(company).state == "pending"
