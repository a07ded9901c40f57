"""An owner says what is to be watched; a lead waits too long: the bell counts it, a mail tells of it, and it goes away when it is done."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from chalicelib.alerts import actions as alerts
from chalicelib.alerts import letters
from chalicelib.alerts.models import Watch
from chalicelib.distribution import actions as distribution
from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.leads import queries as leads
from chalicelib.messaging.shapes import NewSender
from infra.local import mail
from tests.browser.axe import faults
from tests.browser.conftest import sign_in
from tests.builders import ANSWERS, a_company, an_agent, email_of
from tests.client import Client
from tests.emulator import SETTINGS

pytestmark = pytest.mark.browser

WAITED = timedelta(minutes=10)


@pytest.fixture
def company(house, monkeypatch):
    monkeypatch.setattr(letters, "GATHERED_MS", 0)
    smtp = {"host": "localhost", "port": SETTINGS.ports["smtp"], "security": "starttls", "username": mail.USERNAME, "password": mail.PASSWORD}
    sender = NewSender(kind="smtp", from_name="Soleil Vert", from_address="contact@soleil.example", smtp=smtp)
    company = a_company(agents=1, method="manual", double_optin=False, sender=sender)
    an_agent(company, 8, role="centre_owner")
    house.settle()
    return company


def look(house, company):
    """As the clock does: two minutes are not waited for."""
    with tenancy.inside(company.tenant, by="system:sweep"):
        watch = Watch.of(company.centre)
        if watch:
            watch.end()
        Watch.begin(company.centre)
        alerts.look(company.centre)
    house.settle()


def test_a_rule_fires_is_read_mailed_and_over(house, company, page: Page):
    import app

    sign_in(page, house, company, 8)
    page.get_by_role("link", name="Alertes").first.click()
    expect(page.get_by_text("Rien n’est en retard")).to_be_visible()
    page.get_by_role("link", name="Régler les alertes du centre").click()
    page.get_by_label("Limite, pour : Leads sans agent").fill("5")
    page.get_by_role("listitem").filter(has_text="Leads sans agent").get_by_label("par e-mail aussi").check()
    assert faults(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Les règles sont enregistrées.")).to_be_visible()

    with clock.held_at(clock.now() - WAITED):
        assert Client(app.app)("POST", company.form_path, form=ANSWERS).status == 303
    house.settle()
    look(house, company)

    # The bell counts by itself, on whichever page one is.
    expect(page.get_by_label("1 alerte non lue").first).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Alertes").first.click()
    late = page.get_by_role("list", name="À traiter").get_by_role("listitem")
    expect(late).to_have_count(1)
    letter = house.mail_to(email_of(company, 8), 30)
    assert "/alertes" in letter["text"]
    page.get_by_role("button", name="Tout marquer comme lu").click()
    expect(page.get_by_label("1 alerte non lue")).to_have_count(0)
    expect(late).to_have_count(1)
    expect(page.locator(".mantine-Notification-root")).to_have_count(0, timeout=30_000)  # what fades is read badly
    assert faults(page) == []

    # Looked at again, nothing is raised or mailed twice; done, it is over.
    mails = len(house.mails(email_of(company, 8)))
    look(house, company)
    assert len(house.mails(email_of(company, 8))) == mails
    boss = Caller("user", company.admin, company.tenant, "admin", grants={"leads.manage": "all"})
    with tenancy.inside(company.tenant, by=boss.actor):
        [waiting] = leads.waiting(company.centre, limit=5)
        distribution.assign(waiting.id, company.agents[0], boss)
    house.settle()
    look(house, company)
    expect(page.get_by_text("Rien n’est en retard")).to_be_visible(timeout=30_000)
    page.get_by_text("Terminées").click()
    expect(page.get_by_text("terminée", exact=False).first).to_be_visible()
