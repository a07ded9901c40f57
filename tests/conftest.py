"""One world per test: the tables, queues, bus and key of `infra/template.yaml` in moto, emptied between tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID
from moto.sqs.models import sqs_backends

from tests import emulator  # first: it sets the environment that the app reads when it is imported
from tests.crier import Crier

__all__ = ["emulator"]

pytest_plugins = ["tests.emulator"]

STAGE = "test"


@pytest.fixture(scope="session")
def cloud() -> Iterator[None]:
    """moto for the whole run. Tests on the emulator stop asking for it and bring their own."""
    from infra.local import stack

    with mock_aws():
        stack.create(STAGE, None)
        yield


@pytest.fixture
def world(cloud: None) -> None:
    """Everything is there, and nothing in it."""
    from chalicelib.forms import queries as forms
    from chalicelib.foundation import keys
    from chalicelib.identity import actions as identity

    keys.forget()
    forms._editions.clear()
    _empty()
    identity.found_platform()


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
    for queue in sqs_backends[DEFAULT_ACCOUNT_ID]["eu-west-3"].queues.values():
        queue._messages.clear()  # PurgeQueue may be called once a minute only


@pytest.fixture
def ask(world: None) -> Callable[..., Any]:
    """Ask the front door as API Gateway does: `ask("GET", "/api/v1/me", token=…)`."""
    import app
    from tests.client import Client

    return Client(app.app)
