"""What a change set looks like to whoever must say yes."""

from infra.deploy.changes import Change, table


def change(action, what, kind="AWS::SQS::Queue", replacement=None, *touched):
    details = [{"Target": {"Attribute": "Properties", "Name": name}} for name in touched]
    said = {"Action": action, "LogicalResourceId": what, "ResourceType": kind, "Details": details}
    return Change.of(said | ({"Replacement": replacement} if replacement else {}))


def test_the_gravest_stands_last():
    shown = table([
        change("Modify", "Trace", "AWS::DynamoDB::Table", "True", "TableName"),
        change("Remove", "Old"),
        change("Modify", "Sweep", "AWS::Lambda::Function", "False", "Timeout", "MemorySize"),
        change("Add", "New"),
        change("Modify", "Stage", "AWS::ApiGateway::Stage", "Conditional", "DeploymentId"),
    ])  # fmt: skip
    assert shown.splitlines() == [
        "  add           New    SQS::Queue",
        "  change        Sweep  Lambda::Function   MemorySize, Timeout",
        "  maybe REPLACE Stage  ApiGateway::Stage  DeploymentId",
        "  REMOVE        Old    SQS::Queue",
        "  REPLACE       Trace  DynamoDB::Table    TableName",
        "  1 to add, 1 to change, 1 to maybe REPLACE, 1 to REMOVE, 1 to REPLACE",
    ]


def test_data_would_be_lost_where_a_table_a_key_or_a_bucket_goes():
    assert change("Remove", "Tally", "AWS::DynamoDB::Table").loses_data
    assert change("Modify", "Key", "AWS::KMS::Key", "True").loses_data
    assert not change("Modify", "Files", "AWS::S3::Bucket", "Conditional").loses_data
    assert not change("Modify", "Main", "AWS::DynamoDB::Table", "False").loses_data
    assert not change("Remove", "Queue").loses_data


def test_what_kind_of_change_cannot_be_said_before_is_a_change_too():
    assert change("Dynamic", "Nested").does == "maybe change"
