"""An owner lets agents help themselves; an agent takes the next lead, gives it back with a reason, and goes on a pause that the owner sees."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.conftest import sign_in
from tests.builders import ANSWERS, a_company, an_agent
from tests.client import Client

pytestmark = pytest.mark.browser


def test_a_centre_where_agents_help_themselves(house, page: Page, desk: Page):
    import app

    company = a_company(agents=1, double_optin=False)
    an_agent(company, 8, role="centre_owner")
    house.settle()

    sign_in(page, house, company, 8)
    page.get_by_role("link", name="Centres").first.click()
    page.get_by_role("link", name="Centre de Lyon").click()
    page.get_by_role("link", name="Régler la distribution").click()
    page.get_by_label("À la demande").check()
    page.get_by_role("combobox", name="Motifs de pause").fill("Prière")
    page.get_by_role("combobox", name="Motifs de pause").press("Enter")
    assert faults(page) == []
    page.get_by_role("button", name="Enregistrer les règles").click()
    expect(page.get_by_text("Règles enregistrées")).to_be_visible()

    for number in range(2):
        answers = ANSWERS | {"first_name": f"Client{number}", "email": f"client{number}@example.org", "phone": f"06 12 34 56 {number + 10}"}
        assert Client(app.app)("POST", company.form_path, form=answers).status == 303
    house.settle()

    sign_in(desk, house, company, 1)
    desk.get_by_role("button", name="Lead suivant").click()
    expect(desk.get_by_role("heading", name="Client0 Diop")).to_be_visible()
    desk.get_by_role("button", name="Rendre ce lead").click()
    desk.get_by_label("Je connais cette personne").check()
    desk.get_by_role("dialog").get_by_role("button", name="Rendre ce lead").click()
    expect(desk.get_by_role("heading", name="Client0 Diop")).to_be_hidden()
    desk.get_by_text("Vous recevez des leads").click()
    desk.get_by_role("button", name="Prière").first.click()
    expect(desk.get_by_role("button", name="Prière", pressed=True).first).to_be_visible()

    page.reload()
    expect(page.get_by_text("En pause : Prière")).to_be_visible()
    expect(page.get_by_text("leads attendent un agent")).to_be_visible()
    assert faults(page) == []
