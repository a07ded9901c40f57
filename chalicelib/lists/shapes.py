from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from chalicelib.foundation.routes import Id, Page, Shape
from chalicelib.foundation.words import fault
from chalicelib.leads.shapes import Stage, State

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
LeadId = Annotated[str, Field(pattern=r"^[0-9a-z]{16}\.[0-9]{1,4}$")]
About = Literal["tag", "form", "stage", "state", "centre", "received"]
KNOWN = {"stage": frozenset(get_args(Stage)), "state": frozenset(get_args(State)) - {"erased"}}
MOST_CONDITIONS = 10
MOST_AT_ONCE = 50


class Condition(Shape):
    """`values`: ids of tags, forms or centres, or names of states or stages, of which one must be the lead's; `negated`: none may be.

    `received`: in the last `days`, or from the day `since` to the day `until`, both included, by the company's clock.
    """

    about: About
    negated: bool = False
    values: Annotated[list[Id], Field(max_length=20, default_factory=list)]
    days: Annotated[int | None, Field(ge=1, le=3650)] = None
    since: date | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.about == "received":
            self._expect_a_time()
        elif not self.values:
            raise fault(
                "values", "Choisissez au moins une valeur, ou retirez cette condition.", "Choose one value at least, or remove this condition."
            )
        elif self.about in KNOWN and set(self.values) - KNOWN[self.about]:
            raise fault("values", "Choisissez des états de la liste.", "Choose states of the list.")
        return self

    def _expect_a_time(self) -> None:
        if self.days is None and self.since is None and self.until is None:
            raise fault("when", "Dites depuis combien de jours, ou entre quelles dates.", "Say within how many days, or between which dates.")
        if self.since and self.until and self.since > self.until:
            raise fault("when", "La fin vient après le début.", "The end comes after the beginning.")


class Rule(Shape):
    """Of these conditions, all or any must fit a lead; then its person is on the list."""

    match: Literal["all", "any"] = "all"
    conditions: Annotated[list[Condition], Field(min_length=1, max_length=MOST_CONDITIONS)]


class ListDraft(Shape):
    """`centre_id`: whose list it is; the company's where left out. `rule`: who is on it; where left out, people are put on by hand."""

    name: Name
    description: Description = ""
    centre_id: Id | None = None
    rule: Rule | None = None


class MarketingList(ListDraft):
    """`members`: how many are on it by hand; None by a rule, which is asked anew each time. `may_write`: whether the reader may change it."""

    id: str
    centre_name: str | None = None
    members: int | None = None
    may_write: bool = False
    version: int


class Lists(Shape):
    items: list[MarketingList]
    cursor: str | None = None


class MemberQuery(Page):
    """A page of who is on a list."""


class Member(Shape):
    """A person, by the newest of their leads that the reader may see (and that the rule fits). `joined_at`: put on by hand."""

    lead_id: str
    name: str
    state: State
    form_name: str
    opened_at: str
    joined_at: str | None = None


class Members(Shape):
    items: list[Member]
    cursor: str | None = None


class RuleAsked(Shape):
    """`cursor`: where the count before came to; it goes on from there."""

    rule: Rule
    centre_id: Id | None = None
    cursor: Annotated[str | None, Field(max_length=500)] = None


class Counted(Shape):
    """How many persons fit, as far as was looked. With a `cursor` there may be more: leads from before `back_to` were not looked at."""

    count: int
    cursor: str | None
    back_to: date | None


class MembersDraft(Shape):
    """The persons of these leads."""

    lead_ids: Annotated[list[LeadId], Field(min_length=1, max_length=MOST_AT_ONCE)]


class MembersAdded(Shape):
    """`already`: who was on it before. `unknown`: leads that the caller does not see, or that are gone."""

    added: int
    already: int
    unknown: int


class LeadListsDraft(Shape):
    """Lists by hand to put the person on, and to take them off."""

    add: Annotated[list[Id], Field(max_length=20, default_factory=list)]
    remove: Annotated[list[Id], Field(max_length=20, default_factory=list)]


class ListOfLead(Shape):
    """`by_hand`: somebody put the person on it; else its rule fits this lead."""

    id: str
    name: str
    by_hand: bool


class ListsOfLead(Shape):
    items: list[ListOfLead]
    cursor: str | None = None
