"""What deploying shows and leaves, a second time, in the middle, and when it must not go on."""

import re
from dataclasses import replace

import pytest

from infra.deploy import deploying
from infra.deploy.smoke import SIMULATOR
from infra.local.settings import ROOT
from infra.trouble import Trouble
from tests.stage.conftest import STAGE, items

pytestmark = pytest.mark.live
DOC = ROOT / "docs" / "deploy.md"


def changed(release, **properties):
    """The release with other settings of one function."""
    resources = release.template["Resources"]
    sweep = resources["Sweep"] | {"Properties": resources["Sweep"]["Properties"] | properties}
    return replace(release, template=release.template | {"Resources": resources | {"Sweep": sweep}})


def test_it_showed_what_it_would_add_and_walked_the_journey(stage):
    assert re.search(r"^ +add +MainTable +DynamoDB::Table$", stage.told, re.MULTILINE)
    assert re.search(r"CREATE_COMPLETE +passerelle-test ", stage.told)
    assert re.search(r"^  console$", stage.told, re.MULTILINE)
    assert re.findall(r"^  (post|confirm|sign in|work) +[\d.]+ s$", stage.told, re.MULTILINE) == ["post", "confirm", "sign in", "work"]
    assert re.search(r"^Api +http://api\.passerelle\.test +→ ", stage.told, re.MULTILINE)
    [letter] = [mail for mail in stage.cloud.mails() if SIMULATOR in mail["To"][0]]
    assert "http://api.passerelle.test/c/" in letter["BodyText"]


def test_what_the_emulator_does_not_know_is_in_the_docs(stage):
    [said] = re.findall(r"does not know (.*?)\. What stays out", stage.told)
    listed = re.findall(r"^ *\| `(AWS::[\w:]+)` \|", DOC.read_text(), re.MULTILINE)
    assert sorted(said.split(", ")) == sorted(listed)


def test_the_console_is_there_with_its_address_and_its_caches(stage):
    bucket, s3 = stage.stack.outputs()["ConsoleBucketName"], stage.cloud.client("s3")
    names = {one["Key"] for one in s3.list_objects_v2(Bucket=bucket)["Contents"]}
    asset = next(name for name in names if name.startswith("assets/index-") and name.endswith(".js"))
    caches = {name: s3.head_object(Bucket=bucket, Key=name)["CacheControl"] for name in ("index.html", "config.json", asset)}
    assert caches == {"index.html": "no-cache", "config.json": "no-cache", asset: "public, max-age=31536000, immutable"}
    assert s3.get_object(Bucket=bucket, Key="config.json")["Body"].read() == b'{"api": "http://api.passerelle.test"}'
    assert s3.get_object(Bucket=bucket, Key="index.html")["Body"].read().count(asset.encode())
    assert not [name for name in names if name.startswith(".vite")]


def test_a_second_time_nothing_changes_and_nothing_is_lost(operator, capsys):
    counted = items(operator)
    deploying.bring(operator.account, operator.stack, operator.release)
    assert "The stack is as it should be." in capsys.readouterr().out
    assert items(operator) >= counted


def test_a_change_is_shown_made_and_loses_nothing(operator, capsys, monkeypatch):
    monkeypatch.setenv("YES", "1")
    counted = items(operator)
    deploying.bring(operator.account, operator.stack, changed(operator.release, MemorySize=640))
    said = capsys.readouterr().out
    assert re.search(r"^  change +Sweep +Lambda::Function +MemorySize$", said, re.MULTILINE)
    assert re.search(r"UPDATE_COMPLETE +passerelle-test ", said)
    assert items(operator) >= counted
    deploying.bring(operator.account, operator.stack, operator.release)


def test_no_is_no_and_leaves_no_change_set(operator, capsys, monkeypatch):
    monkeypatch.delenv("YES", raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "n")
    with pytest.raises(Trouble, match="nothing was changed"):
        deploying.bring(operator.account, operator.stack, changed(operator.release, MemorySize=704))
    assert operator.cloud.client("cloudformation").list_change_sets(StackName=f"passerelle-{STAGE}")["Summaries"] == []


def test_who_is_interrupted_at_the_question_asks_again(operator, monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.delenv("YES", raising=False)
    monkeypatch.setattr("builtins.input", interrupted)
    with pytest.raises(KeyboardInterrupt):
        deploying.bring(operator.account, operator.stack, changed(operator.release, MemorySize=704))
    deploying.bring(operator.account, operator.stack, operator.release)
    assert operator.cloud.client("cloudformation").list_change_sets(StackName=f"passerelle-{STAGE}")["Summaries"] == []


def test_a_table_that_would_go_needs_more_than_yes(operator, monkeypatch):
    monkeypatch.setenv("YES", "1")
    asked = []
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or "y")
    resources = {name: one for name, one in operator.release.template["Resources"].items() if name != "TallyTable"}
    smaller = replace(operator.release, template=operator.release.template | {"Resources": resources})
    with pytest.raises(Trouble, match="nothing was changed"):
        deploying.bring(operator.account, operator.stack, smaller)
    assert "TallyTable" in asked[0]


def test_a_change_that_fails_is_rolled_back_and_says_why(operator, monkeypatch):
    monkeypatch.setenv("YES", "1")
    broken = {"Broken": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": -1}}}
    larger = replace(operator.release, template=operator.release.template | {"Resources": operator.release.template["Resources"] | broken})
    counted = items(operator)
    with pytest.raises(Trouble, match=r"passerelle-test is UPDATE_ROLLBACK_COMPLETE\. Broken: "):
        deploying.bring(operator.account, operator.stack, larger)
    assert "Broken" not in {one["LogicalResourceId"] for one in operator.stack.resources()}
    assert items(operator) >= counted
