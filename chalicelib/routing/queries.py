from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dateutil.tz import gettz  # type: ignore[import-untyped]  # as in forms: a Lambda may lack a table of zones

from chalicelib.forms import queries as forms
from chalicelib.forms.queries import Form, Route, Routes
from chalicelib.foundation import clock
from chalicelib.foundation.caller import Caller
from chalicelib.identity import queries as identity
from chalicelib.identity.shapes import Centre
from chalicelib.leads import queries as leads
from chalicelib.routing import shapes
from chalicelib.routing.choice import Offer, Opening
from chalicelib.routing.choice import Standing as Counted
from chalicelib.routing.models import Turns
from chalicelib.routing.words import deferred, routed

__all__ = ["deferred", "of_centre", "of_form", "offer", "routed"]


def offer(routes: Routes, centres: Iterable[Centre]) -> Offer:
    """What a form has to choose from at this moment. A centre that is closed for good shares no more; where nobody is left, its heir does."""
    now, known = clock.now(), list(centres)
    gone = {centre.id for centre in known if centre.successor_id} & set(routes.centres)
    openings = {centre.id: _opening(centre, now) for centre in known}
    return Offer(_standing_in(routes, gone, known) if gone else routes, openings, now, tuple(sorted(gone)))


def _standing_in(routes: Routes, gone: set[str], known: list[Centre]) -> Routes:
    left = tuple(route for route in routes.sharing if route.centre_id not in gone)
    fallback = identity.heir(routes.fallback_id, known) if routes.fallback_id else None
    if not left and not fallback:
        heirs = dict.fromkeys(identity.heir(route.centre_id, known) for route in routes.sharing)
        left = tuple(Route(heir) for heir in heirs)
    return Routes(left, None if fallback in {route.centre_id for route in left} else fallback)


def _opening(centre: Centre, at: datetime) -> Opening:
    hours = centre.hours
    if hours is None:
        return Opening(is_open=True, opens_at=None, zone=gettz(identity.tenant().timezone))
    opens_at = hours.opens_at(at)
    return Opening(hours.is_open(at), clock.to_ms(opens_at) if opens_at else None, hours.zone)


def of_form(form_id: str, caller: Caller) -> shapes.Standings:
    """What each centre of the form got, beside what was due to it. Of the others than their own, partners see nothing."""
    form = forms.form_for(caller, form_id)
    waiting = leads.count_without_centre(form_id) if caller.reach("centres.read") == "all" else 0
    return shapes.Standings(items=_standings(form, _centres(caller)), waiting=waiting)


def of_centre(centre_id: str, caller: Caller) -> shapes.Standings:
    """The forms that send leads to the centre, and how many."""
    centre = {centre_id: identity.centre_for(caller, centre_id)}
    published = [form for form in forms.forms_for(caller) if form.state == "published"]
    return shapes.Standings(items=[row for form in published for row in _standings(form, centre) if row.part or row.is_fallback], waiting=0)


def _centres(caller: Caller) -> dict[str, Centre]:
    return {centre.id: centre for centre in identity.centres() if caller.may_reach("centres.read", centre=centre.id, owner=None)}


def _standings(form: Form, centres: dict[str, Centre]) -> list[shapes.Standing]:
    """Those who share first, in the author's order, then the fall-back, then who got leads once."""
    routes = forms.routes(form.id) if form.edition else form.routes
    sharing = Turns.of(form.id).sharing
    known = offer(routes, centres.values())
    order = dict.fromkeys((*routes.centres, *known.routes.centres, *sharing.standings))
    return [_standing(form, centres[centre], known, sharing.standing(centre)) for centre in order if centre in centres]


def _standing(form: Form, centre: Centre, known: Offer, counted: Counted) -> shapes.Standing:
    routes, (day, hour) = known.routes, known.periods(centre.id)
    route = next((one for one in routes.sharing if one.centre_id == centre.id), Route(centre.id, share=0))
    parts = sum(one.share for one in routes.sharing) or 1
    return shapes.Standing(
        form_id=form.id, form_name=form.name, centre_id=centre.id, centre_name=centre.name, is_fallback=centre.id == routes.fallback_id,
        part=route.share / parts, received=counted.received, due=round(counted.due, 1),
        today=counted.in_day(day), this_hour=counted.in_hour(hour),
        open=len(leads.still_with(centre.id, counted.open)) if route.open_at_once else None,
        per_hour=route.per_hour, per_day=route.per_day, open_at_once=route.open_at_once, is_open=centre.is_open, opens_at=centre.opens_at,
        successor_id=centre.successor_id,
    )  # fmt: skip
