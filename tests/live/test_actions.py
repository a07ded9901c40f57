"""Who hears of a lead, and how a connection begins and ends."""

from datetime import UTC, datetime, timedelta

import pytest
from botocore.stub import ANY, Stubber

from chalicelib.foundation import aws, clock, config, keys, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotAllowed
from chalicelib.foundation.records import key
from chalicelib.leads.facts import LeadReleased
from chalicelib.live import actions
from chalicelib.live.models import Connection
from tests.live.conftest import Event
from tests.live.told import TENANT, said

OTHER = "acme0002"


def later(seconds):
    return clock.held_at(datetime.now(UTC) + timedelta(seconds=seconds))


def ticket(**more):
    who = {"centre": None, "grants": {"leads.read": "all"}} | more
    return actions.issue(Caller("user", "user1", TENANT, **who))


def test_an_agent_hears_of_their_own_leads_and_not_of_others(sockets, listens):
    listens("mine", "agent1", "own", centre="centre1")
    listens("other", "agent2", "own", centre="centre1")
    actions.push(said())
    assert sockets.told == {
        "mine": [
            {
                "type": "LeadAssigned",
                "lead_id": "p000000000000001.1",
                "state": "assigned",
                "version": 3,
                "agent_id": "agent1",
                "centre_id": "centre1",
                "by": None,
            }
        ]
    }


def test_the_screen_that_changes_can_say_who_did_it(sockets, listens, monkeypatch):
    monkeypatch.setattr(actions.identity, "names", lambda users: {"boss1": "Claire"} if users == {"boss1"} else {})
    listens("mine", "agent1", "own", centre="centre1")
    for by in ("user:boss1", "user:gone", "key:k1", "visitor"):
        actions.push(said(by=by))
    assert [told["by"] for told in sockets.told["mine"]] == [{"id": "boss1", "name": "Claire"}, None, None, None]


def test_a_manager_hears_of_their_centre_and_an_admin_of_all(sockets, listens):
    listens("manager", "boss1", "centre", centre="centre1")
    listens("neighbour", "boss2", "centre", centre="centre2")
    listens("admin", "admin1", "all")
    listens("observer", "eye1", "all", centre="centre2")
    actions.push(said())
    assert set(sockets.told) == {"manager", "admin", "observer"}


def test_a_centre_without_a_centre_sees_nothing(sockets, listens):
    listens("lost", "boss3", "centre")
    actions.push(said())
    assert sockets.told == {}


def test_a_seller_of_no_centre_hears_of_their_own(sockets, listens):
    listens("seller", "agent1", "own")
    actions.push(said())
    assert set(sockets.told) == {"seller"}


def test_whoever_lost_the_lead_hears_it_too(sockets, listens):
    listens("was", "agent9", "own", centre="centre1")
    actions.push(said(LeadReleased, agent=None, was="agent9", why="timeout"))
    assert sockets.told["was"][0]["agent_id"] is None


def test_whoever_lost_the_lead_to_a_colleague_hears_it_too(sockets, listens):
    listens("was", "agent9", "own", centre="centre1")
    actions.push(said(was="agent9"))
    assert sockets.told["was"][0]["agent_id"] == "agent1"


def test_another_company_hears_nothing(sockets, listens):
    listens("admin", "admin1", "all")
    with tenancy.inside(OTHER):
        keys.make(OTHER)
        actions.push(said())
    assert sockets.told == {}


def test_one_dead_connection_stops_no_other(sockets, listens):
    for name in ("a", "b", "c"):
        listens(name, f"admin{name}", "all")
    sockets.gone, sockets.failing = {"a"}, {"b"}
    with later(60):
        actions.push(said())
        assert set(sockets.told) == {"c"}
    left = {one.id for one in Connection.query(key("N", "*"))}
    assert left == {"b", "c"}


def test_a_connection_that_is_only_opening_is_not_forgotten(sockets, listens):
    """It is kept before API Gateway has opened it, and called gone until then."""
    listens("a", "admin1", "all")
    sockets.gone = {"a"}
    actions.push(said())
    sockets.gone = set()
    actions.push(said())
    assert set(sockets.told) == {"a"}


SIGNATURE = "A" * 22


@pytest.mark.parametrize(
    "spoilt", [None, "", "nonsense", "..", f"{TENANT}.e30.", f"{TENANT}.e30.{SIGNATURE}", f"{TENANT}.é.{SIGNATURE}", f"sys.e30.{SIGNATURE}"]
)
def test_what_is_no_ticket_opens_nothing(company, spoilt):
    assert actions.enter(Event("c1", spoilt)) == {"statusCode": 401}


def test_a_ticket_lasts_thirty_seconds(company):
    given = ticket()
    with later(29):
        assert actions.enter(Event("c1", given)) == {"statusCode": 200}
    with later(31):
        assert actions.enter(Event("c2", given)) == {"statusCode": 401}


def test_a_changed_ticket_is_refused(company):
    mine, theirs = ticket().split("."), ticket(grants={"leads.read": "own"}).split(".")
    assert actions.enter(Event("c1", f"{TENANT}.{mine[1]}.{theirs[2]}")) == {"statusCode": 401}


def test_a_ticket_of_another_company_is_refused(company):
    with tenancy.inside(OTHER):
        keys.make(OTHER)
        _, said_there, signed_there = ticket().split(".")
    assert actions.enter(Event("c1", f"{TENANT}.{said_there}.{signed_there}")) == {"statusCode": 401}


def test_a_ticket_of_a_company_that_does_not_exist_is_refused(company):
    given = ticket()
    keys.forget()
    with tenancy.inside(TENANT):
        keys.KeyRing.get(*keys._place(TENANT)).delete()
    assert actions.enter(Event("c1", given)) == {"statusCode": 401}


def test_whoever_may_read_no_leads_gets_no_ticket(company):
    with pytest.raises(NotAllowed):
        ticket(grants={})


def test_a_connection_is_forgotten_by_itself_after_two_hours(listens):
    listens("a", "admin1", "all")
    [kept] = Connection.query(key("N", "*"))
    assert 7195 <= kept.expires - datetime.now(UTC).timestamp() <= 7200


def test_a_console_that_speaks_is_answered(sockets):
    assert actions.heed(Event("c1")) == {"statusCode": 200}
    assert sockets.told == {"c1": [{"type": "pong"}]}


def test_the_call_is_what_api_gateway_understands(listens):
    listens("a=", "admin1", "all")
    with Stubber(aws.client("apigatewaymanagementapi", endpoint=config.SOCKETS_ENDPOINT)) as api_gateway:
        api_gateway.add_response("post_to_connection", {}, {"ConnectionId": "a=", "Data": ANY})
        actions.push(said())
        api_gateway.assert_no_pending_responses()
