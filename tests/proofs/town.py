"""A small town around one company: visitors, agents, a manager, a post office that mixes letters up, and a machine that may die."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.calls import actions as calls
from chalicelib.calls.shapes import OutcomeDraft
from chalicelib.distribution import actions as distribution
from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import DomainError
from chalicelib.foundation.records import key
from chalicelib.identity import actions as identity
from chalicelib.identity import roles
from chalicelib.leads import actions as leads
from chalicelib.messaging import actions as messaging
from chalicelib.messaging.mail import MailDelayed, MailRefused, Receipt
from chalicelib.messaging.shapes import NewSender
from chalicelib.webhooks import actions as webhooks
from infra.local.sqs_event import sqs_event
from infra.local.stream_event import stream_event
from tests.builders import ANSWERS, form_content
from tests.client import Client
from tests.proofs.line import Died, Line
from tests.proofs.truths import plain, public_id

AGENTS = ("agent00001", "agent00002")
PHONES = ("06 12 34 56 78", "06 12 34 56 79")
ROUNDS = 15
MAIN = "passerelle-test-main"


class Town:
    def __init__(self, emulated: Any, line: Line, app: Any) -> None:
        self.line, self.app, self.ask = line, app, Client(app.app)
        self.streams, self.dynamodb = emulated.client("dynamodbstreams"), emulated.client("dynamodb")
        self.arn = self.dynamodb.describe_table(TableName=MAIN)["Table"]["LatestStreamArn"]
        self.now = datetime.now(UTC).replace(second=0)
        self.accepted: set[str] = set()
        self.tried: set[str] = set()
        self.links: list[str] = []
        self.mails: Counter[str] = Counter()
        self.waiting: list[tuple[str, str]] = []
        self.told: list[tuple[str, str]] = []
        self.records: list[dict[str, Any]] = []
        self.relayed = 0
        self._found()
        self.quiet()

    def _found(self) -> None:
        from chalicelib.forms import actions as forms

        with clock.held_at(self.now):
            self.tenant = identity.open_tenant("Soleil Vert", "fr", "Europe/Paris", "FR")
            with tenancy.inside(self.tenant, by="system:test"):
                messaging.add_sender(NewSender(kind="null", from_name="Soleil Vert", from_address="contact@example.com"))
                self.centre = identity.open_centre("Centre de Lyon", "push")
                drafted = forms.draft(form_content(self.centre))
                forms.publish(drafted.id)
                self.form = f"/f/{self.tenant}-{drafted.id}"
                for agent in AGENTS:
                    distribution.seat(self.centre, agent)
                webhooks.add("https://partner.example/hook", ["lead.opened", "lead.confirmed", "lead.assigned"], None)
        self.line.calls.clear()

    # What may happen, one step at a time

    def step(self, name: str, what: Any, cut: tuple[str, int] | None) -> None:
        self.now += timedelta(seconds=1)
        with clock.held_at(self.now), self.line.cut_once(cut), suppress(Died):
            getattr(self, name)(*what)
        self._collect()

    def post(self, person: int, phone: int, by_script: bool) -> None:
        answers = ANSWERS | {"email": address(person), "phone": PHONES[phone]}
        self.tried.add(address(person))
        how = {"body": answers, "headers": {"Origin": "https://landing.example"}} if by_script else {"form": answers}
        status = self.ask("POST", self.form, **how).status
        assert status in {202, 303, 409}, status
        if status != 409:
            self.accepted.add(address(person))

    def click(self, link: int) -> None:
        if self.links:
            assert self.ask("POST", self.links[link % len(self.links)], form={}).status in {200, 409, 410}

    def renew(self, link: int) -> None:
        if self.links:
            assert self.ask("POST", self.links[link % len(self.links)] + "/renewals", form={}).status in {200, 409}

    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        with clock.held_at(self.now):
            self.app.sweep(_TICK, None)

    def relay(self, size: int, again: bool) -> None:
        """One batch of the stream; `again`: our place in it is forgotten afterwards."""
        self._read()
        batch = self.records[self.relayed : self.relayed + size]
        if batch and not self._relay(batch) and not again:
            self.relayed += len(batch)

    def deliver(self, place: int, again: bool) -> None:
        """Any message that waits, whichever came first; `again`: it is not taken out."""
        if self.waiting:
            message = self.waiting[place % len(self.waiting)]
            if self._deliver(*message) and not again:
                self.waiting.remove(message)

    def carry(self, rounds: int) -> None:
        """The post office at work: the stream relayed and every message delivered, a few times over."""
        for _ in range(rounds):
            self.relay(100, again=False)
            self._collect()
            queued, self.waiting = self.waiting, []
            try:
                while queued:
                    message = queued[0]
                    self.waiting += [] if self._deliver(*message) else [message]
                    queued.pop(0)
            finally:
                self.waiting += queued

    def repeat(self, place: int) -> None:
        """A message that was done with long ago."""
        if self.told:
            self._deliver(*self.told[place % len(self.told)])

    def note(self, lead: int, note: int) -> None:
        self._work(lead, lambda found, agent: leads.write_note(found, f"01HZZZZZZZZZZZZZZZZZZZZZZ{note}", "Rappeler.", agent))

    def outcome(self, lead: int, outcome: str) -> None:
        later = {"callback_at": self.now + timedelta(hours=2)} if outcome == "callback" else {}
        draft = OutcomeDraft(outcome=outcome, reason="other" if outcome == "rejected" else None, **later)
        self._work(lead, lambda found, agent: calls.record(found, draft, agent, None))

    def assign(self, lead: int, agent: int) -> None:
        self._manage(lead, lambda found, manager: distribution.assign(found, AGENTS[agent], manager))

    def release(self, lead: int) -> None:
        self._manage(lead, distribution.release)

    def reopen(self, lead: int, note: int) -> None:
        self._manage(lead, lambda found, manager: leads.reopen(found, "Encore une fois.", f"01HZZZZZZZZZZZZZZZZZZZZZY{note}", manager))

    def presence(self, agent: int, present: bool) -> None:
        caller = self._caller(AGENTS[agent], "agent")
        with tenancy.inside(self.tenant, by=caller.actor), suppress(DomainError):
            distribution.set_presence(caller, present=present)

    def _work(self, lead: int, do: Any) -> None:
        found = self._lead(lead)
        if found and "ag" in found:
            caller = self._caller(found["ag"], "agent")
            with tenancy.inside(self.tenant, by=caller.actor), suppress(DomainError):
                do(public_id(found), caller)

    def _manage(self, lead: int, do: Any) -> None:
        found = self._lead(lead)
        if found:
            caller = self._caller("manager001", "manager")
            with tenancy.inside(self.tenant, by=caller.actor), suppress(DomainError):
                do(public_id(found), caller)

    def _caller(self, user: str, role: Any) -> Caller:
        return Caller("user", user, self.tenant, role, self.centre, grants=roles.grants(role, inside_tenant=True))

    def _lead(self, number: int) -> dict[str, Any] | None:
        found = sorted(self.leads(), key=lambda one: one["cr"])
        return found[number % len(found)] if found else None

    # The post office

    def send(self, mail: Any, parcel: Any) -> Receipt:
        """Stands where the null sender stands. Some servers are busy at times, some addresses refuse for good."""
        if mail.to.startswith("gone"):
            raise MailRefused(reason="recipient_refused")
        if mail.to.startswith("busy") and self.now.second % 2:
            raise MailDelayed(reason="server_busy")
        self.mails[parcel.message_id] += 1
        self.links.append(re.search(r"https?://[^/]+(/c/[\w.-]+)", mail.text)[1])
        return Receipt("250 kept in memory", parcel.message_id)

    def _read(self) -> None:
        if not self.records:
            shard = self.streams.describe_stream(StreamArn=self.arn)["StreamDescription"]["Shards"][0]["ShardId"]
            self.iterator = self.streams.get_shard_iterator(StreamArn=self.arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        page = self.streams.get_records(ShardIterator=self.iterator, Limit=1000)
        self.iterator = page["NextShardIterator"]
        self.records += page["Records"]

    def _relay(self, batch: list[dict[str, Any]]) -> list[Any]:
        return list(self.app.relay(stream_event(batch, self.arn), None)["batchItemFailures"])

    def _collect(self) -> None:
        self.waiting += self.line.sent
        self.line.sent = []

    def _deliver(self, queue: str, body: str) -> bool:
        """Whether it is done with."""
        if queue == "send-webhook.fifo":
            return True
        handler = getattr(self.app, queue.removesuffix(".fifo").replace("-", "_"))
        attributes = {"MessageGroupId": "1", "ApproximateReceiveCount": "1"}
        message = {"MessageId": "1", "ReceiptHandle": "1", "Body": body, "Attributes": attributes, "MD5OfBody": ""}
        arn = f"arn:aws:sqs:eu-west-3:123456789012:passerelle-test-{queue}"
        done = not handler(sqs_event([message], arn), None)["batchItemFailures"]
        if done:
            self.told.append((queue, body))
        return done

    def quiet(self) -> None:
        """Deliver everything, in order, by a machine that works, until there is nothing more to say."""
        for _ in range(ROUNDS):
            self.now += timedelta(minutes=3, seconds=1)
            with clock.held_at(self.now):
                self.relay(1000, again=False)
                self._collect()
                queued, self.waiting = self.waiting, []
                self.waiting = [message for message in queued if not self._deliver(*message)]
                self._read()
                if not self.waiting and self.relayed == len(self.records):
                    return
        raise AssertionError(f"the house is never quiet: {self.waiting}")

    def say_all_again(self) -> None:
        """Every message and every record of the stream once more, the last first."""
        with clock.held_at(self.now):
            self._relay(self.records)
            self.line.sent = []
            for queue, body in reversed(self.told.copy()):
                self._deliver(queue, body)
        self.quiet()

    # What is kept

    def leads(self) -> list[dict[str, Any]]:
        return [item for item in self.kept("main") if item["sk"].startswith("L#")]

    def kept(self, table: str) -> list[dict[str, Any]]:
        items = self.dynamodb.scan(TableName=f"passerelle-test-{table}", ConsistentRead=True)["Items"]
        return [plain for plain in map(plain, items) if plain["pk"].startswith(self.tenant)]

    def seat(self, agent: str) -> dict[str, Any]:
        with tenancy.inside(self.tenant):
            place = key("R", self.centre)
        return next(item for item in self.kept("main") if (item["pk"], item["sk"]) == (place, f"A#{agent}"))


_TICK = {"id": "1", "time": "", "source": "aws.events", "account": "", "region": "", "detail": {}, "detail-type": "", "resources": [], "version": "0"}


def address(person: int) -> str:
    return ("awa@example.org", "busy@example.org", "gone@example.org", "ibra@example.org")[person]
