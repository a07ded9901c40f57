"""The one log of the house: who says what, on one line. The app's JSON lines become words, and its figures for CloudWatch are left out."""

from __future__ import annotations

import json
import sys
import time

UNSAID = {
    "timestamp",
    "location",
    "service",
    "cold_start",
    "function_name",
    "function_arn",
    "function_memory_size",
    "function_request_id",
    "xray_trace_id",
}
FIGURE = '{"_aws":'
COLOURS = {"ERROR": "31", "CRITICAL": "31", "WARNING": "33"}


def say(who: str, line: str) -> None:
    if not line.startswith(FIGURE):
        print(f"{time.strftime('%H:%M:%S')} {who:>8} | {_in_words(line)}", flush=True)


def _in_words(line: str) -> str:
    try:
        entry = json.loads(line) if line.startswith("{") else None
    except ValueError:
        entry = None
    if not isinstance(entry, dict) or "message" not in entry:
        level, _, rest = line.partition(" ")
        return f"{_marked(level)} {rest}" if level in COLOURS else line.removeprefix("INFO ")
    level, message = entry.pop("level", ""), entry.pop("message")
    details = " ".join(f"{key}={value}" for key, value in entry.items() if key not in UNSAID and value is not None)
    return " ".join(word for word in (_marked(level), str(message), details) if word)


def _marked(level: str) -> str:
    if level not in COLOURS:
        return ""
    return f"\033[{COLOURS[level]}m{level}\033[0m" if sys.stdout.isatty() else level
