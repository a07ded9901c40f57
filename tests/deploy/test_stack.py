"""What an emulator cannot show of a stack: CloudFormation that cannot take back what it made."""

from datetime import UTC, datetime

import botocore.session
import pytest
from botocore.stub import ANY, Stubber

from infra.deploy import stack as stacks
from infra.deploy.account import Account
from infra.deploy.stack import Stack
from infra.trouble import Trouble

NAME = "passerelle-production"
ID = f"arn:aws:cloudformation:eu-west-3:111122223333:stack/{NAME}/1"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def account():
    session = botocore.session.Session()
    session.set_credentials("nobody", "nobody")
    return Account("111122223333", "eu-west-3", None, session)


@pytest.fixture
def aws(account, monkeypatch):
    monkeypatch.setattr(stacks, "PAUSE", 0)
    cloudformation, dynamodb = Stubber(account.client("cloudformation")), Stubber(account.client("dynamodb"))
    with cloudformation, dynamodb:
        yield cloudformation, dynamodb
        cloudformation.assert_no_pending_responses()
        dynamodb.assert_no_pending_responses()


def stands(cloudformation, status, name=ANY):
    found = {"StackName": NAME, "StackId": ID, "StackStatus": status, "CreationTime": NOW}
    cloudformation.add_response("describe_stacks", {"Stacks": [found]}, {"StackName": name})


def happened(cloudformation, *events):
    """Newest first, as CloudFormation tells them."""
    told = [
        {"StackId": ID, "StackName": NAME, "EventId": f"{what}-{status}", "LogicalResourceId": what, "ResourceType": kind, "ResourceStatus": status,
         "ResourceStatusReason": reason, "Timestamp": NOW}
        for what, kind, status, reason in events
    ]  # fmt: skip
    cloudformation.add_response("describe_stack_events", {"StackEvents": told}, {"StackName": ID})


def test_a_first_deploy_that_fails_leaves_no_table_that_protects_itself(account, aws):
    cloudformation, dynamodb = aws
    began = (NAME, stacks.STACK, "REVIEW_IN_PROGRESS", "")
    broke = ("Broken", "AWS::SQS::Queue", "CREATE_FAILED", "no such thing")
    stuck = (NAME, stacks.STACK, "DELETE_FAILED", "")
    for _ in range(2):
        stands(cloudformation, "REVIEW_IN_PROGRESS")
    happened(cloudformation, began)
    cloudformation.add_response("execute_change_set", {}, {"StackName": NAME, "ChangeSetName": "deploy", "RetainExceptOnCreate": True})
    happened(cloudformation, stuck, broke, began)
    stands(cloudformation, "DELETE_FAILED", ID)

    table = {"LogicalResourceId": "MainTable", "PhysicalResourceId": f"{NAME}-main", "ResourceType": "AWS::DynamoDB::Table"}
    left = [table | {"ResourceStatus": "DELETE_FAILED", "LastUpdatedTimestamp": NOW}]
    cloudformation.add_response("list_stack_resources", {"StackResourceSummaries": left}, {"StackName": ID})
    named = {"TableName": f"{NAME}-main"}
    dynamodb.add_response("update_table", {}, named | {"DeletionProtectionEnabled": False})
    dynamodb.add_response("describe_table", {"Table": {"TableStatus": "ACTIVE"}}, named)
    dynamodb.add_response("delete_table", {}, named)
    dynamodb.add_client_error("describe_table", "ResourceNotFoundException", expected_params=named)

    stands(cloudformation, "DELETE_FAILED", NAME)
    happened(cloudformation, stuck, broke, began)
    cloudformation.add_response("delete_stack", {}, {"StackName": NAME})
    happened(cloudformation, (NAME, stacks.STACK, "DELETE_COMPLETE", ""), stuck, broke, began)
    stands(cloudformation, "DELETE_COMPLETE", ID)

    with pytest.raises(Trouble, match=rf"^{NAME} is DELETE_COMPLETE\. Broken: no such thing$"):
        Stack(account, NAME).execute()


def test_what_another_command_began_is_watched_to_its_end(account, aws, capsys):
    cloudformation, _ = aws
    earlier = ("Old", "AWS::SQS::Queue", "CREATE_COMPLETE", "")
    began = (NAME, stacks.STACK, "UPDATE_IN_PROGRESS", "")
    ended = (NAME, stacks.STACK, "UPDATE_COMPLETE", "")
    stands(cloudformation, "UPDATE_IN_PROGRESS")
    happened(cloudformation, began, earlier)
    stands(cloudformation, "UPDATE_IN_PROGRESS", ID)
    happened(cloudformation, ended, ("New", "AWS::SQS::Queue", "UPDATE_COMPLETE", ""), began, earlier)
    stands(cloudformation, "UPDATE_COMPLETE", ID)
    stands(cloudformation, "UPDATE_COMPLETE")
    assert Stack(account, NAME).rest() == "UPDATE_COMPLETE"
    said = capsys.readouterr().out
    assert [line.split()[2] for line in said.splitlines()[1:]] == ["New", NAME]


def test_a_change_set_that_changes_nothing_is_no_trouble_and_one_that_is_refused_is(account, aws):
    cloudformation, _ = aws
    described = {"StackName": NAME, "ChangeSetName": "deploy"}
    for reason in ("The submitted information didn't contain changes.", "Transform AWS::Serverless-2016-10-31 failed with: no"):
        for _ in range(2):
            stands(cloudformation, "UPDATE_COMPLETE")
        cloudformation.add_response("delete_change_set", {}, described)
        cloudformation.add_response(
            "create_change_set", {"Id": "1"}, described | {"ChangeSetType": "UPDATE", "TemplateURL": "u", "Capabilities": ANY}
        )
        cloudformation.add_response("describe_change_set", {"Status": "CREATE_IN_PROGRESS"}, described)
        cloudformation.add_response("describe_change_set", {"Status": "FAILED", "StatusReason": reason}, described)
        stands(cloudformation, "UPDATE_COMPLETE")
        cloudformation.add_response("delete_change_set", {}, described)
    stack = Stack(account, NAME)
    assert stack.propose("u") == []
    with pytest.raises(Trouble, match="CloudFormation refuses the template: Transform"):
        stack.propose("u")
