from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.foundation.routes import Shape

Colour = Literal["stone", "brass", "pine", "sky", "moss", "brick"]


class TagDraft(Shape):
    name: Annotated[str, Field(min_length=1, max_length=40)]
    colour: Colour = "stone"


class Tag(Shape):
    id: str
    name: str
    colour: Colour


class TagList(Shape):
    items: list[Tag]
