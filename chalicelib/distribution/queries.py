from __future__ import annotations

from datetime import tzinfo

from dateutil.tz import gettz  # type: ignore[import-untyped]  # as in forms: a Lambda may lack a table of zones

from chalicelib.distribution.models.seats import Ruled, Seat, seat_key
from chalicelib.distribution.words import assigned, released
from chalicelib.foundation import clock
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotFound
from chalicelib.identity import queries as identity
from chalicelib.identity.shapes import Centre

__all__ = ["assigned", "day_of", "managed", "my_seat", "pause_names", "reached", "released", "roster", "seats", "zone_of"]


def zone_of(centre: Centre) -> tzinfo:
    zone: tzinfo = centre.hours.zone if centre.hours else gettz(identity.tenant().timezone)
    return zone


def day_of(centre: Centre) -> str:
    """Which day it is there."""
    return f"{clock.now().astimezone(zone_of(centre)):%Y%m%d}"


def my_seat(caller: Caller) -> Seat | None:
    """The caller's; None for somebody who never takes leads."""
    found: Seat | None = Seat.find(*seat_key(caller.centre, caller.id)) if caller.centre else None
    return found


def managed(centre_id: str, caller: Caller) -> Centre:
    """A centre whose distribution the caller rules; else `NotFound`."""
    return _reached(centre_id, caller, "distribution.write")


def reached(centre_id: str, caller: Caller) -> Centre:
    """A centre whose leads the caller manages; else `NotFound`."""
    return _reached(centre_id, caller, "leads.manage")


def _reached(centre_id: str, caller: Caller, verb: str) -> Centre:
    if not caller.may_reach(verb, centre=centre_id, owner=None):
        raise NotFound
    return identity.centre(centre_id)


def seats(centre_id: str) -> list[Seat]:
    """Everybody who takes part, for a task or a neighbour; a person's request goes through `reached`."""
    return Seat.roster(centre_id)


def pause_names(centre_id: str) -> dict[str, str]:
    """What a centre calls its own reasons of a pause, by id; those that every centre has are named where they are shown."""
    return {pause.id: pause.name for pause in Ruled.of(centre_id).read.pauses if pause.name}


def roster(centre_id: str, caller: Caller) -> list[Seat]:
    """The agents of a centre that the caller manages; else `NotFound`."""
    return sorted(Seat.roster(reached(centre_id, caller).id), key=lambda seat: (not seat.present, seat.load))
