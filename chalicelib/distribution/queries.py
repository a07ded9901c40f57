from __future__ import annotations

from chalicelib.distribution.models import Seat, seat_key
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotFound
from chalicelib.identity import queries as identity


def presence(caller: Caller) -> bool | None:
    """Whether the caller takes leads now; None for somebody who never does."""
    mine = Seat.find(*seat_key(caller.centre, caller.id)) if caller.centre else None
    return bool(mine.present) if mine else None


def seats(centre_id: str) -> list[Seat]:
    """Everybody who takes part, for a task; a person's request goes through `roster`."""
    return Seat.roster(centre_id)


def roster(centre_id: str, caller: Caller) -> list[Seat]:
    """The agents of a centre that the caller manages; else `NotFound`."""
    if not caller.may_reach("leads.manage", centre=centre_id, owner=None):
        raise NotFound
    identity.centre(centre_id)
    return sorted(Seat.roster(centre_id), key=lambda seat: (not seat.present, seat.load))
