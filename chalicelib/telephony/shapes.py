from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field, model_validator

from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.routes import Id, Moment, Shape
from chalicelib.foundation.words import fault
from chalicelib.telephony import recordings
from chalicelib.telephony.connect import TAG
from chalicelib.telephony.legs import Leg
from chalicelib.telephony.models import Call, Line
from chalicelib.telephony.turns import AGENT, Turn

Way = Literal["hand", "connect"]
CallKey = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{16,40}$", description="Made by the client (a ULID or UUID): the same call is placed once.")]
Number = Annotated[str, Field(pattern=r"^\+[1-9][0-9]{6,14}$")]
ConnectId = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,100}$")]
Result = Literal["asked", "ringing", "waiting", "talking", "talked", "ended", "missed", "abandoned", "unanswered", "refused", "unknown"]
MONTH_DAYS = 31


class CallDraft(Shape):
    """`way`: ``hand`` where the caller dials on a telephone of their own; left out, as the company calls."""

    key: CallKey
    way: Literal["hand"] | None = None


class ConversationFigures(Shape):
    """What Contact Lens heard, in figures. `agent_share`: of the words' time, in percent."""

    turns: int
    agent_share: int
    positive: int
    negative: int
    neutral: int


class CallLeg(Shape):
    """A part of a call that somebody handed on. `talked_s`: how long this agent spoke."""

    id: str
    agent_id: str | None
    agent_name: str | None
    at: str | None
    talked_s: int
    is_over: bool


class CallRow(Shape):
    """`result`: how far it is, or what became of it; ``unknown`` where no end was told. `rang_s`, `talked_s`: in seconds, where they are known.
    `legs`: where the person was handed on, each part with its agent, in turn; `talked_s` is their sum.
    """

    id: str
    lead_id: str
    person: str
    direction: Literal["out", "in"]
    way: Way
    result: Result
    agent_id: str | None
    agent_name: str | None
    centre_id: str | None
    at: str
    connected_at: str | None
    ended_at: str | None
    rang_s: int | None
    talked_s: int | None
    is_live: bool
    may_be_recorded: bool
    legs: list[CallLeg]
    figures: ConversationFigures | None


class CallList(Shape):
    items: list[CallRow]
    is_whole: bool = True


class CallQuery(Shape):
    """A span of a month at most; left out, the last day."""

    after: Moment | None = None
    before: Moment | None = None
    centre_id: Id | None = None
    agent_id: Id | None = None

    @model_validator(mode="after")
    def _is_a_span(self) -> CallQuery:
        after, before = self.span
        if not after < before:
            raise fault("span_empty", "La fin doit suivre le début.", "The end must follow the beginning.")
        if (before - after).days > MONTH_DAYS:
            raise fault("span_too_long", "Choisissez un mois au plus.", "Choose a month at most.")
        return self

    @property
    def span(self) -> tuple[datetime, datetime]:
        before = self.before or clock.now()
        return self.after or before - timedelta(days=1), before


class Dialled(Shape):
    """A call that was asked for. `tel`: what a telephone of one's own dials."""

    call: CallRow
    tel: str


class Heard(Shape):
    """The address from which the recording is heard, for five minutes."""

    url: str


class LegAsked(Shape):
    """The part of a call that was handed on; left out, its first."""

    leg: ConnectId | None = None


class TurnSaid(Shape):
    """`by`: who spoke, with the name where it was one of ours. `at_s`: since their part of the call began. `sentiment`: where it was told."""

    by: Literal["agent", "person"]
    name: str | None
    text: str
    at_s: int
    sentiment: Literal["positive", "negative", "neutral", "mixed"] | None


class Transcript(Shape):
    turns: list[TurnSaid]


class LineDraft(Shape):
    """`number`: the one that people see, in E.164. `agents`: the Connect user of each of ours, by our id."""

    way: Way
    instance: ConnectId | None = None
    flow: ConnectId | None = None
    queue: ConnectId | None = None
    number: Number | None = None
    inbound_form_id: Id | None = None
    inbound_centre_id: Id | None = None
    agents: Annotated[dict[Id, ConnectId], Field(default_factory=dict, max_length=2000)]

    @model_validator(mode="after")
    def _is_complete(self) -> LineDraft:
        if self.way == "connect" and not (self.instance and self.flow and (self.queue or self.number)):
            raise fault(
                "connect_incomplete",
                "Amazon Connect a besoin de l'instance, du flux, et d'une file ou d'un numéro.",
                "Amazon Connect needs the instance, the flow, and a queue or a number.",
            )
        if len(set(self.agents.values())) != len(self.agents):
            raise fault("agent_twice", "Un utilisateur Connect est relié à deux agents.", "One Connect user is linked to two agents.")
        return self


class Telephone(Shape):
    """How the caller calls. `panel_url`: where their calls come in, to be shown beside the lead. `is_linked`: whether Connect knows them."""

    way: Way
    panel_url: str | None
    is_linked: bool


class LineSettings(LineDraft):
    """`tag`: what the instance must bear in AWS, name and value. `recordings`: where Connect is to put them."""

    panel_url: str | None
    tag: str
    recordings: str
    version: int


def seconds(ms: float | None) -> int | None:
    return None if ms is None else int(ms // 1000)


def moment(ms: float | None) -> str | None:
    return None if ms is None else clock.iso(int(ms))


def call_row(call: Call, *, person: str, agents: dict[str, str]) -> CallRow:
    """`agents`: the names of those who may be in it."""
    return CallRow.model_validate({
        "id": call.id, "lead_id": call.lead_id, "person": person, "direction": call.direction, "way": call.way, "result": call.result,
        "agent_id": call.agent, "agent_name": agents.get(call.agent or ""), "centre_id": call.centre, "at": clock.iso(int(call.asked_at)),
        "connected_at": moment(call.connected_since), "ended_at": moment(call.over_at), "rang_s": seconds(call.rang_ms),
        "talked_s": seconds(call.talked_ms), "is_live": call.is_live, "may_be_recorded": bool(call.contact and call.connected_since),
        "legs": [_leg(leg, agents) for leg in call.legs] if call.handed_on else [], "figures": call.figures,
    })  # fmt: skip


def _leg(leg: Leg, agents: dict[str, str]) -> dict[str, object]:
    return {
        "id": leg.contact, "agent_id": leg.agent, "agent_name": agents.get(leg.agent or ""), "talked_s": leg.talked_ms // 1000,
        "at": moment(leg.began_at or None), "is_over": leg.over_at is not None,
    }  # fmt: skip


def transcript(call: Call, turns: Sequence[Turn], agents: dict[str, str]) -> Transcript:
    speaks = {leg.contact: agents.get(leg.agent) for leg in call.legs if leg.agent}
    said = [
        {"by": turn.by, "name": speaks.get(turn.leg) if turn.by == AGENT else None, "text": turn.text, "at_s": turn.at_ms // 1000,
         "sentiment": turn.sentiment.lower() if turn.sentiment else None}
        for turn in turns
    ]  # fmt: skip
    return Transcript.model_validate({"turns": said})


def telephone(line: Line, agent_id: str) -> Telephone:
    linked = line.is_connect and line.connects_as(agent_id) is not None
    return Telephone.model_validate({"way": line.way, "panel_url": line.panel_url if linked else None, "is_linked": linked})


def line_settings(line: Line) -> LineSettings:
    return LineSettings.model_validate({
        "way": line.way, "instance": line.instance, "flow": line.flow, "queue": line.queue, "number": line.number, "panel_url": line.panel_url,
        "inbound_form_id": line.inbound_form_id, "inbound_centre_id": line.inbound_centre_id, "agents": line.agents or {},
        "version": int(line.version), "tag": f"{TAG} = {tenancy.tenant()}", "recordings": recordings.prefix(),
    })  # fmt: skip
