"""A ticket over HTTP, and the door that it opens."""

from chalicelib.foundation import config, tenancy
from chalicelib.identity import actions as identity
from chalicelib.live import actions
from tests.live.conftest import Event

TICKETS = "/api/v1/live/tickets"


def test_a_ticket_opens_the_socket_that_it_names(ask):
    with tenancy.inside(identity.open_tenant("Acme", "fr", "Europe/Paris", "FR")):
        reader = identity.make_api_key("wall screen", {"leads.read"}).key
        writer = identity.make_api_key("landing page", {"leads.write"}).key
    given = ask("POST", TICKETS, key=reader)
    assert (given.status, given.json["url"]) == (201, config.SOCKETS_URL)
    assert actions.enter(Event("c1", given.json["ticket"])) == {"statusCode": 200}
    assert ask("POST", TICKETS, key=writer).status == 403
    assert ask("POST", TICKETS).status == 401
