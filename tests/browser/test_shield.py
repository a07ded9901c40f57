"""A form with its shield up, in a real browser: people notice nothing, with a script and without."""

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib.foundation import tenancy
from chalicelib.leads import queries as leads
from chalicelib.shield import queries as shield
from tests.browser.axe import faults
from tests.builders import ANSWERS, a_company

pytestmark = pytest.mark.browser

WHOLE = {"honeypot": True, "min_seconds": 1, "work": True, "per_address": 20, "per_form": 500, "disposable": True}


def opened(company):
    with tenancy.inside(company.tenant):
        return leads.newest(lambda _: True, limit=10, cursor=None)[0], shield.waiting(None, None, 10, None)[0]


def fill(page: Page):
    for name in ("first_name", "last_name", "email", "phone"):
        page.locator(f"#f-{name}").fill(ANSWERS[name])
    page.locator("#f-consent").check()


def test_the_browser_does_the_work_that_the_server_asks_for(house, page: Page):
    company = a_company(shield=WHOLE | {"unproven_per_hour": 0})
    page.goto(house.api + company.form_path)
    page.wait_for_timeout(1000)
    fill(page)
    page.locator("#send").dblclick()
    page.wait_for_url("**/thanks*")
    assert "held" not in page.url
    (lead,), held = opened(company)
    assert (lead.form, held) == (company.form_id, [])


def test_the_work_is_done_again_where_a_page_is_sent_from_memory(house, page: Page):
    company = a_company(shield={"work": True, "unproven_per_hour": 0})
    page.goto(house.api + company.form_path)
    fill(page)
    page.locator("#send").click()
    page.wait_for_url("**/thanks*")
    page.go_back()
    page.locator("#f-email").fill("sam@example.org")
    page.locator("#f-phone").fill("06 12 34 56 79")
    page.locator("#send").click()
    page.wait_for_url("**/thanks*")
    assert [len(one) for one in opened(company)] == [2, 0]


def test_without_a_script_the_form_goes_on_working(house, browser: Browser):
    company = a_company(shield=WHOLE)
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(house.api + company.form_path)
    page.wait_for_timeout(1000)
    fill(page)
    page.locator("#send").click()
    page.wait_for_url("**/thanks*")
    context.close()
    assert [len(one) for one in opened(company)] == [1, 0]


def test_the_bait_is_neither_seen_nor_reached_nor_read_out(house, page: Page):
    company = a_company(shield=WHOLE)
    page.goto(house.api + company.form_path)
    expect(page.locator("[name=homepage]")).not_to_be_in_viewport(ratio=0.5)
    assert page.locator("[aria-hidden=true] [name=homepage][tabindex='-1']").count() == 1
    reached = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.name || ''"))
    assert {"email", "consent"} <= reached
    assert "homepage" not in reached
    assert faults(page) == []


def test_what_is_held_back_ends_on_a_friendly_page(house, page: Page):
    company = a_company(shield={"honeypot": True})
    page.goto(house.api + company.form_path)
    fill(page)
    page.evaluate("document.querySelector('[name=homepage]').value = 'https://spam.example'")
    page.locator("#send").click()
    page.wait_for_url("**/thanks?held=1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre demande est bien arrivée")
    assert faults(page) == []
    assert [len(one) for one in opened(company)] == [0, 1]


def test_in_somebody_elses_page_the_work_is_done_and_what_is_held_back_is_said(house, partner, page: Page):
    company = a_company(shield=WHOLE | {"min_seconds": None, "unproven_per_hour": 0}, allowed_origins=[partner.origin])
    partner.landing_page = f'<main><script src="{house.api}/embed.js" data-form="{company.form_path.removeprefix("/f/")}"></script></main>'
    for bait, said in (("", "Plus qu’une étape"), ("spam", "vérifie avant d’y donner suite")):
        page.goto(partner.origin)
        fill(page)
        page.locator("[name=homepage]").evaluate("(input, bait) => (input.value = bait)", bait)
        page.locator("#send").click()
        expect(page.get_by_text(said)).to_be_visible()
    assert [len(one) for one in opened(company)] == [1, 1]
