"""One world per test: the tables, queues, bus and key of `infra/template.yaml` in moto, emptied between tests."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from typing import Any

os.environ |= {
    "PASSERELLE_STAGE": "test",
    "PASSERELLE_API_URL": "http://localhost:8010",
    "PASSERELLE_CONSOLE_URL": "http://localhost:8020",
    "PASSERELLE_SOCKETS_URL": "ws://localhost:8030",
    "PASSERELLE_SOCKETS_ENDPOINT": "http://localhost:8030",
    "PASSERELLE_KEY_ID": "alias/passerelle-test",
    "AWS_DEFAULT_REGION": "eu-west-3",
    "AWS_REGION": "eu-west-3",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
}

import pytest
from moto import mock_aws

from tests.crier import Crier

STAGE = "test"


@pytest.fixture(scope="session")
def cloud() -> Iterator[None]:
    """moto for the whole run. Tests on the emulator stop asking for it and bring their own."""
    from infra.local import stack

    with mock_aws():
        stack.create(STAGE, None)
        yield


@pytest.fixture
def world(cloud: None) -> Iterator[None]:
    """Everything is there, and nothing in it."""
    from chalicelib.foundation import keys
    from chalicelib.forms import queries as forms
    from chalicelib.identity import actions as identity

    keys.forget()
    forms._editions.clear()
    _empty()
    identity.found_platform()
    yield


@pytest.fixture
def crier(world: None) -> Crier:
    import app

    return Crier(app)


def _empty() -> None:
    import botocore.session

    session = botocore.session.get_session()
    dynamodb = session.create_client("dynamodb")
    for table in ("main", "trace", "find", "tally", "lease"):
        name = f"passerelle-{STAGE}-{table}"
        for item in dynamodb.scan(TableName=name, ProjectionExpression="pk, sk")["Items"]:
            dynamodb.delete_item(TableName=name, Key=item)
    sqs = session.create_client("sqs")
    for url in sqs.list_queues().get("QueueUrls", []):
        sqs.purge_queue(QueueUrl=url)


Posted = Callable[..., Any]


@pytest.fixture
def ask(world: None) -> Callable[..., Any]:
    """Ask the front door as API Gateway does: `ask("GET", "/api/v1/me", token=…)`."""
    from tests.client import Client

    import app

    return Client(app.app)


def pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
