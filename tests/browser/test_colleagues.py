"""An invitation by mail, a password, a second factor by QR code, and the way in."""

import re

import pytest
from playwright.sync_api import Page, expect

from chalicelib.messaging.shapes import NewSender
from infra.local import mail
from tests.browser.conftest import give_code, say_who, sign_in
from tests.builders import a_company
from tests.emulator import SETTINGS

pytestmark = pytest.mark.browser

ADMIN_SECRET = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"
COLLEAGUE = "fatou.sow@example.org"


@pytest.fixture
def company(house):
    smtp = {"host": "localhost", "port": SETTINGS.ports["smtp"], "security": "starttls", "username": mail.USERNAME, "password": mail.PASSWORD}
    sender = NewSender(kind="smtp", from_name="Soleil Vert", from_address="contact@soleil.example", smtp=smtp)
    company = a_company(sender=sender, totp=ADMIN_SECRET)
    house.settle()
    return company


def test_an_invited_admin_chooses_a_password_enrols_and_comes_in(house, company, page: Page, desk: Page):
    sign_in(page, house, company, 0, secret=ADMIN_SECRET)
    page.get_by_role("link", name="Utilisateurs").click()
    page.get_by_role("button", name="Inviter").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Nom").fill("Fatou Sow")
    dialog.get_by_label("Adresse e-mail").fill(COLLEAGUE)
    dialog.get_by_label("Rôle").click()
    page.get_by_role("option", name="Administrateur").click()
    dialog.get_by_role("button", name=re.compile("nvit")).click()
    expect(page.get_by_text("Fatou Sow").first).to_be_visible()

    link = re.search(r"http://\S+/mot-de-passe\?token=\S+", house.mail_to(COLLEAGUE)["text"])[0]
    desk.goto(link)
    desk.get_by_label("Nouveau mot de passe").fill("trois baobabs au bord du fleuve")
    desk.get_by_label("Encore une fois").fill("trois baobabs au bord du fleuve")
    desk.get_by_role("button", name="Enregistrer le mot de passe").click()
    expect(desk.get_by_text("Mot de passe enregistré")).to_be_visible()

    say_who(desk, house, COLLEAGUE, "trois baobabs au bord du fleuve")
    expect(desk.get_by_role("img", name="QR code pour l’application d’authentification")).to_be_visible()
    secret = re.search(r"[A-Z2-7 ]{32,}", desk.locator("main, body").first.inner_text())[0].replace(" ", "")
    give_code(desk, secret)
    expect(desk.get_by_text("Vos codes de secours")).to_be_visible()
    desk.get_by_label("J’ai mis ces codes en lieu sûr").check()
    desk.get_by_role("button", name="Continuer").click()
    expect(desk.get_by_role("link", name="Utilisateurs")).to_be_visible()
