from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from chalicelib.activities.shapes import TagIds
from chalicelib.foundation import clock
from chalicelib.foundation.routes import Id, Page, Shape
from chalicelib.foundation.words import fault
from chalicelib.leads.models.flows import Flow
from chalicelib.leads.models.leads import Lead

State = Literal["pending", "ready", "assigned", "in_progress", "callback", "confirmed", "rejected", "unreachable", "expired", "bounced", "erased"]
Stage = Literal["none", "in_progress", "finished"]
Key = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{16,40}$", description="Made by the client (a ULID or UUID), so that a retry is recognised.")]
Text = Annotated[str, Field(min_length=1, max_length=4000)]


Callback = Literal["agent", "anyone", "retry"]
Column = Literal["form", "tags", "last_note", "attempts", "agent"]
Reserving = Literal["agent", "seller", "field_agent", "manager", "centre_owner", "admin"]


class LeadQuery(Page):
    limit: Annotated[int, Field(ge=1, le=100)] = 25
    state: State | None = None
    centre_id: str | None = None
    form_id: str | None = None
    agent_id: str | None = None
    stage: Annotated[Stage | None, Field(description="none: nobody has called it or written a note; finished: somebody closed it.")] = None
    tag_id: str | None = None
    list_id: Annotated[Id | None, Field(description="Of a marketing list: leads of its persons, or such as its rule says.")] = None


class LastNote(Shape):
    """`text`: how it begins."""

    text: str
    at: str
    by: str | None


class Extra(Shape):
    """What the centre wishes to see of the answers."""

    label: str
    value: str


class LeadRow(Shape):
    """`callback`: who calls at `callback_at`: the lead's agent, anyone of the centre, or whoever tries again after nobody answered."""

    id: str
    state: State
    name: str
    form_id: str
    form_name: str
    centre_id: str | None
    agent_id: str | None
    agent_name: str | None
    opened_at: str
    confirmed_at: str | None
    assigned_at: str | None
    contacted_at: str | None
    callback_at: str | None
    callback: Callback | None = None
    callback_missed: bool = False
    closed_at: str | None
    attempts: int
    version: int
    tags: list[str]
    last_note: LastNote | None
    extras: list[Extra]


class LeadList(Shape):
    items: list[LeadRow]
    cursor: str | None


class LeadSearch(Shape):
    """`q`: part of a name, of an e-mail address or of a phone number; of several words each must fit."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    q: Annotated[str, Field(min_length=2, max_length=120)]

    @field_validator("q")
    @classmethod
    def _says_enough(cls, text: str) -> str:
        from chalicelib.leads.search import says_enough  # noqa: PLC0415 - few requests search

        if not says_enough(text):
            raise fault(
                "search_too_wide",
                "Tapez au moins trois lettres d'un nom ou d'une adresse, ou quatre chiffres d'un numéro.",
                "Type at least three letters of a name or an address, or four digits of a number.",
            )
        return text


class LeadFound(LeadRow):
    """`matched`: where the text was found in the person."""

    matched: list[Literal["email", "first_name", "last_name", "phone"]]


class LeadsFound(Shape):
    """The best first. `more`: others fit as well; say more to find them."""

    items: list[LeadFound]
    more: bool


class NoteDraft(Shape):
    """`tags` are put on the person with the note."""

    key: Key
    text: Text
    tags: Annotated[TagIds, Field(default_factory=list)]


class TagsDraft(Shape):
    """Tags to put on the person, and to take off."""

    add: Annotated[TagIds, Field(default_factory=list)]
    remove: Annotated[TagIds, Field(default_factory=list)]


class TagsPut(Shape):
    tags: list[str]


class FlowDraft(Shape):
    """What the agents of a centre see of a lead at once. `fields`: names of fields of the forms. `lists`: whose leads their queue shows, all where
    none is named. `reserving`: whose first note takes a lead from the pool.
    """

    columns: Annotated[list[Column], Field(max_length=5)]
    fields: Annotated[list[Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")]], Field(max_length=5)]
    lists: Annotated[list[Id], Field(max_length=5, default_factory=list)]
    reserving: Annotated[list[Reserving], Field(max_length=6)]


class FlowSettings(FlowDraft):
    version: int


class Note(Shape):
    id: str
    text: str
    at: str
    by: str


class Claim(Shape):
    """`mine`: whether the caller holds it."""

    user_id: str
    name: str
    until: str
    mine: bool


class ReopeningDraft(Shape):
    key: Key
    reason: Text


class ConfirmationDraft(Shape):
    """How the person said, otherwise than by the link, that the address is theirs."""

    key: Key
    reason: Annotated[str, Field(min_length=10, max_length=4000)]


class LeadState(Shape):
    id: str
    state: State
    agent_id: str | None
    version: int


def lead_state(lead: Lead) -> LeadState:
    return LeadState(id=lead.id, state=lead.state, agent_id=lead.agent, version=int(lead.version))


def moment(ms: float | None) -> str | None:
    """A stored time as the API writes it."""
    return None if ms is None else clock.iso(int(ms))


NOTHING_MORE: dict[str, Any] = {"tags": [], "last_note": None, "extras": []}


def lead_row(lead: Lead, *, name: str, form_name: str, agent_name: str | None, **more: Any) -> LeadRow:
    """`more`: tags, last_note, extras, where they are read."""
    return LeadRow(
        id=lead.id, state=lead.state, name=name, form_id=lead.form, form_name=form_name, centre_id=lead.centre,
        agent_id=lead.agent, agent_name=agent_name, opened_at=clock.iso(int(lead.opened_at)),
        confirmed_at=moment(lead.confirmed_at), assigned_at=moment(lead.assigned_at), contacted_at=moment(lead.contacted_at),
        callback_at=moment(lead.callback_at), callback=_callback(lead), callback_missed=lead.is_missed,
        closed_at=moment(lead.closed_at), attempts=int(lead.attempts), version=int(lead.version), **(NOTHING_MORE | more),
    )  # fmt: skip


def _callback(lead: Lead) -> Callback | None:
    if lead.callback_at is None:
        return None
    return "retry" if lead.is_retry else "anyone" if lead.is_for_anyone else "agent"


def flow_settings(flow: Flow) -> FlowSettings:
    return FlowSettings(
        columns=flow.columns, fields=flow.fields, lists=flow.lists or [], reserving=sorted(flow.reserving or ()), version=int(flow.version)
    )
