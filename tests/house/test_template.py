import pytest

from infra.local.settings import ACCOUNT, REGION
from infra.local.template import Template


def creating(template):
    """All resources, each told an ARN and an id as creation would."""
    for resource in template.resources():
        template.learnt(resource, "Arn", f"arn:{resource.logical_id}")
        template.learnt(resource, "Ref", resource.logical_id)
        yield resource


RESOURCES = {resource.logical_id: resource for resource in creating(Template.of("prod"))}
QUEUES = [resource for name, resource in RESOURCES.items() if resource.kind == "AWS::SQS::Queue" and not name.endswith("DeadQueue")]


def test_what_others_name_comes_first():
    order = list(RESOURCES)
    assert order.index("PushDeadQueue") < order.index("PushQueue")
    assert order.index("DataKey") < order.index("DataKeyAlias")


def test_stages_and_accounts_are_filled_in():
    assert RESOURCES["MainTable"].properties["TableName"] == "passerelle-prod-main"
    statement = RESOURCES["DataKey"].properties["KeyPolicy"]["Statement"][0]
    assert statement["Principal"]["AWS"] == f"arn:aws:iam::{ACCOUNT}:root"


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.logical_id)
def test_every_queue_has_a_dead_letter_queue_of_its_own_kind(queue):
    dead = RESOURCES[queue.properties["RedrivePolicy"]["deadLetterTargetArn"].removeprefix("arn:")]
    name, suffix = queue.properties["QueueName"].removesuffix(".fifo"), ".fifo" if "FifoQueue" in queue.properties else ""
    assert (queue.properties["QueueName"], dead.properties["QueueName"]) == (name + suffix, f"{name}-dlq{suffix}")
    assert dead.properties.get("FifoQueue") == queue.properties.get("FifoQueue")


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.logical_id)
def test_a_dead_letter_queue_takes_from_its_own_queue_only(queue):
    dead = RESOURCES[queue.properties["RedrivePolicy"]["deadLetterTargetArn"].removeprefix("arn:")]
    allowed = dead.properties["RedriveAllowPolicy"]
    assert allowed == {"redrivePermission": "byQueue", "sourceQueueArns": [f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue.properties['QueueName']}"]}


def test_every_table_is_sealed_with_our_own_key():
    sealed = [table.properties["SSESpecification"] for table in RESOURCES.values() if table.kind == "AWS::DynamoDB::Table"]
    assert all(one == {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": "arn:StoreKey"} for one in sealed)


def test_what_cannot_be_rebuilt_stays_and_tables_are_recoverable():
    raw = Template.of("prod").document
    kept = {name for name, resource in raw["Resources"].items() if resource.get("DeletionPolicy") == "Retain"}
    recoverable = {name for name, resource in RESOURCES.items() if resource.properties.get("PointInTimeRecoverySpecification")}
    assert recoverable == {"MainTable", "TraceTable"}
    assert {name for name, resource in RESOURCES.items() if resource.properties.get("DeletionProtectionEnabled")} == recoverable
    assert kept == recoverable | {"DataKey", "StoreKey", "FilesBucket"}
