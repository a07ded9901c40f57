"""What MiniStack forgets by itself must not be lost: a fact that nobody has relayed yet, a mail that was sent."""

import subprocess

import pytest

from infra.local import emulator, stack
from infra.local.children import leash
from infra.local.inbox import Inbox
from infra.local.mail import MailBox
from infra.local.settings import PORTS, Settings
from tests.emulator import _door

TABLE = "passerelle-local-main"


@pytest.fixture
def restarted(tmp_path):
    """Starts an emulator that keeps its state, as often as asked; each one ends the one before it."""
    door = _door()
    settings = Settings(ports=dict.fromkeys(PORTS, door.getsockname()[1]), folder=tmp_path)
    running = []

    def start():
        for process in running:
            process.terminate()
            process.wait(10)
        command = [*leash(), *emulator.command(emulator.python(), door.fileno())]
        running.append(subprocess.Popen(command, env=emulator.environment(settings, keep=True), pass_fds=[door.fileno()]))
        emulator.await_ready(settings.aws_endpoint)
        stack.create(settings.stage, settings.aws_endpoint)
        return settings.aws_endpoint

    yield start
    running[-1].kill()
    running[-1].wait()


def unread(endpoint):
    streams = stack.client("dynamodbstreams", endpoint)
    arn = stack.client("dynamodb", endpoint).describe_table(TableName=TABLE)["Table"]["LatestStreamArn"]
    [shard] = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    begin = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    return streams.get_records(ShardIterator=begin)["Records"]


def test_only_records_that_the_reader_has_not_passed_are_kept(restarted):
    endpoint = restarted()
    dynamodb = stack.client("dynamodb", endpoint)
    for name in ("a", "b"):
        dynamodb.put_item(TableName=TABLE, Item={"pk": {"S": "t"}, "sk": {"S": name}, "sealed": {"B": b"\x00\xff"}})
    first, second = unread(endpoint)
    position = {"stream": {"S": TABLE}, "position": {"S": first["dynamodb"]["SequenceNumber"]}}
    dynamodb.put_item(TableName="passerelle-local-checkpoints", Item=position)
    assert unread(restarted()) == [second]


def test_mails_sent_by_ses_are_kept(restarted, tmp_path):
    content = {"Simple": {"Subject": {"Data": "Bonjour"}, "Body": {"Text": {"Data": "t"}}}}
    ses = stack.client("sesv2", restarted())
    ses.send_email(FromEmailAddress="a@example.com", Destination={"ToAddresses": ["b@example.org"]}, Content=content)
    inbox = Inbox(MailBox(tmp_path / "mail.jsonl"), restarted())
    assert [mail.subject for mail in inbox._by_ses()] == ["Bonjour"]


def test_a_queue_that_exists_keeps_its_messages_and_takes_the_templates_settings(restarted):
    endpoint = restarted()
    sqs = stack.client("sqs", endpoint)
    urls = [sqs.get_queue_url(QueueName=f"passerelle-local-{name}")["QueueUrl"] for name in ("mail-optin", "distribute.fifo")]
    sqs.send_message(QueueUrl=urls[0], MessageBody="kept")
    for url in urls:
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "7"})
    stack.create("local", endpoint)
    settings = [sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"] for url in urls]
    assert [one["VisibilityTimeout"] for one in settings] == ["180", "360"]
    assert [one["ApproximateNumberOfMessages"] for one in settings] == ["1", "0"]
