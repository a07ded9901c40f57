"""Everybody who uses the house: visitors post and click, agents write and conclude, a manager takes leads back. All of them try again."""

from __future__ import annotations

import http.client
import itertools
import json
import random
import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from bench.soak.diary import Diary
from bench.soak.plan import Plan
from bench.soak.town import Town
from infra.local.mail import MailBox
from tests.builders import ANSWERS, PASSWORD

VISITORS, READERS = 6, 3
PATIENCE = 30
AGAIN = 0.3
"""Seconds until somebody who got no answer tries again."""
FORM = "application/x-www-form-urlencoded"
LINK = re.compile(r"https?://[^/]+(/c/[\w.-]+)")
OUTCOMES = ("confirmed",) * 12 + ("rejected",) * 5 + ("unreachable",) * 2 + ("callback",)
FINAL = ("confirmed", "rejected", "unreachable")


def address(number: int) -> str:
    return f"visitor{number}@example.org"


def number_of(written_to: str) -> int | None:
    """The visitor's, where it is one: others get mails as well."""
    found = re.fullmatch(r"visitor(\d+)@example.org", written_to)
    return int(found[1]) if found else None


def follows_link(number: int) -> bool:
    return number % 20 != 7


def is_impatient(number: int) -> bool:
    """Sends twice and clicks twice."""
    return number % 10 == 3


def is_scanned(number: int) -> bool:
    """A robot visits the link first."""
    return number % 5 == 0


def answers(number: int) -> dict[str, str]:
    """One visitor in twenty lives with the one before: the same telephone."""
    phone = number - 1 if number % 20 == 11 else number
    return ANSWERS | {"email": address(number), "phone": f"06{12_000_000 + phone}"}


class Http:
    """One connection to the house. Status 0: it did not answer."""

    def __init__(self, url: str) -> None:
        self.to = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)

    def __call__(
        self, method: str, path: str, body: str | bytes | None = None, kind: str = "application/json", token: str | None = None
    ) -> tuple[int, str]:
        headers = ({"Content-Type": kind} if body is not None else {}) | ({"Authorization": f"Bearer {token}"} if token else {})
        try:
            self.to.request(method, path, body, headers)
            answer = self.to.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            self.to.close()
            return 0, ""


class Session:
    """Somebody signed in, and once more when their quarter of an hour is over: who asks asks again."""

    def __init__(self, http: Http, sign_in: Callable[[], str]) -> None:
        self.http, self.sign_in, self.token = http, sign_in, ""

    def __call__(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        self.token = self.token or self.sign_in()
        status, text = self.http(method, path, body, token=self.token)
        if status == 401:
            self.token = ""
        return status, text


class Crowd:
    """`over` ends them all; what the diary holds of an earlier part of the run is not done again."""

    def __init__(self, plan: Plan, town: Town, box: MailBox, diary: Diary, url: str) -> None:
        self.plan, self.town, self.box, self.diary, self.url = plan, town, box, diary, url
        self.over = threading.Event()
        self.posted, self.silent, self.clicked, self.ended = set[int](), set[int](), set[int](), dict[str, str]()
        for line in diary.read():
            self._remember(line)
        self.numbers = iter([number for number in range(plan.leads) if number not in self.posted])
        self.mails = itertools.count()
        self.taking = threading.Lock()

    @property
    def finished(self) -> int:
        """How many stories are at their end. Only counts: other threads are adding."""
        return len(self.ended) + len(self.silent)

    def come(self) -> None:
        agents = [(self._agent, number) for number in range(1, self.plan.agents + 1)]
        for work, *given in [*[(self._visitor,)] * VISITORS, *[(self._reader,)] * READERS, *agents, (self._manager,)]:
            threading.Thread(target=work, args=given, daemon=True).start()

    def _note(self, what: str, **more: Any) -> None:
        self.diary.note(what, **more)
        self._remember({"what": what} | more)

    def _remember(self, line: dict[str, Any]) -> None:
        match line:
            case {"what": "posted", "number": number}:
                self.posted.add(number)
                if not follows_link(number):
                    self.silent.add(number)
            case {"what": "clicked", "number": number}:
                self.clicked.add(number)
            case {"what": "outcome", "lead": lead, "outcome": outcome}:
                self.ended[lead] = outcome

    def _until(self, good: set[int], ask: Callable[[], tuple[int, str]], who: str) -> bool:
        """Ask until the answer is good. False: it was over first."""
        while not self.over.is_set():
            status, _ = ask()
            if status in good:
                return True
            self._turned_away(who, status)
        return False

    def _turned_away(self, who: str, status: int) -> None:
        self.diary.note("turned away", who=who, status=status)
        self.over.wait(AGAIN)

    def _visitor(self) -> None:
        http = Http(self.url)
        for number in self._arrivals():
            body = urlencode(answers(number))
            if self._until({303}, lambda: http("POST", self.town.form, body, FORM), "visitor"):  # noqa: B023 -- called at once
                self._note("posted", number=number)
                if is_impatient(number):
                    http("POST", self.town.form, body, FORM)

    def _arrivals(self) -> Iterator[int]:
        """Not more at a time than the agents can be expected to see to."""
        while not self.over.is_set():
            if len(self.posted) - self.finished > self.plan.at_once:
                self.over.wait(0.1)
                continue
            with self.taking:
                number = next(self.numbers, None)
            if number is None:
                return
            yield number

    def _reader(self) -> None:
        http = Http(self.url)
        while not self.over.is_set():
            with self.taking:
                place = next(self.mails)
            while place >= len(self.box.mails):
                if self.over.wait(0.05):
                    return
            mail = self.box.mails[place]
            number, found = number_of(mail.to), LINK.search(mail.text or "")
            if number is not None and found and follows_link(number) and number not in self.clicked:
                link = found[1]
                if is_scanned(number):
                    http("GET", link)
                if self._until({200}, lambda: http("POST", link, "", FORM), "reader"):  # noqa: B023 -- called at once
                    self._note("clicked", number=number)
                    if is_impatient(number):
                        http("POST", link, "", FORM)

    def _session(self, email: str) -> Session:
        http = Http(self.url)
        return Session(http, lambda: self._signed_in(http, email))

    def _signed_in(self, http: Http, email: str) -> str:
        credentials = json.dumps({"email": email, "password": PASSWORD})
        while not self.over.is_set():
            status, text = http("POST", "/api/v1/sessions", credentials)
            if status == 200:
                return str(json.loads(text)["access_token"])
            self._turned_away("agent", status)
        return ""

    def _agent(self, number: int) -> None:
        ask, dice = self._session(self.town.agents[number - 1]), random.Random(f"{self.plan.seed}:{number}")
        while not self.over.is_set():
            status, text = ask("GET", "/api/v1/queue")
            if status != 200:
                self._turned_away("agent", status)
                continue
            for row in json.loads(text)["items"]:
                self._see_to(ask, row, dice)
            if dice.random() < 0.02:
                self._pause(ask, dice)
            self.over.wait(self.plan.glance)

    def _see_to(self, ask: Session, row: dict[str, Any], dice: random.Random) -> None:
        lead = f"/api/v1/leads/{row['id']}"
        if row["state"] == "assigned" and dice.random() < 0.3:
            note = json.dumps({"key": f"NOTE-{row['id'].replace('.', '-')}", "text": "Au téléphone."})
            status, _ = ask("POST", f"{lead}/notes", note)
            if status != 201:
                self._turned_away("agent", status)
        outcome = dice.choice(OUTCOMES if row["state"] != "callback" else FINAL)
        draft: dict[str, Any] = {"outcome": outcome}
        if outcome == "rejected":
            draft["reason"] = "other"
        if outcome == "callback":
            draft["callback_at"] = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
        status, text = ask("POST", f"{lead}/outcomes", json.dumps(draft))
        while status not in {201, 404}:
            # It may be done all the same, and then the lead stands in no queue any more: look at it.
            self._turned_away("agent", status)
            if self.over.is_set():
                return
            status, text = ask("GET", lead)
            status = 201 if status == 200 else status
        if status == 201 and json.loads(text)["state"] in FINAL:
            self._note("outcome", lead=row["id"], outcome=json.loads(text)["state"])

    def _pause(self, ask: Session, dice: random.Random) -> None:
        for present in (False, True):
            body = json.dumps({"present": present})
            self._until({200}, lambda: ask("PUT", "/api/v1/me/presence", body), "agent")  # noqa: B023 -- called at once
            self.over.wait(dice.uniform(0.5, 2))

    def _manager(self) -> None:
        """Takes a lead away from somebody now and then."""
        ask, dice = self._session(self.town.manager), random.Random(f"{self.plan.seed}:manager")
        while not self.over.wait(1):
            status, text = ask("GET", "/api/v1/leads?state=assigned&limit=20")
            held = json.loads(text)["items"] if status == 200 else []
            if held:
                lead = dice.choice(held)["id"]
                status, _ = ask("DELETE", f"/api/v1/leads/{lead}/assignment")
                self.diary.note("released", lead=lead, status=status)
