from __future__ import annotations

from chalicelib.foundation.facts import Fact


class WebhookAdded(Fact):
    webhook_id: str


class WebhookSwitchedOff(Fact):
    """The endpoint answered that it is gone for good."""

    webhook_id: str


class WebhookDeleted(Fact):
    webhook_id: str
