"""The main journey over real HTTP, after every deploy: a form post becomes a lead with its outcome."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
from pynamodb.exceptions import PynamoDBException

from infra.deploy import trial
from infra.deploy.account import Account
from infra.deploy.trial import Trial
from infra.trouble import Trouble

SIMULATOR = "simulator.amazonses.com"
"""Amazon's own address for mails that nobody reads: it takes them in the sandbox too, and spoils no reputation."""
FICTIONAL = "01 99 00"
"""Numbers that France keeps for films: they are valid, and nobody has them."""
PATIENCE = 90
PAUSE = 0.5
T = TypeVar("T")


class Walk:
    """One visitor and one agent. `door` is the stage's API."""

    def __init__(self, door: httpx.Client, company: Trial) -> None:
        self.door, self.company = door, company
        self.mark = secrets.token_hex(8)
        self.email = f"success+{self.mark}@{SIMULATOR}"
        self.token = ""

    def post(self) -> None:
        phone = f"{FICTIONAL} {secrets.randbelow(100):02} {secrets.randbelow(100):02}"
        answers = {"first_name": "Essai", "last_name": self.mark, "email": self.email, "phone": phone, "consent": "on"}
        answer = self.door.post(f"/f/{self.company.form}", json=answers)
        expect(answer, "The form does not take a post")

    def confirm(self) -> None:
        link = awaited(lambda: trial.mailed_link(self.company, self.email), "The confirmation mail does not leave")
        expect(self.door.get(link), "The link's page does not open")
        expect(self.door.post(link, data={}), "The click does not confirm")

    def sign_in(self) -> None:
        password = secrets.token_urlsafe(24)
        chosen = self.door.put("/api/v1/passwords", json={"token": trial.password_token(self.company), "password": password})
        expect(chosen, "The agent cannot choose a password")
        begun = self.door.post("/api/v1/sessions", json={"email": trial.AGENT, "password": password})
        self.token = expect(begun, "The agent cannot sign in")["access_token"]

    def work(self) -> None:
        lead = awaited(self._assigned, "The lead does not reach its agent")
        note = {"key": self.mark, "text": "Essai de mise en service."}
        expect(self._agent("POST", f"/leads/{lead}/notes", note), "The note is not taken")
        expect(self._agent("POST", f"/leads/{lead}/outcomes", {"outcome": "confirmed"}), "The outcome is not taken")
        awaited(lambda: "LeadConfirmed" in self._history(lead), "The history does not tell the outcome")

    def _assigned(self) -> str | None:
        rows = expect(self._agent("GET", "/queue"), "The agent's queue does not open")["items"]
        return next((row["id"] for row in rows if self.mark in row["name"]), None)

    def _history(self, lead: str) -> set[str]:
        page = expect(self._agent("GET", f"/leads/{lead}"), "The lead's page does not open")
        return {entry["type"] for entry in page["timeline"]}

    def _agent(self, method: str, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return self.door.request(method, f"/api/v1{path}", json=body, headers={"Authorization": f"Bearer {self.token}"})


def walk(account: Account, variables: dict[str, str], outputs: dict[str, str]) -> None:
    """Raises `Trouble` where the road ends."""
    trial.enter(variables, account.region)
    print("Walking the main journey:", flush=True)
    try:
        trial.found_platform()
        _look(account, variables["PASSERELLE_CONSOLE_URL"], outputs["ConsoleAddressTarget"])
        sender = _sender(account)
        if sender is None:
            print("  SES has no verified sender in this region, so no form can send its mail: not walked any further.")
            return
        with door(account, variables["PASSERELLE_API_URL"]) as opened:
            _steps(Walk(opened, trial.founded(sender)))
    except httpx.TransportError as error:
        raise Trouble(f"no answer from {error.request.url}: {error}") from error
    except PynamoDBException as error:
        raise Trouble(f"these credentials do not work on the tables: {error.msg}") from error


def _look(account: Account, url: str, distribution: str) -> None:
    """The console's first page, with the script that it names, under its content policy."""
    with door(account, url) as opened:
        if account.endpoint:
            # There CloudFront answers to a distribution's own name, and takes a header's word for HTTPS.
            opened.headers.update({"Host": distribution, "X-Forwarded-Proto": "https"})
        page = opened.get("/")
        script = re.search(r'src="(/assets/[^"]+)"', expect(page, "The console does not open"))
        if script is None or "content-security-policy" not in page.headers:
            raise Trouble("The console's first page names no script, or has no content policy.")
        expect(opened.get(script[1]), "The console's script does not load")
    print("  console")


def _steps(walking: Walk) -> None:
    for step in (walking.post, walking.confirm, walking.sign_in, walking.work):
        began = time.monotonic()
        step()
        print(f"  {step.__name__.replace('_', ' '):<8} {time.monotonic() - began:5.1f} s", flush=True)


def door(account: Account, url: str) -> httpx.Client:
    """Behind an endpoint no name leads to the API; there the name is said, and the endpoint asked."""
    if account.endpoint is None:
        return httpx.Client(base_url=url, timeout=35)
    return httpx.Client(base_url=account.endpoint, headers={"Host": urlsplit(url).netloc}, timeout=35)


def expect(answer: httpx.Response, otherwise: str) -> Any:
    if not answer.is_success:
        raise Trouble(f"{otherwise}: {answer.status_code} to {answer.request.method} {answer.request.url.path}. {answer.text[:300]}")
    return answer.json() if answer.content and "json" in answer.headers.get("content-type", "") else answer.text


def awaited(found: Callable[[], T | None], otherwise: str) -> T:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        value = found()
        if value:
            return value
        time.sleep(PAUSE)
    raise Trouble(f"{otherwise} within {PATIENCE} seconds.")


def _sender(account: Account) -> str | None:
    """Whoever SES lets write: an address, or anybody of a domain."""
    pages = account.client("sesv2").list_email_identities(PageSize=100)
    names = sorted(one["IdentityName"] for one in pages["EmailIdentities"] if one.get("SendingEnabled"))
    return next((name if "@" in name else f"passerelle@{name}" for name in names), None)
