"""An owner has people written to who have not confirmed; one of them answers by SMS: the plan rests, and the agent reads it on the lead."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from chalicelib.campaigns.models.plans import Plan
from chalicelib.foundation import clock, tenancy
from chalicelib.messaging import lines
from chalicelib.messaging.shapes import NewSender, NewTextLine
from infra.local import mail
from tests.browser.axe import faults
from tests.browser.conftest import sign_in
from tests.builders import ANSWERS, a_company, an_agent
from tests.campaigns.conftest import ALWAYS, CONFIRM
from tests.client import Client
from tests.emulator import SETTINGS
from tests.house.test_samples import SAMPLES

pytestmark = pytest.mark.browser

NUMBER = "+33639980001"
WAITED = timedelta(hours=1)
WORDS = "Oui, rappelez-moi demain après 18 h 🙂"


@pytest.fixture
def company(house):
    smtp = {"host": "localhost", "port": SETTINGS.ports["smtp"], "security": "starttls", "username": mail.USERNAME, "password": mail.PASSWORD}
    sender = NewSender(kind="smtp", from_name="Soleil Vert", from_address="contact@soleil.example", smtp=smtp)
    company = a_company(agents=1, sender=sender)
    an_agent(company, 8, role="centre_owner")
    with tenancy.inside(company.tenant):
        lines.add_line(NewTextLine(name="SMS", channel="sms", identity=NUMBER))
    house.settle()
    return company


def write_plan(page: Page) -> None:
    page.get_by_role("link", name="Relances").first.click()
    page.get_by_role("link", name="Nouveau plan").click()
    page.get_by_label("Nom du plan").fill("Rappel par SMS")
    page.get_by_text("SMS", exact=True).click()
    page.get_by_label("Après la demande").fill("30")
    page.get_by_role("combobox", name="Unité").click()
    page.get_by_role("option", name="minutes").click()
    page.get_by_label("Message en français").fill("{{ company }} : votre demande vous attend. Une question ? Répondez à ce SMS.")
    page.get_by_role("button", name="Ajouter un message").click()  # a mail the day after, which an answer spares
    expect(page.get_by_role("checkbox", name="S’arrêter quand la personne répond")).to_be_checked()
    page.get_by_label("Plan en marche").check()
    assert faults(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Aperçu, tel qu’enregistré")).to_be_visible()


def test_an_answer_by_sms_ends_the_plan_and_reaches_the_agent(house, company, page: Page, desk: Page, phone: Page):
    import app

    sign_in(page, house, company, 8)
    write_plan(page)
    with tenancy.inside(company.tenant):
        [plan] = Plan.all()
        plan.edit(state="on", hours=ALWAYS)  # this test runs at night, too

    with clock.held_at(clock.now() - WAITED):
        assert Client(app.app)("POST", company.form_path, form=ANSWERS).status == 303
    house.settle()
    app.sweep(SAMPLES["sweep"], None)
    house.settle()

    desk.goto(house.mail)
    desk.get_by_role("button", name="SMS ·").click()
    expect(desk.locator("#text")).to_contain_text("votre demande vous attend.")
    assert faults(desk) == []
    desk.get_by_label("Répondre comme la personne").fill(WORDS)
    desk.get_by_role("button", name="Répondre").click()
    expect(desk.get_by_text("Réponse remise.")).to_be_visible()
    house.settle()

    page.get_by_role("link", name="Leads").first.click()
    page.get_by_role("link", name="Awa Diop").first.click()
    relances = page.locator("section").filter(has=page.get_by_role("heading", name="Relances"))
    expect(relances.get_by_text("a répondu")).to_be_visible()
    expect(page.get_by_text(WORDS)).to_be_visible()
    assert faults(page) == []

    link = re.search(CONFIRM, house.mail_to(ANSWERS["email"])["text"])[1]
    assert Client(app.app)("POST", link, form={}).status == 200
    house.settle()
    sign_in(phone, house, company, 1)
    phone.get_by_role("link", name="Awa Diop").first.click()
    expect(phone.get_by_role("list", name="Historique").get_by_text(WORDS)).to_be_visible()
    expect(phone.get_by_text("Par SMS.", exact=True)).to_be_visible()
    assert faults(phone) == []
