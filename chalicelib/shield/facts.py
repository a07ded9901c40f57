from __future__ import annotations

from chalicelib.foundation.facts import Fact


class PostHeldBack(Fact):
    """The shield of a form held a post back. It waits a week for somebody to look at it."""

    post_id: str
    form_id: str
    reason: str


class PostReleased(Fact):
    """Somebody found that it was no machine's: it goes the road that it would have gone, as this lead."""

    post_id: str
    form_id: str
    reason: str
    lead_id: str


class PostDropped(Fact):
    """Somebody found that the shield was right. What was written in it is gone."""

    post_id: str
    form_id: str
    reason: str
