"""The company's own words to sort persons by: made, renamed, retired. They are put on somebody by `actions.tag`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.contacts.facts import TagChanged, TagMade, TagRetired
from chalicelib.contacts.models import TagBook
from chalicelib.contacts.shapes import Tag, TagDraft
from chalicelib.foundation import ids
from chalicelib.foundation.asked import language
from chalicelib.foundation.errors import Conflict, NotFound, refused
from chalicelib.foundation.facts import Fact
from chalicelib.foundation.states import TRIES

AT_MOST = 200
"""Of one company. More than that nobody finds again."""
KEPT_AT_MOST = 1000
"""With those that are retired, whose names the history still tells: all of them are one item."""


def make(draft: TagDraft) -> Tag:
    """One word more. Of a name that is there already, refused."""
    tag_id = ids.short_id()

    def made(found: TagBook) -> tuple[dict[str, Any], Fact]:
        _expect_free(found, draft.name, tag_id)
        if len(found.kept) >= KEPT_AT_MOST:
            fr, en = "Trop d'étiquettes ont été faites et supprimées : renommez-en une.", "Too many tags were made and removed: rename one."
            raise refused("name", "too_many_tags", fr, en, language())
        if len(found.offered()) >= AT_MOST:
            raise refused(
                "name", "too_many_tags", f"{AT_MOST} étiquettes au plus : supprimez-en une d'abord.", f"{AT_MOST} tags at most: remove one first.",
                language(),
            )  # fmt: skip
        return found.kept | {tag_id: draft.model_dump()}, TagMade(tag_id)

    _rewrite(made)
    return _tag(tag_id, draft)


def change(tag_id: str, draft: TagDraft) -> Tag:
    """Another name or colour, wherever it is put."""

    def changed(found: TagBook) -> tuple[dict[str, Any], Fact]:
        _expect_known(found, tag_id)
        _expect_free(found, draft.name, tag_id)
        return found.kept | {tag_id: draft.model_dump()}, TagChanged(tag_id)

    _rewrite(changed)
    return _tag(tag_id, draft)


def retire(tag_id: str) -> None:
    """Offer it no more, and show it nowhere but in the history."""

    def retired(found: TagBook) -> tuple[dict[str, Any], Fact]:
        _expect_known(found, tag_id)
        return found.kept | {tag_id: found.kept[tag_id] | {"retired": True}}, TagRetired(tag_id)

    _rewrite(retired)


def _rewrite(change: Callable[[TagBook], tuple[dict[str, Any], Fact]]) -> None:
    """The list is changed once, however many others change it at the same time."""
    for _ in range(TRIES):
        found = TagBook.here()
        try:
            found.keep(*change(found))
        except Conflict:
            continue
        return
    raise Conflict


def _tag(tag_id: str, draft: TagDraft) -> Tag:
    return Tag(id=tag_id, name=draft.name, colour=draft.colour)


def _expect_known(found: TagBook, tag_id: str) -> None:
    if found.kept.get(tag_id, {"retired": True}).get("retired"):
        raise NotFound


def _expect_free(found: TagBook, name: str, tag_id: str) -> None:
    if found.named(name) not in {None, tag_id}:
        raise refused("name", "taken", "Une étiquette porte déjà ce nom.", "There is a tag of this name already.", language())
