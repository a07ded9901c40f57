"""Amazon Bedrock's Converse, made to answer by a tool of our schema."""

from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, ReadTimeoutError

from chalicelib.foundation import aws
from chalicelib.scoring.engines import SCHEMA, TASK, Unavailable, covered, judged
from chalicelib.scoring.notes.classifier import Judgement

MODEL = "anthropic.claude-3-haiku-20240307-v1:0"
"""One of our own region: notes of calls stay in it. It can be made to answer by a tool."""
TOOL = "label"
REASONS = {"AccessDeniedException": "refused", "ThrottlingException": "too_often", "ModelTimeoutException": "timeout"}


def read(note: str, *, model: str) -> Judgement:
    """Raises `Unavailable`."""
    tool = {"toolSpec": {"name": TOOL, "description": "Say what came of the call.", "inputSchema": {"json": SCHEMA}}}
    try:
        answer = aws.client("bedrock-runtime").converse(
            modelId=model or MODEL,
            system=[{"text": TASK}],
            messages=[{"role": "user", "content": [{"text": covered(note)}]}],
            toolConfig={"tools": [tool], "toolChoice": {"tool": {"name": TOOL}}},
            inferenceConfig={"maxTokens": 200, "temperature": 0},
        )
    except (ReadTimeoutError, ConnectTimeoutError) as error:
        raise Unavailable("timeout") from error
    except ClientError as error:
        raise Unavailable(REASONS.get(error.response["Error"]["Code"], "failed")) from error
    except BotoCoreError as error:
        raise Unavailable("unreachable") from error
    return judged(note, _content(answer))


def _content(answer: dict[str, Any]) -> str:
    try:
        [used] = [part["toolUse"]["input"] for part in answer["output"]["message"]["content"] if "toolUse" in part]
        return json.dumps(used)
    except (ValueError, LookupError, TypeError) as error:
        raise Unavailable("unreadable") from error
