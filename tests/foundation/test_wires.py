"""What becomes of the messages that come with one that fails."""

from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.wires import each_fact
from chalicelib.identity.facts import UserJoined
from tests.builders import a_company

POISON = "no JSON at all"


def batch(*told):
    """Each body with its group."""
    return {"Records": [{"messageId": str(place), "body": body, "attributes": {"MessageGroupId": group}} for place, (body, group) in enumerate(told)]}


def joined(agent, tenant="tenant01", centre="centre0001"):
    return Announcement(f"U#{agent}:1", tenant, clock.now_ms(), "system", 1, UserJoined(agent, "agent", centre)).to_json()


def failed(answer):
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def test_where_order_matters_what_fails_holds_back_its_group_and_no_other():
    heard = []
    answer = each_fact(
        batch((joined("first"), "a"), (POISON, "a"), (joined("held back"), "a"), (joined("other"), "b")),
        "wire", lambda said: heard.append(said.fact.user_id), in_order=True,
    )  # fmt: skip
    assert (heard, failed(answer)) == (["first", "other"], ["1", "2"])


def test_distribution_goes_on_past_a_message_that_nobody_can_read(world):
    """Held back with it, the others would be counted as received each time, and be given up together with it."""
    import app
    from chalicelib.distribution.models import Seat

    company = a_company(agents=0)
    told = joined("agent00001", company.tenant, company.centre)
    answer = app.distribute({"Records": [{**record, "messageAttributes": {}} for record in batch((POISON, "a"), (told, "a"))["Records"]]}, None)
    assert failed(answer) == ["0"]
    with tenancy.inside(company.tenant):
        assert [seat.agent_id for seat in Seat.roster(company.centre)] == ["agent00001"]
