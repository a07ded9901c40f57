"""One run from its beginning, or from where it was stopped, to its verdict."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path

from bench.soak.crowd import FINAL, Crowd
from bench.soak.diary import Diary
from bench.soak.errands import Errands
from bench.soak.partner import Partner
from bench.soak.plan import Plan
from bench.soak.post_office import PostOffice
from bench.soak.stage import Stage
from bench.soak.strikes import Strikes
from bench.soak.town import Town
from bench.soak.verdict import Found, Verdict
from infra.local import emulator
from tests.proofs.truths import public_id


class Stopped(Exception):
    """Somebody pressed Ctrl-C."""


class Run:
    def __init__(self, folder: Path) -> None:
        self.folder, self.plan = folder, Plan.kept(folder)
        self.diary, self.stage = Diary(folder), Stage(self.plan, folder)
        self.stopping = threading.Event()

    def live(self) -> Verdict:
        """Raises `Stopped`, after everything was put down in good order."""
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, lambda *_: self.stopping.set())
        emulator.python()  # Where it must be installed first, that takes its time.
        self.diary.note("began")
        post_office, partner = PostOffice(self.plan.ports["server"], self.folder), Partner(self.plan.ports["partner"], self.diary)
        try:
            if known := Town.known(self.folder):
                partner.secret = known.secret  # The house goes on telling the partner as soon as it stands.
            self.stage.start()
            town = self._town(known)
            partner.secret = town.secret
            return self._lived(town, post_office, partner)
        finally:
            self.stage.close()
            post_office.close()
            partner.close()
            self.diary.note("ended")

    def _town(self, known: Town | None) -> Town:
        self.stage.listen()
        town = known or Town.found(self.plan, self.folder)
        self._await(lambda: town.widen(self.plan), 60)
        return town

    def _lived(self, town: Town, post_office: PostOffice, partner: Partner) -> Verdict:
        self._remember_outcomes(town)
        crowd = Crowd(self.plan, town, post_office.box, self.diary, self.stage.settings.url("api"))
        strikes = Strikes(self.plan, town, self.stage, crowd, post_office, partner, self.diary)
        errands = Errands(self.plan, town, self.diary, self.stage.settings.url("api"), crowd.over)
        crowd.come()
        errands.go()
        telling = threading.Thread(target=self._tell, args=(crowd,), daemon=True)
        telling.start()
        try:
            self._await(lambda: self._is_lived(crowd, strikes) and errands.are_done, self.plan.patience)
            self.diary.note("lived")
            self._await(self._is_quiet, self.plan.patience)
        finally:
            crowd.over.set()
            telling.join()
        return Verdict(self._found(town, post_office))

    def _remember_outcomes(self, town: Town) -> None:
        """What was answered as the run was stopped, and noted by nobody."""
        noted = {line["lead"] for line in self.diary.read() if line["what"] == "outcome"}
        for item in self.stage.kept("main"):
            if item["pk"].startswith(town.tenant) and item["sk"].startswith("L#") and item["s"] in FINAL and public_id(item) not in noted:
                self.diary.note("outcome", lead=public_id(item), outcome=item["s"])

    def _is_lived(self, crowd: Crowd, strikes: Strikes) -> bool:
        strikes.fall()
        return strikes.have_fallen and crowd.finished == self.plan.leads

    def _is_quiet(self) -> bool:
        """Twice, since a queue that is empty now may be filled by one that was not."""
        return all(not any(count for queue, count in self.stage.waiting().items() if "-dlq" not in queue) for _ in range(2))

    def _await(self, truth, seconds: float) -> None:
        """Until it is true, or patience ends: then the verdict says what is not."""
        deadline = time.monotonic() + seconds
        while not truth() and time.monotonic() < deadline:
            if self.stopping.wait(0.1):
                raise Stopped

    def _tell(self, crowd: Crowd) -> None:
        while not crowd.over.wait(2):
            print(f"  {len(crowd.posted):>6} posted {len(crowd.clicked):>6} clicked {crowd.finished:>6} ended of {self.plan.leads}", flush=True)

    def _found(self, town: Town, post_office: PostOffice) -> Found:
        aside, mailed = len(list(self.stage.put_aside.glob("*.json"))), [mail.to for mail in post_office.box.mails]
        main, trace, lease, find = (self.stage.kept(table) for table in ("main", "trace", "lease", "find"))
        return Found(self.plan, town, self.diary.read(), mailed, main, trace, lease, self.stage.waiting(), aside, self.stage.heard_on_bus(), find)
