"""A manager says when the centre is open; the form's leads go where somebody is, and its screen shows how they were shared."""

import pytest
from playwright.sync_api import Page, expect

from chalicelib.forms import actions as forms
from chalicelib.foundation import tenancy
from chalicelib.identity import actions as identity
from tests.browser.axe import faults
from tests.browser.conftest import sign_in
from tests.builders import ANSWERS, a_company, an_agent, form_content
from tests.client import Client

pytestmark = pytest.mark.browser


def test_a_centre_that_closes_gets_no_leads_and_the_form_shows_it(house, page: Page, desk: Page):
    import app

    company = a_company(agents=0)
    an_agent(company, 7, role="marketing")
    an_agent(company, 8, role="manager")
    with tenancy.inside(company.tenant, by="system:test"):
        dakar = identity.open_centre("Dakar", "pull")
        shares = [{"centre_id": company.centre, "share": 55}, {"centre_id": dakar, "share": 45, "per_day": 12}]
        forms.edit(company.form_id, form_content("", centres=shares, double_optin=False), None)
        forms.publish(company.form_id)

    sign_in(page, house, company, 8)
    page.get_by_role("link", name="Centres").first.click()
    page.get_by_role("link", name="Centre de Lyon").click()
    page.get_by_label("Toujours ouvert").click()
    for _ in range(2):
        for weekday in ("lundi", "mardi", "mercredi", "jeudi", "vendredi"):
            page.get_by_role("button", name=f"Retirer la plage 1 : {weekday}").click()
    page.get_by_role("button", name="jours fériés à venir").click()
    assert faults(page) == []
    page.get_by_role("button", name="Enregistrer les horaires").click()
    expect(page.get_by_text("Horaires enregistrés")).to_be_visible()

    for number in range(3):
        answers = ANSWERS | {"email": f"client{number}@example.org", "phone": f"06 12 34 56 {number + 10}"}
        assert Client(app.app)("POST", company.form_path, form=answers).status == 303
    house.settle()

    sign_in(desk, house, company, 7)
    desk.get_by_role("link", name="Formulaires").first.click()
    desk.get_by_role("link", name="Étude solaire").click()
    shared = desk.get_by_role("list", name="Partage des leads")
    expect(shared.get_by_text("3 reçus, 3 dus")).to_be_visible()
    expect(shared.get_by_text("0 reçus, 0 dus")).to_be_visible()
    expect(shared.get_by_text("3 sur 12 aujourd’hui")).to_be_visible()
    assert faults(desk) == []
    desk.get_by_role("link", name="Leads").first.click()
    desk.get_by_role("link", name="Awa Diop").first.click()
    expect(desk.get_by_text("Au tour de Dakar. Écartés : Centre de Lyon (fermé).")).to_be_visible()
