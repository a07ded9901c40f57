from __future__ import annotations

from dataclasses import dataclass

from chalicelib.foundation.facts import Fact


@dataclass(frozen=True)
class WebhookAdded(Fact):
    webhook_id: str


@dataclass(frozen=True)
class WebhookSwitchedOff(Fact):
    """The endpoint answered that it is gone for good."""

    webhook_id: str


@dataclass(frozen=True)
class WebhookDeleted(Fact):
    webhook_id: str
