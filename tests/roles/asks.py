"""What IAM is asked for one call to AWS: one action on one resource, or several of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from chalicelib.foundation import config
from tests.roles.judge import Request
from tests.roles.template import ACCOUNT, REGION

HERE = f"{REGION}:{ACCOUNT}"
TRANSACTED = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem", "Get": "GetItem"}
ONE_BY_ONE = {"SendMessageBatch": "SendMessage"}
ALSO = {"CopyObject": "PutObject"}


def asks(service: str, operation: str, params: dict[str, Any]) -> Iterator[Request]:
    assert service in SERVICES, f"teach tests/roles/asks.py what {service} asks of IAM"
    return SERVICES[service](operation, params)


def _dynamodb(operation: str, params: dict[str, Any]) -> Iterator[Request]:
    """Each action with all the keys that the call has for its table: no reading of `LeadingKeys` sees more of them at once."""
    found = list(_items(operation, params))
    for action, table, _ in found:
        keys_there = [key for _, where, key in found if where == table]
        yield Request(f"dynamodb:{action}", f"arn:aws:dynamodb:{HERE}:table/{table}", {"dynamodb:LeadingKeys": keys_there})


def _items(operation: str, params: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Action, table (or table and index) and partition of every item."""
    match operation:
        case "GetItem" | "UpdateItem" | "DeleteItem" | "PutItem":
            yield operation, params["TableName"], _partition(params)
        case "Query":
            index = f"/index/{params['IndexName']}" if "IndexName" in params else ""
            # PynamoDB names the partition first: `#0 = :0 AND …`.
            value = re.match(r"\(?#\w+ = (:\w+)", params["KeyConditionExpression"])[1]
            yield operation, params["TableName"] + index, params["ExpressionAttributeValues"][value]["S"]
        case "BatchGetItem":
            yield from ((operation, table, key["pk"]["S"]) for table, wanted in params["RequestItems"].items() for key in wanted["Keys"])
        case "BatchWriteItem":
            writes = ((table, part) for table, requests in params["RequestItems"].items() for request in requests for part in request.values())
            yield from ((operation, table, _partition(part)) for table, part in writes)
        case "TransactWriteItems" | "TransactGetItems":
            parts = (part for action in params["TransactItems"] for part in action.items())
            yield from ((TRANSACTED[kind], part["TableName"], _partition(part)) for kind, part in parts)
        case _:
            raise NotImplementedError(f"teach tests/roles/asks.py which items {operation} touches")


def _partition(part: dict[str, Any]) -> str:
    return str((part.get("Item") or part["Key"])["pk"]["S"])


def _kms(operation: str, params: dict[str, Any]) -> Iterator[Request]:
    context = {f"kms:EncryptionContext:{name}": [value] for name, value in params["EncryptionContext"].items()}
    yield Request(f"kms:{operation}", f"arn:aws:kms:{HERE}:key/DataKey", context)


def _sqs(operation: str, params: dict[str, Any]) -> Iterator[Request]:
    name = params.get("QueueName") or params["QueueUrl"].rpartition("/")[2]
    yield Request(f"sqs:{ONE_BY_ONE.get(operation, operation)}", f"arn:aws:sqs:{HERE}:{name}")


def _eventbridge(operation: str, params: dict[str, Any]) -> Iterator[Request]:
    for bus in {entry["EventBusName"] for entry in params["Entries"]}:
        yield Request(f"events:{operation}", f"arn:aws:events:{HERE}:event-bus/{bus}")


def _sesv2(operation: str, params: dict[str, Any]) -> Iterator[Request]:
    yield Request(f"ses:{operation}", f"arn:aws:ses:{HERE}:identity/{params['FromEmailAddress']}")
    yield Request(f"ses:{operation}", f"arn:aws:ses:{HERE}:configuration-set/{params['ConfigurationSetName']}")


def _texts(operation: str, params: dict[str, Any]) -> Iterator[Request]:
    if operation == "DescribePhoneNumbers":
        yield Request(f"sms-voice:{operation}", f"arn:aws:sms-voice:{HERE}:phone-number/*")
        return
    if operation == "ListTagsForResource":
        yield Request(f"sms-voice:{operation}", params["ResourceArn"])
        return
    named = params["OriginationIdentity"]
    kind = "pool" if named.startswith("pool-") else "phone-number" if named.startswith("phone-") else "sender-id"
    yield Request(f"sms-voice:{operation}", f"arn:aws:sms-voice:{HERE}:{kind}/{named}")


def _whatsapp(operation: str, params: dict[str, Any]) -> Iterator[Request]:
    named = params.get("resourceArn") or f"arn:aws:social-messaging:{HERE}:phone-number-id/{params['originationPhoneNumberId']}"
    yield Request(f"social-messaging:{operation}", named)


def _calls(operation: str, params: dict[str, Any]) -> Iterator[Request]:
    """Of a call that is to be placed, the contact has no name yet."""
    contact = params.get("ContactId") or params.get("InitialContactId") or "new"
    place = "" if operation == "DescribeInstance" else f"/contact/{contact}"
    yield Request(f"connect:{operation}", f"arn:aws:connect:{HERE}:instance/{params['InstanceId']}{place}")


def _sockets(operation: str, params: dict[str, Any]) -> Iterator[Request]:
    method = "DELETE" if operation == "DeleteConnection" else "POST"
    place = f"arn:aws:execute-api:{HERE}:WebsocketAPI/api/{method}/@connections/{params['ConnectionId']}"
    yield Request("execute-api:ManageConnections", place)


def _sts(_: str, params: dict[str, Any]) -> Iterator[Request]:
    tags = {f"aws:RequestTag/{tag['Key']}": [tag["Value"]] for tag in params["Tags"]}
    for action in ("sts:AssumeRole", "sts:TagSession"):
        yield Request(action, params["RoleArn"], tags | {"aws:TagKeys": [tag["Key"] for tag in params["Tags"]]})


def _s3(operation: str, params: dict[str, Any]) -> Iterator[Request]:
    assert params["Bucket"] == config.FILES_BUCKET
    bucket = f"arn:aws:s3:::passerelle-test-files-{ACCOUNT}"
    if operation == "CopyObject":
        # botocore has written bucket and name as one by then.
        yield Request("s3:GetObject", f"{bucket}/{params['CopySource'].partition('/')[2]}")
    yield Request(f"s3:{ALSO.get(operation, operation)}", f"{bucket}/{params['Key']}")


SERVICES: dict[str, Callable[[str, dict[str, Any]], Iterator[Request]]] = {
    "dynamodb": _dynamodb, "kms": _kms, "sqs": _sqs, "eventbridge": _eventbridge, "sesv2": _sesv2, "apigatewaymanagementapi": _sockets,
    "pinpoint-sms-voice-v2": _texts, "socialmessaging": _whatsapp, "connect": _calls, "connect-contact-lens": _calls, "s3": _s3, "sts": _sts,
}  # fmt: skip
