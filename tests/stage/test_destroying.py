"""The end of a stage, and what an end leaves behind for the next beginning. Comes last: it takes the stage away from all other tests."""

import pytest

from infra.deploy import deploying
from infra.trouble import Trouble
from tests.stage.conftest import STAGE

pytestmark = pytest.mark.live


def test_who_does_not_name_the_stage_changes_nothing(stage):
    told = stage.cloud.run("destroy", typed="yes\n")
    assert (told.returncode, told.stderr) == (1, "Not destroyed: nothing was changed, since the stage was not named.\n")
    assert stage.stack.described()["StackStatus"].endswith("_COMPLETE")


def test_a_stage_that_goes_leaves_what_cannot_be_made_again(stage):
    told = stage.cloud.run("destroy", typed=f"{STAGE}\n")
    assert told.returncode == 0, told.stdout + told.stderr
    assert "stays  DynamoDB::Table  passerelle-test-main" in told.stdout
    assert "protected from deletion" in told.stdout
    assert "GOES   DynamoDB::Table  passerelle-test-lease" in told.stdout
    assert stage.stack.described() is None
    left = stage.cloud.client("dynamodb").list_tables()["TableNames"]
    assert [name for name in left if name.startswith("passerelle-test-")] == ["passerelle-test-main", "passerelle-test-trace"]


def test_what_stays_is_in_nobodys_way_but_the_next_stages(stage):
    with pytest.raises(Trouble, match="the table passerelle-test-main exists and is not of this stack"):
        deploying.bring(stage.account, stage.stack, stage.release)
    assert stage.stack.described() is None
    assert stage.cloud.client("dynamodb").scan(TableName="passerelle-test-main", Select="COUNT")["Count"] > 0


def test_what_is_not_there_cannot_go(stage):
    told = stage.cloud.run("destroy", typed=f"{STAGE}\n")
    assert told.stderr == "Not destroyed: there is no stack passerelle-test here.\n"
