from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from chalicelib.foundation.facts import Fact


class AlertFact(Fact, family=True):
    """`kind`: of the rule that found it. `audience`: whom it is for, the ``agent``, the ``centre`` or the ``company``.

    `since_at`: since when it is so, in milliseconds. `count`: of tries or leads, where the kind counts any.
    """

    alert_id: str
    kind: str
    audience: str
    centre_id: str
    since_at: int
    count: int | None = field(default=None, kw_only=True)
    lead_id: str | None = field(default=None, kw_only=True)
    agent_id: str | None = field(default=None, kw_only=True)


class AlertRaised(AlertFact):
    """Something is late, and who manages the centre or the company should know."""

    PUBLIC: ClassVar = "alert.raised"


class AlertEnded(AlertFact):
    """It is late no more: done, given to somebody else, or the rule is another now."""

    PUBLIC: ClassVar = "alert.ended"


class AgentReminded(AlertFact):
    """Something waits for its agent."""


class ReminderEnded(AlertFact):
    pass


class AlertRulesEdited(Fact):
    """What is watched in a centre is other rules now."""

    centre_id: str
