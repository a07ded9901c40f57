"""A marketing person asks for opinions; whoever gets the mail answers without a password, and the answers become pictures."""

from __future__ import annotations

import os
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib.forms import actions as forms
from chalicelib.foundation import tenancy
from chalicelib.leads import queries as leads
from chalicelib.messaging import null
from chalicelib.optin import tokens
from chalicelib.surveys import tokens as surveys
from tests.browser.axe import faults
from tests.browser.conftest import DESKTOP, PHONE, sign_in
from tests.builders import ANSWERS, a_company, an_agent, form_content
from tests.emulator import await_that
from tests.surveys.conftest import QUESTIONS

pytestmark = pytest.mark.browser

PEOPLE = (("Awa", "Diop"), ("Koffi", "Mensah"), ("Fatou", "Ndiaye"), ("Léa", "Bernard"))


@pytest.fixture
def company(house):
    """With a form of questions, and four people who have confirmed their address."""
    company = a_company()
    an_agent(company, 7, role="marketing")
    with tenancy.inside(company.tenant, by="system:test"):
        questions = forms.draft(form_content(company.centre, name="Votre avis", fields=QUESTIONS))
        forms.publish(questions.id)
    house.settle()
    for number, (first, last) in enumerate(PEOPLE):
        person = ANSWERS | {"first_name": first, "last_name": last, "email": f"person{number}@example.org", "phone": f"06 12 34 56 8{number}"}
        urllib.request.urlopen(house.api + company.form_path, urllib.parse.urlencode(person).encode()).close()
    await_that(lambda: all(lead.mails for lead in all_leads(company)), 20)
    for lead in all_leads(company):
        with tenancy.inside(company.tenant):
            link = f"{house.api}/c/{tokens.made(lead.id, 1)}"
        urllib.request.urlopen(link, b"").close()
    return company


def all_leads(company):
    with tenancy.inside(company.tenant):
        return [leads.fresh(lead.id) for lead in leads.newest(lambda _: True, limit=9, cursor=None)[0]]


def test_opinions_are_asked_given_and_seen(house, company, page: Page, phone: Page):
    sign_in(page, house, company, 7)
    page.get_by_role("link", name="Enquêtes").first.click()
    page.get_by_role("link", name="Nouvelle enquête").click()
    page.get_by_label("Nom").fill("Satisfaction de printemps")
    chosen(page, "Formulaire", "Votre avis")
    chosen(page, "Venues par", "Étude solaire")
    page.get_by_label("Message").fill("Vous avez fait appel à nous.\n\nDites-nous ce que vous en avez pensé.")
    look(page, "new")
    page.get_by_role("button", name="Préparer l’enquête").click()

    expect(page.get_by_text("4 personnes recevront cette enquête")).to_be_visible()
    look(page, "ready")
    page.get_by_role("button", name="Envoyer à 4 personnes").click()
    page.get_by_role("dialog").get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Envoyée", exact=True)).to_be_visible()
    assert len([mail for mail in null.sent if "/s/" in mail.text]) >= 4

    for lead, score in zip(all_leads(company), ("10", "9", "6"), strict=False):
        phone.goto(link(house, company, lead))
        expect(phone.get_by_label("Prénom")).not_to_have_value("")
        assert faults(phone) == []
        phone.get_by_label("De 0 à 10, nous recommanderiez-vous ?").fill(score)
        phone.get_by_label("Le conseil").check()
        if score == "10":
            look(phone, "questions")
        phone.get_by_role("button", name="Envoyer").click()
        expect(phone.get_by_role("heading", name="Merci, vos réponses sont arrivées")).to_be_visible()
        assert faults(phone) == []

    page.reload()
    expect(page.get_by_text("moyenne 8,33")).to_be_visible()
    expect(page.get_by_role("img", name="3 réponses sur 4 personnes jointes, soit 75 %")).to_be_visible()
    look(page, "results")
    page.get_by_role("button", name="N’ont pas répondu 1").click()
    expect(page.get_by_role("table", name="N’ont pas répondu").get_by_role("row")).to_have_count(2)
    assert faults(page) == []
    page.get_by_role("button", name="Ont répondu 3").click()
    page.get_by_role("table", name="Ont répondu").get_by_role("link").first.click()
    expect(page.get_by_text("Enquête « Satisfaction de printemps ».").first).to_be_visible()
    look(page, "lead")


def test_the_page_works_with_a_keyboard_alone_and_without_a_script(house, company, browser: Browser):
    with tenancy.inside(company.tenant, by="system:test"):
        survey = asked(company)
    context = browser.new_context(viewport=PHONE, locale="fr-FR", java_script_enabled=False)
    page = context.new_page()
    lead = all_leads(company)[0]
    page.goto(link(house, company, lead, survey))
    page.get_by_label("De 0 à 10, nous recommanderiez-vous ?").focus()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Indiquez un nombre de 10 au plus.").first).to_be_visible()
    page.get_by_label("De 0 à 10, nous recommanderiez-vous ?").fill("8")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Merci, vos réponses sont arrivées")).to_be_visible()
    page.goto(link(house, company, lead, survey, surveys.UNSUBSCRIBE, "/unsubscription"))
    page.get_by_role("button", name="Ne plus recevoir d’enquêtes").press("Enter")
    expect(page.get_by_role("heading", name="C’est noté")).to_be_visible()
    context.close()


def asked(company):
    """A survey that is sent, and its id."""
    from chalicelib.foundation.caller import Caller
    from chalicelib.surveys import actions
    from chalicelib.surveys.shapes import SurveyAudience, SurveyDraft

    admin = Caller("user", company.admin, company.tenant, "admin", grants=dict.fromkeys(("forms.read", "leads.read"), "all"))
    questions = next(form for form in forms.Form.all() if form.name == "Votre avis")
    survey = actions.prepare(SurveyDraft(name="Avis", form_id=questions.id, audience=SurveyAudience(form_id=company.form_id)), admin)
    await_that(lambda: actions.queries.survey(survey.id).state == "ready", 10)
    actions.start(survey.id)
    await_that(lambda: actions.queries.survey(survey.id).state == "sent", 10)
    return survey.id


def link(house, company, lead, survey=None, purpose=surveys.ANSWER, end=""):
    with tenancy.inside(company.tenant):
        from chalicelib.surveys import queries

        survey = survey or queries.listed()[0].id
        return f"{house.api}/s/{surveys.made(lead.person_id, survey, purpose)}{end}"


def chosen(page: Page, label: str, option: str):
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option).click()


def look(page: Page, name: str):
    """A picture for whoever asks for them."""
    if folder := os.environ.get("PICTURES"):
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            page.wait_for_timeout(400)
            page.screenshot(path=Path(folder) / f"survey-{name}-{size['width']}.png", full_page=True)
        page.set_viewport_size(DESKTOP)
