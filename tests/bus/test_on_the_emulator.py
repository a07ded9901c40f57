"""A partner who listens both ways, over a whole house: by webhook, and on a bus of their own that our rule feeds."""

import json

import jsonschema_rs
import pytest

from chalicelib.foundation import aws, tenancy
from chalicelib.foundation.facts import FACTS
from chalicelib.webhooks import actions as webhooks
from infra import partners, schemas
from infra.local.settings import ACCOUNT, REGION
from tests.builders import ANSWERS, a_company
from tests.client import Client
from tests.emulator import await_that
from tests.webhooks.conftest import Partner

PUBLIC = [fact.PUBLIC for fact in FACTS.values() if fact.PUBLIC]
BUS = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/leads"


class Account:
    """What a partner sets up at their end: a bus, a rule for all that we say, a queue. On the emulator both accounts are one."""

    def __init__(self, emulated):
        self.events, self.sqs = emulated.client("events"), emulated.client("sqs")
        self.events.create_event_bus(Name="leads")
        self.queue = self.sqs.create_queue(QueueName="leads")["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        self.events.put_rule(Name="all", EventBusName="leads", EventPattern=json.dumps({"source": ["passerelle"]}))
        self.events.put_targets(Rule="all", EventBusName="leads", Targets=[{"Id": "queue", "Arn": arn}])
        self.heard = []

    def subscribe(self, tenant):
        """Our part of it, as the template makes it."""
        rule = partners.part([{"name": "acme", "tenant": tenant, "bus_arn": BUS}])["Resources"]["PartnerAcmeRule"]["Properties"]
        asked = {"Name": "acme", "EventBusName": "passerelle-test"}
        self.events.put_rule(**asked, EventPattern=json.dumps(rule["EventPattern"]))
        target = {"Id": "bus", "Arn": rule["Targets"][0]["Arn"], "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/partner"}
        self.events.put_targets(Rule=asked["Name"], EventBusName=asked["EventBusName"], Targets=[target])

    def listen(self):
        while messages := self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages"):
            self.heard += [json.loads(message["Body"]) for message in messages]
            for message in messages:
                self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return self.heard


@pytest.fixture
def server():
    partner = Partner()
    yield partner
    partner.close()


@pytest.fixture
def company(house, server):
    """Its partner has an endpoint for all facts."""
    found = a_company(double_optin=False)
    with tenancy.inside(found.tenant, by="system:test"):
        webhooks.add(server.url, PUBLIC, None)
    house.settle()
    return found


@pytest.fixture
def account(emulated, company):
    there = Account(emulated)
    there.subscribe(company.tenant)
    return there


def post(company, app, number):
    answers = ANSWERS | {"email": f"visitor{number}@example.org", "phone": f"06 12 34 56 1{number}"}
    assert Client(app)("POST", company.form_path, form=answers).status == 303


def by_id(bodies):
    return sorted(bodies, key=lambda body: body["id"])


def test_the_bus_and_the_webhook_say_the_very_same(company, account, server, house):
    from app import app

    stranger = a_company("Vents du Nord", double_optin=False)
    for number, of in enumerate((company, stranger, company)):
        post(of, app, number)
    await_that(lambda: len(server.got) == 4, 20)
    house.settle()

    told = [json.loads(body) for _, _, body in server.got]
    assert by_id(event["detail"] for event in account.listen()) == by_id(told)
    assert sorted(body["type"] for body in told) == ["lead.assigned"] * 2 + ["lead.opened"] * 2
    known = {fact.PUBLIC: jsonschema_rs.Draft4Validator(schemas.event(fact)) for fact in schemas.public()}
    for event in account.heard:
        assert event["resources"] == [company.tenant]
        known[event["detail-type"]].validate(event)


def test_a_bus_that_is_down_for_a_while_loses_nothing_and_stops_nobody(company, account, server, house):
    from app import app

    failing = ["down"] * 3

    def down(**_):
        if failing:
            failing.pop()
            raise ConnectionError

    events = aws.client("events").meta.events
    events.register("before-call.events", down)
    post(company, app, 1)
    await_that(lambda: len(server.got) == 2 and not failing, 20)
    house.settle()
    events.unregister("before-call.events", down)
    assert {event["detail"]["id"] for event in account.listen()} == {json.loads(body)["id"] for _, _, body in server.got}
    assert not list(house.put_aside.glob("*"))
