from __future__ import annotations

from contextlib import suppress

from pynamodb.exceptions import TransactWriteError

from chalicelib.forms import actions as forms
from chalicelib.foundation import clock
from chalicelib.foundation.errors import AlreadyDone, Conflict
from chalicelib.quarantine.shapes import Cleared, Clearing
from chalicelib.shield import queries as shield
from chalicelib.shield.queries import HeldPost

DROPPED_AT_ONCE = 100


def release(post_id: str) -> str:
    """Let it go on; answers its lead. A repeat changes nothing, nor do two who release it at once. Raises `Conflict` for one that was dropped.

    The lead and the decision are one transaction. Where the person had the same wish before there is no new lead, and the decision is written alone.
    """
    try:
        return _release(shield.held(post_id))
    except AlreadyDone:
        return str(shield.held(post_id).lead)


def drop(post_id: str) -> None:
    """What it holds is gone. A repeat changes nothing. Raises `Conflict` for one that was released."""
    with suppress(AlreadyDone):
        shield.held(post_id).drop()


def clear(wanted: Clearing) -> Cleared:
    """Drop those that came until a moment, a hundred at a time. What somebody else decides meanwhile is theirs; cut off, it is asked again."""
    posts = shield.held_until(clock.to_ms(wanted.until), wanted.form_id, wanted.reason, DROPPED_AT_ONCE + 1)
    dropped = sum(map(_dropped, posts[:DROPPED_AT_ONCE]))
    return Cleared(dropped=dropped, has_more=len(posts) > DROPPED_AT_ONCE)


def _dropped(post: HeldPost) -> bool:
    try:
        post.drop()
    except (AlreadyDone, Conflict):
        return False
    return True


def _release(post: HeldPost) -> str:
    post.expect_waiting()
    done = forms.take_up(post.read(), lambda tx, lead_id: post.release(lead_id, tx), lambda error: _look_at(error, post))
    if not done.is_new:
        post.release(done.lead_id)
    return done.lead_id


def _look_at(_refusal: TransactWriteError, post: HeldPost) -> None:
    """Raises `AlreadyDone` or `Conflict` where somebody else has decided meanwhile."""
    shield.held(post.id).expect_waiting()
