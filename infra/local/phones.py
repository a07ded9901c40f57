"""Telephones of the house's own: speak the two APIs of End User Messaging, send nothing, and lay each text beside the mails of the inbox page.

Numbers that end in 00 have answered STOP.
"""

from __future__ import annotations

import base64
import json
import time
import uuid
from typing import Any

from infra.local.mail import Mail, MailBox, moment

PLACE = "/texts/"
STOPPED = "00"
WORDS_SHOWN = 60


class Phones:
    """An ASGI app in front of another, which answers whatever is no text."""

    def __init__(self, box: MailBox, beside: Any) -> None:
        self.box, self.beside = box, beside

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PLACE):
            await self.beside(scope, receive, send)
            return
        status, answer = self._taken(scope["path"], json.loads(await _body(receive)))
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/x-amz-json-1.0")]})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})

    def _taken(self, path: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if path.startswith(f"{PLACE}sms"):
            number, text, sender = asked["DestinationPhoneNumber"], asked["MessageBody"], asked["OriginationIdentity"]
            if number.endswith(STOPPED):
                return 400, {"__type": "ConflictException", "Message": "opted out", "Reason": "DESTINATION_PHONE_NUMBER_OPTED_OUT"}
            return 200, {"MessageId": self._kept("SMS", number, sender, text)}
        message = json.loads(base64.b64decode(asked["message"]))
        return 200, {"messageId": self._kept("WhatsApp", message["to"], asked["originationPhoneNumberId"], _said(message))}

    def _kept(self, channel: str, number: str, sender: str, text: str) -> str:
        name = uuid.uuid4().hex
        subject = f"{channel} · {' '.join(text.split())[:WORDS_SHOWN]}"
        self.box.keep(Mail(id=name, to=number, sender=sender, subject=subject, html=None, text=text, at=moment(time.time())))
        return name


def _said(message: dict[str, Any]) -> str:
    """Free words, or the approved template with its values: what it says itself only WhatsApp knows."""
    if message["type"] == "text":
        return str(message["text"]["body"])
    template = message["template"]
    values = [value["text"] for part in template.get("components", []) for value in part["parameters"]]
    return f"[{template['name']}, {template['language']['code']}] {' | '.join(values)}".strip()


async def _body(receive: Any) -> bytes:
    body = b""
    while True:
        event = await receive()
        body += event.get("body", b"")
        if not event.get("more_body"):
            return body
