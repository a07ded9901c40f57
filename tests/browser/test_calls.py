"""A call from the button to what it came to, on the house's own exchange: placed, told of, heard, read, and judged by whoever knows better."""

import json
import re
from datetime import timedelta
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from chalicelib.foundation import clock, tenancy
from chalicelib.scoring import actions as scoring
from chalicelib.scoring.shapes import NoteReadingDraft
from chalicelib.telephony import actions as telephony
from chalicelib.telephony.shapes import LineDraft
from infra.local import exchange
from infra.local.clock import scheduled_event
from tests.browser.axe import faults
from tests.browser.conftest import sign_in
from tests.builders import ANSWERS, a_company, an_agent
from tests.client import Client

pytestmark = pytest.mark.browser

# No law that we know of names hours or days for calls there: one may call whenever these tests run.
ABIDJAN = ANSWERS | {"phone": "+225 07 12 34 56 78"}
CALL = re.compile("Appeler le")


@pytest.fixture
def company(house, monkeypatch):
    """On Amazon Connect, as the house plays it, where somebody answers at once."""
    import app

    for name in ("RINGS", "WAITS", "AFTERWORK"):
        monkeypatch.setattr(exchange, name, 0.2)
    company = a_company(double_optin=False)
    an_agent(company, 8, role="manager")
    with tenancy.inside(company.tenant, by="system:test"):
        scoring.rule(NoteReadingDraft(is_on=True))
        agents = {company.agents[0]: "connect-agent-1"}
        telephony.settle(LineDraft(way="connect", instance=f"local-{company.tenant}", flow="flow", queue="queue", agents=agents), None)
    house.settle()
    assert Client(app.app)("POST", company.form_path, form=ABIDJAN).status == 303
    house.settle()
    return company


def notes_are_read(house):
    """The sweep comes by, as it does every minute."""
    import app

    house.settle()
    later = clock.now() + timedelta(minutes=11)
    with clock.held_at(later):
        app.sweep(scheduled_event("sweep", later.timestamp()), None)
    house.settle()


def the_person_hangs_up(house):
    with urlopen(f"{house.mail}/telephone/calls.json", timeout=10) as answer:
        [call, *_] = json.load(answer)
    urlopen(Request(f"{house.mail}/telephone/{call['id']}/hung-up", b"{}", method="POST"), timeout=10).close()


def nothing_hangs_over(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_call_from_the_button_to_its_label(house, company, desk: Page, page: Page):
    sign_in(desk, house, company, 1)
    desk.get_by_role("link", name="Awa Diop", exact=True).click()
    desk.get_by_role("button", name=CALL).click()
    expect(desk.get_by_role("status").get_by_text("En ligne")).to_be_visible()
    expect(desk.get_by_role("button", name=CALL)).to_have_count(0)
    the_person_hangs_up(house)
    log = desk.get_by_role("region", name="Appels", exact=True)
    expect(log.get_by_text("Conversation", exact=True)).to_be_visible()
    expect(log.get_by_text(re.compile("sonnerie .* conversation"))).to_be_visible()
    expect(log.get_by_role("button", name="Lire la conversation")).to_have_count(0)
    assert faults(desk) == []

    desk.get_by_label("Note", exact=True).fill("RDV pris jeudi 14h")
    desk.get_by_role("radio", name="Confirmé").click()
    desk.get_by_role("button", name="Confirmer le lead").click()
    expect(desk.get_by_role("list", name="Historique").get_by_text("RDV pris jeudi 14h")).to_be_visible()
    notes_are_read(house)

    # Whoever manages the centre reads what was said, which the history tells, sees what was read from it, and knows better.
    sign_in(page, house, company, 8)
    page.goto(desk.url.replace("/file/", "/leads/"))
    page.get_by_role("button", name="Lire la conversation").click()
    said = page.get_by_role("list", name="Conversation", exact=True)
    expect(said.get_by_text("D'accord, on prend rendez-vous jeudi.")).to_be_visible()
    expect(said.get_by_text("Agent 1")).to_have_count(2)
    expect(page.get_by_role("list", name="Historique").get_by_text("Conversation lue")).to_be_visible()
    calls = page.get_by_role("list", name="Ce que disent les notes")
    note = calls.get_by_role("listitem").filter(has_text="RDV pris")
    expect(note.get_by_text("Positif", exact=True)).to_be_visible()
    expect(calls.get_by_role("listitem").filter(has_text="Conversation transcrite").get_by_text("Positif", exact=True)).to_be_visible()
    page.get_by_role("button", name="Pourquoi ?").click()
    expect(page.get_by_text("Conversation positive")).to_be_visible()
    note.get_by_role("combobox").click()
    page.get_by_role("option", name="Partiel").click()
    expect(note.get_by_text("Partiel", exact=True)).to_be_visible()
    assert faults(page) == []

    page.goto(f"{house.console}/leads")
    page.get_by_role("combobox", name="Résultat du dernier appel").click()
    page.get_by_role("option", name="Partiel").click()
    expect(page.get_by_role("row").filter(has_text="Awa Diop").get_by_text("Partiel", exact=True)).to_be_visible()
    assert faults(page) == []
    page.get_by_role("combobox", name="Résultat du dernier appel").click()
    page.get_by_role("option", name="Négatif").click()
    expect(page.get_by_text("Awa Diop")).to_have_count(0)


def test_a_call_on_a_phone(house, company, phone: Page):
    sign_in(phone, house, company, 1)
    phone.get_by_role("link", name="Awa Diop", exact=True).click()
    phone.get_by_role("button", name=CALL).click()
    expect(phone.get_by_role("status").get_by_text("En ligne")).to_be_visible()
    assert nothing_hangs_over(phone)
    phone.get_by_role("button", name="Raccrocher").click()
    log = phone.get_by_role("region", name="Appels", exact=True)
    expect(log.get_by_text("Conversation", exact=True)).to_be_visible()
    assert nothing_hangs_over(phone)
    assert faults(phone) == []
