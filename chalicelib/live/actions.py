from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.foundation import aws, config, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotSignedIn
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.log import log
from chalicelib.identity import queries as identity
from chalicelib.live.models import Connection
from chalicelib.live.tickets import Ticket

ACCEPTED = {"statusCode": 200}
REFUSED = {"statusCode": 401}
PONG = {"type": "pong"}


class StillOpen(Exception):
    """Connections that had to be closed and are not: the fact comes again."""


def issue(caller: Caller) -> str:
    """A ticket to open a connection with. Raises `NotSignedIn` where their token says what is no longer so: a console then asks for a new one."""
    if not identity.still_stands(caller):
        raise NotSignedIn
    return Ticket.to(caller).signed()


def enter(event: Any) -> dict[str, int]:
    """A WebSocket opens: kept when its ticket is good, else refused.

    Kept first and looked into then: of a change at this very moment either this look tells, or `end` finds the connection.
    """
    raw = event.to_dict()
    try:
        ticket = Ticket.read((raw.get("queryStringParameters") or {}).get("ticket", ""))
    except NotSignedIn:
        return REFUSED
    with tenancy.inside(ticket.tenant, by=f"user:{ticket.user}"):
        connection = Connection.open(ticket, event.connection_id)
        connection.save()
        if _is_of_the_platform(ticket) or identity.still_stands(ticket.caller):
            return ACCEPTED
        connection.delete()
    return REFUSED


def heed(event: Any) -> dict[str, int]:
    """A console says it is there, which keeps API Gateway from ending an idle connection; the answer tells it that we are too."""
    _post(event.connection_id, PONG)
    return ACCEPTED


def push(said: Announcement) -> None:
    """Tell all who may see the lead that it changed. One that cannot be told never keeps another from hearing."""
    fact: Any = said.fact
    message = {
        "type": type(fact).__name__,
        "lead_id": fact.lead_id,
        "state": getattr(fact, "state", None),
        "version": said.version,
        "agent_id": fact.agent_id,
        "centre_id": fact.centre_id,
        "by": _who(said.by),
    }
    for connection in Connection.seeing(fact.centre_id, _holders(fact)):
        if not _post(connection.id, message) and not connection.is_opening:
            connection.delete()


def end(said: Announcement) -> None:
    """Close all that somebody has open, or everybody of the company: what they see may be another's by now. A console comes again by itself,
    as who it is then, or learns that it is signed out. A repeat closes what came again, and no more.

    What a super administrator has open in a company is not found from the platform: it ends by itself.
    """
    if said.tenant == tenancy.PLATFORM:
        return
    fact: Any = said.fact
    who = getattr(fact, "user_id", None) or getattr(fact, "key_id", None)
    left = [one.id for one in Connection.of(who, [centre.id for centre in identity.centres()]) if not _closed(one)]
    if left:
        raise StillOpen(left)


def _is_of_the_platform(ticket: Ticket) -> bool:
    """A super administrator who visits. The accounts of the platform are not this function's to read: they were when the ticket was given."""
    return identity.home(ticket.caller) != ticket.tenant


def _closed(connection: Connection) -> bool:
    """And forgotten. False while it is only opening, when it cannot be closed, and where API Gateway could not be asked."""
    sockets = aws.client("apigatewaymanagementapi", endpoint=config.SOCKETS_ENDPOINT)
    try:
        sockets.delete_connection(ConnectionId=connection.id)
    except sockets.exceptions.GoneException:
        if connection.is_opening:
            return False
    except (ClientError, BotoCoreError) as error:
        log.failure("close_failed", error)
        return False
    connection.delete()
    return True


def _holders(fact: Any) -> set[str]:
    """Whose lead it is, or was until now. An alert for those who manage an agent is not that agent's to hear."""
    if getattr(fact, "audience", "agent") != "agent":
        return set()
    return {fact.agent_id, getattr(fact, "was", None)} - {None}


def _who(actor: str) -> dict[str, str] | None:
    """The colleague who did it, so that the screen which changes can say so; None for a machine or a visitor."""
    kind, _, user = actor.partition(":")
    name = identity.names({user}).get(user) if kind == "user" else None
    return {"id": user, "name": name} if name else None


def _post(connection_id: str, message: dict[str, Any]) -> bool:
    """Whether the connection still exists. A failure of the moment is let go: the console asks again by itself now and then."""
    sockets = aws.client("apigatewaymanagementapi", endpoint=config.SOCKETS_ENDPOINT)
    try:
        sockets.post_to_connection(ConnectionId=connection_id, Data=json.dumps(message).encode())
    except sockets.exceptions.GoneException:
        return False
    except (ClientError, BotoCoreError) as error:
        log.failure("push_failed", error)
    return True
