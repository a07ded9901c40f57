"""Debian's Chromium, driven by Playwright against a whole house."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.builders import PASSWORD, Company, email_of
from tests.emulator import House

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]
A_WHILE = 20_000
"""Milliseconds that a busy machine may take for what is there in a moment."""
expect.set_options(timeout=A_WHILE)
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed when these tests are over: Playwright keeps an event loop running in this thread, and others want one of their own."""
    path = shutil.which("chromium")
    assert path, "Chromium is missing: `make test` installs it on Debian as root; elsewhere install it and put `chromium` on the PATH."
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """One visitor, in French, who fails the test when a script of ours breaks, or asks for what the page's policy forbids."""
    yield from _opened(browser, DESKTOP)


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """An agent's own window."""
    yield from _opened(browser, DESKTOP)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A telephone."""
    yield from _opened(browser, PHONE)


def _opened(browser: Browser, size: dict[str, int]) -> Iterator[Page]:
    context = browser.new_context(viewport=size, locale="fr-FR")
    opened = context.new_page()
    opened.set_default_timeout(A_WHILE)
    broken: list[str] = []
    opened.on("pageerror", lambda error: broken.append(str(error)))
    opened.on("console", lambda said: broken.append(said.text) if "Content Security Policy" in said.text else None)
    yield opened
    context.close()
    assert broken == []


def sign_in(page: Page, house: House, company: Company, number: int, *, secret: str | None = None, to: str = "/") -> None:
    """As one of the company's people, with the code of their second factor where they have one, until the console is there."""
    say_who(page, house, email_of(company, number), to=to)
    if secret:
        give_code(page, secret)
    page.wait_for_url(lambda url: "/connexion" not in url)


def say_who(page: Page, house: House, email: str, password: str = PASSWORD, to: str = "/") -> None:
    """The first step: who one is."""
    page.goto(f"{house.console}/connexion?suite={to}")
    fill_in(page, email, password)


def fill_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Where the console asks who one is."""
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter").click()


def give_code(page: Page, secret: str) -> None:
    """Its sixth digit sends it."""
    page.locator("#totp-code-1").click()
    page.keyboard.type(pyotp.TOTP(secret).now())


class Partner:
    """A partner's HTTP server on the loopback address: shows a landing page under its own `policy`, answers with `status`, remembers what it got."""

    def __init__(self) -> None:
        self.status = 200
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.landing_page = "<title>Soleil Vert</title>"
        self.policy = ""
        partner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                partner.got.append((dict(self.headers.items()), body))
                self.send_response(partner.status)
                self.end_headers()

            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("content-type", "text/html; charset=utf-8")
                if partner.policy:
                    self.send_header("content-security-policy", partner.policy)
                self.end_headers()
                self.wfile.write(partner.landing_page.encode())

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def url(self) -> str:
        return f"{self.origin}/leads"

    def told(self) -> list[str]:
        return [json.loads(body)["type"] for _, body in self.got]


@pytest.fixture
def partner() -> Iterator[Partner]:
    listening = Partner()
    yield listening
    listening.server.shutdown()
    listening.server.server_close()
