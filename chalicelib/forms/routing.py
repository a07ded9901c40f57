"""Which centres get the leads of a form: `centres`, the block `routing` of its content, and what an edition makes of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from chalicelib.foundation.routes import Shape
from chalicelib.foundation.words import fault

MOST_OPEN = 200
"""Of the leads that a centre may have open at once where that is limited: each of them is written down by its name."""

CentreId = Annotated[str, StringConstraints(pattern=r"^[0-9a-z]{1,20}$")]
Cap = Annotated[int, Field(ge=1, le=100_000)]


class CentreShare(Shape):
    """A centre, and its part of the leads beside the parts of the others. Its caps are for the leads of this form; those open are not closed yet."""

    centre_id: CentreId
    share: Annotated[int, Field(ge=1, le=100)] = 1
    per_hour: Cap | None = None
    per_day: Cap | None = None
    open_at_once: Annotated[int, Field(ge=1, le=MOST_OPEN)] | None = None


class Routing(Shape):
    """`fallback_id`: the centre that takes, without a cap, what no other can."""

    fallback_id: CentreId | None = None


@dataclass(frozen=True)
class Route:
    """One of the centres that share the leads of an edition."""

    centre_id: str
    share: int = 1
    per_hour: int | None = None
    per_day: int | None = None
    open_at_once: int | None = None

    @property
    def is_capped(self) -> bool:
        return any((self.per_hour, self.per_day, self.open_at_once))


@dataclass(frozen=True)
class Routes:
    """How an edition chooses the centre of a lead."""

    sharing: tuple[Route, ...]
    fallback_id: str | None

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Routes:
        return cls(tuple(Route(**route) for route in content["centres"]), content.get("routing", {}).get("fallback_id"))

    @property
    def only(self) -> str | None:
        """The one centre, where there is nothing to choose."""
        if len(self.sharing) > 1 or self.fallback_id or self.sharing[0].is_capped:
            return None
        return self.sharing[0].centre_id

    @property
    def centres(self) -> tuple[str, ...]:
        return tuple(route.centre_id for route in self.sharing) + ((self.fallback_id,) if self.fallback_id else ())


def expect_each_centre_once(centres: list[CentreShare], routing: Routing) -> None:
    """By its share, or as the fall-back."""
    if any(times > 1 for times in Counter(share.centre_id for share in centres).values()):
        raise fault("centres_repeated", "Un centre figure deux fois : donnez-lui une seule part.", "A centre stands there twice: give it one share.")
    if routing.fallback_id in {share.centre_id for share in centres}:
        raise fault(
            "fallback_shares",
            "Le centre de repli a déjà une part : choisissez-en un autre.",
            "The fall-back already has a share: choose another centre.",
        )
