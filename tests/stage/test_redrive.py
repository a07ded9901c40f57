"""What the relay of a deployed stage gave up on, handed to it again."""

import json
import subprocess
import sys

import pytest

from infra.local.settings import ROOT
from tests.stage.conftest import STAGE

pytestmark = pytest.mark.live
BATCH = json.loads((ROOT / "events" / "relay.json").read_text())


def told_again(stage):
    command = [sys.executable, "-m", "infra.operate", "redrive", STAGE, "relay"]
    environment = stage.cloud.environment | {"YES": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_what_was_put_aside_is_told_and_leaves_the_bucket(stage):
    s3, bucket = stage.cloud.client("s3"), stage.stack.outputs()["FailuresBucketName"]
    kept = {"requestContext": {"condition": "RetryAttemptsExhausted"}, "payload": json.dumps(BATCH)}
    s3.put_object(Bucket=bucket, Key="aws/lambda/uuid/shard/2026-11-21T09.30.00-x", Body=json.dumps(kept).encode())
    told = told_again(stage)
    assert told.returncode == 0, told.stderr
    assert "LeadOpened" in told.stdout
    assert f"1 sent to the relay. {bucket} is empty." in told.stdout
    said = {record["dynamodb"]["Keys"]["pk"]["S"] for record in BATCH["Records"] if "ev" in record["dynamodb"].get("NewImage", {})}
    for person in said:
        asked = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": person}}}
        assert stage.cloud.client("dynamodb").query(TableName=f"passerelle-{STAGE}-trace", **asked)["Items"], "in the history"
    assert told_again(stage).stdout == f"{bucket} is empty.\n"
