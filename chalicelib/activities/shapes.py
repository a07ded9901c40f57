from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.foundation.routes import Id, Shape

TagIds = Annotated[list[Id], Field(max_length=10)]


class NoteModelDraft(Shape):
    """`centre_id`: for this centre only; null, for all of them. `place`: the lowest stands first. `tags` are put on the person with the note."""

    title: Annotated[str, Field(min_length=1, max_length=60)]
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    tags: Annotated[TagIds, Field(default_factory=list)]
    centre_id: Id | None = None
    place: Annotated[int, Field(ge=0, le=999)] = 0


class NoteModel(Shape):
    """`mine`: whether the reader may change it."""

    id: str
    title: str
    text: str
    tags: list[str]
    centre_id: str | None
    place: int
    mine: bool


class NoteModelList(Shape):
    items: list[NoteModel]
