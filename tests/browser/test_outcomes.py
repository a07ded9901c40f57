"""An owner says what a call may come to; an agent says it before the next lead, plans a callback by another clock, and reads why a call must wait."""

import re

import pytest
from playwright.sync_api import Page, expect

from chalicelib.foundation import tenancy
from chalicelib.leads import queries as leads
from tests.browser.axe import faults
from tests.browser.conftest import sign_in
from tests.builders import ANSWERS, a_company, a_token, an_agent
from tests.client import Client

pytestmark = pytest.mark.browser

ABIDJAN = "+225 07 01 02 03 0"
"""Where no law names hours, so that these people are called on any day; and where the clock is another than the company's."""
OWED = "Dites d'abord ce qu'a donné l'appel en cours"


def test_outcomes_of_a_centre_from_its_owner_to_the_next_lead(house, page: Page, desk: Page):
    import app

    company = a_company(agents=1, method="pull", double_optin=False)
    an_agent(company, 8, role="centre_owner")
    for number, first_name in enumerate(("Awa", "Marc", "Nadia")):
        # The last of them calls themselves by another name: it is the first one's number.
        about = {"first_name": first_name, "email": f"{first_name}@example.org", "phone": f"{ABIDJAN}{number % 2}"}
        assert Client(app.app)("POST", company.form_path, form=ANSWERS | about).status == 303
        house.settle()

    sign_in(page, house, company, 8, to=f"/centres/{company.centre}/resultats")
    name_an_outcome(page)

    sign_in(desk, house, company, 1)
    desk.get_by_role("button", name="Lead suivant").click()
    expect(desk.get_by_role("heading", name="Awa Diop", level=1)).to_be_visible()
    write_a_note_first(desk)
    never_to_be_called_again(desk)
    agree_on_a_callback(desk)

    desk.get_by_role("link", name="Retour à la file").click()
    desk.get_by_role("button", name="Lead suivant").click()
    expect(desk.get_by_text("Rien à appeler pour l’instant.")).to_be_visible()

    # Nobody is given the third by turn, whose number is not to be called; a manager may think of something else.
    with tenancy.inside(company.tenant):
        [waiting] = leads.waiting(company.centre, limit=5)
    given = Client(app.app)("POST", f"/api/v1/leads/{waiting.id}/assignment", {"agent_id": company.agents[0]}, token=a_token(company, "admin"))
    assert given.status == 200
    house.settle()
    desk.get_by_role("region", name="File de travail").get_by_role("link", name="Nadia Diop").click()
    expect(desk.get_by_role("heading", name="Nadia Diop", level=1)).to_be_visible()
    why = desk.get_by_role("region", name="Pourquoi pas d’appel ?")
    expect(why).to_contain_text("Ce numéro n'est plus à appeler depuis le")
    expect(why).to_contain_text("un responsable peut lever l'interdiction")
    expect(desk.get_by_role("button", name=re.compile("Appeler"))).to_have_count(0)
    assert faults(desk) == []


def name_an_outcome(page: Page):
    page.get_by_label("Nouveau résultat").fill("Chez un concurrent")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    page.get_by_role("button", name=re.compile("^Chez un concurrent")).click()
    outcome = page.get_by_role("region", name="Chez un concurrent")
    outcome.get_by_role("combobox", name="Motif du rejet").click()
    page.get_by_role("option", name="Pas intéressé").click()
    outcome.get_by_label("Ne plus appeler ce numéro").check()
    outcome.get_by_role("button", name="Ajouter un champ").click()
    outcome.get_by_label("Libellé").fill("Quel concurrent ?")
    outcome.get_by_label("Obligatoire", exact=True).check()
    assert faults(page) == []
    page.get_by_role("button", name="Enregistrer les résultats").click()
    expect(page.get_by_text("Résultats enregistrés")).to_be_visible()


def write_a_note_first(desk: Page):
    """A call has begun: what came of it is owed before another lead is had."""
    desk.get_by_label("Note", exact=True).fill("A déjà signé ailleurs.")
    desk.get_by_role("button", name="Enregistrer la note").click()
    expect(desk.get_by_role("list", name="Historique").get_by_text("A déjà signé ailleurs.")).to_be_visible()
    desk.get_by_role("button", name="Lead suivant").click()
    expect(desk.get_by_text(OWED)).to_be_visible()
    expect(desk.get_by_role("heading", name="Awa Diop", level=1)).to_be_visible()


def never_to_be_called_again(desk: Page):
    desk.get_by_role("radio", name="Chez un concurrent").click()
    expect(desk.get_by_text("Plus personne n’appellera ce numéro")).to_be_visible()
    reject = desk.get_by_role("button", name="Rejeter le lead")
    expect(reject).to_be_disabled()
    desk.get_by_label("Quel concurrent ?").fill("Lune Bleue")
    reject.click()
    expect(desk.get_by_text("Le lead est rejeté.")).to_be_visible()
    desk.get_by_role("button", name="Lead suivant").click()
    expect(desk.get_by_role("heading", name="Marc Diop", level=1)).to_be_visible()


def agree_on_a_callback(desk: Page):
    """By the person's own clock, which is shown beside ours."""
    desk.get_by_role("radio", name="À rappeler").click()
    expect(desk.get_by_text("À l’heure de la personne")).to_contain_text("Abidjan")
    desk.get_by_role("button", name="Demain à 9 h").click()
    expect(desk.get_by_role("button", name=re.compile("Rappeler le"))).to_contain_text("à 09:00")
    expect(desk.get_by_text("Chez vous")).to_contain_text(re.compile("1[01]:00"))
    assert faults(desk) == []
    desk.get_by_role("button", name="Planifier le rappel").click()
    expect(desk.get_by_text("Le rappel est planifié")).to_be_visible()
