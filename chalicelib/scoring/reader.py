"""A run over new notes: from where the last one came to, oldest first, for as long as it may. A repeat reads nothing twice."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta, tzinfo

from dateutil.tz import gettz  # type: ignore[import-untyped]  # as in forms: a Lambda may lack a table of zones

from chalicelib.foundation import clock
from chalicelib.foundation.log import log
from chalicelib.identity import queries as identity
from chalicelib.leads.queries import Lead
from chalicelib.scoring import heard, sources, standing
from chalicelib.scoring.engines import Unavailable
from chalicelib.scoring.models import labels
from chalicelib.scoring.models.labels import Read
from chalicelib.scoring.models.rules import Rules
from chalicelib.scoring.notes import classifier
from chalicelib.scoring.notes.classifier import Judgement
from chalicelib.scoring.sources import Note, Written

SECONDS = 12.0
"""A run's share of the sweep; the rest is read a minute later."""
AT_ONCE = 25
OVERLAP = timedelta(hours=1)
"""The relay may tell of a note later than of a newer one."""
LONG_OVERLAP = timedelta(hours=36)
"""And tries for a day: so far back it is looked once a day."""
PATIENCE = 2
"""So many failures in a row, and this run asks nobody outside any more."""
EMBEDDED = "embedded"


@dataclass
class Reader:
    """The engine that the company chose, and the embedded one behind it, which always answers."""

    rules: Rules
    asked: int = 0
    failures: int = 0
    trouble: str | None = None

    def read(self, note: str) -> tuple[Judgement, str]:
        """What it says, and who said so."""
        own = classifier.classify(note)
        if not self._may_ask(note, own):
            return own, EMBEDDED
        self.asked += 1
        try:
            found = ask(self.rules, note)
        except Unavailable as error:
            self.failures += 1
            self.trouble = error.reason
            log.info("reader_unavailable", reason=error.reason)
            return own, EMBEDDED
        self.failures = 0
        return found, str(self.rules.engine)

    def _may_ask(self, note: str, own: Judgement) -> bool:
        wanted = self.rules.engine != EMBEDDED and note.strip() and (self.rules.asks == "all" or own.label == "unclassified")
        if not wanted or self.failures >= PATIENCE:
            return False
        if self.asked >= self.rules.left_today:
            self.trouble = "budget"
            return False
        return True


def ask(rules: Rules, note: str) -> Judgement:
    """The outside engine. Raises `Unavailable`."""
    if rules.engine == "openai":
        from chalicelib.scoring.engines import openai  # noqa: PLC0415 - few companies ask there

        if rules.secret is None:
            raise Unavailable("refused")
        return openai.read(note, secret=rules.secret, model=rules.model)
    from chalicelib.scoring.engines import bedrock  # noqa: PLC0415 - as above

    return bedrock.read(note, model=rules.model)


@dataclass
class Run:
    """How far it has come (`to`, in ms), and when its time is over."""

    reader: Reader
    to: int
    zone: tzinfo = field(default_factory=lambda: gettz(identity.tenant().timezone))
    ends: float = field(default_factory=lambda: time.monotonic() + SECONDS)
    read: int = 0

    @property
    def is_over(self) -> bool:
        return time.monotonic() > self.ends

    def through(self, written: Sequence[Written], until: int) -> bool:
        """Read what is new among these. False where time ran out before."""
        new = sources.unread(written)
        for start in range(0, len(new), AT_ONCE):
            notes = sources.opened(new[start : start + AT_ONCE])
            reads = list(self._of(notes))
            self._rank({note.lead.id: note.lead for note in notes}, reads)
            labels.keep(reads)
            self.read += len(reads)
            if self.is_over:
                self.to = reads[-1].at if reads else self.to
                return False
        self.to = until
        return True

    def hear(self, since: int, until: int) -> bool:
        """Read what persons said in calls, here and nowhere else: whoever is outside sees notes. False where time ran out before."""
        for call, lead, words in heard.since(since, until):
            if self.is_over:
                return False
            judgement = classifier.classify(words)
            at = int(call.over_at or call.asked_at)
            read = Read(
                call.person_id, call.id, call.lead_id, lead.number, lead.centre, call.agents[-1] if call.agents else labels.NOBODY, at,
                day_of(at, self.zone), judgement.label, (), EMBEDDED, is_heard=True,
            )  # fmt: skip
            standing.keep(lead, [read])
            labels.keep_heard(read)
            self.read += 1
        return True

    @staticmethod
    def _rank(leads: Mapping[str, Lead], reads: Sequence[Read]) -> None:
        for lead_id in sorted({one.lead_id for one in reads}):
            standing.keep(leads[lead_id], [one for one in reads if one.lead_id == lead_id])

    def _of(self, notes: Sequence[Note]) -> Iterator[Read]:
        for note in notes:
            if self.is_over:
                return
            yield _judged(note, self.reader, self.zone)


def run(rules: Rules) -> int:
    """Read what is new. Answers how many notes and calls were read."""
    begun = Begun(**rules.left) if rules.left else _since(rules)
    now = clock.now_ms()
    going = Run(Reader(rules), begun.to)
    is_done = all(going.through(written, until) and not going.is_over for until, written in sources.written_since(begun.to, now))
    # Of calls nothing says how far it came but their labels: they are heard from the beginning.
    is_done = is_done and going.hear(begun.since, now)
    left = None if is_done else asdict(replace(begun, to=going.to))
    rules.has_read(going.to, looked_back=begun.looks_back and is_done, asked=going.reader.asked, trouble=going.reader.trouble, left=left)
    return going.read


@dataclass(frozen=True)
class Begun:
    """A way through what is new: from where (ms), how far it has come, in as many runs as it takes, and whether it is the day's long look back."""

    since: int
    to: int
    looks_back: bool


def _since(rules: Rules) -> Begun:
    if rules.read_to is None:
        return Begun(rules.first_of_all, rules.first_of_all, looks_back=True)
    to = clock.from_ms(int(rules.read_to))
    looks_back = clock.now_ms() - int(rules.looked_back_at or 0) > timedelta(days=1) // timedelta(milliseconds=1)
    since = clock.to_ms(to - (LONG_OVERLAP if looks_back else OVERLAP))
    return Begun(since, since, looks_back)


def _judged(note: Note, reader: Reader, zone: tzinfo) -> Read:
    judgement, engine = reader.read(note.text)
    written = note.written
    return Read(
        written.person_id, written.note_id, written.lead_id, note.lead.number, note.lead.centre, written.author, written.at,
        day_of(written.at, zone), judgement.label, judgement.spans, engine,
    )  # fmt: skip


def day_of(at: int, zone: tzinfo) -> str:
    """Of the company's calendar."""
    moment: datetime = clock.from_ms(at).astimezone(zone)
    return f"{moment:%Y%m%d}"
