from __future__ import annotations

from chalicelib.foundation import config
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.routes import Routes
from chalicelib.live import actions, shapes

routes = Routes(__name__)


@routes.post("/live/tickets", may="leads.read", gives=shapes.LiveTicket, status=201)
def issue_ticket(caller: Caller) -> shapes.LiveTicket:
    return shapes.LiveTicket(url=config.SOCKETS_URL, ticket=actions.issue(caller))
