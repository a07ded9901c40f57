"""Telephones of the house's own: speak the two APIs of End User Messaging, send nothing, and lay each text beside the mails of the inbox page.

There whoever looks answers as the person would, and it is told as AWS tells it, by a notice of SNS in the queue. Numbers that end in 00 have answered
STOP. A number bears the tag of the company that last wrote by it.
"""

from __future__ import annotations

import asyncio
import base64
import json
import time
import uuid
from typing import Any
from urllib.parse import parse_qs

from infra.local import stack
from infra.local.mail import Mail, MailBox, moment
from infra.local.settings import ACCOUNT, REGION, Settings

PLACE = "/texts/"
ANSWERS = f"{PLACE}answers"
STOPPED = "00"
WORDS_SHOWN = 60
TAG = "passerelle-company"
SMS, WHATSAPP = (f"arn:aws:{service}:{REGION}:{ACCOUNT}:" for service in ("sms-voice", "social-messaging"))
NAMES = {"sms": "SMS", "whatsapp": "WhatsApp"}


class Phones:
    """An ASGI app in front of another, which answers whatever is no text."""

    def __init__(self, box: MailBox, beside: Any, settings: Settings | None = None) -> None:
        self.box, self.beside, self.settings = box, beside, settings

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PLACE):
            await self.beside(scope, receive, send)
            return
        asked = json.loads(await _body(receive) or b"{}")
        if scope["path"] == ANSWERS:
            status, answer = await asyncio.to_thread(self._answered, asked)
        elif scope["path"].startswith(f"{PLACE}sms"):
            target = dict(scope["headers"]).get(b"x-amz-target", b"").decode()
            status, answer = self._sms(target.rpartition(".")[2], asked)
        else:
            status, answer = self._whatsapp(asked, parse_qs(scope["query_string"].decode()))
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/x-amz-json-1.0")]})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})

    def _sms(self, operation: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if operation == "DescribePhoneNumbers":
            numbers = {mail.sender for mail in self.box.mails if mail.channel == "sms" and mail.sender.startswith("+")}
            return 200, {"PhoneNumbers": [{"PhoneNumber": one, "PhoneNumberArn": f"{SMS}phone-number/phone-{one[1:]}"} for one in sorted(numbers)]}
        if operation == "ListTagsForResource":
            company = self._company_of(f"+{asked['ResourceArn'].rpartition('-')[2]}")
            return 200, {"ResourceArn": asked["ResourceArn"], "Tags": [{"Key": TAG, "Value": company}] if company else []}
        number, text, sender = asked["DestinationPhoneNumber"], asked["MessageBody"], asked["OriginationIdentity"]
        if number.endswith(STOPPED):
            return 400, {"__type": "ConflictException", "Message": "opted out", "Reason": "DESTINATION_PHONE_NUMBER_OPTED_OUT"}
        return 200, {"MessageId": self._kept("sms", number, sender, text, asked.get("Context", {}).get("company"))}

    def _whatsapp(self, asked: dict[str, Any], query: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        if "resourceArn" in query:
            company = self._company_of(f"phone-number-id-{query['resourceArn'][-1].rpartition('/')[2]}")
            return 200, {"statusCode": 200, "tags": [{"key": TAG, "value": company}] if company else []}
        message = json.loads(base64.b64decode(asked["message"]))
        company = message.get("biz_opaque_callback_data")
        return 200, {"messageId": self._kept("whatsapp", message["to"], asked["originationPhoneNumberId"], _said(message), company)}

    def _company_of(self, sender: str) -> str | None:
        return next((mail.company for mail in reversed(self.box.mails) if mail.channel and mail.sender == sender), None)

    def _kept(self, channel: str, number: str, sender: str, text: str, company: str | None) -> str:
        name = uuid.uuid4().hex
        subject = f"{NAMES[channel]} · {' '.join(text.split())[:WORDS_SHOWN]}"
        at = moment(time.time())
        self.box.keep(Mail(id=name, to=number, sender=sender, subject=subject, html=None, text=text, at=at, channel=channel, company=company))
        return name

    def _answered(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Somebody answers a text as the person: told to the queue, as SNS would."""
        text = next((mail for mail in self.box.mails if mail.id == asked["id"] and mail.channel), None)
        if text is None or self.settings is None or not text.sender.startswith(("+", "phone-number-id-")):
            return 404, {}
        told = an_sms(text, asked["words"]) if text.channel == "sms" else by_whatsapp(text, asked["words"])
        sqs = stack.client("sqs", self.settings.aws_endpoint)
        queue = sqs.get_queue_url(QueueName=f"passerelle-{self.settings.stage}-relance")["QueueUrl"]
        sqs.send_message(QueueUrl=queue, MessageBody=json.dumps(notice(told, self.settings.stage)))
        return 200, {}


def an_sms(text: Mail, words: str) -> dict[str, Any]:
    """As two-way SMS tells of an answer to this text."""
    return {
        "originationNumber": text.to, "destinationNumber": text.sender, "messageKeyword": f"KEYWORD_{ACCOUNT}", "messageBody": words,
        "inboundMessageId": str(uuid.uuid4()), "previousPublishedMessageId": text.id,
    }  # fmt: skip


def by_whatsapp(text: Mail, words: str) -> dict[str, Any]:
    """The same by WhatsApp: Meta's own words as a text within the event of AWS."""
    number, place = text.to.removeprefix("+"), text.sender.removeprefix("phone-number-id-")
    message = {
        "from": number, "id": f"wamid.{uuid.uuid4().hex}", "timestamp": str(int(time.time())), "type": "text", "text": {"body": words},
        "context": {"id": text.id},
    }  # fmt: skip
    value = {
        "messaging_product": "whatsapp", "metadata": {"display_phone_number": "33639980002", "phone_number_id": place},
        "contacts": [{"profile": {"name": ""}, "wa_id": number}], "messages": [message],
    }  # fmt: skip
    return {
        "context": {
            "MetaWabaIds": [{"wabaId": "local", "arn": f"{WHATSAPP}waba/local"}],
            "MetaPhoneNumberIds": [{"metaPhoneNumberId": place, "arn": f"{WHATSAPP}phone-number-id/{place}"}],
        },
        "whatsAppWebhookEntry": json.dumps({"id": "local", "changes": [{"value": value, "field": "messages"}]}),
        "aws_account_id": ACCOUNT, "message_timestamp": moment(time.time()), "messageId": str(uuid.uuid4()),
    }  # fmt: skip


def notice(told: dict[str, Any], stage: str) -> dict[str, Any]:
    """As a queue gets it from a topic."""
    sns = f"https://sns.{REGION}.amazonaws.com/"
    return {
        "Type": "Notification", "MessageId": str(uuid.uuid4()), "TopicArn": f"arn:aws:sns:{REGION}:{ACCOUNT}:passerelle-{stage}-texts",
        "Message": json.dumps(told), "Timestamp": moment(time.time()), "SignatureVersion": "1", "Signature": "none",
        "SigningCertURL": f"{sns}none.pem", "UnsubscribeURL": f"{sns}?Action=Unsubscribe",
    }  # fmt: skip


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
