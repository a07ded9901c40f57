"""Two windows at one pool: who presses at the same moment never gets the same lead; who loses one while typing keeps the words."""

from __future__ import annotations

import re
import time
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from chalicelib.foundation import tenancy
from chalicelib.leads import queries as leads
from tests.browser.axe import faults
from tests.browser.conftest import sign_in
from tests.builders import ANSWERS, a_company, an_agent

pytestmark = pytest.mark.browser

PRESSES = """([at, name]) => { setTimeout(() => {
  [...document.querySelectorAll('button')].find((button) => button.textContent.includes(name)).click();
}, at - Date.now()); }"""
SOON_MS = 1500
LISTENS = """() => new MutationObserver(() => {
  const notice = [...document.querySelectorAll('[role=alert]')].find((one) => /vient de prendre le lead|Rien à appeler/.test(one.textContent));
  if (notice) window.told ??= notice.textContent;
}).observe(document.body, { childList: true, subtree: true, characterData: true })"""
"""Notices go away by themselves, on a slow machine before they are looked for."""


@pytest.fixture
def company(house):
    company = a_company(agents=2, method="pull", double_optin=False)
    an_agent(company, 8, role="manager")
    house.settle()
    return company


def comes(house, company, first, last):
    answers = ANSWERS | {
        "first_name": first,
        "last_name": last,
        "phone": f"+22501020{len(first)}{len(last)}050",
        "email": f"{first.lower()}@example.org",
    }
    urlopen(Request(house.api + company.form_path, urlencode(answers).encode())).close()
    house.settle()


def press_at_once(pages: list[Page], name: str) -> float:
    """In every window at the same millisecond. Answers that moment, by the clock of this process."""
    at = time.time() * 1000 + SOON_MS
    for one in pages:
        one.evaluate(PRESSES, [at, name])
    return at


def held(company):
    with tenancy.inside(company.tenant):
        return [len(leads.in_hand(agent)) for agent in company.agents]


def test_two_agents_press_at_the_same_moment(house, company, desk: Page, page: Page):
    comes(house, company, "Awa", "Diop")
    for number, window in ((1, desk), (2, page)):
        sign_in(window, house, company, number)
        expect(window.get_by_role("button", name="Lead suivant")).to_be_visible()

    # One lead for two: one has it, the other is told, and gets the next that comes.
    for window in (desk, page):
        window.evaluate(LISTENS)
    pressed = press_at_once([desk, page], "Lead suivant")
    won = {window: window.get_by_role("heading", name="Awa Diop", level=1) for window in (desk, page)}
    deadline = time.monotonic() + 30
    while not any(heading.is_visible() for heading in won.values()):
        assert time.monotonic() < deadline, "nobody has the lead"
        desk.wait_for_timeout(50)
    winner, loser = (desk, page) if won[desk].is_visible() else (page, desk)
    told = loser.wait_for_function("() => window.told && [window.told, Date.now()]", timeout=30_000).json_value()
    print(f"who came second read {told[0]!r} within {told[1] - pressed:.0f} ms of pressing")
    assert sorted(held(company)) == [0, 1]

    comes(house, company, "Marc", "Petit")
    loser.get_by_role("button", name="Lead suivant").click()
    expect(loser.get_by_role("heading", name="Marc Petit", level=1)).to_be_visible()
    expect(winner.get_by_role("heading", name="Awa Diop", level=1)).to_be_visible()
    assert held(company) == [1, 1]
    assert faults(loser) == []


def test_a_manager_moves_the_lead_while_its_agent_types(house, company, desk: Page, page: Page):
    comes(house, company, "Nadia", "Benali")
    sign_in(desk, house, company, 1)
    desk.get_by_role("button", name="Lead suivant").click()
    expect(desk.get_by_text("Vous avez ce lead en main")).to_be_visible()
    note = desk.get_by_label("Note", exact=True)
    note.press_sequentially("Rappelle jeudi après dix")

    sign_in(page, house, company, 8)
    page.goto(desk.url.replace("/file/", "/leads/"))
    page.get_by_role("button", name="Réattribuer").click()
    page.get_by_role("combobox", name="Agent").click()
    page.get_by_role("option", name=re.compile("Agent 2")).click()
    page.get_by_role("dialog").get_by_role("button", name="Attribuer").click()
    moved = time.monotonic()
    expect(desk.get_by_text("Agent 8 l’a confié à un autre agent.")).to_be_visible(timeout=20_000)
    print(f"the agent's screen said so {1000 * (time.monotonic() - moved):.0f} ms after the manager's button")
    expect(desk.get_by_text("Ce lead n’est plus à vous")).to_be_visible()
    expect(note).to_have_value("Rappelle jeudi après dix")
    expect(note).to_be_disabled()

    # It can be kept no more, and outlives a reload.
    desk.reload()
    assert "Rappelle jeudi après dix" in desk.evaluate("() => Object.values(localStorage).join()")
