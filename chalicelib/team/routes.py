from __future__ import annotations

from chalicelib.foundation.caller import Caller
from chalicelib.foundation.routes import Routes
from chalicelib.team import queries, shapes

routes = Routes(__name__)


@routes.get("/centres/{centre_id}/wall", may="leads.manage", gives=shapes.Wall)
def read_wall(centre_id: str, caller: Caller) -> shapes.Wall:
    return queries.wall(centre_id, caller)


@routes.get("/me/dashboard", may="leads.work", gives=shapes.Dashboard)
def read_dashboard(caller: Caller) -> shapes.Dashboard:
    return queries.dashboard(caller)
