"""What the office and its partners do while visitors come: files, a batch of leads, relances, a survey. They try again, too."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

from bench.soak.crowd import AGAIN, Http, Session
from bench.soak.diary import Diary
from bench.soak.plan import Plan
from bench.soak.town import Town
from tests.builders import ANSWERS
from tests.isolation.companies import access_token

SURVEY = "Avis d'essai"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
CONSENT = {"given_at": "2026-01-05T09:00:00Z"}


def filed(number: int) -> str:
    return f"file{number}@example.org"


def brought(number: int) -> str:
    return f"row{number}@example.org"


def reference(number: int) -> str:
    return f"SOAK-{number}"


def _person(email: str, phone: int) -> dict[str, str]:
    return ANSWERS | {"email": email, "phone": f"+2250700{phone:06}"}


class Errands:
    """One after another, in a thread of their own. What the diary holds of an earlier part of the run is not done again."""

    def __init__(self, plan: Plan, town: Town, diary: Diary, url: str, over: threading.Event) -> None:
        self.plan, self.town, self.diary, self.over = plan, town, diary, over
        self.http = Http(url)
        self.office = Session(self.http, lambda: access_token(town.admin, town.tenant, "admin"))
        self.done: dict[str, Any] = {line["name"]: line["told"] for line in diary.read() if line["what"] == "errand"}

    @property
    def are_done(self) -> bool:
        return "survey sent" in self.done

    def go(self) -> None:
        threading.Thread(target=self._all, daemon=True).start()

    def _all(self) -> None:
        for number in range(self.plan.errands):
            self._once(f"file {number}", lambda: self._file(number))  # noqa: B023 -- called at once
        batch = self._once("batch", self._batch)
        self._once("batch read", lambda: self._until(lambda: self._said("GET", f"lead-batches/{batch}", state="done")))
        leads = [self._once(f"lead {number}", lambda: self._lead(number)) for number in range(self.plan.errands)]  # noqa: B023 -- as above
        for number, lead in enumerate(leads):
            self._once(f"relance {number}", lambda: self._relance(number, lead))  # noqa: B023 -- as above
        survey = self._once("survey", lambda: self._survey(leads))
        self._once("survey gathered", lambda: self._until(lambda: self._said("GET", f"surveys/{survey}", state="ready")))
        self._once("survey started", lambda: self._until(lambda: self._said("POST", f"surveys/{survey}/sending")))
        self._once("survey sent", lambda: self._until(lambda: self._said("GET", f"surveys/{survey}", state="sent")))

    def _once(self, name: str, do: Callable[[], Any]) -> Any:
        if name not in self.done and not self.over.is_set():
            told = do()
            if told is not None:
                self.diary.note("errand", name=name, told=told)
                self.done[name] = told
        return self.done.get(name)

    def _until(self, ask: Callable[[], Any]) -> Any:
        """What is told at last. None: it was over first."""
        while not self.over.is_set():
            told = ask()
            if told is not None:
                return told
            self.over.wait(AGAIN)
        return None

    def _said(self, method: str, path: str, body: Any = None, **wanted: str) -> dict[str, Any] | None:
        """The answer, if it is a yes, and says what is wanted."""
        status, text = self.office(method, f"/api/v1/{path}", json.dumps(body) if body is not None else None)
        if status not in {200, 201, 202}:
            self.diary.note("turned away", who="office", status=status)
            return None
        said: dict[str, Any] = json.loads(text)
        return said if wanted.items() <= said.items() else None

    # The errands

    def _file(self, number: int) -> Any:
        answers = _person(filed(number), number)
        parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in answers.items()]
        parts += [b'--x\r\nContent-Disposition: form-data; name="cv"; filename="cv.pdf"\r\n\r\n' + PDF + b"\r\n--x--\r\n"]

        def posted() -> bool | None:
            status, _ = self.http("POST", self.town.straight, b"".join(parts), "multipart/form-data; boundary=x")
            if status != 303:
                self.diary.note("turned away", who="visitor", status=status)
            return True if status == 303 else None

        return self._until(posted)

    def _batch(self) -> Any:
        rows = [
            {"reference": reference(number), "answers": _person(brought(number), 1000 + number), "consent": CONSENT}
            for number in range(self.plan.errands)
        ]
        form = self.town.straight.rpartition("-")[2]
        sent = self._until(lambda: self._said("POST", "lead-batches", {"form_id": form, "leads": rows}))
        return sent and sent["id"]

    def _lead(self, number: int) -> Any:
        found = self._until(lambda: self._said("GET", f"leads/by-reference/{reference(number)}"))
        return found and found["lead_id"]

    def _relance(self, number: int, lead: str) -> Any:
        draft = {"key": f"SOAKRELANCE{number:06}", "plan_id": self.town.relance, "step": 1}
        return self._until(lambda: self._said("POST", f"leads/{lead}/relances", draft)) and True

    def _survey(self, leads: list[str]) -> Any:
        """Its name is looked for first: whoever got no answer may have made it all the same."""

        def made() -> Any:
            listed = self._said("GET", "surveys")
            if listed is None:
                return None
            known = next((one["id"] for one in listed["items"] if one["name"] == SURVEY), None)
            draft = {"name": SURVEY, "form_id": self.town.questions, "audience": {"lead_ids": leads}}
            return known or ((said := self._said("POST", "surveys", draft)) and said["id"])

        return self._until(made)
