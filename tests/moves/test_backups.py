"""Backup and restore on the emulator, from the command line: what comes back is whole, opens, and harms nothing that is there."""

import subprocess
import sys

import pytest

from infra.local import stack
from infra.local.settings import ROOT
from infra.moves import backups
from infra.trouble import Trouble
from tests.emulator import SETTINGS
from tests.moves.commands import command, environment, refusal

FOUND = """
from chalicelib.forms import actions as forms
from chalicelib.forms import queries as published
from chalicelib.foundation import clock, tenancy
from chalicelib.identity import actions as identity
from tests.builders import ANSWERS, a_company
identity.found_platform()
company = a_company("Soleil Vert")
a_company("Vents du Nord")
with tenancy.inside(company.tenant, by="visitor"):
    forms.submit(published.current(company.form_id), ANSWERS, forms.Proof(clock.now_ms()), language="fr")
"""
KEYS = {
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}  # fmt: skip
MAIN, TRACE = "passerelle-local-main", "passerelle-local-trace"


@pytest.fixture
def dynamodb(emulated):
    """The stage `local` in the tests' emulator, with two companies and one person."""
    stack.create("local", SETTINGS.aws_endpoint)
    subprocess.run([sys.executable, "-c", FOUND], cwd=ROOT, env=environment(house=True), check=True, capture_output=True)
    made = emulated.client("dynamodb")
    fact = {"pk": {"S": "x#Z"}, "sk": {"S": "1"}, "t": {"S": "TenantOpened"}}
    made.put_item(TableName=TRACE, Item=fact)
    return made


@pytest.fixture
def backed_up(dynamodb, monkeypatch, capsys):
    """Without the minute between the two tables."""
    return backups.backup(dynamodb, "local", pause=lambda _: None)


def items(dynamodb, table):
    return sorted(dynamodb.scan(TableName=table, ConsistentRead=True)["Items"], key=str)


def told(*words, **more):
    asked = command(*words, **more)
    out, _ = asked.communicate(timeout=120)
    assert asked.returncode == 0, out
    return out


def test_restored_it_is_whole_and_opens(dynamodb, backed_up):
    before = {table: items(dynamodb, table) for table in (MAIN, TRACE)}
    for item in before[MAIN]:
        dynamodb.delete_item(TableName=MAIN, Key={name: item[name] for name in ("pk", "sk")})

    out = told("restore", "local", BACKUP=backed_up, INTO="rescue")

    assert items(dynamodb, "passerelle-rescue-main") == before[MAIN]
    assert items(dynamodb, "passerelle-rescue-trace") == before[TRACE]
    assert items(dynamodb, MAIN) == [], "what is there is not touched"
    assert "3 key rings open, the platform's among them; persons opened, one a company that has any: 1." in out
    assert [line.split() for line in out.splitlines() if line.startswith("  P ")] == [["P", "1", "0"]]


def test_a_stage_that_lost_its_tables_gets_them_back_under_their_names(dynamodb, backed_up):
    before = {table: items(dynamodb, table) for table in (MAIN, TRACE)}
    for table in before:
        dynamodb.update_table(TableName=table, DeletionProtectionEnabled=False)
        dynamodb.delete_table(TableName=table)
    assert "is gone, and its moments with it: choose a backup." in refusal("restore", "local", AT="latest", INTO="local")
    assert "are whole" in told("restore", "local", BACKUP=backed_up, INTO="local")
    assert {table: items(dynamodb, table) for table in before} == before


def test_restored_tables_get_what_a_restore_leaves_out(dynamodb, backed_up):
    told("restore", "local", BACKUP=backed_up, INTO="rescue")
    for table, name, view in (("main", "passerelle-rescue-main", "NEW_AND_OLD_IMAGES"), ("trace", "passerelle-rescue-trace", "NEW_IMAGE")):
        made = dynamodb.describe_table(TableName=name)["Table"]
        assert made["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": view}
        assert made["DeletionProtectionEnabled"] is True
        assert {index["IndexName"] for index in made["GlobalSecondaryIndexes"]} == {
            index["IndexName"] for index in dynamodb.describe_table(TableName=f"passerelle-local-{table}")["Table"]["GlobalSecondaryIndexes"]
        }
        recovery = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        assert recovery["PointInTimeRecoveryStatus"] == "ENABLED"
    expiry = dynamodb.describe_time_to_live(TableName="passerelle-rescue-main")["TimeToLiveDescription"]
    assert (expiry["TimeToLiveStatus"], expiry["AttributeName"]) == ("ENABLED", "ttl")


def test_restored_to_a_moment(dynamodb):
    before = items(dynamodb, MAIN)
    out = told("restore", "local", AT="latest", INTO="rescue")
    assert items(dynamodb, "passerelle-rescue-main") == before
    assert "passerelle-rescue-main and passerelle-rescue-trace are whole" in out


def test_keys_that_do_not_open_are_found_out(dynamodb, emulated):
    """A ring under another company's name: KMS refuses it."""
    ring = next(item for item in items(dynamodb, MAIN) if item["t"]["S"] == "KR" and not item["pk"]["S"].startswith("sys"))
    other = next(item for item in items(dynamodb, MAIN) if item["t"]["S"] == "KR" and item["pk"]["S"] != ring["pk"]["S"])
    dynamodb.put_item(TableName=MAIN, Item=ring | {"wk1": other["wk1"]})
    moment = backups.backup(dynamodb, "local", pause=lambda _: None)
    asked = command("restore", "local", BACKUP=moment, INTO="rescue")
    out, _ = asked.communicate(timeout=120)
    assert asked.returncode == 1
    assert f"The data of company {ring['pk']['S'].partition('#')[0]} does not open" in out.splitlines()[-1]
    assert "Traceback" not in out


def test_one_line_says_what_is_wrong(dynamodb, backed_up):
    assert "Say what to restore" in refusal("restore", "local", INTO="rescue")
    assert "INTO= is missing" in refusal("restore", "local", BACKUP=backed_up)
    assert "is no name of a stage" in refusal("restore", "local", BACKUP=backed_up, INTO="Rescue 1")
    assert f"The newest: {backed_up}." in refusal("restore", "local", BACKUP="20200101T000000Z", INTO="rescue")
    assert "There is a table passerelle-test-main already" in refusal("restore", "local", BACKUP=backed_up, INTO="test")
    assert "is no moment" in refusal("restore", "local", AT="yesterday", INTO="rescue")
    dynamodb.create_table(**dict(KEYS, TableName="passerelle-half-trace"))
    assert "There is a table passerelle-half-trace already" in refusal("restore", "local", BACKUP=backed_up, INTO="half")
    assert "passerelle-half-main" not in dynamodb.list_tables()["TableNames"], "both or none"
    assert "can be had from" in refusal("restore", "local", AT="2020-01-01T00:00:00Z", INTO="rescue")
    assert "passerelle-rescue-main" not in dynamodb.list_tables()["TableNames"]


def test_the_same_command_goes_on_with_a_restore(dynamodb, backed_up):
    """Cut off after the first table: AWS goes on with it, and we do not begin it anew. The emulator forgets what a table was restored from."""
    arn = backups._backup_of(dynamodb, MAIN, f"passerelle-local-{backed_up}")["BackupDetails"]["BackupArn"]
    dynamodb.restore_table_from_backup(TargetTableName="passerelle-rescue-main", BackupArn=arn)

    def remember(parsed, **_):
        if parsed.get("Table", {}).get("TableName") == "passerelle-rescue-main":
            parsed["Table"]["RestoreSummary"] = {"SourceBackupArn": arn, "RestoreInProgress": True}

    dynamodb.meta.events.register("after-call.dynamodb.DescribeTable", remember)
    try:
        backups.restore_backup(dynamodb, "local", backed_up, "rescue")
        with pytest.raises(Trouble, match="already"):
            backups.restore_moment(dynamodb, "local", None, "rescue")
    finally:
        dynamodb.meta.events.unregister("after-call.dynamodb.DescribeTable", remember)
    assert "passerelle-rescue-trace" in dynamodb.list_tables()["TableNames"]


def test_backups_that_still_hold_a_destroyed_key_are_named(dynamodb, backed_up):
    assert backups.holding(dynamodb, "local") == [f"passerelle-local-{backed_up}"]
