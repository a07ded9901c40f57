from __future__ import annotations

from datetime import datetime

from dateutil.tz import gettz  # type: ignore[import-untyped]  # as in forms: a Lambda may lack a table of zones

from chalicelib.forms import queries as forms
from chalicelib.foundation import clock
from chalicelib.identity import queries as identity
from chalicelib.identity.hours import OpeningHours
from chalicelib.routing.choice import Offer, Opening


def offer(form_id: str) -> Offer:
    """What the form has to choose from at this moment."""
    routes, now = forms.routes(form_id), clock.now()
    return Offer(routes, {centre.id: _opening(centre.hours, now) for centre in identity.centres() if centre.id in routes.centres}, now)


def _opening(hours: OpeningHours | None, at: datetime) -> Opening:
    if hours is None:
        return Opening(is_open=True, opens_at=None, zone=gettz(identity.tenant().timezone))
    opens_at = hours.opens_at(at)
    return Opening(hours.is_open(at), clock.to_ms(opens_at) if opens_at else None, hours.zone)
