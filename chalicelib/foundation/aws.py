"""AWS clients: one botocore session for the process, one client per service, made when first needed."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import botocore.session
from botocore.config import Config

from chalicelib.foundation import config

SESSION = botocore.session.get_session()


@lru_cache
def client(name: str, endpoint: str | None = None) -> Any:
    """The client of a service. ``AWS_ENDPOINT_URL`` points all of them at an emulator."""
    settings = Config(retries={"mode": "standard", "max_attempts": 3}, connect_timeout=2, read_timeout=10)
    return SESSION.create_client(name, region_name=config.REGION, endpoint_url=endpoint, config=settings)


@lru_cache
def queue_url(wire: str) -> str:
    """The address of a wire's queue."""
    return str(client("sqs").get_queue_url(QueueName=config.named(wire))["QueueUrl"])
