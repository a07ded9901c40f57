"""What becomes of messages and tickets of a company whose keys are destroyed."""

import pytest

import app
from chalicelib.foundation import ids, keys, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotSignedIn
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.keys import TenantGone
from chalicelib.foundation.records import transaction
from chalicelib.identity import actions
from chalicelib.identity.facts import UserInvited
from chalicelib.live.tickets import Ticket
from infra.local.invocation import Context


@pytest.fixture
def tenant(world):
    return actions.open_tenant("Soleil Vert", "fr", "Europe/Paris", "FR")


def destroy(tenant):
    with tenancy.inside(tenant), transaction() as tx:
        keys.destroy(tenant, tx)


def test_nothing_opens_any_more_and_nothing_can_be_made_anew(tenant):
    with tenancy.inside(tenant):
        keys.of(tenant)
    destroy(tenant)
    with tenancy.inside(tenant), pytest.raises(TenantGone):
        keys.of(tenant)
    destroy(tenant)
    with tenancy.inside(tenant), pytest.raises(TenantGone):
        keys.of(tenant)


def test_a_message_that_needs_the_keys_is_done(tenant):
    with tenancy.inside(tenant, by="system:test"):
        user = actions.invite(actions.NewUser("awa@example.org", "Awa", "observer"))
    destroy(tenant)
    body = Announcement("US#x:1", tenant, 0, "system:test", 1, UserInvited(user, "observer")).to_json()
    event = {"Records": [{"messageId": "1", "body": body, "attributes": {}}]}
    assert app.mail_account(event, Context("mail_account")) == {"batchItemFailures": []}


def test_a_ticket_opens_no_connection(tenant):
    with tenancy.inside(tenant):
        ticket = Ticket.to(Caller("user", ids.short_id(), tenant, "admin", grants={"leads.read": "all"})).signed()
    destroy(tenant)
    with pytest.raises(NotSignedIn):
        Ticket.read(ticket)
