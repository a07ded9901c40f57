"""A proof sheet in a browser: read, printed on one page, taken away, and verified; on a telephone too."""

import io

import httpx
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.axe import faults
from tests.browser.conftest import sign_in
from tests.builders import ANSWERS, a_company, an_agent, the_lead
from tests.emulator import await_that

pytestmark = pytest.mark.browser


@pytest.fixture
def company(house):
    company = a_company(consent={"text": "Vos données servent à cette étude."})
    an_agent(company, 7, role="marketing")
    assert httpx.post(house.api + company.form_path, data=ANSWERS).status_code == 303
    await_that(lambda: the_lead(company).is_mailed, 10)
    house.settle()
    return company


def pages_of(document):
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(document)).pages]


def test_a_proof_is_read_printed_taken_away_and_verified(house, company, desk: Page):
    sign_in(desk, house, company, 7)
    desk.goto(f"{house.console}/leads/{the_lead(company).id}")
    desk.get_by_role("link", name="Feuille de preuve").click()
    expect(desk.get_by_text("Tout concorde")).to_be_visible()
    expect(desk.get_by_text("Vos données servent à cette étude.")).to_be_visible()
    expect(desk.get_by_text("J'accepte d'être rappelé au sujet de mon projet.")).to_be_visible()
    assert faults(desk) == []

    printed = pages_of(desk.pdf(format="A4", margin={"top": "12mm", "bottom": "12mm", "left": "12mm", "right": "12mm"}))
    assert len(printed) == 1
    assert "203.0.113" in printed[0] or "127.0.0.1" in printed[0]
    assert "Télécharger" not in printed[0], "what only a screen can use stays there"

    with desk.expect_download() as taken:
        desk.get_by_role("button", name="Télécharger le PDF").click()
    assert taken.value.suggested_filename == f"preuve-{the_lead(company).id}.pdf"
    [text] = pages_of(taken.value.path().read_bytes())
    assert "Feuille de preuve" in text
    assert "Awa Diop" in text

    second = desk.get_by_role("list", name="Ce qui s’est passé").get_by_role("listitem").nth(1).locator("code").inner_text()
    desk.get_by_label("Empreinte d’une feuille plus ancienne").fill(second)
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("celle de la ligne 2")).to_be_visible()


def test_a_proof_fits_a_telephone(house, company, phone: Page):
    sign_in(phone, house, company, 7)
    phone.goto(f"{house.console}/leads/{the_lead(company).id}/preuve")
    expect(phone.get_by_text("Tout concorde")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert faults(phone) == []
