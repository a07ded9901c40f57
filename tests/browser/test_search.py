"""A lead is found from wherever one is, by keys alone: by name, by address, by the end of a number; and nobody else's is."""

import pytest
from playwright.sync_api import Page, expect

from chalicelib.forms import actions as forms
from chalicelib.foundation import tenancy
from chalicelib.identity import actions as identity
from tests.browser.axe import faults
from tests.browser.conftest import sign_in
from tests.builders import ANSWERS, a_company, an_agent, form_content
from tests.client import Client

pytestmark = pytest.mark.browser

NAMESAKES = 21
"""More than one screen of the search shows."""


@pytest.fixture
def company(house):
    import app

    company = a_company(agents=1, double_optin=False)
    an_agent(company, 8, role="manager")
    with tenancy.inside(company.tenant, by="system:test"):
        dakar = identity.open_centre("Centre de Dakar", "manual")
        elsewhere = forms.draft(form_content(dakar, name="Devis de Dakar", double_optin=False))
        forms.publish(elsewhere.id)
    ask = Client(app.app)

    def post(first_name, last_name, number, path=company.form_path):
        about = {"first_name": first_name, "last_name": last_name, "email": f"{first_name}.{number}@example.org".lower()}
        assert ask("POST", path, form=ANSWERS | about | {"phone": f"06 12 34 56 {number}"}).status == 303

    post("Awa", "Diop", 78)
    post("Mariama", "Diop", 79, f"/f/{company.tenant}-{elsewhere.id}")
    for number in range(NAMESAKES):
        post("Fatou", "Ndiaye", 10 + number)
    house.settle()
    return company


def test_a_manager_finds_a_lead_by_keys_alone(house, company, desk: Page):
    sign_in(desk, house, company, 8)
    expect(desk.get_by_role("link", name="Awa Diop")).to_be_visible()
    found, said = desk.get_by_role("listbox").get_by_role("option"), desk.get_by_role("dialog").get_by_role("status")

    desk.keyboard.press("/")
    field = desk.get_by_role("combobox", name="Rechercher un lead")
    expect(field).to_be_focused()
    expect(said).to_contain_text("Trois lettres")
    desk.keyboard.type("dio")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("Awa Diop")
    assert faults(desk) == []

    for wanted in ("awa.78@example.org", "5678"):
        field.fill(wanted)
        expect(found).to_have_count(1)
        expect(found).to_contain_text("par l’adresse e-mail" if "@" in wanted else "par le téléphone")
    for nobody in ("mariama", "awa.79@example.org", "5679", "Zébulon"):
        field.fill(nobody)
        expect(said).to_contain_text(f"Aucun lead ne correspond à « {nobody} »")
        expect(found).to_have_count(0)

    field.fill("fatou")
    expect(said).to_contain_text("D’autres leads correspondent")
    expect(found.first).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("ArrowDown")
    expect(found.nth(1)).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Fatou Ndiaye", level=1)).to_be_visible()
    expect(desk.get_by_role("dialog")).to_have_count(0)

    desk.keyboard.press("Control+k")
    expect(desk.get_by_role("listbox", name="Trouvés récemment").get_by_role("option")).to_have_count(1)
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_have_count(0)


def test_a_phone_searches_the_whole_screen_wide(house, company, phone: Page):
    sign_in(phone, house, company, 8)
    phone.get_by_role("button", name="Rechercher un lead").click()
    phone.get_by_role("combobox", name="Rechercher un lead").fill("diop awa")
    hit = phone.get_by_role("option")
    expect(hit).to_have_count(1)
    assert faults(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing hangs over the edge"
    hit.click()
    expect(phone.get_by_role("heading", name="Awa Diop", level=1)).to_be_visible()
