"""One world per test: the tables, queues, bus and key of `infra/template.yaml` in moto, emptied between tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends

from tests.crier import Crier

pytest_plugins = ["tests.emulator"]
"""Loading it sets the environment that the app reads when it is imported, which is why fixtures import the app and not this module."""

STAGE = "test"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Side by side, a file keeps to one process, which makes its fixtures once; so do all that look at the package, which takes half a minute.

    Not by xdist's own groups: it writes those where pytest 9 no longer looks for a test's name, and each test then goes alone.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            folder = file.rpartition("/")[0]
            return folder if folder == "tests/package" else file

    config.option.loadscopereorder = False  # A long file has few tests, and would come last, when the others have nothing left to do.
    return ByFile(config, log)


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
    from chalicelib.identity import queries as people

    keys.forget()
    people.forget()
    forms._editions.clear()
    _empty()
    identity.found_platform()


@pytest.fixture
def crier(world: None) -> Crier:
    import app

    return Crier(app)


def _empty() -> None:
    # Straight in moto's memory: it copies a table, its past stream included, for each transaction, so what is left behind slows all that follows.
    for table in dynamodb_backends[DEFAULT_ACCOUNT_ID]["eu-west-3"].tables.values():
        table.items.clear()
        if table.stream_shard:
            table.stream_shard.items.clear()
    for bucket in s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets.values():
        bucket.keys.clear()
    for queue in sqs_backends[DEFAULT_ACCOUNT_ID]["eu-west-3"].queues.values():
        queue._messages.clear()  # PurgeQueue may be called once a minute only


@pytest.fixture
def ask(world: None) -> Callable[..., Any]:
    """Ask the front door as API Gateway does: `ask("GET", "/api/v1/me", token=…)`."""
    import app
    from tests.client import Client

    return Client(app.app)
