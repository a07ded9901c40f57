"""One run of the seed: the companies, then their people, each company in a thread of its own since its agents take turns."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime
from typing import Any

from infra.local.demo import founding
from infra.local.demo.companies import PASSWORD, PLATFORM_DOMAIN, SUPER_ADMIN, Member, totp_secret
from infra.local.demo.founding import Founded
from infra.local.demo.life import live
from infra.local.demo.memory import Memory
from infra.local.demo.plan import Person, plan

TOLD_EVERY = 5
PAUSE = 0.01
"""After each person, so that somebody at a screen never waits for history."""


class Seeding:
    """`scale` makes a smaller world of the same shape, for tests."""

    def __init__(self, memory: Memory, scale: float = 1.0) -> None:
        self.memory, self.scale = memory, scale
        self.ended = threading.Event()
        self.lived = self.stories = 0

    def run(self) -> bool:
        """True when everything is there."""
        founded = founding.found(datetime.now(UTC).replace(second=0, microsecond=0), self.memory.smtp_port)
        self.memory.tell(accounts(founded), forms(founded), founding.api_key(founded[0], self.memory.api_key))
        print(f"{len(founded)} companies are open")
        if self.memory.holds_history():
            self.memory.note_port()
            return True
        plans = [plan(one.company, one.now, self.scale) for one in founded]
        self.stories = sum(len(person.stories) for persons in plans for person in persons)
        self._live_all(founded, plans)
        if self.ended.is_set():
            print(f"history: stopped at {self.lived:,} of {self.stories:,} leads; the next start goes on from here")
            return False
        self.memory.note_history({one.tenant: persons[-1].visitor.email for one, persons in zip(founded, plans, strict=True)})
        print(f"history: all {self.stories:,} leads are there")
        return True

    def end(self, *_: object) -> None:
        """After the person at hand."""
        self.ended.set()

    def _live_all(self, founded: list[Founded], plans: list[list[Person]]) -> None:
        with ThreadPoolExecutor(len(founded)) as pool:
            lives = [pool.submit(self._live, *pair) for pair in zip(founded, plans, strict=True)]
            try:
                self._report(lives)
            finally:
                self.end() if any(life.done() and life.exception() for life in lives) else None
        for life in lives:
            life.result()

    def _live(self, founded: Founded, persons: list[Person]) -> None:
        for person in persons:
            if self.ended.is_set():
                return
            live(founded, person)
            self.lived += len(person.stories)
            time.sleep(PAUSE)

    def _report(self, lives: list[Future[None]]) -> None:
        began, left = time.monotonic(), set(lives)
        while left:
            _, left = wait(left, TOLD_EVERY)
            if left and self.lived and not self.ended.is_set():
                seconds = (time.monotonic() - began) / self.lived * (self.stories - self.lived)
                print(f"history: {self.lived:,} of {self.stories:,} leads, about {seconds:.0f} s to go")


def accounts(founded: list[Founded]) -> list[dict[str, Any]]:
    """Everybody who can sign in."""
    everybody = [_account(SUPER_ADMIN, PLATFORM_DOMAIN, None, totp=True)]
    for one in founded:
        company = one.company
        everybody += [_account(member, company.domain, company.name, totp=company.has_totp(member)) for member in company.staff]
    return everybody


def _account(member: Member, domain: str, company: str | None, *, totp: bool) -> dict[str, Any]:
    email = member.email(domain)
    return {"role": member.role, "tenant": company, "email": email, "password": PASSWORD, "totp_secret": totp_secret(email) if totp else None}


def forms(founded: list[Founded]) -> list[dict[str, Any]]:
    """What a visitor can open; the first is the first company's own."""
    return [
        {"key": f"{one.tenant}-{one.forms[form.key]}", "tenant": one.company.name, "name": form.name, "double_optin": form.double_optin}
        for one in founded
        for form in one.company.forms
        if form.published
    ]
