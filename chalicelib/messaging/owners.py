"""Whose a number is, its owner says in AWS: by the tag `passerelle-company` on it, which holds the company's id, as with instances of Connect."""

from __future__ import annotations

import time
from typing import Any

from chalicelib.foundation import aws
from chalicelib.messaging.notices import Heard

TAG = "passerelle-company"
REMEMBERED_SECONDS = 600

_owners: dict[str, tuple[float, str]] = {}


class NobodysNumber(Exception):
    """No tag says whose it is. What was written there waits in the queue until somebody has put one on it."""


def owner(text: Heard) -> str:
    """The company whose the number is that it was sent to, remembered for ten minutes. Raises `NobodysNumber`."""
    until, company = _owners.get(text.to, (0.0, ""))
    if until <= time.monotonic():
        company = _asked(text)
        _owners[text.to] = time.monotonic() + REMEMBERED_SECONDS, company
    return company


def _asked(text: Heard) -> str:
    if text.channel == "whatsapp":
        tags = aws.client("socialmessaging").list_tags_for_resource(resourceArn=text.place).get("tags", [])
        company = next((tag.get("value") for tag in tags if tag["key"] == TAG), None)
    else:
        place = _place_of(text.to)
        answer = aws.client("pinpoint-sms-voice-v2").list_tags_for_resource(ResourceArn=place) if place else {}
        company = next((tag["Value"] for tag in answer.get("Tags", []) if tag["Key"] == TAG), None)
    if not company:
        raise NobodysNumber
    return str(company)


def _place_of(number: str) -> str | None:
    """An account has a few numbers, and none can be asked for by its digits."""
    asked: dict[str, Any] = {}
    while True:
        page = aws.client("pinpoint-sms-voice-v2").describe_phone_numbers(**asked)
        for one in page.get("PhoneNumbers", []):
            if one["PhoneNumber"] == number:
                return str(one["PhoneNumberArn"])
        if not page.get("NextToken"):
            return None
        asked = {"NextToken": page["NextToken"]}


def forget() -> None:
    """Tests start a new world."""
    _owners.clear()
