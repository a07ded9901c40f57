"""A partner who listens both ways, over a whole house: by webhook, and on a bus of their own that our rule feeds."""

import json
from datetime import UTC, datetime, timedelta

import jsonschema_rs
import pytest
from chalice.package import YAMLTemplateSerializer

from chalicelib.foundation import aws, tenancy
from chalicelib.foundation.facts import FACTS
from chalicelib.webhooks import actions as webhooks
from infra import partners, schemas
from infra.local.settings import ACCOUNT, REGION, ROOT
from tests.builders import ANSWERS, a_company
from tests.client import Client
from tests.emulator import await_that
from tests.webhooks.conftest import Partner

PUBLIC = [fact.PUBLIC for fact in FACTS.values() if fact.PUBLIC]
THEIRS = ROOT / "docs/guides/partner-bus.yaml"


class Account:
    """A partner's end, deployed by the template that our guide gives them. On the emulator both accounts are one."""

    def __init__(self, emulated):
        self.events, self.sqs, cloudformation = (emulated.client(name) for name in ("events", "sqs", "cloudformation"))
        parameters = {"PasserelleAccount": ACCOUNT, "Facts": ",".join(PUBLIC)}
        named = [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()]
        cloudformation.create_stack(StackName="leads", TemplateBody=THEIRS.read_text(), Parameters=named)
        cloudformation.get_waiter("stack_create_complete").wait(StackName="leads", WaiterConfig={"Delay": 0.1})
        [stack] = cloudformation.describe_stacks(StackName="leads")["Stacks"]
        outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
        self.bus, self.queue = outputs["BusArn"], outputs["QueueUrl"]
        self.heard = []

    def subscribe(self, tenant):
        """Our part of it, as the template makes it."""
        rule = partners.part([{"name": "acme", "tenant": tenant, "bus_arn": self.bus}])["Resources"]["PartnerAcmeRule"]["Properties"]
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


def test_a_partner_who_comes_later_is_told_again_what_is_in_the_archive(emulated, company, server, house):
    from app import app

    account = Account(emulated)
    ours = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/passerelle-test"
    archive = account.events.create_archive(ArchiveName="passerelle-test", EventSourceArn=ours)["ArchiveArn"]
    began = datetime.now(UTC) - timedelta(minutes=1)
    post(company, app, 1)
    await_that(lambda: len(server.got) == 2, 20)
    house.settle()
    assert account.listen() == []

    account.subscribe(company.tenant)
    times = {"EventStartTime": began, "EventEndTime": datetime.now(UTC) + timedelta(minutes=1)}
    account.events.start_replay(ReplayName="acme-1", EventSourceArn=archive, Destination={"Arn": ours}, **times)
    await_that(lambda: len(account.listen()) == 2, 20)
    assert by_id(event["detail"] for event in account.heard) == by_id(json.loads(body) for _, _, body in server.got)


INSTANCE = f"arn:aws:connect:{REGION}:{ACCOUNT}:instance/12345678-1234-1234-1234-123456789012"


def contact_event(**changes):
    """As Amazon Connect tells of a call, shortened."""
    detail = {"eventType": "DISCONNECTED", "contactId": "11111111", "channel": "VOICE", "instanceArn": INSTANCE, "initiationMethod": "OUTBOUND"}
    return {
        "version": "0", "id": "abcabcab", "detail-type": "Amazon Connect Contact Event", "source": "aws.connect", "account": ACCOUNT,
        "time": "2026-11-21T09:30:00Z", "region": REGION, "resources": [INSTANCE], "detail": detail,
    } | changes  # fmt: skip


@pytest.mark.parametrize(
    ("event", "is_ours"),
    [
        pytest.param(contact_event(), True, id="a call of our instance"),
        pytest.param(contact_event(detail={"eventType": "INITIATED", "instanceArn": f"{INSTANCE}0"}), False, id="of another one"),
        pytest.param(contact_event(**{"detail-type": "Contact Lens Analysis State Change"}), False, id="no call"),
        pytest.param(contact_event(source="passerelle"), False, id="said by somebody else"),
    ],
)
def test_calls_of_our_connect_instance_alone_are_kept(emulated, event, is_ours):
    document = YAMLTemplateSerializer().load_template((ROOT / "infra/cloud/bus.yaml").read_text())
    pattern = json.dumps(document["Resources"]["ConnectContactsRule"]["Properties"]["EventPattern"])
    pattern = pattern.replace('{"Ref": "ConnectInstanceArns"}', json.dumps([INSTANCE]))
    asked = emulated.client("events").test_event_pattern(EventPattern=pattern, Event=json.dumps(event))
    assert asked["Result"] == is_ours
