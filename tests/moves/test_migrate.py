"""Migrations on the emulator, from items that an earlier commit wrote: stopped, killed, begun twice, and with a house that goes on writing."""

import copy
import signal
from threading import Event

import pytest

from chalicelib.foundation import ids, tenancy
from chalicelib.foundation.records import MainRecord
from chalicelib.foundation.relay import relay
from chalicelib.leads import queries as leads
from chalicelib.leads.models.places import agent_key
from infra.local import stack
from infra.local.stream_event import stream_event
from infra.moves.ledger import PARTITION
from infra.moves.migrate import Migrator
from infra.moves.migrations import MIGRATIONS, Migration
from infra.moves.stopping import Stopped
from tests.emulator import SETTINGS, await_that
from tests.moves.commands import command, refusal
from tests.moves.older import CLOSED_STAY_LISTED, Older

MAIN = "passerelle-test-main"
CLOSED = {"confirmed", "rejected", "unreachable"}
(LISTED,) = (one for one in MIGRATIONS if one.name.startswith("0001-"))


@pytest.fixture
def dynamodb(emulated):
    return emulated.client("dynamodb")


@pytest.fixture
def older(dynamodb):
    company = Older.of(CLOSED_STAY_LISTED)
    company.put_into(dynamodb)
    return company


@pytest.fixture
def many(dynamodb, older):
    """Fifty times the leads of the older company."""
    copies = [_copied(lead, older.tenant) for lead in leads_of(older) for _ in range(50)]
    for start in range(0, len(copies), 25):
        dynamodb.batch_write_item(RequestItems={MAIN: [{"PutRequest": {"Item": item}} for item in copies[start : start + 25]]})
    return copies


def leads_of(older):
    return [item for item in older.main if item["t"]["S"] == "L"]


def _copied(lead, tenant):
    return copy.deepcopy(lead) | {"pk": {"S": f"{tenant}#P#{ids.person_id()}"}}


def items(dynamodb):
    found, pages = {}, dynamodb.get_paginator("scan").paginate(TableName=MAIN, ConsistentRead=True)
    for page in pages:
        found |= {(item["pk"]["S"], item["sk"]["S"]): item for item in page["Items"] if item["pk"]["S"] != PARTITION}
    return found


def as_it_should_be(before):
    """What today's code would have written: the same, but for the closed leads, which are in no list."""
    return {
        place: {name: value for name, value in item.items() if name not in {"wk", "ws"}} if item.get("s", {}).get("S") in CLOSED else item
        for place, item in before.items()
    }


def test_an_agents_list_holds_what_is_open_and_nothing_else(dynamodb, older):
    open_leads = {
        agent: [one for one in leads_of(older) if one.get("ag", {}).get("S") == agent and one["s"]["S"] not in CLOSED] for agent in older.agents
    }
    with tenancy.inside(older.tenant, by="system:test"):
        listed = [MainRecord.work.count(agent_key(agent)) for agent in older.agents]
        shown = {agent: [lead.id for lead in leads.in_hand(agent)] for agent in older.agents}
    assert sum(listed) == 8, "the older code kept the closed ones in the list"

    assert Migrator(dynamodb, "test").run() == {LISTED.name: 4}

    with tenancy.inside(older.tenant, by="system:test"):
        assert [MainRecord.work.count(agent_key(agent)) for agent in older.agents] == [len(open_leads[agent]) for agent in older.agents]
        assert {agent: [lead.id for lead in leads.in_hand(agent)] for agent in older.agents} == shown
    assert {agent: len(found) for agent, found in shown.items()} == {agent: len(open_leads[agent]) for agent in older.agents}


def test_nothing_else_is_touched_and_a_repeat_changes_nothing(dynamodb, older):
    before = items(dynamodb)
    Migrator(dynamodb, "test").run()
    after = items(dynamodb)
    assert after == as_it_should_be(before)
    assert Migrator(dynamodb, "test").run() == {}, "the ledger knows it"
    dynamodb.delete_item(TableName=MAIN, Key={"pk": {"S": PARTITION}, "sk": {"S": f"{LISTED.name}#000"}})
    assert Migrator(dynamodb, "test").run() == {LISTED.name: 0}, "and so do the items"
    assert items(dynamodb) == after


def test_nothing_is_announced(dynamodb, older, emulated):
    streams = emulated.client("dynamodbstreams")
    arn = dynamodb.describe_table(TableName=MAIN)["Table"]["LatestStreamArn"]
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="LATEST")["ShardIterator"]
    kept = dynamodb.scan(TableName="passerelle-test-trace", Select="COUNT")["Count"]
    Migrator(dynamodb, "test").run()
    records = streams.get_records(ShardIterator=iterator)["Records"]
    assert len(records) == 5, "four leads and the ledger"
    assert relay(stream_event(records, arn), ()) == {"batchItemFailures": []}
    assert dynamodb.scan(TableName="passerelle-test-trace", Select="COUNT")["Count"] == kept


def test_a_dry_run_counts_and_writes_nothing(dynamodb, older):
    before = items(dynamodb)
    dry = Migrator(dynamodb, "test", dry=True)
    assert dry.run() == {LISTED.name: 4}
    assert items(dynamodb) == before
    assert not dry.has(LISTED)


@pytest.mark.parametrize("parts", [1, 4])
def test_stopped_between_pages_it_goes_on_there(dynamodb, older, many, parts):
    before = items(dynamodb)
    stop = Event()
    hurried = _after(dynamodb, "UpdateItem", 60, stop.set)
    with pytest.raises(Stopped):
        Migrator(dynamodb, "test", page=20, parts=parts, stop=stop).run()
    hurried.over()
    first = Migrator(dynamodb, "test").ledger.parts(LISTED, 1)
    assert len(first) == parts
    assert 0 < sum(part.looked for part in first) < len(before)

    second = Migrator(dynamodb, "test", page=20, parts=7)
    second.run()
    done = second.ledger.parts(LISTED, 7)
    assert [part.of for part in done] == [parts] * parts, "begun in so many parts, it is ended in them"
    looked = sum(part.looked for part in done)
    assert len(before) <= looked <= len(before) + parts, "each once, and perhaps the ledger's own rows, which stand in the same table"
    assert sum(part.changed for part in done) == 4 * 51
    assert items(dynamodb) == as_it_should_be(before)


class Killed(BaseException):
    """As sudden as SIGKILL: nothing of ours handles it."""


def test_killed_within_a_page_the_page_comes_again(dynamodb, older, many):
    before = items(dynamodb)

    def die():
        raise Killed

    dying = _after(dynamodb, "UpdateItem", 30, die)
    with pytest.raises(Killed):
        Migrator(dynamodb, "test", page=50).run()
    dying.over()
    changed = [place for place, item in items(dynamodb).items() if item != before[place]]
    assert len(changed) == 30

    Migrator(dynamodb, "test", page=50).run()
    assert items(dynamodb) == as_it_should_be(before)


def test_what_the_house_writes_meanwhile_wins(dynamodb, older):
    """The lead is taken up again between our look at it and our write: it is open now, and stays in the list."""
    lead = next(one for one in leads_of(older) if one["s"]["S"] == "confirmed")
    place = {name: lead[name] for name in ("pk", "sk")}
    live = {":s": {"S": "in_progress"}, ":w": {"S": "3#now"}, ":v": {"N": str(int(lead["v"]["N"]) + 1)}}

    def reopen(params, **_):
        if params["Key"] == place and not written:
            written.append(1)
            dynamodb.update_item(
                TableName=MAIN, Key=place, UpdateExpression="SET s = :s, ws = :w, v = :v", ExpressionAttributeValues=live
            )  # fmt: skip

    written = []
    dynamodb.meta.events.register("provide-client-params.dynamodb.UpdateItem", reopen)
    try:
        assert Migrator(dynamodb, "test").run() == {LISTED.name: 3}
    finally:
        dynamodb.meta.events.unregister("provide-client-params.dynamodb.UpdateItem", reopen)
    now = dynamodb.get_item(TableName=MAIN, Key=place)["Item"]
    assert (now["s"], now["ws"], now["wk"]) == (live[":s"], live[":w"], lead["wk"])


def test_an_item_that_goes_away_meanwhile_stays_away(dynamodb, older):
    lead = next(one for one in leads_of(older) if one["s"]["S"] == "confirmed")
    place = {name: lead[name] for name in ("pk", "sk")}

    def erase(params, **_):
        if params["Key"] == place:
            dynamodb.delete_item(TableName=MAIN, Key=place)

    dynamodb.meta.events.register("provide-client-params.dynamodb.UpdateItem", erase)
    try:
        assert Migrator(dynamodb, "test").run() == {LISTED.name: 3}
    finally:
        dynamodb.meta.events.unregister("provide-client-params.dynamodb.UpdateItem", erase)
    assert (lead["pk"]["S"], lead["sk"]["S"]) not in items(dynamodb)


def test_values_are_set_as_well_as_removed(dynamodb, older):
    renamed = Migration("9999-for-this-test", ("L",), lambda lead: {"tr": lead["at"], "at": None} if "at" in lead else {})
    before = items(dynamodb)
    assert Migrator(dynamodb, "test").run([renamed]) == {renamed.name: 9}
    for place, item in items(dynamodb).items():
        if item["t"]["S"] == "L":
            assert item["tr"] == before[place]["at"]
            assert "at" not in item


def test_names_are_in_order_and_never_used_again():
    numbers = [one.name.partition("-")[0] for one in MIGRATIONS]
    assert numbers == [f"{place:04}" for place in range(1, len(numbers) + 1)]


# From the command line


@pytest.fixture
def local(emulated):
    """The tables of `make run`, in the tests' emulator."""
    stack.create("local", SETTINGS.aws_endpoint)
    return emulated.client("dynamodb")


def test_ctrl_c_and_again(local):
    older = Older.of(CLOSED_STAY_LISTED)
    closed = next(one for one in leads_of(older) if one["s"]["S"] == "confirmed")
    for start in range(0, 1200, 25):
        batch = [{"PutRequest": {"Item": _copied(closed, older.tenant)}} for _ in range(start, start + 25)]
        local.batch_write_item(RequestItems={"passerelle-local-main": batch})
    begun = command("migrate", "local")
    ledger = {"TableName": "passerelle-local-main", "Key": {"pk": {"S": PARTITION}, "sk": {"S": f"{LISTED.name}#000"}}}
    await_that(lambda: "Item" in local.get_item(**ledger), 30)
    begun.send_signal(signal.SIGINT)
    told, _ = begun.communicate(timeout=30)
    assert "Stopped. Give the same command again." in told
    assert "Traceback" not in told
    assert begun.returncode == 1
    assert not local.get_item(**ledger)["Item"]["dn"]["BOOL"]

    again = command("migrate", "local")
    told, _ = again.communicate(timeout=60)
    assert (again.returncode, f"{LISTED.name}: " in told, "1,200 changed" in told) == (0, True, True), told
    told, _ = command("migrate", "local").communicate(timeout=30)
    assert told == f"local has every migration; the last one is {MIGRATIONS[-1].name}.\n"


def test_one_line_says_what_is_wrong(emulated):
    assert "is no stage of .chalice/config.json" in refusal("migrate", "prod")
    assert "Name a stage" in refusal("migrate")
    assert "PARTS=many is not a number" in refusal("migrate", "local", PARTS="many")
    nobody = {
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
        "AWS_CONFIG_FILE": "/nowhere",
        "AWS_REGION": "eu-west-3",
    }
    assert "no AWS credentials" in refusal("migrate", "production", **nobody)
    assert "There is no stage local" in refusal("migrate", "local")


def _after(dynamodb, operation, count, then):
    """Do something when so many calls have been answered."""

    class Counter:
        left = count

        def __call__(self, **_):
            self.left -= 1
            if self.left == 0:
                then()

        def over(self):
            dynamodb.meta.events.unregister(f"after-call.dynamodb.{operation}", self)

    counter = Counter()
    dynamodb.meta.events.register(f"after-call.dynamodb.{operation}", counter)
    return counter
