"""The form in a real browser: what it says of every answer is what the server says of what it would post."""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from chalicelib.contacts import queries as contacts
from chalicelib.forms import actions as forms
from chalicelib.forms import queries
from chalicelib.forms.fields import check
from chalicelib.forms.pages import form_page
from chalicelib.foundation import clock, tenancy
from chalicelib.leads import queries as leads
from chalicelib.leads.models.leads import Lead
from chalicelib.messaging.shapes import NewSender
from chalicelib.optin import tokens
from infra.local import mail
from tests.browser import axe
from tests.browser.conftest import DESKTOP, PHONE
from tests.builders import ANSWERS, FIELDS, a_company, form_content, the_lead
from tests.emulator import SETTINGS
from tests.forms.cases import CASES, FORMS, SERVER_ONLY

pytestmark = pytest.mark.browser

CONDITIONAL = [
    *FIELDS[:-1],
    {"name": "roof", "type": "text", "label": "Votre toit", "required": True, "shown_if": {"field": "project", "values": ["solar"]}},
    {"name": "owner", "type": "checkbox", "label": "Je suis propriétaire", "shown_if": {"field": "roof"}},
    {"name": "rooms", "type": "checkboxes", "label": "Pièces", "min_choices": 2, "options": [{"value": one, "label": one} for one in "abc"]},
    FIELDS[-1],
]

ONE_OF_EACH = [
    next(definition for definition, _, _ in CASES if definition.type == kind)
    for kind in ("textarea", "number", "date", "radio", "country", "postcode", "url")
]

ANSWER = """(answers) => {
  const form = document.getElementById("form");
  for (const part of form.querySelectorAll("[name]")) {
    const typed = [answers[part.name] ?? []].flat();
    if (part.type === "radio") part.checked = typed.includes(part.value);
    else if (part.type === "checkbox") part.checked = typed.some((one) => [part.value, "on", "oui", "OUI"].includes(one));
    else part.value = typed[0] ?? "";
    part.dispatchEvent(new Event("change", { bubbles: true }));
  }
  let leaves = false;
  form.addEventListener("submit", (event) => { leaves = !event.defaultPrevented; event.preventDefault(); });
  document.getElementById("send").click();
  const posted = {};
  for (const [name, value] of new FormData(form)) posted[name] = name in posted ? [posted[name], value].flat() : value;
  const said = [...form.querySelectorAll(".error:not([hidden])")].map(({ id, textContent }) => [id.slice(2), textContent]);
  return { posted, leaves, said: Object.fromEntries(said) };
}"""


def a_form(fields):
    return SimpleNamespace(
        name="Devis", language="fr", languages=("fr",), today=clock.now().date(), company="Soleil Vert", country="FR", sender="", double_optin=True,
        fields=fields, consent_text="", thanks="", post_url="https://exemple.fr/f/k", number=1, tokens=lambda _posted: None,
    )  # fmt: skip


def test_the_page_says_what_the_server_says(page: Page):
    questions = [([definition], {definition.name: typed}) for definition, typed, _ in CASES] + [(fields, answers) for fields, answers, _, _ in FORMS]
    held = 0
    for fields, answers in questions:
        page.set_content(form_page(a_form(fields), values={}))
        answered = page.evaluate(ANSWER, answers)
        checked = check(fields, answered["posted"], "fr")
        assert answered["said"] == {error.field: error.message for error in checked.errors}, (fields, answers)
        assert answered["leaves"] == (not checked.errors), (fields, answers)
        held += answered["posted"] == answers
    assert held > len(questions) / 2  # the others a browser cleans by itself, or cannot hold at all


def test_the_page_leaves_foreign_numbers_to_the_server(page: Page):
    definition, typed, _ = SERVER_ONLY[0]
    page.set_content(form_page(a_form([definition]), values={}))
    assert page.evaluate(ANSWER, {definition.name: typed})["leaves"]


def test_a_field_on_a_condition_comes_and_goes_by_keyboard(house, page: Page):
    company = a_company(fields=CONDITIONAL)
    page.goto(house.api + company.form_path)
    roof, owner = page.get_by_label("Votre toit"), page.get_by_label("Je suis propriétaire")
    expect(roof).to_be_hidden()
    project = page.get_by_label("Votre projet")
    project.focus()
    page.keyboard.press("P")
    expect(page.get_by_role("status")).to_have_text("Champ ajouté\N{NO-BREAK SPACE}: Votre toit")
    page.keyboard.press("Tab")
    expect(roof).to_be_focused()
    expect(owner).to_be_hidden()
    page.keyboard.type("Ardoise")
    expect(owner).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(owner).to_be_checked()
    project.select_option("heat")
    expect(roof).to_be_hidden()
    expect(owner).to_be_hidden()
    fill_in(page)
    page.locator("#send").click()
    page.wait_for_url("**/thanks*")
    assert answers_of(company) == {"project": "heat"}


def test_without_a_script_everything_is_shown_and_the_server_decides(house, browser):
    company = a_company(fields=CONDITIONAL)
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(house.api + company.form_path)
    expect(page.get_by_text("Seulement si «\N{NO-BREAK SPACE}Votre projet\N{NO-BREAK SPACE}»\N{NO-BREAK SPACE}: Panneaux solaires.")).to_be_visible()
    page.get_by_label("Votre projet").select_option("heat")
    page.get_by_label("Votre toit").fill("Ardoise")
    page.get_by_label("a", exact=True).check()
    fill_in(page)
    page.locator("#send").click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez au moins 2 réponses.")
    expect(page.get_by_label("a", exact=True)).to_be_checked()
    page.get_by_label("b", exact=True).check()
    page.locator("#send").click()
    page.wait_for_url("**/thanks*")
    context.close()
    assert answers_of(company) == {"project": "heat", "rooms": ["a", "b"]}


def fill_in(page):
    for name in ("first_name", "last_name", "email", "phone"):
        page.locator(f"#f-{name}").fill(ANSWERS[name])
    page.locator("#f-consent").check()


def answers_of(company):
    """Beside the person and the consent."""
    lead = the_lead(company)
    with tenancy.inside(company.tenant):
        answers = contacts.details(lead.person_id)["requests"]["1"]["answers"]
    return {name: value for name, value in answers.items() if name not in ANSWERS or name == "project"}


def open_in_an_hour(company):
    with tenancy.inside(company.tenant, by="system:test"):
        forms.edit(company.form_id, form_content(company.centre, opens_at=clock.now_ms() + 3_600_000), None)
        forms.publish(company.form_id)
        queries.forget(company.form_id)


def test_every_public_page_is_for_everybody(house, page: Page):
    every_type = [*CONDITIONAL, *(definition.model_dump(exclude_none=True) | {"name": f"a{number}"} for number, definition in enumerate(ONE_OF_EACH))]
    smtp = {"host": "localhost", "port": SETTINGS.ports["smtp"], "security": "starttls", "username": mail.USERNAME, "password": mail.PASSWORD}
    sender = NewSender(kind="smtp", from_name="Soleil Vert", from_address="contact@soleil.example", smtp=smtp)
    company = a_company(sender=sender, fields=every_type, translations={"en": {}}, thanks="À très vite.")
    found = {}

    def look(what, url=None):
        if url:
            page.goto(url)
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                found[what, size["width"], scheme] = axe.faults(page)

    address = house.api + company.form_path
    look("form", address)
    page.locator("#send").click()
    look("form refused by the page")
    with page.expect_navigation():
        page.evaluate("document.getElementById('form').submit()")
    look("form refused by the server")
    page.get_by_label("Votre projet").select_option("solar")
    fill_in(page)
    page.get_by_label("Votre toit").fill("Ardoise")
    page.locator("input[type=radio]").first.check()
    look("form filled in")
    page.locator("#send").click()
    page.wait_for_url("**/thanks*")
    look("thanks")
    link = re.search(r"http://\S+/c/\S+", house.mail_to(ANSWERS["email"])["text"])[0]
    with tenancy.inside(company.tenant):
        stop = tokens.made(the_lead(company).id, 1, tokens.UNSUBSCRIBE)
    look("before unsubscribing", f"{house.api}/u/{stop}")
    page.get_by_role("button").click()
    look("unsubscribed")
    look("confirm", link)
    page.get_by_role("button").click()
    look("confirmed")
    look("already", link)
    with tenancy.inside(company.tenant):
        Lead.update(leads.lead(the_lead(company).id), actions=[Lead.state.set("expired")])
    look("expired", link)
    page.get_by_role("button").click()
    look("renewed")
    look("unknown link", house.api + "/c/nothing")
    look("unknown form", house.api + "/f/nothing")
    open_in_an_hour(company)
    look("not open yet", address)
    with tenancy.inside(company.tenant, by="system:test"):
        forms.close(company.form_id)
    look("closed", address)
    assert {what: faults for what, faults in found.items() if faults} == {}
