from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from chalicelib.foundation.routes import Id, Page, Shape
from chalicelib.foundation.words import fault
from chalicelib.leads.shapes import LeadQuery, LeadRow

Label = Literal["positive", "negative", "partial", "unclassified"]
Engine = Literal["embedded", "openai", "bedrock"]
Asks = Literal["unsure", "all"]
Trouble = Literal["refused", "too_often", "timeout", "unreachable", "unreadable", "failed", "budget"]
Level = Literal["hot", "warm", "cold"]
DAYS_AT_MOST = 92


class NoteReading(Shape):
    """How notes are read. `key_end`: the last letters of the key of OpenAI, which is never shown again. `trouble`: why the last run could not ask
    outside; the embedded reader had the word instead.
    """

    is_on: bool
    engine: Engine
    asks: Asks
    model: str
    daily: int
    key_end: str | None
    asked_today: int
    run_at: str | None
    read_to: str | None
    trouble: Trouble | None
    trouble_at: str | None


class NoteReadingDraft(Shape):
    """`asks`: the outside engine is asked about every note, or only about those of which the embedded reader is unsure. `daily`: how many notes it is
    shown a day at most. `key`: left out, the one that is kept stays; empty, it is forgotten.
    """

    is_on: bool
    engine: Engine = "embedded"
    asks: Asks = "unsure"
    model: Annotated[str, Field(max_length=100, pattern=r"^[0-9A-Za-z.:_/-]*$")] = ""
    daily: Annotated[int, Field(ge=0, le=20_000)] = 500
    key: Annotated[str | None, Field(max_length=300, pattern=r"^[\x21-\x7e]*$")] = None


class NoteTried(Shape):
    text: Annotated[str, Field(min_length=1, max_length=4000)]


class NoteVerdict(Shape):
    """`spans`: the words that decided, from where to where in the text. `trouble`: why the engine of choice did not answer."""

    label: Label
    spans: list[list[int]]
    engine: Engine
    trouble: Trouble | None = None


class NoteLabel(Shape):
    """`label`: what holds. `read_as`: what the machine read. `said_by`: who said otherwise, or agreed. `is_heard`: read from what the person said in
    a call that was transcribed; `note_id` is the call's then.
    """

    note_id: str
    label: Label
    read_as: Label
    spans: list[list[int]]
    engine: Engine
    said_by: str | None
    at: str
    is_heard: bool


class LabelSaid(Shape):
    note_id: Id
    label: Label


class WarmthPoint(Shape):
    """`code`: what it is for. `times`: how often it happened. `points`: what that counts; none for what robots did."""

    code: str
    points: int
    times: int
    at: str | None


class Warmth(Shape):
    """From 0 to 100, as the sum of its points, cut at both ends."""

    score: int
    level: Level
    points: list[WarmthPoint]


class LeadReading(Shape):
    warmth: Warmth
    labels: list[NoteLabel]
    is_on: bool


class LeadLabel(Shape):
    """`score`: as it was when the latest of its notes was read."""

    lead_id: str
    label: Label
    score: int | None


class LeadLabels(Shape):
    items: list[LeadLabel]


class LeadsAsked(Shape):
    """`leads`: ids with commas between."""

    leads: Annotated[str, Field(max_length=4000, pattern=r"^[0-9a-z.,]*$")] = ""


class ScoredQuery(LeadQuery):
    """The same as of leads; and what the latest call came to, and how warm they are."""

    label: Label | None = None
    level: Level | None = None


class ScoredLead(LeadRow):
    """`score`: as it was at `scored_at`, when the latest of its notes was read."""

    label: Label
    score: int
    scored_at: str


class ScoredLeads(Shape):
    items: list[ScoredLead]
    cursor: str | None


class NoteReportQuery(Shape):
    """From one day to another of the company's calendar, both included; the last thirty where none is named."""

    first: date | None = None
    last: date | None = None
    centre_id: Id | None = None

    @model_validator(mode="after")
    def _is_a_period(self) -> NoteReportQuery:
        if (self.first is None) != (self.last is None):
            raise fault("period", "Donnez les deux jours, ou aucun.", "Give both days, or none.")
        if self.first and self.last and not 0 <= (self.last - self.first).days < DAYS_AT_MOST:
            raise fault("period", "Choisissez 92 jours au plus, le premier jour d'abord.", "Choose 92 days at most, the first day first.")
        return self


class LabelCounts(Shape):
    positive: int = 0
    negative: int = 0
    partial: int = 0
    unclassified: int = 0


class LabelsOfDay(LabelCounts):
    day: date


class LabelsOfAgent(LabelCounts):
    agent_id: str
    name: str


class HumanVerdict(Shape):
    """How often a human said `said_as` of what the machine had read as `read_as`."""

    read_as: Label
    said_as: Label
    notes: int


class NoteReport(Shape):
    """`items`: its days. `agreed` of `judged` notes that somebody looked at: there, the human said what the machine had read."""

    total: LabelCounts
    items: list[LabelsOfDay]
    agents: list[LabelsOfAgent]
    judged: int
    agreed: int
    verdicts: list[HumanVerdict]


class ReadNotesQuery(Page):
    """The notes behind the figures of one day, today's where none is named, the latest first."""

    day: date | None = None
    centre_id: Id | None = None
    label: Label | None = None
    agent_id: Id | None = None


class NoteRow(NoteLabel):
    lead_id: str
    name: str
    agent_name: str | None
    text: str


class NoteRows(Shape):
    items: list[NoteRow]
    cursor: str | None
