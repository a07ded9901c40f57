from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from chalicelib.alerts.models import RuleBook
from chalicelib.alerts.rules import MOST_RULES, AlertRule, Audience, Kind
from chalicelib.foundation.routes import Moment, Shape
from chalicelib.foundation.words import fault


class AlertRules(Shape):
    """`version` is for If-Match; 0: the centre has made no rules of its own, and these are the house's."""

    rules: list[AlertRule]
    version: int

    @classmethod
    def of(cls, book: RuleBook) -> AlertRules:
        return cls(rules=book.rules, version=int(book.version))


class AlertRulesDraft(Shape):
    rules: Annotated[list[AlertRule], Field(max_length=MOST_RULES)]

    @model_validator(mode="after")
    def _are_told_apart(self) -> AlertRulesDraft:
        if len({rule.id for rule in self.rules}) < len(self.rules):
            raise fault("rule_twice", "Deux règles ont le même identifiant : changez-en un.", "Two rules have the same id: change one.")
        return self


class Notice(Shape):
    """`title` and `detail` in the reader's language. `ended_at`: once it is over."""

    id: str
    kind: Kind
    audience: Audience
    title: str
    detail: str
    since_at: str
    raised_at: str
    ended_at: str | None
    unread: bool
    lead_id: str | None
    agent_id: str | None
    centre_id: str


class Notices(Shape):
    """What is late longest comes first, then what is over lately. `at`: the moment of this reading, to mark all of it as read."""

    items: list[Notice]
    unread: int
    at: str


class NoticesRead(Shape):
    """Single ones by their ids, or all up to a moment."""

    ids: Annotated[list[Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{20}$")]], Field(max_length=100, default_factory=list)]
    until: Moment | None = None


class NoticeSettings(Shape):
    """`mail`: whether mails of rules that send any reach me. `muted`: kinds that I want to hear nothing of. `centres`: whether I hear of every
    centre's alerts, where I look after the whole company.
    """

    mail: bool
    muted: Annotated[list[Kind], Field(max_length=20)]
    centres: bool
