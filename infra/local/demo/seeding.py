"""One run of the seed: the companies, then their people, each company in a thread of its own since its agents take turns."""

from __future__ import annotations

import threading
import time
from collections import Counter
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
        self.stories = self.there = 0
        self.lived: dict[str, int] = {}
        self.last: dict[str, str] = {}
        self.cut: Counter[str] = Counter()

    def run(self) -> bool:
        """True when everything is there."""
        founded = founding.found(datetime.now(UTC).replace(second=0, microsecond=0), self.memory.smtp_port)
        self.memory.tell(accounts(founded), forms(founded), founding.api_key(founded[0], self.memory.api_key))
        print(f"{len(founded)} companies are open")
        if self.memory.holds_history():
            self.memory.note_port()
            return True
        self._live_all(founded)
        if self.ended.is_set():
            print(f"history: stopped at {self._loaded:,} of {self.stories:,} leads; the next start goes on from here")
            return False
        for one in founded:
            founding.begin_pauses(one)
            founding.hang_out_hours(one)
        self.memory.note(self.last, whole=True)
        print(f"history: all {self.stories:,} leads are there" + (f"; cut short: {dict(self.cut)}" if self.cut else ""))
        return True

    def end(self, *_: object) -> None:
        """After the person at hand."""
        self.ended.set()

    def _live_all(self, founded: list[Founded]) -> None:
        with ThreadPoolExecutor(len(founded)) as pool:
            lives = [pool.submit(self._live, one, self._left(one)) for one in founded]
            self._report(lives)
        self.memory.note(self.last, whole=False)
        for life in lives:
            life.result()

    def _left(self, founded: Founded) -> list[Person]:
        """From the person loaded last, who may be half way."""
        persons = plan(founded.company, founded.now, self.scale)
        last = self.memory.last(founded.tenant)
        done = next((place for place, person in enumerate(persons) if person.visitor.email == last), 0)
        self.last |= {founded.tenant: last} if last else {}
        self.lived[founded.tenant] = 0
        self.stories += sum(len(person.stories) for person in persons)
        self.there += sum(len(person.stories) for person in persons[:done])
        return persons[done:]

    def _live(self, founded: Founded, persons: list[Person]) -> None:
        for person in persons:
            if self.ended.is_set():
                return
            self.cut.update(live(founded, person))
            self.last[founded.tenant] = person.visitor.email
            self.lived[founded.tenant] += len(person.stories)
            time.sleep(PAUSE)

    def _report(self, lives: list[Future[None]]) -> None:
        """Until all have ended; a life that fails ends the others."""
        began, left = time.monotonic(), set(lives)
        while left:
            done, left = wait(left, TOLD_EVERY)
            if any(life.exception() for life in done):
                self.end()
            if left and not self.ended.is_set():
                self.memory.note(dict(self.last), whole=False)
                pace = (time.monotonic() - began) / max(1, self._loaded - self.there)
                print(f"history: {self._loaded:,} of {self.stories:,} leads, about {pace * (self.stories - self._loaded):.0f} s to go")

    @property
    def _loaded(self) -> int:
        return self.there + sum(self.lived.values())


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
