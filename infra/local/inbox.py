"""The inbox page: what left by SMTP and what left by SES, newest first, for people and (`/messages.json`) for tests."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from infra.local.mail import Mail, MailBox, moment

PAGE = Path(__file__).with_name("inbox.html")


class Inbox:
    """An ASGI app. `?limit=` and `?to=` narrow the list."""

    def __init__(self, box: MailBox, aws_endpoint: str) -> None:
        self.box, self.aws_endpoint = box, aws_endpoint

    async def __call__(self, scope: dict[str, Any], _receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        if scope["path"] == "/messages.json":
            status, kind, body = 200, "application/json", await self._listed(parse_qs(scope["query_string"].decode()))
        elif scope["path"] == "/":
            status, kind, body = 200, "text/html; charset=utf-8", PAGE.read_bytes()
        else:
            status, kind, body = 404, "text/plain", b"Not found"
        headers = [(b"content-type", kind.encode()), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _listed(self, query: dict[str, list[str]]) -> bytes:
        mails = self.box.mails + await asyncio.to_thread(self._by_ses)
        wanted = query.get("to", [""])[-1].lower()
        newest = sorted((mail for mail in mails if wanted in mail.to.lower()), key=lambda mail: mail.at, reverse=True)
        return json.dumps([mail.shown() for mail in newest[: int(query.get("limit", ["100000"])[-1])]]).encode()

    def _by_ses(self) -> list[Mail]:
        try:
            with urllib.request.urlopen(f"{self.aws_endpoint}/_ministack/ses/messages", timeout=5) as answer:
                boxes = json.load(answer)["messages"]
        except OSError:
            return []  # The emulator is starting or stopping, or is not ours; the page asks again.
        return [_mail(sent) for box in boxes.values() for sent in box]


def _mail(sent: dict[str, Any]) -> Mail:
    return Mail(
        id=sent["MessageId"].partition("@")[0],
        to=", ".join(sent["To"]),
        sender=sent["Source"],
        subject=sent["Subject"],
        html=sent["BodyHtml"] or None,
        text=sent["BodyText"] or None,
        at=moment(sent["Timestamp"]),
    )
