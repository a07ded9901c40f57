"""What becomes of the messages that come with one that fails."""

import pytest

from chalicelib.foundation import clock, ids, tenancy, wires
from chalicelib.foundation.errors import ComesLater, Conflict
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.wires import each_fact
from chalicelib.identity.facts import UserJoined
from infra.local.sqs_event import sqs_event
from tests.builders import a_company

POISON = "no JSON at all"


QUEUE = "distribute.fifo"


def joined(agent, tenant="tenant01", centre="centre0001"):
    return Announcement(f"U#{agent}:1", tenant, clock.now_ms(), "system", 1, UserJoined(agent, "agent", centre)).to_json()


@pytest.fixture
def received(world):
    """Sends messages, each with its group, and answers them as Lambda hands them over."""
    from chalicelib.foundation import aws

    url, of_this_test = aws.queue_url(QUEUE), ids.short_id()  # moto keeps a group locked when its queue is emptied

    def sent(*told):
        for body, group in told:
            aws.client("sqs").send_message(QueueUrl=url, MessageBody=body, MessageGroupId=group + of_this_test, MessageDeduplicationId=ids.short_id())
        asked = {"MaxNumberOfMessages": 10, "MessageSystemAttributeNames": ["All"]}
        return sqs_event(aws.client("sqs").receive_message(QueueUrl=url, **asked)["Messages"], "arn")

    return sent


def failed(answer, event):
    ids = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
    return [record["body"] for record in event["Records"] if record["messageId"] in ids]


def test_where_order_matters_what_fails_holds_back_its_group_and_no_other(received):
    heard, late = [], joined("held back")
    event = received((joined("first"), "a"), (POISON, "a"), (late, "a"), (joined("other"), "b"))
    answer = each_fact(event, QUEUE, lambda said: heard.append(said.fact.user_id), in_order=True)
    assert (heard, failed(answer, event)) == (["first", "other"], [POISON, late])


def test_distribution_goes_on_past_a_message_that_nobody_can_read(received):
    """Held back with it, the others would be counted as received each time, and be given up together with it."""
    import app
    from chalicelib.distribution.models.seats import Seat

    company = a_company(agents=0)
    event = received((POISON, "a"), (joined("agent00001", company.tenant, company.centre), "a"))
    assert failed(app.distribute(event, None), event) == [POISON]
    with tenancy.inside(company.tenant):
        assert [seat.agent_id for seat in Seat.roster(company.centre)] == ["agent00001"]


@pytest.fixture
def waits(world):
    """For how long each message that failed was hidden."""
    from chalicelib.foundation import aws

    asked, events = [], aws.client("sqs").meta.events

    def ask(params, **_):
        asked.append(params["VisibilityTimeout"])

    events.register("provide-client-params.sqs.ChangeMessageVisibility", ask)
    yield asked
    events.unregister("provide-client-params.sqs.ChangeMessageVisibility", ask)


def test_what_fails_in_a_group_comes_again_soon_and_then_later_and_later(received, waits):
    def fail(_said):
        raise Conflict

    [record] = received((joined("agent00001"), "a"))["Records"]
    for times in (1, 2, 4, 99):
        record["attributes"]["ApproximateReceiveCount"] = str(times)
        each_fact({"Records": [record]}, QUEUE, fail)
    assert waits == [5, 15, 135, 300]


@pytest.mark.parametrize("body", [POISON, "[]", "{}", joined("agent00001").replace("UserJoined", "SaidByALaterRelease")])
def test_what_nobody_can_read_holds_its_group_up_for_no_time(received, waits, body):
    event = received((body, "a"))
    assert failed(each_fact(event, QUEUE, lambda _: None), event) == [body]
    assert waits == [0]


@pytest.mark.parametrize(
    ("asked", "times", "hidden"),
    [(60, 1, 60), (60, 10, 300), (60, 400, 3600), (7200, 400, 7200), (24 * 3600, 1, 11 * 3600)],
    ids=["its turn", "often: longer", "an hour at most", "its turn is later", "as long as SQS hides"],
)
def test_what_is_not_its_turn_is_hidden_and_is_no_failure(received, monkeypatch, caplog, asked, times, hidden):
    def task(_said):
        turn = ComesLater()
        turn.seconds = asked
        raise turn

    seen = []
    monkeypatch.setattr(wires, "hide", lambda _queue, _record, seconds: seen.append(seconds))
    event = received((joined("agent00001"), "a"))
    event["Records"][0]["attributes"]["ApproximateReceiveCount"] = str(times)
    answer = each_fact(event, "mail-optin", task)
    assert len(failed(answer, event)) == 1, "it comes again"
    assert seen == [hidden]
    assert "wire_failed" not in caplog.text
