"""What Lambda adds around a call of a handler: the context object, and the rule that an answer is JSON."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from infra.local.settings import ACCOUNT, REGION

Handler = Callable[[dict[str, Any], Any], Any]
TIMEOUT_SECONDS = 30


@dataclass
class Context:
    """The attributes and the one method that Lambda's own context object has."""

    function_name: str
    function_version: str = "$LATEST"
    memory_limit_in_mb: str = "512"
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    log_group_name: str = ""
    log_stream_name: str = "local"
    identity: None = None
    client_context: None = None
    ends_at: float = field(default_factory=lambda: time.monotonic() + TIMEOUT_SECONDS)

    @property
    def invoked_function_arn(self) -> str:
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self.ends_at - time.monotonic()) * 1000))


def invoke(handler: Handler, name: str, event: dict[str, Any]) -> Any:
    """Call a handler as Lambda does: what is no JSON is no answer."""
    answer = handler(event, Context(name))
    json.dumps(answer)
    return answer
