"""The end of a stage, and what an end leaves behind for the next beginning. Comes last: it takes the stage away from all other tests."""

import pytest

from infra.deploy import deploying, smoke, trial
from infra.trouble import Trouble
from tests.stage.conftest import MAIL_DOMAIN, STAGE, items

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def counted(stage):
    """How many items the stage had before it went."""
    return items(stage)


def test_who_does_not_name_the_stage_changes_nothing(stage):
    told = stage.cloud.run("destroy", typed="yes\n")
    assert (told.returncode, told.stderr) == (1, "Not destroyed: nothing was changed, since the stage was not named.\n")
    assert stage.stack.described()["StackStatus"].endswith("_COMPLETE")


def test_a_stage_that_goes_leaves_what_cannot_be_made_again(stage, counted):
    told = stage.cloud.run("destroy", typed=f"{STAGE}\n")
    assert told.returncode == 0, told.stdout + told.stderr
    assert "stays  DynamoDB::Table  passerelle-test-main" in told.stdout
    assert "protected from deletion" in told.stdout
    assert "GOES   DynamoDB::Table  passerelle-test-lease" in told.stdout
    assert stage.stack.described() is None
    left = stage.cloud.client("dynamodb").list_tables()["TableNames"]
    assert [name for name in left if name.startswith("passerelle-test-")] == ["passerelle-test-main", "passerelle-test-trace"]
    assert items(stage) >= counted


def test_what_stays_is_in_the_way_of_a_new_stage_which_must_not_touch_it(stage, counted):
    with pytest.raises(Trouble, match="passerelle-test-main, passerelle-test-trace: already there, and of no stack"):
        deploying.bring(stage.account, stage.stack, stage.release)
    assert stage.stack.described() is None
    assert items(stage) >= counted


def test_what_is_not_there_cannot_go(stage):
    told = stage.cloud.run("destroy", typed=f"{STAGE}\n")
    assert told.stderr == "Not destroyed: there is no stack passerelle-test here.\n"


def test_a_new_stage_takes_in_what_stayed_and_opens_it(operator, counted, monkeypatch):
    monkeypatch.setenv("YES", "1")
    monkeypatch.setenv("ADOPT", "1")
    deploying.bring(operator.account, operator.stack, operator.release)
    assert {"MainTable", "TraceTable", "DataKey", "StoreKey"} <= {one["LogicalResourceId"] for one in operator.stack.resources()}
    assert items(operator) >= counted
    sender = f"passerelle@{MAIL_DOMAIN}"
    with operator.door() as door:
        smoke.Walk(door, trial.founded(sender)).sign_in()
