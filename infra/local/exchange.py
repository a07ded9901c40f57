"""A telephone exchange of the house's own: speaks Amazon Connect's API, rings nobody, and tells what Connect would tell of each call.

Its page (`/telephone`, beside the inbox) shows who was dialled. Whoever looks there picks up, hangs up, or calls the company as a stranger would.
An instance named ``local-{company}`` bears that company's tag.
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.local import stack
from infra.local.mail import moment
from infra.local.settings import ACCOUNT, REGION, Settings

PAGE = Path(__file__).with_name("exchange.html")
API, SHOWN = "/connect/", "/telephone"
TAG = "passerelle-company"
RINGS, WAITS, AFTERWORK, LONGEST = 3.0, 1.5, 2.0, 600.0
HEARD = (
    ("AGENT", "Bonjour, je vous appelle au sujet de votre demande.", "NEUTRAL"),
    ("CUSTOMER", "Bonjour, oui, c'est une bonne idée.", "POSITIVE"),
    ("AGENT", "Puis-je vous proposer un rendez-vous jeudi ?", "NEUTRAL"),
    ("CUSTOMER", "D'accord, on prend rendez-vous jeudi.", "POSITIVE"),
)
"""What is said in every call, as Contact Lens would have heard it."""
TURN_MS = 4000
ANALYSIS = ["realtime-contact-analysis", "analysis-segments"]
NEVER_ANSWERS = "00"
"""Numbers that end so ring in vain."""

Receive = Callable[[], Awaitable[dict[str, Any]]]


@dataclass
class Contact:
    """One call. `at`: when each thing happened, in seconds; an event repeats all that had by then."""

    instance: str
    number: str
    method: str
    attributes: dict[str, str] = field(default_factory=dict)
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    at: dict[str, float] = field(default_factory=dict)
    picked_up: asyncio.Event = field(default_factory=asyncio.Event)
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)
    why: str = "OTHER"

    @property
    def arn(self) -> str:
        return f"arn:aws:connect:{REGION}:{ACCOUNT}:instance/{self.instance}"

    def event(self, kind: str) -> dict[str, Any]:
        told = {name: moment(self.at[name]) for name in self.at}
        detail: dict[str, Any] = {
            "contactId": self.id, "channel": "VOICE", "instanceArn": self.arn, "initiationMethod": self.method, "eventType": kind,
            "tags": {"aws:connect:instanceId": self.instance},
        }  # fmt: skip
        names = {"INITIATED": "initiationTimestamp", "CONNECTED_TO_SYSTEM": "connectedToSystemTimestamp", "DISCONNECTED": "disconnectTimestamp"}
        detail |= {name: told[one] for one, name in names.items() if one in told}
        if "QUEUED" in told:
            detail["queueInfo"] = {"queueArn": f"{self.arn}/queue/local", "queueType": "STANDARD", "enqueueTimestamp": told["QUEUED"]}
        if "CONNECTED_TO_AGENT" in told and self.attributes.get("agent"):
            agent = f"{self.arn}/agent/{self.attributes['agent']}"
            detail["agentInfo"] = {"agentArn": agent, "connectedToAgentTimestamp": told["CONNECTED_TO_AGENT"]}
        if "DISCONNECTED" in told:
            detail["disconnectReason"] = self.why
        if self.is_heard:
            detail["contactLens"] = {"conversationalAnalytics": {"configuration": {"enabled": True}}}
        return {
            "version": "0", "id": str(uuid.uuid4()), "detail-type": "Amazon Connect Contact Event", "source": "aws.connect", "account": ACCOUNT,
            "time": moment(time.time())[:19] + "Z", "region": REGION, "resources": [f"{self.arn}/contact/{self.id}", self.arn], "detail": detail,
        }  # fmt: skip

    @property
    def is_heard(self) -> bool:
        """Contact Lens listens where an agent speaks."""
        return "CONNECTED_TO_AGENT" in self.at

    def segments(self) -> list[dict[str, Any]]:
        return [
            {"Transcript": {
                "Id": f"{self.id}-{place}", "ParticipantId": who, "ParticipantRole": who, "Content": text, "Sentiment": felt,
                "BeginOffsetMillis": place * TURN_MS, "EndOffsetMillis": (place + 1) * TURN_MS,
            }}
            for place, (who, text, felt) in enumerate(HEARD)
        ]  # fmt: skip

    def shown(self) -> dict[str, Any]:
        return {
            "id": self.id, "number": self.number, "direction": "in" if self.method == "INBOUND" else "out", "instance": self.instance,
            "lead": self.attributes.get("lead"), "at": {name: moment(at) for name, at in self.at.items()}, "rings": not self.picked_up.is_set(),
        }  # fmt: skip


class Exchange:
    """An ASGI app in front of another, which answers whatever is not the telephone's."""

    def __init__(self, settings: Settings, beside: Any) -> None:
        self.settings, self.beside = settings, beside
        self.contacts: dict[str, Contact] = {}
        self.tokens: dict[str, str] = {}
        self.going_on: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Any) -> None:
        if scope["type"] != "http" or not scope["path"].startswith((API, SHOWN)):
            await self.beside(scope, receive, send)
            return
        status, kind, body = self._answer(scope["method"], scope["path"], await _body(receive))
        headers = [(b"content-type", kind.encode()), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _answer(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, str, bytes]:
        if path in {SHOWN, f"{SHOWN}/ccp-v2"}:  # an agent's panel, which is another page of Connect, shows the same here
            return 200, "text/html; charset=utf-8", PAGE.read_bytes()
        parts = path.strip("/").split("/")[1:]
        known = self._heard(body) if parts == ANALYSIS else self._shown(parts, body) if path.startswith(SHOWN) else self._asked(method, parts, body)
        return (404, "application/json", b"{}") if known is None else (200, "application/json", json.dumps(known).encode())

    def _asked(self, method: str, parts: list[str], body: dict[str, Any]) -> dict[str, Any] | None:
        """As Amazon Connect answers, as far as we ask."""
        match method, parts:
            case "PUT", ["contact", "outbound-voice"]:
                return {"ContactId": self._dialled(body)}
            case "POST", ["contact", "stop"] if contact := self.contacts.get(body["ContactId"]):
                self._hang_up(contact, "API")
                return {}
            case "GET", ["instance", instance]:
                url = f"{self.settings.url('mail')}{SHOWN}"
                return {"Instance": {"Id": instance, "InstanceAccessUrl": url, "Tags": {TAG: instance.removeprefix("local-")}}}
            case "GET", ["contact", "attributes", _, contact_id] if contact := self.contacts.get(contact_id):
                return {"Attributes": contact.attributes}
            case "GET", ["contacts", _, contact_id] if contact := self.contacts.get(contact_id):
                return {"Contact": {"Id": contact.id, "CustomerEndpoint": {"Type": "TELEPHONE_NUMBER", "Address": contact.number}}}
        return None

    def _heard(self, body: dict[str, Any]) -> dict[str, Any]:
        """As Contact Lens answers."""
        contact = self.contacts.get(body["ContactId"])
        return {"Segments": contact.segments() if contact and contact.is_heard else []}

    def _shown(self, parts: list[str], body: dict[str, Any]) -> Any:
        """What the page asks."""
        match parts:
            case ["calls.json"]:
                return [contact.shown() for contact in reversed(self.contacts.values())]
            case ["incoming"]:
                return {"id": self._begin(Contact(body["instance"], body["number"], "INBOUND", {"agent": body.get("agent", "")})).id}
            case [contact_id, "picked-up"] if contact := self.contacts.get(contact_id):
                contact.picked_up.set()
                return {}
            case [contact_id, "hung-up"] if contact := self.contacts.get(contact_id):
                self._hang_up(contact, "CUSTOMER_DISCONNECT")
                return {}
        return None

    def _dialled(self, asked: dict[str, Any]) -> str:
        """Asked again with the same token: the call that there is."""
        token = asked.get("ClientToken") or str(uuid.uuid4())
        if token not in self.tokens:
            contact = Contact(asked["InstanceId"], asked["DestinationPhoneNumber"], "API", asked.get("Attributes", {}))
            self.tokens[token] = self._begin(contact).id
        return self.tokens[token]

    def _begin(self, contact: Contact) -> Contact:
        self.contacts[contact.id] = contact
        task = asyncio.get_running_loop().create_task(self._go_on(contact))
        self.going_on.add(task)
        task.add_done_callback(self.going_on.discard)
        return contact

    def _hang_up(self, contact: Contact, why: str) -> None:
        if not contact.hung_up.is_set():
            contact.why = why
            contact.hung_up.set()

    async def _go_on(self, contact: Contact) -> None:
        await self._tell(contact, "INITIATED")
        inbound = contact.method == "INBOUND"
        if not inbound and not await self._is_answered(contact):
            return await self._end(contact)
        contact.picked_up.set()
        if not inbound:
            await self._tell(contact, "CONNECTED_TO_SYSTEM")
        await self._tell(contact, "QUEUED")
        if not await _within(contact.hung_up, WAITS) and contact.attributes.get("agent"):
            await self._tell(contact, "CONNECTED_TO_AGENT")
            await self._tell(contact, "QUEUED", again=True)  # as Connect does: late, and twice
        await _within(contact.hung_up, LONGEST)
        return await self._end(contact)

    async def _is_answered(self, contact: Contact) -> bool:
        """By itself after some rings, unless somebody was quicker on the page, or it rings in vain."""
        waits = LONGEST / 20 if contact.number.endswith(NEVER_ANSWERS) else RINGS
        first = [asyncio.create_task(one.wait()) for one in (contact.picked_up, contact.hung_up)]
        await asyncio.wait(first, timeout=waits, return_when=asyncio.FIRST_COMPLETED)
        for one in first:
            one.cancel()
        return not contact.hung_up.is_set() and (contact.picked_up.is_set() or not contact.number.endswith(NEVER_ANSWERS))

    async def _end(self, contact: Contact) -> None:
        contact.hung_up.set()
        await self._tell(contact, "DISCONNECTED")
        await asyncio.sleep(AFTERWORK)
        await self._tell(contact, "COMPLETED", again=True)

    async def _tell(self, contact: Contact, kind: str, *, again: bool = False) -> None:
        if not again:
            contact.at[kind] = time.time()
        body = json.dumps(contact.event(kind))
        await asyncio.to_thread(self._send, body)

    def _send(self, body: str) -> None:
        sqs = stack.client("sqs", self.settings.aws_endpoint)
        queue = sqs.get_queue_url(QueueName=f"passerelle-{self.settings.stage}-connect-contacts")["QueueUrl"]
        sqs.send_message(QueueUrl=queue, MessageBody=body)


async def _within(event: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def _body(receive: Receive) -> dict[str, Any]:
    content, more = b"", True
    while more:
        message = await receive()
        content, more = content + message.get("body", b""), message.get("more_body", False)
    read: dict[str, Any] = json.loads(content) if content else {}
    return read
