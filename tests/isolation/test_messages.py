"""What waits in a queue names its company too: a message of one that names a thing of another changes nothing there."""

import json

import botocore.session
import pytest

import app
from chalicelib.foundation import clock
from chalicelib.foundation.facts import FACTS, Announcement, restored
from chalicelib.messaging import null

PLAIN = {
    "handover_id": "h1", "to_centre_id": "x", "people": "move", "total": 1, "left": 1,
    "state": "ready", "gated": True, "role": "agent", "method": "push", "was": "x", "why": "manager", "number": 1, "answer": "250",
    "callback_at": 1, "closed_as": "confirmed", "reason": "other", "in_turn": (), "passed_over": (), "others": (), "scopes": (),
    "audience": "centre", "alert_id": "x", "since_at": 1, "count": 1, "mail_id": "m1", "part": 0, "changed": (),
    "created": 1, "updated": 0, "unchanged": 0, "duplicate": 0, "refused": 0,
    "way": "hand", "rang_ms": 1, "talked_ms": 1,
    "anyone": True, "outcome": "callback", "report": "01J00000000000000000000002", "retry_at": 1, "tries": 1, "most": 4,
    "step": 1, "channel": "sms", "text_id": "t1",
    "tags": (), "untagged": (), "turn": 1, "kind": "pdf", "size": 1,
}  # fmt: skip


def everything_of(company):
    """Every item of a company, in every table."""
    client = botocore.session.get_session().create_client("dynamodb")
    tables = [client.scan(TableName=f"passerelle-test-{table}")["Items"] for table in ("main", "trace", "lease")]
    return sorted(json.dumps(item, default=str, sort_keys=True) for items in tables for item in items if item["pk"]["S"].startswith(company.tenant))


def message(fact, ours, theirs):
    ids = theirs.ids | {"person_id": theirs.ids["lead_id"].partition(".")[0], "about_id": theirs.ids["lead_id"]}
    known = PLAIN | ids
    data = {name: known[name] for name in FACTS[fact].__dataclass_fields__ if name in known}
    said = Announcement(f"P#{ids['person_id']}#L#1:2", ours.tenant, clock.now_ms(), "system:test", 2, restored(fact, data))
    return said.to_json()


def batch(body):
    attributes = {"ApproximateReceiveCount": "1", "MessageGroupId": "g", "SequenceNumber": "1"}
    return {"Records": [{"messageId": "m", "receiptHandle": "r", "body": body, "attributes": attributes, "eventSource": "aws:sqs"}]}


@pytest.mark.parametrize("wire", app.WIRES, ids=lambda wire: wire.queue)
def test_a_message_that_names_another_companys_thing_changes_nothing_there(wire, ours, theirs):
    before, mails = everything_of(theirs), len(null.sent)
    handler = getattr(app, wire.queue.removesuffix(".fifo").replace("-", "_"))
    for fact in sorted(name for name, kind in FACTS.items() if issubclass(kind, wire.hears)):
        answer = handler(batch(message(fact, ours, theirs)), None)
        assert answer in ({"batchItemFailures": []}, {"batchItemFailures": [{"itemIdentifier": "m"}]}), fact
    assert everything_of(theirs) == before
    assert len(null.sent) == mails


def test_a_delivery_of_another_company_is_not_sent(ours, theirs, monkeypatch):
    from chalicelib.webhooks import outward

    monkeypatch.setattr(outward, "post", lambda *_: pytest.fail("sent"))
    before = everything_of(theirs)
    place = {"tenant": ours.tenant, "webhook_id": theirs.ids["webhook_id"], "delivery_id": theirs.ids["delivery_id"], "turn": 0}
    assert app.send_webhook(batch(json.dumps(place)), None) == {"batchItemFailures": []}
    assert everything_of(theirs) == before
