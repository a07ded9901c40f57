"""A marketing person makes a form, looks at it, publishes it; a visitor fills it in."""

import re

import pytest
from playwright.sync_api import Page, expect

from chalicelib.contacts import queries as contacts
from chalicelib.foundation import tenancy
from chalicelib.leads import queries as leads
from tests.browser.conftest import sign_in
from tests.builders import a_company, an_agent

pytestmark = pytest.mark.browser


def test_a_form_is_built_published_and_posted(house, page: Page, phone: Page):
    company = a_company()
    an_agent(company, 7, role="marketing")
    sign_in(page, house, company, 7)
    page.get_by_role("link", name="Formulaires").first.click()
    page.get_by_role("button", name="Nouveau formulaire").click()
    page.get_by_role("dialog").get_by_label("Nom").fill("Isolation des combles")
    page.get_by_role("button", name="Créer").click()

    page.get_by_role("button", name="Ajouter un champ").click()
    page.get_by_role("menuitem", name="Liste déroulante").click()
    page.get_by_label("Libellé").fill("Votre logement")
    page.get_by_label("Choix 1", exact=True).fill("Maison")
    preview = page.frame_locator("iframe")
    expect(preview.get_by_label("Votre logement")).to_be_visible()
    expect(preview.get_by_role("heading", name="Isolation des combles")).to_be_visible()

    page.reload()
    expect(page.get_by_text("Non enregistré")).to_be_visible()
    lift_up(page, "Votre logement")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("Formulaire publié")).to_be_visible()
    address = page.get_by_role("link", name="Ouvrir la page").get_attribute("href")

    phone.goto(address)
    names = phone.locator("[id^=f-]").evaluate_all("all => all.map(one => one.name)")
    assert names == ["first_name", "last_name", "email", "votre_logement", "phone", "consent"]
    for name, answer in {"first_name": "Awa", "last_name": "Diop", "email": "awa@example.org", "phone": "06 12 34 56 78"}.items():
        phone.locator(f"#f-{name}").fill(answer)
    phone.get_by_label("Votre logement").select_option(label="Maison")
    phone.locator("#f-consent").check()
    phone.get_by_role("button", name="Envoyer").click()
    phone.wait_for_url(re.compile("/thanks"))
    with tenancy.inside(company.tenant):
        lead = leads.newest(lambda _: True, limit=1, cursor=None)[0][0]
        assert contacts.details(lead.person_id)["requests"]["1"]["answers"]["votre_logement"] == "Maison"


def lift_up(page: Page, field: str):
    """Past the phone, without a mouse."""
    page.get_by_role("button", name=f"Déplacer {field}").focus()
    for key in ("Space", "ArrowUp", "Space"):
        page.keyboard.press(key)
        page.wait_for_timeout(250)
    expect(page.get_by_text(f"{field} est posé en position 4 sur 6.")).to_be_attached()
