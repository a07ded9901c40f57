"""A form on somebody else's page: posted by script or by plain HTML, from an origin that the form allows or not."""

import pytest
from playwright.sync_api import Page, expect

from chalicelib.foundation import tenancy
from chalicelib.leads import queries as leads
from tests.builders import ANSWERS, a_company

pytestmark = pytest.mark.browser

POST = """async ([url, answers]) => {
  const answer = await fetch(url, {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(answers)});
  return [answer.status, await answer.json()];
}"""


def opened(company):
    with tenancy.inside(company.tenant):
        return leads.newest(lambda _: True, limit=10, cursor=None)[0]


def test_a_script_on_an_allowed_origin_opens_a_lead_and_reads_what_to_correct(house, partner, page: Page):
    company = a_company(allowed_origins=[partner.origin])
    page.goto(partner.origin)
    url = house.api + company.form_path
    assert page.evaluate(POST, [url, ANSWERS]) == [202, {"status": "accepted"}]
    status, problem = page.evaluate(POST, [url, {"email": "nobody"}])
    assert status == 422
    assert {error["field"] for error in problem["errors"]} == {"first_name", "last_name", "email", "phone", "consent"}
    assert len(opened(company)) == 1


def test_a_script_on_another_origin_opens_nothing(house, partner, page: Page):
    company = a_company(allowed_origins=["https://landing.example"])
    page.goto(partner.origin)
    outcome = page.evaluate(f"args => ({POST})(args).then(() => 'read', () => 'refused')", [house.api + company.form_path, ANSWERS])
    assert outcome == "refused"
    assert opened(company) == []


def test_plain_html_on_an_allowed_origin_ends_on_the_thanks_page(house, partner, page: Page):
    company = a_company(allowed_origins=[partner.origin])
    inputs = "".join(f'<input name="{name}" value="{value}">' for name, value in ANSWERS.items())
    action = house.api + company.form_path
    partner.landing_page = f'<form method="post" action="{action}" enctype="multipart/form-data">{inputs}<button>Envoyer</button></form>'
    page.goto(partner.origin)
    page.get_by_role("button", name="Envoyer").dblclick()
    page.wait_for_url("**/thanks*")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert len(opened(company)) == 1


def test_the_form_works_without_scripts(house, browser):
    company = a_company()
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(house.api + company.form_path)
    for name in ("first_name", "last_name", "email", "phone"):
        # The page is told not to check, so that the server must.
        page.locator(f"#f-{name}").fill(ANSWERS[name] if name != "email" else "awa@")
    page.locator("#send").click()
    expect(page.locator("#f-first_name")).to_have_value("Awa")
    expect(page.locator("#f-email")).to_have_attribute("aria-invalid", "true")
    page.locator("#f-email").fill(ANSWERS["email"])
    page.locator("#f-consent").check()
    page.locator("#send").click()
    page.wait_for_url("**/thanks*")
    context.close()
    assert len(opened(company)) == 1
