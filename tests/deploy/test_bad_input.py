"""One clear line, and nothing begun."""

import os
import subprocess
import sys

import pytest

from infra.deploy import __main__ as command
from infra.deploy import deploying
from infra.deploy.account import Account
from infra.deploy.release import TEMPLATE_BYTES, Release
from infra.local.settings import ROOT, without_real_account
from infra.trouble import Trouble

NOWHERE = "http://127.0.0.1:9"


def run(tmp_path, *arguments, **environment):
    told = without_real_account(dict(os.environ)) | {"HOME": str(tmp_path), "AWS_EC2_METADATA_DISABLED": "true"} | environment
    asked = [sys.executable, "-m", "infra.deploy", *arguments]
    return subprocess.run(asked, cwd=ROOT, env=told, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("arguments", "environment", "says"),
    [
        ((), {}, "Name a stage of .chalice/config.json: make deploy STAGE=production"),
        (("deploy", ""), {}, "Name a stage of .chalice/config.json"),
        (("deploy", "prod"), {}, "Not deployed: prod is no stage of .chalice/config.json"),
        (("destroy", "prod"), {}, "Not destroyed: prod is no stage of .chalice/config.json"),
        (("deploy", "production"), {}, "Not deployed: no region is chosen"),
        (("deploy", "production"), {"AWS_REGION": "eu-west-3"}, "Not deployed: there are no AWS credentials here"),
        (
            ("deploy", "production"),
            {"AWS_PROFILE": "nobody"},
            "Not deployed: AWS cannot be asked who you are: The config profile (nobody)",
        ),
        (
            ("deploy", "production"),
            {"AWS_REGION": "eu-west-3", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_ENDPOINT_URL": NOWHERE, "AWS_MAX_ATTEMPTS": "1"},
            "Not deployed: AWS cannot be asked who you are: Could not connect to the endpoint URL",
        ),
    ],
)
def test_whoever_asks_for_what_cannot_be_is_told_in_one_line(tmp_path, arguments, environment, says):
    told = run(tmp_path, *arguments, **environment)
    assert told.returncode == 1
    assert told.stderr.startswith(says)
    assert len(told.stderr.splitlines()) == 1
    assert told.stdout == ""


def test_ctrl_c_says_what_goes_on_and_how_to_follow_it(monkeypatch, capsys):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("sys.argv", ["deploy", "deploy", "production"])
    monkeypatch.setitem(command.COMMANDS, "deploy", interrupted)
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert ended.value.code == 130
    assert capsys.readouterr().err == (
        "\nStopped. What CloudFormation has begun it goes on with; `make deploy STAGE=production` goes on from there.\n"
    )


def release(stage="production", api="https://api.example.com", **more):
    variables = {"PASSERELLE_API_URL": api, "PASSERELLE_CONSOLE_URL": "https://console.passerelle.fr"}
    function = {"Type": "AWS::Serverless::Function", "Properties": {"CodeUri": "./deployment.zip", "Environment": {"Variables": variables}}}
    return Release(stage, b"", {"Resources": {"APIHandler": function, **more}})


def test_the_addresses_of_the_example_are_nobodys(tmp_path):
    account = Account("111122223333", "eu-west-3", None, None)
    with pytest.raises(Trouble, match=r"PASSERELLE_API_URL of production is the example api\.example\.com: write your own"):
        deploying.check_addresses(account, release())
    deploying.check_addresses(account, release(api="https://api.passerelle.fr"))


def test_a_template_that_cloudformation_does_not_take_is_known_before_it_is_sent():
    large = release(Large={"Type": "AWS::SNS::Topic", "Metadata": "x" * TEMPLATE_BYTES})
    with pytest.raises(Trouble, match="and CloudFormation takes 1,048,576"):
        large.written()
