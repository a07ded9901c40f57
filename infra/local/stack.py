"""Creates on the emulator what `infra/template.yaml` says and is not there yet, by the services' own calls.

Not by the emulator's CloudFormation: there a table that exists is silently emptied, and expiry and recovery are ignored.
"""

from __future__ import annotations

import contextlib
import json
from functools import lru_cache
from typing import Any

import botocore.session
from botocore.config import Config

from infra.local.settings import REGION
from infra.local.template import Resource, Template

CHECKPOINTS = "checkpoints"
SESSION = botocore.session.get_session()
SESSION.set_credentials("local", "local")


@lru_cache
def client(name: str, endpoint: str) -> Any:
    """A client of the house's own, since the app's are set up for requests, not for long polls."""
    settings = Config(retries={"mode": "standard", "max_attempts": 5}, read_timeout=30, max_pool_connections=50, account_id_endpoint_mode="disabled")
    return SESSION.create_client(name, region_name=REGION, endpoint_url=endpoint, config=settings)


def create(stage: str, endpoint: str) -> None:
    """Idempotent: what exists keeps its data, and a queue takes the settings that the template has now."""
    template = Template.of(stage)
    clients = {kind: client(service, endpoint) for kind, (service, _) in MAKERS.items()}
    for resource in template.resources():
        _, make = MAKERS[resource.kind]
        make(resource, template, clients[resource.kind])
    _checkpoints(stage, clients["AWS::DynamoDB::Table"])


def _table(table: Resource, _template: Template, dynamodb: Any) -> None:
    asked = dict(table.properties)
    name, ttl, recovery = asked["TableName"], asked.pop("TimeToLiveSpecification", None), asked.pop("PointInTimeRecoverySpecification", None)
    for protection in ("SSESpecification", "DeletionProtectionEnabled"):  # the laptop's data is the laptop's
        asked.pop(protection, None)
    if "StreamSpecification" in asked:
        asked["StreamSpecification"] = {"StreamEnabled": True, **asked["StreamSpecification"]}
    try:
        dynamodb.create_table(**asked)
    except dynamodb.exceptions.ResourceInUseException:
        return
    if ttl:
        dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=ttl)
    if recovery:
        dynamodb.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)


def _checkpoints(stage: str, dynamodb: Any) -> None:
    """In production Lambda keeps a reader's place in a stream; the house keeps it here, so that it is saved together with the stream."""
    key = {"KeySchema": [{"AttributeName": "stream", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "stream", "AttributeType": "S"}]}
    try:
        dynamodb.create_table(TableName=f"passerelle-{stage}-{CHECKPOINTS}", BillingMode="PAY_PER_REQUEST", **key)
    except dynamodb.exceptions.ResourceInUseException:
        return


def _queue(queue: Resource, template: Template, sqs: Any) -> None:
    name = queue.properties["QueueName"]
    attributes = {key: value if isinstance(value, str) else json.dumps(value) for key, value in queue.properties.items() if key != "QueueName"}
    try:
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        sqs.set_queue_attributes(QueueUrl=url, Attributes={key: value for key, value in attributes.items() if key != "FifoQueue"})
    except sqs.exceptions.QueueDoesNotExist:
        url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    template.learnt(queue, "Arn", sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"])


def _bus(bus: Resource, _template: Template, events: Any) -> None:
    try:
        events.create_event_bus(Name=bus.properties["Name"])
    except events.exceptions.ResourceAlreadyExistsException:
        return


def _key(key: Resource, template: Template, kms: Any) -> None:
    """A key has no name: ours is known by its description, which is the stage's."""
    described = (kms.describe_key(KeyId=known["KeyId"])["KeyMetadata"] for known in kms.list_keys()["Keys"])
    found = next((known["KeyId"] for known in described if known.get("Description") == key.properties["Description"]), None)
    made = kms.describe_key(KeyId=found)["KeyMetadata"] if found else kms.create_key(Description=key.properties["Description"])["KeyMetadata"]
    template.learnt(key, "Ref", made["KeyId"])
    template.learnt(key, "Arn", made["Arn"])


def _alias(alias: Resource, _template: Template, kms: Any) -> None:
    try:
        kms.create_alias(AliasName=alias.properties["AliasName"], TargetKeyId=alias.properties["TargetKeyId"])
    except kms.exceptions.AlreadyExistsException:
        return


def _bucket(bucket: Resource, _template: Template, s3: Any) -> None:
    """Neither sealed nor versioned: the laptop's files are the laptop's."""
    name = bucket.properties["BucketName"]
    with contextlib.suppress(s3.exceptions.BucketAlreadyOwnedByYou):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    rules = bucket.properties["CorsConfiguration"]["CorsRules"]
    said = [{"MaxAgeSeconds" if key == "MaxAge" else key: value for key, value in rule.items()} for rule in rules]
    s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": said})


MAKERS = {
    "AWS::DynamoDB::Table": ("dynamodb", _table),
    "AWS::SQS::Queue": ("sqs", _queue),
    "AWS::Events::EventBus": ("events", _bus),
    "AWS::KMS::Key": ("kms", _key),
    "AWS::KMS::Alias": ("kms", _alias),
    "AWS::S3::Bucket": ("s3", _bucket),
}
