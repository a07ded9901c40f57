"""The house's own telephone exchange: asked as Amazon Connect is, it tells what Connect tells."""

import asyncio
import json
import threading
import time
import urllib.request

import botocore.session
import pytest

from chalicelib.foundation import tenancy
from chalicelib.telephony.told import Told
from infra.local import exchange
from infra.local.exchange import Exchange
from infra.local.serving import server
from infra.local.settings import Settings
from tests.emulator import _door

ASKED = {
    "InstanceId": "local-k3x9p2ab", "ContactFlowId": "flow", "QueueId": "queue", "DestinationPhoneNumber": "+33612345678", "ClientToken": "one",
    "Attributes": {"agent": "agent-awa", "lead": "l", "call": "c"},
}  # fmt: skip


class Telling(Exchange):
    """Keeps what it would put into the queue."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.told = []

    def _send(self, body):
        self.told.append(Told.of(body))


async def _nothing(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def running(monkeypatch, tmp_path):
    for name in ("RINGS", "WAITS", "AFTERWORK"):
        monkeypatch.setattr(exchange, name, 0.02)
    door = _door()
    door.listen()  # whoever comes before the server waits at the door
    settings = Settings(stage="test", ports={"mail": door.getsockname()[1], "emulator": 1}, folder=tmp_path)
    app, loop = Telling(settings, beside=_nothing), asyncio.new_event_loop()
    one = server(app)
    threading.Thread(target=lambda: loop.run_until_complete(one.serve(sockets=[door])), daemon=True).start()
    app.url = f"http://127.0.0.1:{door.getsockname()[1]}"
    yield app
    one.should_exit = True


@pytest.fixture
def connect(running):
    return botocore.session.get_session().create_client("connect", region_name="eu-west-3", endpoint_url=f"{running.url}/connect")


def until(true, seconds=10):
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.01)


def kinds(running):
    return [told.kind for told in running.told]


def post(running, path, body=None):
    request = urllib.request.Request(f"{running.url}/telephone/{path}", json.dumps(body or {}).encode(), method="POST")
    return json.load(urllib.request.urlopen(request))


def test_a_call_rings_is_taken_and_ends_as_connect_tells_it(running, connect):
    contact = connect.start_outbound_voice_contact(**ASKED)["ContactId"]
    assert connect.start_outbound_voice_contact(**ASKED)["ContactId"] == contact, "the same token is the same call"
    until(lambda: "CONNECTED_TO_AGENT" in kinds(running))
    connect.stop_contact(InstanceId=ASKED["InstanceId"], ContactId=contact)
    until(lambda: "COMPLETED" in kinds(running))
    assert kinds(running) == ["INITIATED", "CONNECTED_TO_SYSTEM", "QUEUED", "CONNECTED_TO_AGENT", "QUEUED", "DISCONNECTED", "COMPLETED"]
    last = running.told[-1]
    assert (last.contact, last.agent, last.why, len(last.stamps)) == (contact, "agent-awa", "API", 5)
    given = connect.get_contact_attributes(InstanceId=ASKED["InstanceId"], InitialContactId=contact)["Attributes"]
    assert given == ASKED["Attributes"]


def test_whoever_looks_at_the_page_hangs_up_or_calls_the_company(running, connect):
    contact = post(running, "incoming", {"number": "+33698765432", "instance": "local-k3x9p2ab"})["id"]
    found = connect.describe_contact(InstanceId="local-k3x9p2ab", ContactId=contact)["Contact"]
    assert found["CustomerEndpoint"]["Address"] == "+33698765432"
    until(lambda: "QUEUED" in kinds(running))
    post(running, f"{contact}/hung-up")
    until(lambda: "COMPLETED" in kinds(running))
    assert running.told[-1].why == "CUSTOMER_DISCONNECT"
    shown = json.load(urllib.request.urlopen(f"{running.url}/telephone/calls.json"))
    assert [(call["number"], call["direction"]) for call in shown] == [("+33698765432", "in")]


def test_an_instance_bears_the_tag_of_the_company_that_it_is_named_after(connect):
    with tenancy.inside("k3x9p2ab"):
        assert connect.describe_instance(InstanceId="local-k3x9p2ab")["Instance"]["Tags"] == {"passerelle-company": tenancy.tenant()}


def test_what_is_not_the_telephones_is_the_inboxs(running):
    assert urllib.request.urlopen(f"{running.url}/messages.json").status == 204
