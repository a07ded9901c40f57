from __future__ import annotations

from chalicelib.foundation.facts import Fact


class PostHeld(Fact):
    """The shield of a form held a post back. It waits a week for somebody to look at it."""

    post_id: str
    form_id: str
    reason: str


class PostReleased(Fact):
    """Somebody found it was no machine: the post goes the road that it would have gone."""

    post_id: str
    form_id: str
    reason: str


class PostDropped(Fact):
    """Somebody found that the shield was right. What was written in it is gone."""

    post_id: str
    form_id: str
    reason: str
