"""The agent's whole day in a browser: by keys at a desk, by thumb on a phone, with a manager who takes over and a network that goes away."""

import json
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from chalicelib.activities import note_models
from chalicelib.activities.shapes import NoteModelDraft
from chalicelib.contacts import tags
from chalicelib.contacts.shapes import TagDraft
from chalicelib.foundation import tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.leads import queries as leads
from tests.browser.axe import faults
from tests.browser.conftest import fill_in, sign_in
from tests.builders import ANSWERS, a_company, an_agent, email_of
from tests.emulator import await_that

pytestmark = pytest.mark.browser

PEOPLE = (("Awa", "Diop", "06 12 34 56 78"), ("Marc", "Petit", "06 12 34 56 79"), ("Nadia", "Benali", "06 12 34 56 80"))
SCRIPT = "Bonjour {prénom}, ici {agent} de Soleil Vert."
NO_ANSWER = "Message laissé sur le répondeur."


@pytest.fixture
def company(house):
    company = a_company(double_optin=False, script=SCRIPT)
    an_agent(company, 8, role="manager")
    boss = Caller("user", company.admin, company.tenant, "admin", grants={"leads.manage": "all"})
    with tenancy.inside(company.tenant, by="system:test"):
        tag = tags.make(TagDraft(name="À relancer", colour="sky"))
        note_models.make(NoteModelDraft(title="Message laissé", text=NO_ANSWER, tags=[tag.id]), boss)
    house.settle()
    for first, last, phone in PEOPLE:
        answers = ANSWERS | {"first_name": first, "last_name": last, "phone": phone, "email": f"{first.lower()}@example.org"}
        urlopen(Request(house.api + company.form_path, urlencode(answers).encode())).close()
        house.settle()
    return company


def test_an_agent_works_by_keys_through_a_network_that_goes_away(house, company, desk: Page, page: Page):
    sign_in(desk, house, company, 1)
    expect(desk.get_by_role("region", name="Jamais contactés").get_by_role("link")).to_have_count(3)

    desk.keyboard.press("j")
    expect(desk.get_by_role("heading", name="Awa Diop", level=1)).to_be_visible()
    expect(desk.get_by_text("Bonjour Awa, ici Agent 1 de Soleil Vert.")).to_be_visible()
    expect(desk.get_by_text("Vous avez ce lead en main")).to_be_visible()

    # Two keys write the note and choose its tag.
    desk.keyboard.press("p")
    expect(desk.get_by_role("menuitem", name=re.compile("Message laissé"))).to_be_visible()
    desk.keyboard.press("1")
    note = desk.get_by_label("Note", exact=True)
    expect(note).to_have_value(NO_ANSWER)
    note.press("Control+Enter")
    expect(desk.get_by_role("list", name="Étiquettes").first.get_by_text("À relancer")).to_be_visible()
    expect(desk.get_by_role("region", name="Déjà contactés").get_by_text(NO_ANSWER)).to_be_visible()

    # The network is gone for a while: what is written waits, outlives a look at another lead, and leaves by itself, once.
    desk.context.set_offline(True)
    note.fill("Intéressée, rappeler jeudi.")
    note.press("Control+Enter")
    expect(desk.get_by_text("1 envoi attend le réseau").first).to_be_visible()
    desk.context.set_offline(False)
    expect(desk.get_by_text("1 envoi attend le réseau")).to_have_count(0)
    expect(desk.get_by_role("list", name="Historique").get_by_text("Intéressée, rappeler jeudi.")).to_have_count(1)
    assert faults(desk) == []

    # A manager takes the lead over: the agent's screen says so, by name, without a reload; what was being typed stays.
    note.fill("En cours de frappe")
    sign_in(page, house, company, 8)
    page.goto(desk.url.replace("/file/", "/leads/"))
    page.get_by_role("button", name="Reprendre le lead à Agent 1").click()
    expect(desk.get_by_text("Agent 8 l’a pris en main.")).to_be_visible()
    expect(note).to_have_value("En cours de frappe")


def test_a_session_that_ends_in_the_middle_of_a_note_loses_nothing(house, company, desk: Page):
    sign_in(desk, house, company, 1)
    desk.get_by_role("link", name="Awa Diop", exact=True).click()
    note, history = desk.get_by_label("Note", exact=True), desk.get_by_role("list", name="Historique")

    note.fill("Rappeler jeudi.")
    desk.clock.set_fixed_time(datetime.now(UTC) + timedelta(minutes=20))  # past the life of an access token
    note.press("Control+Enter")
    expect(history.get_by_text("Rappeler jeudi.")).to_have_count(1)

    # Somebody else used what the session is renewed with: it ends for both.
    note.fill("Vend en mars, devis à revoir.")
    stolen = desk.evaluate("JSON.parse(localStorage.getItem('passerelle.session')).refresh")
    for _ in range(2):
        renewal = Request(
            f"{house.api}/api/v1/sessions/refresh", json.dumps({"refresh_token": stolen}).encode(), {"Content-Type": "application/json"}
        )
        with urlopen(renewal) as answer:
            stolen = json.load(answer)["refresh_token"]
    desk.clock.set_fixed_time(datetime.now(UTC) + timedelta(minutes=60))
    note.press("Control+Enter")
    expect(desk.get_by_text("Votre session a pris fin")).to_be_visible()
    assert faults(desk) == []
    fill_in(desk, email_of(company, 1))
    expect(desk.get_by_role("heading", name="Awa Diop", level=1)).to_be_visible()
    expect(note).to_have_value("Vend en mars, devis à revoir.")
    note.press("Control+Enter")
    expect(history.get_by_text("Vend en mars, devis à revoir.")).to_have_count(1)
    expect(note).to_have_value("")


def test_two_tabs_of_one_agent_are_one_desk(house, company, desk: Page):
    sign_in(desk, house, company, 1)
    desk.get_by_role("link", name="Awa Diop", exact=True).click()
    expect(desk.get_by_text("Vous avez ce lead en main")).to_be_visible()
    second = desk.context.new_page()
    second.goto(desk.url)
    expect(second.get_by_text("Vous avez ce lead en main")).to_be_visible()

    notes = [tab.get_by_label("Note", exact=True) for tab in (desk, second)]
    notes[0].fill("Intéressée.")
    expect(notes[1]).to_have_value("Intéressée.")
    notes[1].press("Control+Enter")
    for tab, note in zip((desk, second), notes, strict=True):
        expect(tab.get_by_role("list", name="Historique").get_by_text("Intéressée.")).to_have_count(1)
        expect(note).to_have_value("")

    # What one tab lets go the other keeps hold of: nobody else may walk in.
    with second.expect_response(lambda answer: answer.url.endswith("/claim") and answer.request.method == "POST") as kept:
        desk.get_by_role("link", name="Marc Petit", exact=True).click()
        expect(desk.get_by_role("heading", name="Marc Petit", level=1)).to_be_visible()
    assert kept.value.json()["mine"]
    with tenancy.inside(company.tenant):
        await_that(lambda: sum(bool(leads.claim_on(lead.id)) for lead in leads.in_hand(company.agents[0])) == 2, 20)


def test_a_phone_shows_the_list_then_the_lead(house, company, phone: Page):
    sign_in(phone, house, company, 1)
    phone.get_by_role("link", name="Awa Diop", exact=True).click()
    expect(phone.get_by_role("heading", name="Awa Diop", level=1)).to_be_visible()
    expect(phone.get_by_role("link", name="Marc Petit", exact=True)).to_be_hidden()
    phone.get_by_role("link", name="Suivant").click()
    expect(phone.get_by_role("heading", name="Marc Petit", level=1)).to_be_visible()
    phone.get_by_label("Note", exact=True).fill("Rappeler ce soir.")
    phone.reload()
    expect(phone.get_by_label("Note", exact=True)).to_have_value("Rappeler ce soir.")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing hangs over the edge"
    phone.get_by_role("navigation", name="File de travail").get_by_role("link", name="Flux Clients").click()
    expect(phone.get_by_role("link", name="Marc Petit", exact=True)).to_be_visible()
