"""The whole road in a browser: a visitor's form becomes a lead that an agent confirms and a partner hears of."""

import re
import time

import pytest
from playwright.sync_api import Page, expect
from standardwebhooks import Webhook

from chalicelib.foundation import tenancy
from chalicelib.messaging.shapes import NewSender
from chalicelib.webhooks import actions as webhooks
from infra.local import mail
from tests.browser.conftest import sign_in
from tests.builders import a_company
from tests.emulator import SETTINGS, await_that

pytestmark = pytest.mark.browser

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADDRESS = "awa.diop@example.org"


@pytest.fixture
def company(house, partner):
    """Its mails leave by the house's own SMTP server; its agent has a second factor."""
    smtp = {"host": "localhost", "port": SETTINGS.ports["smtp"], "security": "starttls", "username": mail.USERNAME, "password": mail.PASSWORD}
    company = a_company(sender=NewSender(kind="smtp", from_name="Soleil Vert", from_address="contact@soleil.example", smtp=smtp), totp=SECRET)
    with tenancy.inside(company.tenant, by="system:test"):
        company.endpoint, company.secret = webhooks.add(partner.url, ["lead.confirmed"], None)
    house.settle()
    return company


def test_a_visitor_becomes_a_confirmed_lead(house, company, partner, page: Page, desk: Page):
    sign_in(desk, house, company, 1, secret=SECRET)
    expect(desk.get_by_text("Votre file est vide")).to_be_visible()

    fill_in_the_form(page, house, company)
    confirm_by_mail(page, house)

    # The console was open all along; nobody reloads it.
    confirmed_at = time.monotonic()
    card = desk.get_by_role("link", name="Awa Diop", exact=True)
    expect(card).to_be_visible()
    print(f"shown {time.monotonic() - confirmed_at:.2f} s after the click")

    work_on_the_lead(desk, card)
    await_that(lambda: partner.got, 10)
    headers, body = partner.got[0]
    said = Webhook(company.secret).verify(body, headers)
    assert said["type"] == "lead.confirmed"


def fill_in_the_form(page: Page, house, company):
    page.goto(house.api + company.form_path)
    page.get_by_label("Prénom").fill("Awa")
    page.get_by_label("E-mail").fill("awa.diop@")
    page.locator("#send").click()
    expect(page.locator("#summary")).to_be_visible()
    assert page.url.endswith(company.form_path)
    expect(page.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")

    page.get_by_label("Nom", exact=True).fill("Diop")
    page.get_by_label("E-mail").fill(ADDRESS)
    page.get_by_label("Téléphone").fill("+225 07 01 02 03 04")  # where no law names hours, so that this road is open on Sundays, too
    page.get_by_label("Votre projet").select_option("solar")
    page.get_by_label(re.compile("J'accepte d'être rappelé")).check()
    page.locator("#send").click()
    page.wait_for_url("**/thanks*")


def confirm_by_mail(page: Page, house):
    letter = house.mail_to(ADDRESS)
    assert letter["from"] == "Soleil Vert <contact@soleil.example>"
    page.goto(re.search(r"http://\S+/c/\S+", letter["text"])[0])
    expect(page.get_by_role("heading", name="Confirmez votre demande")).to_be_visible()
    page.get_by_role("button", name="Je confirme ma demande").click()
    expect(page.get_by_role("heading", name="C’est confirmé, merci")).to_be_visible()


def work_on_the_lead(desk: Page, card):
    card.click()
    expect(desk.get_by_role("heading", name="Awa Diop")).to_be_visible()
    expect(desk.get_by_text("Agent 1 : 0 ouverts sur 30, prochain à tour de rôle.")).to_be_visible()
    expect(desk.get_by_role("button", name="Appeler le +225 07 01 02 03 04")).to_be_enabled()
    desk.get_by_label("Note", exact=True).fill("Intéressée, devis à envoyer.")
    desk.get_by_role("button", name="Enregistrer la note").click()
    expect(desk.locator("main").get_by_text("Intéressée, devis à envoyer.")).to_be_visible()
    desk.get_by_text("Confirmé", exact=True).first.click()
    desk.get_by_role("button", name="Confirmer le lead").click()
    expect(desk.get_by_text("Le lead est confirmé.")).to_be_visible()


def test_the_console_speaks_to_its_own_house_only(house, partner, browser):
    window = browser.new_context().new_page()
    window.goto(house.console)
    reach = "address => fetch(address, {mode: 'no-cors'}).then(() => 'reached', () => 'refused')"
    assert window.evaluate(reach, f"{house.api}/health") == "reached"
    assert window.evaluate(reach, partner.url) == "refused"
    window.context.close()
