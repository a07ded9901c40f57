from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Self

from pynamodb.attributes import UnicodeAttribute

from chalicelib.foundation import clock
from chalicelib.foundation.records import LeaseRecord, key
from chalicelib.live.tickets import Ticket

LASTS_SECONDS = 2 * 3600
"""API Gateway ends a connection after two hours whatever happens on it, so nothing renews this."""

OPENING_SECONDS = 30
"""A connection is kept before it is open: until then API Gateway calls it gone."""

EVERYWHERE = "*"


class Connection(LeaseRecord, discriminator="N"):
    """One open console. It stands under its centre, or under `*` when it sees the whole tenant or belongs to no centre."""

    reach = UnicodeAttribute(attr_name="r")

    @classmethod
    def open(cls, ticket: Ticket, connection_id: str) -> Self:
        place = ticket.centre if ticket.centre and ticket.reach != "all" else EVERYWHERE
        until = clock.now_ms() // 1000 + LASTS_SECONDS
        return cls(key("N", place), f"{ticket.user}#{connection_id}", reach=ticket.reach, expires=until)

    @classmethod
    def seeing(cls, centre_id: str | None, owners: Iterable[str]) -> Iterator[Self]:
        """Those who may see a lead of this centre, held now or until now by these users."""
        held_by = set(owners)
        for place in filter(None, (EVERYWHERE, centre_id)):
            yield from (one for one in cls.query(key("N", place)) if one.sees(place == centre_id, held_by))

    @classmethod
    def of(cls, user: str | None, centre_ids: Iterable[str]) -> Iterator[Self]:
        """Those of one user or key, in whichever of these centres; everybody's where none is named."""
        for place in (EVERYWHERE, *centre_ids):
            yield from cls.query(key("N", place), cls.sk.startswith(f"{user}#") if user else None, consistent_read=True)

    def sees(self, is_of_centre: bool, owners: set[str]) -> bool:
        return self.reach == "all" or (self.reach == "centre" and is_of_centre) or self.user_id in owners

    @property
    def is_opening(self) -> bool:
        return int(self.expires) - LASTS_SECONDS + OPENING_SECONDS > clock.now_ms() // 1000

    @property
    def user_id(self) -> str:
        return str(self.sk.partition("#")[0])

    @property
    def id(self) -> str:
        return str(self.sk.partition("#")[2])
