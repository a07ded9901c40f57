"""Files in a browser: sent while one fills the rest in, or along with the form, and saved by whoever works on the lead."""

import pytest
from playwright.sync_api import Page, expect

from chalicelib.contacts import queries as contacts
from chalicelib.files import queries as files
from chalicelib.foundation import config, tenancy
from tests.browser.axe import faults
from tests.browser.conftest import sign_in
from tests.browser.test_embedding import fill, landing, strict
from tests.builders import ANSWERS, FIELDS, a_company, an_agent, the_lead
from tests.emulator import await_that
from tests.files.contents import JPEG, PDF, archive

pytestmark = pytest.mark.browser

CV = {"name": "cv", "type": "file", "label": "Votre CV", "required": True, "help": "Le plus récent.", "kinds": ["pdf", "docx"]}
PHOTOS = {"name": "photos", "type": "file", "label": "Photos du toit", "max_files": 3, "max_megabytes": 1}


def file(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.fixture
def company(house):
    company = a_company(fields=[*FIELDS[:-1], CV, PHOTOS, FIELDS[-1]], double_optin=False)
    an_agent(company, 7, role="marketing")
    return company


def fill_in(page: Page, house, company):
    page.goto(house.api + company.form_path)
    for name in ("first_name", "last_name", "email", "phone"):
        page.locator(f"#f-{name}").fill(ANSWERS[name])
    page.locator("#f-consent").check()


def sent(company):
    """Name and state of what came with the lead."""
    lead = the_lead(company)
    with tenancy.inside(company.tenant):
        found = files.sent_with(lead.id, contacts.details(lead.person_id)["requests"][str(lead.number)])
    return [(one.name, one.state) for one in found]


def test_files_leave_while_one_writes_and_whoever_works_saves_them(house, company, page: Page, desk: Page):
    to_s3 = []
    page.on("request", lambda request: to_s3.append(request.url) if request.url.startswith(config.files_origin()) else None)
    fill_in(page, house, company)
    page.locator("#f-cv").set_input_files(file("CV Awa.pdf", PDF))
    page.locator("#f-photos").set_input_files([file("un.jpg", JPEG), file("deux.jpg", JPEG)])
    expect(page.locator(".sent", has_text="Envoyé")).to_have_count(3)
    page.get_by_role("button", name="Retirer deux.jpg").click()
    expect(page.locator("#f-photos")).to_be_focused()
    assert faults(page) == []
    page.locator("#send").click()
    page.wait_for_url("**/thanks*")
    assert len(to_s3) == 3
    await_that(lambda: sent(company) == [("CV Awa.pdf", "kept"), ("un.jpg", "kept")], 10)

    sign_in(desk, house, company, 7, to=f"/leads/{the_lead(company).id}")
    with desk.expect_download() as saved:
        desk.get_by_role("button", name="Enregistrer CV Awa.pdf").click()
    assert saved.value.suggested_filename == "CV Awa.pdf"
    assert saved.value.path().read_bytes() == PDF
    assert faults(desk) == []
    house.settle()
    desk.reload()
    expect(desk.get_by_text("Fichier enregistré par un lecteur")).to_be_visible()


def test_what_the_field_does_not_take_is_said_before_it_leaves(house, company, page: Page):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "uploads" in request.url else None)
    fill_in(page, house, company)
    page.locator("#send").click()
    expect(page.locator("#e-cv")).to_have_text("Ce champ est obligatoire.")
    page.locator("#f-cv").set_input_files(file("virus.exe", b"MZ"))
    expect(page.locator("#e-cv")).to_contain_text("PDF, Word")
    page.locator("#f-cv").set_input_files(file("vide.pdf", b""))
    expect(page.locator("#e-cv")).to_have_text("Ce fichier est vide.")
    page.locator("#f-photos").set_input_files([file(f"{number}.jpg", JPEG) for number in range(4)])
    expect(page.locator("#e-photos")).to_contain_text("3 au plus")
    page.locator("#f-photos").set_input_files(file("grand.jpg", b"x" * 1_100_000))
    assert faults(page) == []
    page.locator("#send").click()
    expect(page.locator("#summary")).to_be_visible()
    assert len(asked) == 4, "the four photos, each alone"


def test_the_form_waits_for_its_files(house, company, page: Page):
    held = []

    def hold(route):
        held.append(route)

    page.route(f"{config.files_origin()}/**", hold)
    fill_in(page, house, company)
    page.locator("#f-cv").set_input_files(file("cv.pdf", PDF))
    await_that(lambda: page.wait_for_timeout(50) or held, 5)
    page.locator("#send").click()
    expect(page.locator("#news")).to_contain_text("arrivent")
    expect(page.locator("#send")).to_have_attribute("aria-disabled", "true")
    held[0].continue_()
    page.wait_for_url("**/thanks*")
    await_that(lambda: sent(company) == [("cv.pdf", "kept")], 10)


def test_what_cannot_leave_goes_along_or_is_tried_again(house, company, page: Page):
    page.route(f"{config.files_origin()}/**", lambda route: route.abort())
    fill_in(page, house, company)
    large = PDF[:-6] + b" " * 4_000_000 + b"%%EOF\n"
    page.locator("#f-cv").set_input_files(file("cv.pdf", large))
    expect(page.get_by_text("L’envoi a échoué.")).to_be_visible()
    page.locator("#send").click()
    expect(page.locator("#e-cv")).to_contain_text("n’est pas parti")
    page.locator("#f-photos").set_input_files(file("un.jpg", JPEG))
    expect(page.get_by_text("partira avec le formulaire")).to_be_visible()
    page.unroute(f"{config.files_origin()}/**")
    page.get_by_role("button", name="Réessayer").click()
    expect(page.locator(".sent", has_text="Envoyé")).to_be_visible()
    page.locator("#send").click()
    page.wait_for_url("**/thanks*")
    await_that(lambda: sent(company) == [("cv.pdf", "kept"), ("un.jpg", "kept")], 10)


def test_without_a_script_files_go_along_and_are_not_asked_for_twice(house, company, browser):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    fill_in(page, house, company)
    page.locator("#f-email").fill("awa@")
    page.locator("#f-cv").set_input_files(file("cv.pdf", PDF))
    page.locator("#f-photos").set_input_files(file("un.jpg", JPEG + archive({"a.class": b"x"})))
    page.locator("#send").click()
    expect(page.get_by_label("cv.pdf")).to_be_checked()
    page.locator("#f-email").fill(ANSWERS["email"])
    page.locator("#send").click()
    expect(page.locator("#e-photos")).to_contain_text("pas ce que son nom annonce")
    page.get_by_label("un.jpg").uncheck()
    page.locator("#send").click()
    page.wait_for_url("**/thanks*")
    context.close()
    await_that(lambda: sent(company) == [("cv.pdf", "kept")], 10)


@pytest.mark.parametrize("names_s3", [True, False], ids=["the policy names S3", "the policy names us alone"])
def test_an_embedded_form_sends_files_as_the_pages_policy_lets_it(house, partner, browser, names_s3):
    fields = [*FIELDS[:-1], CV, PHOTOS, FIELDS[-1]]
    company = a_company(fields=fields, double_optin=False, allowed_origins=[partner.origin])
    partner.policy = strict(house).replace(f"connect-src {house.api}", f"connect-src {house.api} {config.files_origin() if names_s3 else ''}")
    partner.landing_page = landing(company, house)
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(partner.origin)
    fill(page)
    page.locator("#f-cv").set_input_files(file("cv.pdf", PDF))
    expect(page.locator(".sent")).to_contain_text("Envoyé" if names_s3 else "partira avec le formulaire")
    page.locator("#send").click()
    expect(page.locator("#thanks")).to_be_visible()
    context.close()
    await_that(lambda: sent(company) == [("cv.pdf", "kept")], 10)
