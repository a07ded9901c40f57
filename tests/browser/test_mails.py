"""A marketing person writes the mail that asks for a confirmation, looks at it, has it sent, publishes it; a visitor gets it and confirms."""

import re

import pytest
from playwright.sync_api import Page, expect

from chalicelib.messaging.shapes import NewSender
from infra.local import mail
from tests.browser.axe import faults
from tests.browser.conftest import sign_in
from tests.builders import ANSWERS, a_company, an_agent, email_of, the_lead
from tests.emulator import SETTINGS, await_that

pytestmark = pytest.mark.browser


def test_a_mail_is_written_tried_published_and_confirmed(house, page: Page, phone: Page):
    smtp = {"host": "localhost", "port": SETTINGS.ports["smtp"], "security": "starttls", "username": mail.USERNAME, "password": mail.PASSWORD}
    company = a_company(sender=NewSender(kind="smtp", from_name="Soleil Vert", from_address="contact@soleil.example", smtp=smtp))
    an_agent(company, 7, role="marketing")
    sign_in(page, house, company, 7, to=f"/formulaires/{company.form_id}/edition")

    page.get_by_role("tab", name="E-mails").click()
    page.get_by_label("Objet de l’e-mail", exact=True).fill("Un mot, ")
    page.get_by_role("button", name="Insérer une variable dans « Objet").click()
    page.get_by_role("menuitem", name="Prénom").click()
    page.get_by_role("button", name="Écrire le mien").click()
    html = page.get_by_label("Contenu HTML", exact=True)
    html.press("Control+Home")
    page.keyboard.type("<h1>Bienvenue chez nous</h1>\n<p>Vous avez choisi : </p>\n")
    for _ in "</p>\n":
        page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="Insérer une variable dans « Contenu HTML").click()
    page.get_by_role("menuitem", name="Votre projet").click()
    shown = page.frame_locator("iframe")
    expect(shown.get_by_role("heading", name="Bienvenue chez nous")).to_be_visible()
    expect(shown.get_by_text("Vous avez choisi : Panneaux solaires", exact=True)).to_be_visible()
    assert faults(page) == []

    page.get_by_role("button", name="Envoyer un essai").click()
    expect(page.get_by_text("Le serveur a accepté le message.")).to_be_visible()
    assert house.mail_to(email_of(company, 7))["subject"] == "[Essai] Un mot, Camille"

    html.press("Control+End")
    page.keyboard.type("\n{{ prenom }}")
    expect(page.get_by_text("la variable « prenom » n'existe pas")).to_be_visible()
    for _ in "\n{{ prenom }}":
        page.keyboard.press("Backspace")
    expect(page.get_by_text("la variable « prenom » n'existe pas")).to_be_hidden()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("Formulaire publié")).to_be_visible()

    phone.goto(house.api + company.form_path)
    for name in ("first_name", "last_name", "email", "phone"):
        phone.locator(f"#f-{name}").fill(ANSWERS[name])
    phone.get_by_label("Votre projet").select_option(label="Pompe à chaleur")
    phone.locator("#f-consent").check()
    phone.get_by_role("button", name="Envoyer").click()
    phone.wait_for_url(re.compile("/thanks"))
    letter = house.mail_to(ANSWERS["email"])
    assert letter["subject"] == "Un mot, Awa"
    assert "Vous avez choisi : Pompe à chaleur" in letter["text"]
    phone.goto(re.search(r'href="([^"]+/c/[^"]+)">Confirmer ma demande', letter["html"])[1])
    phone.get_by_role("button", name="Je confirme ma demande").click()
    expect(phone.get_by_role("heading", name="C’est confirmé, merci")).to_be_visible()
    await_that(lambda: the_lead(company).state != "pending", 10)
