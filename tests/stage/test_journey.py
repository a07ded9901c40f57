"""The road on a deployed stage: packaged functions, event source mappings, real HTTP, one happy and some unhappy walks."""

import json
import re

import pytest
from pyotp import TOTP
from standardwebhooks import Webhook
from websockets.sync.client import connect

from chalicelib.messaging.shapes import NewSender
from tests.builders import ANSWERS, PASSWORD, a_company, an_agent, email_of
from tests.emulator import await_that
from tests.stage.conftest import MAIL_DOMAIN, PATIENCE
from tests.webhooks.conftest import Partner

pytestmark = pytest.mark.live
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def door(stage):
    with stage.door() as client:
        yield client


@pytest.fixture
def company(operator):
    return a_company(sender=NewSender(kind="ses", from_name="Soleil Vert", from_address=f"contact@{MAIL_DOMAIN}"))


@pytest.fixture
def partner():
    listening = Partner()
    yield listening
    listening.close()


def as_user(door, company, number):
    step = door.post("/api/v1/sessions", json={"email": email_of(company, number), "password": PASSWORD}).json()
    if step["step"] == "totp":
        step = door.post("/api/v1/sessions/totp", json={"ticket": step["ticket"], "code": TOTP(SECRET).now()}).json()
    assert step["step"] == "done"
    return {"Authorization": f"Bearer {step['access_token']}"}


def test_a_form_post_becomes_a_confirmed_lead_and_the_partner_hears_of_it(stage, operator, door, company, partner):
    an_agent(company, 9, role="admin", totp=SECRET)
    admin, agent = as_user(door, company, 9), as_user(door, company, 1)
    hook = door.post("/api/v1/webhooks", json={"url": partner.url, "facts": ["lead.confirmed"]}, headers=admin)
    assert hook.status_code == 201, hook.text
    ticket = door.post("/api/v1/live/tickets", headers=agent).json()["ticket"]
    sockets = f"{stage.cloud.endpoint.replace('http', 'ws')}/_aws/execute-api/{stage.stack.outputs()['WebsocketAPIId']}/api"

    with connect(f"{sockets}?ticket={ticket}", open_timeout=PATIENCE) as console:
        posted = door.post(company.form_path, data=ANSWERS)
        assert (posted.status_code, posted.headers["location"][-7:]) == (303, "/thanks")
        await_that(lambda: stage.cloud.mails_to(ANSWERS["email"]), PATIENCE)
        link = re.search(r"https?://[^/]+(/c/[\w.-]+)", stage.cloud.mails_to(ANSWERS["email"])[0]["BodyText"])[1]

        assert door.get(link).status_code == 200
        assert door.get("/api/v1/queue", headers=agent).json()["items"] == []
        assert door.post(link, data={}).status_code == 200
        heard = json.loads(console.recv(timeout=PATIENCE))
        while heard["type"] != "LeadAssigned":
            heard = json.loads(console.recv(timeout=PATIENCE))

    [row] = door.get("/api/v1/queue", headers=agent).json()["items"]
    assert (row["id"], row["name"]) == (heard["lead_id"], "Awa Diop")
    note = {"key": "01HZZZZZZZZZZZZZZZZZZZZZZZ", "text": "Intéressée, rappeler pour le devis."}
    assert door.post(f"/api/v1/leads/{row['id']}/notes", json=note, headers=agent).status_code == 201
    page = door.post(f"/api/v1/leads/{row['id']}/outcomes", json={"outcome": "confirmed"}, headers=agent)
    assert (page.status_code, page.json()["state"]) == (201, "confirmed")

    await_that(lambda: partner.got, PATIENCE)
    [(_, headers, body)] = partner.got
    told = Webhook(hook.json()["secret"]).verify(body, {name.lower(): value for name, value in headers.items()})
    assert (told["type"], told["data"]["lead_id"]) == ("lead.confirmed", row["id"])
    assert len(stage.cloud.mails_to(ANSWERS["email"])) == 1


def test_what_is_wrong_is_told_as_on_the_laptop(door, company):
    refused = door.post(company.form_path, json=ANSWERS | {"phone": "12"})
    assert refused.status_code == 422
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert [error["field"] for error in refused.json()["errors"]] == ["phone"]
    assert door.get("/f/k3x9p2ab-nothing").status_code == 404
    assert door.get("/c/k3x9p2ab.nothing").status_code == 404
    assert door.get("/api/v1/queue").status_code == 401


def test_no_message_is_left_behind(stage, operator):
    sqs = stage.cloud.client("sqs")

    def lying():
        asked = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        queues = sqs.list_queues(QueueNamePrefix="passerelle-test-")["QueueUrls"]
        counted = {queue: sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=asked)["Attributes"] for queue in queues}
        return {queue.rpartition("/")[2] for queue, counts in counted.items() if any(int(count) for count in counts.values())}

    await_that(lambda: not lying(), PATIENCE)
