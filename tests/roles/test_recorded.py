"""The house at work with its roles on: what a function asks it may ask, and what it may ask it asks."""

import pytest

from tests.roles.record import Recorder
from tests.roles.template import cloud as template

BY_LAMBDA_ITSELF = {
    "logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords",
    "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes",
    "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams", "s3:PutObject", "s3:ListBucket",
}  # fmt: skip

BY_BROWSERS = {"s3:GetObject"}
"""By an address that a function signed, with what its role allows."""
BY_MODELS = {"bedrock:InvokeModel"}
"""No emulator has models: `tests/scoring` holds what is asked of them against botocore's own description of the service."""


@pytest.fixture(scope="module")
def recorder(cloud):
    from chalicelib.identity import actions as identity
    from tests.conftest import _empty
    from tests.roles.record import start_cold
    from tests.roles.story import Story

    start_cold()
    _empty()
    identity.found_platform()
    with pytest.MonkeyPatch.context() as patch, Recorder(template()).watch(patch) as watching:
        try:
            Story().tell()
        except AssertionError as stopped:
            raise AssertionError(f"the story ends here; refused: {watching.denied}") from stopped
        yield watching
    _empty()


def test_everything_had_something_to_do(recorder):
    assert recorder.functions == set(recorder.cloud.functions)


def test_no_function_asks_what_its_role_refuses(recorder):
    assert recorder.denied == []


def test_no_role_grants_what_nobody_asks(recorder):
    unused = recorder.unused(BY_LAMBDA_ITSELF | BY_BROWSERS | BY_MODELS)
    assert not unused, "\n".join(unused)
