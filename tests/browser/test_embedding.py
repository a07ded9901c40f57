"""A form in somebody else's page, under that page's strictest policy: it looks after itself, and leaves the page alone."""

import re

import pytest
from playwright.sync_api import Browser, expect

from chalicelib.audience.models import FormDay
from chalicelib.contacts import queries as contacts
from chalicelib.foundation import tenancy
from chalicelib.messaging.shapes import NewSender
from infra.local import mail
from tests.browser import axe
from tests.browser.conftest import DESKTOP, PHONE, sign_in
from tests.builders import ANSWERS, FIELDS, a_company, an_agent, the_lead
from tests.emulator import SETTINGS, await_that

pytestmark = pytest.mark.browser

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
HOSTILE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Soleil Vert</title><link rel="icon" href="data:,"></head>
<body><main><h1>Passez au solaire</h1><p>Une étude gratuite.</p>{snippet}</main></body></html>"""
CLOBBERING = [{"name": name, "type": "text", "label": name} for name in ("action", "append", "submit")]
ROOF = {"name": "roof", "type": "text", "label": "Votre toit", "required": True, "shown_if": {"field": "project", "values": ["solar"]}}


def strict(house):
    """Nothing but our script and its connection, and no HTML from strings but ours."""
    told = f"default-src 'none'; script-src {house.api}; connect-src {house.api}; base-uri 'none'; form-action 'none'; img-src data:"
    return told + "; require-trusted-types-for 'script'; trusted-types passerelle"


def landing(company, house, **data):
    named = "".join(f' data-{name}="{value}"' for name, value in data.items())
    return HOSTILE.format(snippet=f'<script src="{house.api}/embed.js" data-form="{company.form_path.removeprefix("/f/")}"{named} async></script>')


@pytest.fixture
def company(house, partner):
    partner.policy = strict(house)
    company = a_company(
        allowed_origins=[partner.origin], fields=[*FIELDS[:-1], ROOF, *CLOBBERING, FIELDS[-1]], translations={"en": {"name": "Solar study"}}
    )
    partner.landing_page = landing(company, house)
    return company


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desk", "phone"])
def visitor(request, browser: Browser):
    """Somebody with a browser of their own, as far as the server can tell; nothing may break, nor be refused by the page's policy."""
    context = browser.new_context(viewport=request.param, locale="fr-FR", user_agent=FIREFOX)
    page = context.new_page()
    page.set_default_timeout(10_000)
    broken = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda said: broken.append(said.text) if said.type in {"error", "warning"} and "422" not in said.text else None)
    yield page
    cookies = context.cookies()
    kept = page.evaluate("() => localStorage.length + sessionStorage.length")
    context.close()
    assert broken == []
    assert cookies == []
    assert kept == 0


def fill(page, answers=ANSWERS):
    for name in ("first_name", "last_name", "email", "phone"):
        page.locator(f"#f-{name}").fill(answers[name])
    page.locator("#f-project").select_option(answers["project"])
    page.locator("#f-consent").check()


def leave(page):
    """As the browser says it when one goes on: really gone, a page under Playwright no longer says that it is Firefox."""
    page.evaluate("() => window.dispatchEvent(new PageTransitionEvent('pagehide'))")


def funnel(company):
    with tenancy.inside(company.tenant):
        days = FormDay.since(company.form_id, 2)
    return [day.counts for day in days]


def test_a_visitor_fills_in_a_form_on_a_foreign_page(house, partner, company, visitor):
    visitor.goto(f"{partner.url}?utm_source=ads&utm_campaign=été#offre")
    expect(visitor.get_by_role("heading", name="Étude solaire")).to_be_visible()
    expect(visitor.get_by_label("Votre toit")).to_be_hidden()
    visitor.locator("#f-project").select_option("solar")
    expect(visitor.get_by_label("Votre toit")).to_be_visible()

    visitor.get_by_role("button", name="Envoyer").click()
    expect(visitor.locator("#summary li")).to_have_count(6)
    expect(visitor.locator("#f-first_name")).to_be_focused()
    visitor.locator("#summary a").nth(2).click()
    expect(visitor.locator("#f-email")).to_be_focused()
    assert axe.faults(visitor) == []

    fill(visitor, ANSWERS | {"email": "awa@gmail.com"})
    visitor.get_by_label("Votre toit").fill("Tuile")
    visitor.get_by_role("button", name="Envoyer").click()
    expect(visitor.get_by_role("heading", name="Plus qu’une étape")).to_be_focused()
    expect(visitor.get_by_role("link", name="Ouvrir Gmail")).to_have_attribute("href", re.compile("^https://mail.google.com/"))
    assert axe.faults(visitor) == []

    lead = the_lead(company)
    with tenancy.inside(company.tenant):
        request = contacts.details(lead.person_id)["requests"]["1"]
    assert {"utm_source": "ads", "utm_campaign": "été", "roof": "Tuile"}.items() <= request["answers"].items()
    assert request["proof"]["page"].startswith(f"{partner.url}?utm_source=ads")
    leave(visitor)
    await_that(lambda: funnel(company) == [{"seen": 1, "begun": 1, "sent": 1}], 10)


def test_it_speaks_the_language_of_the_page_that_it_is_told(house, partner, company, visitor):
    partner.landing_page = landing(company, house, lang="en")
    visitor.goto(partner.url)
    expect(visitor.get_by_role("heading", name="Solar study")).to_be_visible()
    visitor.get_by_role("link", name="Français").click()
    expect(visitor.get_by_role("heading", name="Étude solaire")).to_be_visible()
    expect(visitor.get_by_role("button", name="Envoyer")).to_be_visible()


def test_what_the_server_alone_knows_is_said_beside_the_field(house, partner, company, visitor):
    visitor.goto(partner.url)
    fill(visitor, ANSWERS | {"project": "heat", "phone": "+44 1"})
    visitor.evaluate("() => (document.querySelector('passerelle-form').shadowRoot.getElementById('f-phone').value = '+44 11111')")
    visitor.get_by_role("button", name="Envoyer").click()
    expect(visitor.locator("#e-phone")).to_contain_text("téléphone")
    expect(visitor.locator("#f-phone")).to_be_focused()
    visitor.locator("#f-phone").fill(ANSWERS["phone"])
    visitor.get_by_role("button", name="Envoyer").click()
    expect(visitor.get_by_role("heading", name="Plus qu’une étape")).to_be_visible()


def test_the_shield_is_satisfied_unseen(house, partner, visitor):
    shielded = a_company(allowed_origins=[partner.origin], shield={"honeypot": True, "min_seconds": 1, "work": True, "unproven_per_hour": 0})
    partner.policy, partner.landing_page = strict(house), landing(shielded, house)
    visitor.goto(partner.url)
    fill(visitor, ANSWERS | {"project": "heat"})
    visitor.wait_for_timeout(1000)
    visitor.get_by_role("button", name="Envoyer").click()
    expect(visitor.get_by_role("heading", name="Plus qu’une étape")).to_be_visible()
    assert the_lead(shielded).state == "pending"


@pytest.fixture
def troubled(browser: Browser):
    context = browser.new_context(viewport=DESKTOP, locale="fr-FR", user_agent=FIREFOX)
    yield context.new_page()
    context.close()


def test_a_connection_that_fails_loses_nothing(house, partner, company, troubled):
    troubled.goto(partner.url)
    fill(troubled, ANSWERS | {"project": "heat"})
    troubled.route(f"**{company.form_path}*", lambda route: route.abort())
    troubled.get_by_role("button", name="Envoyer").click()
    expect(troubled.get_by_role("alert")).to_contain_text("Votre demande n’est pas partie")
    troubled.unroute(f"**{company.form_path}*")
    troubled.get_by_role("button", name="Envoyer").click()
    expect(troubled.get_by_role("heading", name="Plus qu’une étape")).to_be_visible()


def test_on_a_page_that_the_form_does_not_name_a_link_is_left(house, partner, troubled):
    elsewhere = a_company(allowed_origins=["https://landing.example"])
    partner.landing_page = landing(elsewhere, house)
    said = []
    troubled.on("console", lambda line: said.append(line.text))
    troubled.goto(partner.url)
    expect(troubled.get_by_role("link", name="Ouvrir le formulaire")).to_have_attribute("href", house.api + elsewhere.form_path)
    assert any(f"allow {partner.origin}" in line for line in said)


def test_where_it_cannot_be_shown_a_link_is_left(house, partner, company, troubled):
    """A page that trusts nobody's HTML, ours included; and a browser that is too old."""
    partner.policy = strict(house).replace("trusted-types passerelle", "trusted-types 'none'")
    troubled.goto(partner.url)
    expect(troubled.get_by_role("link", name="Ouvrir le formulaire")).to_be_visible()
    partner.policy = ""
    troubled.add_init_script("delete Document.prototype.adoptedStyleSheets; delete ShadowRoot.prototype.adoptedStyleSheets")
    troubled.goto(partner.url)
    expect(troubled.get_by_role("link", name="Ouvrir le formulaire")).to_be_visible()


def test_a_form_that_takes_no_posts_says_so(house, partner, troubled):
    awaited = a_company(allowed_origins=[partner.origin], opens_at=4_102_444_800_000)
    partner.landing_page = landing(awaited, house)
    troubled.goto(partner.url)
    expect(troubled.get_by_text("Ce formulaire prendra les demandes le 1er janvier 2100 à 1 h 00 (heure de Paris).")).to_be_visible()


def test_the_style_of_the_page_stays_outside(house, partner, company, troubled):
    """A page that makes everything red, small and without shape, and calls ten pixels a rem."""
    partner.policy = ""
    bad = "<style>html{font-size:62.5%} *{color:red!important;font-size:9px!important} input,passerelle-form{all:unset}</style>"
    partner.landing_page = bad + landing(company, house)
    troubled.goto(partner.url)
    look = "one => { const { fontSize, color, height } = getComputedStyle(one); return [fontSize, color, height] }"
    assert troubled.locator("#f-email").evaluate(look) == ["16px", "rgb(27, 33, 38)", "48px"]


def test_two_forms_stand_on_one_page(house, partner, company, troubled):
    other = a_company(allowed_origins=[partner.origin], translations={"en": {"name": "Wind"}})
    partner.policy += " 'allow-duplicates'"
    partner.landing_page = landing(company, house) + landing(other, house, target="#there", lang="en") + "<div id=there></div>"
    troubled.goto(partner.url)
    expect(troubled.locator("passerelle-form").get_by_role("heading", name="Étude solaire")).to_be_visible()
    expect(troubled.locator("#there passerelle-form").get_by_role("heading", name="Wind")).to_be_visible()


def test_from_the_builder_to_a_confirmed_address(house, partner, page, troubled):
    """A marketing person builds a form, names the site, publishes and copies; a visitor of that site fills it in and confirms."""
    smtp = {"host": "localhost", "port": SETTINGS.ports["smtp"], "security": "starttls", "username": mail.USERNAME, "password": mail.PASSWORD}
    company = a_company(sender=NewSender(kind="smtp", from_name="Soleil Vert", from_address="contact@soleil.example", smtp=smtp))
    an_agent(company, 7, role="marketing")
    sign_in(page, house, company, 7)
    page.get_by_role("link", name="Formulaires").first.click()
    page.get_by_role("button", name="Nouveau formulaire").click()
    page.get_by_role("dialog").get_by_label("Nom").fill("Isolation des combles")
    page.get_by_role("button", name="Créer").click()
    page.get_by_role("tab", name="Réglages").click()
    page.get_by_role("combobox", name="Sites autorisés").fill(partner.origin)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("Formulaire publié")).to_be_visible()
    page.get_by_role("link", name="Isolation des combles").click()
    page.get_by_text("Script", exact=True).click()
    snippet = page.get_by_role("region", name="Code du script").inner_text()
    expect(page.get_by_text("Personne n’a encore vu ce formulaire")).to_be_visible()

    partner.policy, partner.landing_page = strict(house), HOSTILE.format(snippet=snippet)
    troubled.goto(partner.url)
    for name in ("first_name", "last_name", "email", "phone"):
        troubled.locator(f"#f-{name}").fill(ANSWERS[name])
    troubled.locator("#f-consent").check()
    troubled.get_by_role("button", name="Envoyer").click()
    expect(troubled.get_by_role("heading", name="Plus qu’une étape")).to_be_visible()
    leave(troubled)
    letter = house.mail_to(ANSWERS["email"])
    troubled.goto(re.search(rf"{house.api}/c/[\w.-]+", letter["text"])[0])
    troubled.get_by_role("button").first.click()
    await_that(lambda: the_lead(company).confirmed_at, 10)

    page.reload()
    expect(page.get_by_text("100 % de ceux qui voient le formulaire l’envoient.")).to_be_visible()
