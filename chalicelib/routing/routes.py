from __future__ import annotations

from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.routes import Routes
from chalicelib.routing import queries, shapes

routes = Routes(__name__)


@routes.get("/forms/{form_id}/standings", may="forms.read", gives=shapes.Standings, raises=(NotFound,))
def list_standings_of_form(form_id: str, caller: Caller) -> shapes.Standings:
    return queries.of_form(form_id, caller)


@routes.get("/centres/{centre_id}/standings", may="forms.read", gives=shapes.Standings, raises=(NotFound,))
def list_standings_of_centre(centre_id: str, caller: Caller) -> shapes.Standings:
    return queries.of_centre(centre_id, caller)
