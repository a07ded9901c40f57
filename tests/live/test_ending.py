"""A console is open, and its person is disabled, moves, changes the password or signs out: what was open is closed, and nothing else."""

import pytest

from chalicelib.foundation import keys, tenancy
from chalicelib.foundation.errors import NotSignedIn
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.records import key
from chalicelib.identity import actions as identity
from chalicelib.identity import facts, queries, sessions
from chalicelib.identity.models.users import User
from chalicelib.live import actions, tasks, tickets
from chalicelib.live.models import Connection
from tests.builders import PASSWORD, a_company, email_of
from tests.live.conftest import Event, Sockets
from tests.live.test_actions import later

TICKETS = "/api/v1/live/tickets"


@pytest.fixture
def sockets(world, monkeypatch):
    real = actions.aws.client
    double = Sockets(real("apigatewaymanagementapi", endpoint="http://localhost:8030"))
    monkeypatch.setattr(actions.aws, "client", lambda name, endpoint=None: double if name == "apigatewaymanagementapi" else real(name, endpoint))
    return double


@pytest.fixture
def company(world):
    return a_company(agents=2)


def signed_in(company, number=1):
    return sessions.begin(email_of(company, number), PASSWORD, "192.0.2.1")


def caller_of(step):
    return queries.caller({"authorization": f"Bearer {step.access_token}"})


def ticket(caller):
    with tenancy.inside(caller.tenant, by=caller.actor):
        return actions.issue(caller)


def opens(company, connection, number=1):
    caller = caller_of(signed_in(company, number))
    assert actions.enter(Event(connection, ticket(caller))) == {"statusCode": 200}
    return caller


def told(company, fact):
    said = Announcement(f"US#{company.agents[0]}:2", company.tenant, 1_795_000_000_000, "system:test", 2, fact)
    with tenancy.inside(company.tenant):
        tasks.push(said)


def kept(company):
    with tenancy.inside(company.tenant):
        return {one.id for place in ("*", company.centre) for one in Connection.query(key("N", place))}


@pytest.mark.parametrize("kind", ["UserDisabled", "UserMoved", "PasswordChanged", "SignedOut"])
def test_what_somebody_has_open_is_closed(company, sockets, kind):
    far = "elsewhere0"
    user, others = company.agents[0], a_company("Vents du Nord")
    more = {
        "UserDisabled": {"role": "agent", "centre_id": company.centre},
        "UserMoved": {"role": "agent", "centre_id": far, "was": company.centre},
        "PasswordChanged": {},
        "SignedOut": {"role": "agent", "centre_id": company.centre},
    }
    fact = getattr(facts, kind)(user, **more[kind])
    opens(company, "desk")
    opens(company, "phone")
    opens(company, "colleague", 2)
    opens(others, "stranger")
    told(company, fact)
    assert sorted(sockets.closed) == ["desk", "phone"]
    assert (kept(company), kept(others)) == ({"colleague"}, {"stranger"})
    told(company, fact)
    assert sorted(sockets.closed) == ["desk", "phone"]


def test_the_same_name_in_another_company_is_somebody_else(company, sockets):
    others = a_company("Vents du Nord")
    opens(company, "desk")
    told(others, facts.UserDisabled(company.agents[0], "agent", company.centre))
    assert sockets.closed == []


def test_a_company_that_leaves_closes_all(company, sockets):
    others = a_company("Vents du Nord")
    opens(company, "desk")
    opens(company, "colleague", 2)
    opens(others, "stranger")
    told(company, facts.TenantDisabled())
    assert sorted(sockets.closed) == ["colleague", "desk"]


def test_a_revoked_key_has_nothing_open_any_more(company, sockets, ask):
    with tenancy.inside(company.tenant, by="system:test"):
        made = identity.make_api_key("wall screen", {"leads.read"})
        given = ask("POST", TICKETS, key=made.key).json["ticket"]
        assert actions.enter(Event("wall", given)) == {"statusCode": 200}
        told(company, facts.ApiKeyRevoked(made.id))
    assert sockets.closed == ["wall"]


def test_one_that_is_gone_is_forgotten(company, sockets):
    opens(company, "desk")
    sockets.gone = {"desk"}
    with later(60):
        told(company, facts.SignedOut(company.agents[0], "agent", company.centre))
    assert (sockets.closed, kept(company)) == ([], set())


def test_one_that_is_only_opening_is_closed_when_the_fact_comes_again(company, sockets):
    opens(company, "desk")
    opens(company, "phone")
    sockets.gone = {"desk"}
    fact = facts.PasswordChanged(company.agents[0])
    with pytest.raises(actions.StillOpen):
        told(company, fact)
    assert sockets.closed == ["phone"]
    sockets.gone.clear()
    told(company, fact)
    assert sockets.closed == ["phone", "desk"]


def test_one_that_cannot_be_closed_now_keeps_no_other_open(company, sockets):
    opens(company, "desk")
    opens(company, "phone")
    sockets.failing = {"desk"}
    fact = facts.PasswordChanged(company.agents[0])
    with pytest.raises(actions.StillOpen):
        told(company, fact)
    sockets.failing = set()
    told(company, fact)
    assert sorted(sockets.closed) == ["desk", "phone"]


def test_whoever_is_disabled_gets_no_other_ticket_with_the_token_that_is_left(company, sockets, crier, ask):
    step = signed_in(company)
    assert ask("POST", TICKETS, token=step.access_token).status == 201
    opens(company, "desk")
    with tenancy.inside(company.tenant, by="system:test"):
        User.by_id(company.agents[0]).disable()
    crier.cry()
    assert sockets.closed == ["desk"]
    assert ask("POST", TICKETS, token=step.access_token).status == 401
    assert ask("POST", "/api/v1/sessions/refresh", {"refresh_token": step.refresh_token}).status == 401


def test_whoever_moved_comes_again_as_one_of_the_other_centre(company, sockets, crier, ask):
    step = signed_in(company)
    opens(company, "desk")
    with tenancy.inside(company.tenant, by="system:test"):
        far = identity.open_centre("Ailleurs", "push")
        User.by_id(company.agents[0]).join(far)
    crier.cry()
    assert sockets.closed == ["desk"]
    assert ask("POST", TICKETS, token=step.access_token).status == 401, "which makes a console renew its token"
    renewed = ask("POST", "/api/v1/sessions/refresh", {"refresh_token": step.refresh_token}).json["access_token"]
    again = ask("POST", TICKETS, token=renewed)
    assert again.status == 201
    assert actions.enter(Event("again", again.json["ticket"])) == {"statusCode": 200}
    with tenancy.inside(company.tenant):
        assert [one.id for one in Connection.query(key("N", far))] == ["again"]


def test_another_role_needs_another_token(company, ask):
    step = signed_in(company)
    with tenancy.inside(company.tenant, by="system:test"):
        user = User.by_id(company.agents[0])
        user.change(None, role="manager")
    assert ask("POST", TICKETS, token=step.access_token).status == 401


def test_a_session_that_ended_opens_nothing(company):
    caller = caller_of(signed_in(company))
    with tenancy.inside(company.tenant):
        sessions.end(caller)
    with pytest.raises(NotSignedIn):
        ticket(caller)


def test_what_changes_between_ticket_and_door_is_seen_at_the_door(company):
    given = ticket(caller_of(signed_in(company)))
    with tenancy.inside(company.tenant, by="system:test"):
        User.by_id(company.agents[0]).disable()
    assert actions.enter(Event("desk", given)) == {"statusCode": 401}
    assert kept(company) == set()


def test_what_changes_as_the_door_looks_finds_the_connection_kept(company, monkeypatch):
    given, seen = ticket(caller_of(signed_in(company))), []
    monkeypatch.setattr(actions.identity, "still_stands", lambda _: seen.append(kept(company)) or True)
    assert actions.enter(Event("desk", given)) == {"statusCode": 200}
    assert seen == [{"desk"}]


def test_what_is_told_of_the_platforms_own_people_reads_nothing_there(company, sockets, monkeypatch):
    opens(company, "desk")
    monkeypatch.setattr(actions.identity, "centres", lambda: pytest.fail("only who signs people in may read there"))
    said = Announcement("US#root000001:2", tenancy.PLATFORM, 1_795_000_000_000, "system:test", 2, facts.SignedOut("root000001", "super_admin"))
    with tenancy.inside(tenancy.PLATFORM):
        tasks.push(said)
    assert sockets.closed == []


def test_a_ticket_of_another_release_is_none(company):
    said = b'{"tenant":"x","of":"another release"}'
    with tenancy.inside(company.tenant):
        signed = keys.of(company.tenant).sign(tickets.PURPOSE, said)
    text = f"{company.tenant}.{tickets._text(said)}.{tickets._text(signed)}"
    assert actions.enter(Event("desk", text)) == {"statusCode": 401}
