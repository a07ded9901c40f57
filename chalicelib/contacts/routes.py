from __future__ import annotations

from chalicelib.contacts import queries, shapes, tags
from chalicelib.foundation.errors import Conflict
from chalicelib.foundation.routes import Routes

routes = Routes(__name__)


@routes.get("/tags", may="tags.read", gives=shapes.TagList)
def list_tags() -> shapes.TagList:
    return shapes.TagList(items=queries.tags())


@routes.post("/tags", may="tags.write", gives=shapes.Tag, status=201, raises=(Conflict,))
def make_tag(body: shapes.TagDraft) -> shapes.Tag:
    return tags.make(body)


@routes.put("/tags/{tag_id}", may="tags.write", gives=shapes.Tag, raises=(Conflict,))
def change_tag(tag_id: str, body: shapes.TagDraft) -> shapes.Tag:
    return tags.change(tag_id, body)


@routes.delete("/tags/{tag_id}", may="tags.write", raises=(Conflict,))
def retire_tag(tag_id: str) -> None:
    tags.retire(tag_id)
