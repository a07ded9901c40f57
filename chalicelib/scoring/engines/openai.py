"""OpenAI's chat completions with a strict schema."""

from __future__ import annotations

import json
import ssl
import time
from contextlib import closing
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from chalicelib.foundation import config
from chalicelib.scoring.engines import SCHEMA, TASK, TIMEOUT, Unavailable, covered, judged
from chalicelib.scoring.notes.classifier import Judgement

PATH = "/v1/chat/completions"
MODEL = "gpt-4o-mini"
READ_AT_MOST = 64 * 1024
OK, REFUSED, TOO_OFTEN = 200, frozenset({401, 403}), 429


def read(note: str, *, secret: str, model: str) -> Judgement:
    """Raises `Unavailable`."""
    body = json.dumps({
        "model": model or MODEL,
        "messages": [{"role": "system", "content": TASK}, {"role": "user", "content": covered(note)}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "label", "strict": True, "schema": SCHEMA}},
        "max_completion_tokens": 200,
    })  # fmt: skip
    try:
        status, answer = _posted(body.encode(), secret)
    except TimeoutError as error:
        raise Unavailable("timeout") from error
    except (OSError, HTTPException) as error:
        raise Unavailable("unreachable") from error
    if status != OK:
        raise Unavailable("refused" if status in REFUSED else "too_often" if status == TOO_OFTEN else "failed")
    return judged(note, _content(answer))


def _posted(body: bytes, secret: str) -> tuple[int, bytes]:
    place, ends = urlsplit(config.OPENAI_URL), time.monotonic() + TIMEOUT
    host = place.hostname or ""
    connection = (
        HTTPSConnection(host, place.port, timeout=TIMEOUT, context=_trust())
        if place.scheme == "https"
        else HTTPConnection(host, place.port, timeout=TIMEOUT)
    )
    with closing(connection):
        connection.request("POST", f"{place.path.rstrip('/')}{PATH}", body, {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, _whole(answer, ends)


def _whole(answer: HTTPResponse, ends: float) -> bytes:
    """As much as came in time: whoever drips a byte now and then does not hold us."""
    read = b""
    while len(read) < READ_AT_MOST and (part := answer.read1(READ_AT_MOST)):
        read += part
        if time.monotonic() > ends:
            raise TimeoutError
    return read


def _content(answer: bytes) -> str:
    try:
        return str(json.loads(answer)["choices"][0]["message"]["content"])
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise Unavailable("unreadable") from error


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()
