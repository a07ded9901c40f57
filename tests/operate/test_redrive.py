"""Dead letters on the emulator: shown without what they say, and sent home by the command that an operator types."""

import io
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from itertools import islice
from threading import Event

import pytest
from botocore.stub import Stubber

from infra.deploy.account import Account
from infra.local.settings import ROOT
from infra.local.stack import client
from infra.operate.letters import Letter, table
from infra.operate.piles import PartnerLetters, PutAside, pile
from infra.operate.redrive import send_home
from infra.trouble import Trouble
from tests.emulator import SETTINGS, await_that
from tests.house.test_samples import SAMPLES

STAGE = "test"
TENANT = "k3x9p2ab"
SECRET = "awa.diop@example.org"


@pytest.fixture
def account(emulated):
    return Account.here()


@pytest.fixture
def sqs(emulated):
    return client("sqs", SETTINGS.aws_endpoint)


def address(sqs, queue):
    return sqs.get_queue_url(QueueName=f"passerelle-{STAGE}-{queue}")["QueueUrl"]


def fact(kind="LeadOpened", number=1):
    return json.dumps({"id": f"P#{number}#L#1:1", "type": kind, "tenant": TENANT, "at": 1, "by": "visitor", "v": 1, "data": {"note": SECRET}})


def received(sqs, queue):
    """Everything in a queue, in the order in which it is handed out."""
    got, url = [], address(sqs, queue)
    while batch := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]).get("Messages", []):
        got += batch
        for message in batch:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return got


def command(queue, stage=STAGE):
    return [sys.executable, "-m", "infra.operate", "redrive", stage, queue]


def make(queue, typed="", stage=STAGE, **more):
    environment = {**os.environ, **more}
    return subprocess.run(command(queue, stage), cwd=ROOT, env=environment, input=typed, capture_output=True, text=True, check=False, timeout=60)


def test_what_is_there_is_shown_and_nothing_is_done_before_somebody_says_yes(sqs):
    dead = address(sqs, "mail-optin-dlq")
    for number in range(12):
        sqs.send_message(QueueUrl=dead, MessageBody=fact(number=number))
    sqs.send_message(QueueUrl=dead, MessageBody=fact("OptInLinkRenewed"))
    sqs.send_message(QueueUrl=dead, MessageBody=f"no JSON: {SECRET}")
    told = make("mail-optin", typed="no\n")
    assert told.returncode == 1
    assert told.stderr.startswith("Nothing")
    assert "holds about 14. Of them 14 can be seen" in told.stdout
    assert [line.split()[:3] for line in told.stdout.splitlines() if "oldest" in line] == [
        ["12", "LeadOpened", TENANT], ["1", "OptInLinkRenewed", TENANT], ["1", "unreadable", "-"],
    ]  # fmt: skip
    assert SECRET not in told.stdout + told.stderr
    assert len(received(sqs, "mail-optin-dlq")) == 14, "given back at once"


def test_all_go_home_with_what_they_carried(sqs):
    dead = address(sqs, "mail-optin-dlq")
    bodies = {fact(number=number) for number in range(13)}
    for body in bodies:
        sqs.send_message(QueueUrl=dead, MessageBody=body, MessageAttributes={"trace": {"DataType": "String", "StringValue": "t"}})
    told = make("mail-optin", YES="1")
    assert told.returncode == 0, told.stderr
    assert "13 sent to passerelle-test-mail-optin. passerelle-test-mail-optin-dlq is empty." in told.stdout
    assert {message["Body"] for message in received(sqs, "mail-optin")} == bodies
    assert make("mail-optin").stdout == "passerelle-test-mail-optin-dlq is empty.\n"


def test_a_group_of_a_fifo_queue_keeps_its_order(sqs, account):
    """Through the queue's own way to the dead: received too often, as by a function that fails."""
    queue = address(sqs, "distribute.fifo")
    for number in range(23):
        for group in ("a", "b"):
            sqs.send_message(QueueUrl=queue, MessageBody=f"{group}{number:02}", MessageGroupId=group, MessageDeduplicationId=f"{group}{number}")
    for _ in range(200):
        if not sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0).get("Messages"):
            break
    assert pile(account, STAGE, "distribute").count() == 46
    told = make("distribute.fifo", YES="1")
    assert told.returncode == 0, told.stderr
    home = received(sqs, "distribute.fifo")
    for group in ("a", "b"):
        mine = [message["Body"] for message in home if message["Attributes"]["MessageGroupId"] == group]
        assert mine == [f"{group}{number:02}" for number in range(23)]


def test_stopped_in_the_middle_it_goes_on_where_it_was(sqs, account):
    dead = address(sqs, "fan-webhook-dlq.fifo")
    for number in range(25):
        sqs.send_message(QueueUrl=dead, MessageBody=f"{number:02}", MessageGroupId="a", MessageDeduplicationId=str(number))
    found = pile(account, STAGE, "fan-webhook")
    going = found.send_home()
    assert len(list(islice(going, 7))) == 7
    going.close()
    assert found.count() == 18
    assert sum(1 for _ in found.send_home()) == 18
    assert [message["Body"] for message in received(sqs, "fan-webhook.fifo")] == [f"{number:02}" for number in range(25)]


def test_ctrl_c_stops_the_command_and_the_same_command_goes_on(sqs, account):
    dead, home = address(sqs, "fan-webhook-dlq.fifo"), address(sqs, "fan-webhook.fifo")
    bodies = [f"{number:03}" for number in range(150)]
    for body in bodies:
        sqs.send_message(QueueUrl=dead, MessageBody=body, MessageGroupId="a", MessageDeduplicationId=body)
    going = subprocess.Popen(
        command("fan-webhook"), cwd=ROOT, env={**os.environ, "YES": "1"}, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    await_that(lambda: waiting(sqs, home) > 5, 30)
    going.send_signal(signal.SIGINT)
    _, said = going.communicate(timeout=20)
    assert "The others lie where they lay; the same command goes on." in said
    assert "Traceback" not in said
    assert 5 < waiting(sqs, home) < 150
    assert make("fan-webhook", YES="1").returncode == 0
    assert [message["Body"] for message in received(sqs, "fan-webhook.fifo")] == bodies


def waiting(sqs, url):
    return int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]["ApproximateNumberOfMessages"])


def test_cut_off_between_arrival_and_leaving_a_fifo_message_arrives_once(sqs, account, monkeypatch):
    dead = address(sqs, "fan-webhook-dlq.fifo")
    sqs.send_message(QueueUrl=dead, MessageBody="once", MessageGroupId="a", MessageDeduplicationId="1")
    found = pile(account, STAGE, "fan-webhook")

    def cut(**_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(found.sqs, "delete_message", cut)
        with pytest.raises(KeyboardInterrupt):
            next(found.send_home())
    assert sum(1 for _ in found.send_home()) == 1
    assert [message["Body"] for message in received(sqs, "fan-webhook.fifo")] == ["once"]


def test_what_fails_again_at_once_is_sent_home_once(sqs, account, monkeypatch, capsys):
    """As with a function that gives up what it cannot read."""
    dead = address(sqs, "push-dlq")
    for number in range(3):
        sqs.send_message(QueueUrl=dead, MessageBody=fact(number=number))
    found = pile(account, STAGE, "push")
    arrived = found.send

    def fails(message):
        arrived(message)
        sqs.send_message(QueueUrl=dead, MessageBody=message["Body"])

    monkeypatch.setattr(found, "send", fails)
    send_home(found, found.count(), Event())
    assert "3 sent to passerelle-test-push. 3 are here now" in capsys.readouterr().out


def test_a_partners_letters_go_home_by_the_bus(sqs, account):
    dead = sqs.create_queue(QueueName="passerelle-test-partner-dlq")["QueueUrl"]
    heard = sqs.create_queue(QueueName="heard")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=heard, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events = account.client("events")
    events.put_rule(Name="acme", EventBusName="passerelle-test", EventPattern=json.dumps({"source": ["passerelle"], "resources": [TENANT]}))
    events.put_targets(Rule="acme", EventBusName="passerelle-test", Targets=[{"Id": "bus", "Arn": arn}])
    detail = {"type": "lead.confirmed", "timestamp": "2026-11-21T09:30:00.123Z", "data": {"lead_id": "p.1"}}
    event = {
        "version": "0", "id": "e", "detail-type": "lead.confirmed", "source": "passerelle", "account": "0", "time": "2026-11-21T09:30:00Z",
        "region": "eu-west-3", "resources": [TENANT], "detail": detail,
    }  # fmt: skip
    sqs.send_message(QueueUrl=dead, MessageBody=json.dumps(event))
    found = pile(account, STAGE, "partner")
    assert isinstance(found, PartnerLetters)
    assert [(one.kind, one.tenant) for one in found.look()] == [("lead.confirmed", TENANT)]
    assert sum(1 for _ in found.send_home()) == 1
    [message] = sqs.receive_message(QueueUrl=heard, WaitTimeSeconds=2)["Messages"]
    again = json.loads(message["Body"])
    assert {name: again[name] for name in ("detail-type", "source", "resources", "detail")} == {
        name: event[name] for name in ("detail-type", "source", "resources", "detail")
    }
    assert found.count() == 0


@pytest.fixture
def put_aside(account):
    """Two batches as Lambda lays them down."""
    s3 = account.client("s3")
    found = PutAside(account, STAGE)
    s3.create_bucket(Bucket=found.name, CreateBucketConfiguration={"LocationConstraint": account.region})
    for number in range(2):
        kept = {"requestContext": {"condition": "RetryAttemptsExhausted"}, "payload": json.dumps(SAMPLES["relay"])}
        s3.put_object(Bucket=found.name, Key=f"aws/lambda/uuid/shard/2026-11-21T09.30.0{number}-x", Body=json.dumps(kept).encode())
    return found


def test_what_the_relay_gave_up_on_is_handed_to_it_again(account, put_aside):
    invoked = account.client("lambda")
    with Stubber(account.client("cloudformation")) as stack, Stubber(invoked) as functions:
        asked = {"StackName": "passerelle-test", "LogicalResourceId": "Relay"}
        described = {
            "LogicalResourceId": "Relay",
            "ResourceType": "t",
            "LastUpdatedTimestamp": datetime.now(UTC),
            "ResourceStatus": "CREATE_COMPLETE",
        }
        stack.add_response("describe_stack_resource", {"StackResourceDetail": described | {"PhysicalResourceId": "relay-1"}}, asked)
        payload = json.dumps({"Records": SAMPLES["relay"]["Records"]}).encode()
        for said in (b'{"batchItemFailures": []}', b'{"batchItemFailures": [{"itemIdentifier": "1"}]}'):
            functions.add_response("invoke", {"StatusCode": 200, "Payload": io.BytesIO(said)}, {"FunctionName": "relay-1", "Payload": payload})
        letters = put_aside.look()
        assert {one.kind for one in letters} == {"LeadOpened", "LeadEmailConfirmed"}
        going = put_aside.send_home()
        next(going)
        with pytest.raises(Trouble, match="The relay fails again"):
            next(going)
    assert put_aside.count() == 1


@pytest.mark.parametrize(
    ("queue", "stage", "said"),
    [
        ("mail", STAGE, "mail has no dead-letter queue in test. QUEUE may be "),
        ("relay", STAGE, "There is no bucket passerelle-test-failures-"),
        ("mail-optin", "prod", "prod is no stage of .chalice/config.json"),
        ("", STAGE, "Name a stage, or local, and a queue"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(emulated, queue, stage, said):
    told = make(queue, stage=stage)
    assert told.returncode == 1
    assert told.stderr.startswith(said)
    assert len(told.stderr.splitlines()) == 1


def test_a_letter_says_of_what_kind_it_is_and_nothing_that_somebody_typed():
    now = datetime.now(UTC)
    read = [
        Letter.of(body, now)
        for body in (
            json.dumps({"tenant": TENANT, "webhook_id": "w", "delivery_id": "d", "turn": 0}),
            json.dumps({"type": SECRET, "tenant": "Awa Diop"}),
            json.dumps([SECRET]),
        )
    ]
    assert [(one.kind, one.tenant) for one in read] == [("webhook.delivery", TENANT), ("unreadable", "-"), ("unreadable", "-")]
    assert SECRET not in table(read)
