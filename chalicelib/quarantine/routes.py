from __future__ import annotations

from chalicelib.contacts.actions import PersonFull
from chalicelib.foundation.errors import BadRequest, Conflict
from chalicelib.foundation.routes import Routes
from chalicelib.quarantine import actions, queries, shapes

routes = Routes(__name__)


@routes.get("/quarantine", may="posts.release", gives=shapes.HeldPostList, raises=(BadRequest,))
def list_held_posts(query: shapes.Wanted) -> shapes.HeldPostList:
    return queries.page(query)


@routes.post("/quarantine/{post_id}/release", may="posts.release", gives=shapes.Released, raises=(Conflict, PersonFull))
def release_held_post(post_id: str) -> shapes.Released:
    return shapes.Released(lead_id=actions.release(post_id))


@routes.post("/quarantine/clearing", may="posts.release", gives=shapes.Cleared)
def clear_quarantine(body: shapes.Clearing) -> shapes.Cleared:
    return actions.clear(body)


@routes.delete("/quarantine/{post_id}", may="posts.release", raises=(Conflict,))
def drop_held_post(post_id: str) -> None:
    actions.drop(post_id)
