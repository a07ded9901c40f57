"""The house's telephones take what botocore really sends."""

import asyncio
import json
import threading
from dataclasses import replace

import pytest
import uvicorn

from chalicelib.foundation import aws, tenancy
from chalicelib.messaging import owners, phones
from chalicelib.messaging.mail import MailRefused
from chalicelib.messaging.notices import texts_in
from chalicelib.messaging.texts import Template, Text
from infra.local.mail import MailBox
from infra.local.phones import Phones

IDENTITY = "phone-number-id-0123456789abcdef0123456789abcdef"


@pytest.fixture
def box(tmp_path, monkeypatch):
    async def nothing_else(*_):
        raise AssertionError

    box = MailBox(tmp_path / "mail.jsonl")
    server = uvicorn.Server(uvicorn.Config(Phones(box, nothing_else), port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    for service, place in (("PINPOINT_SMS_VOICE_V2", "sms"), ("SOCIALMESSAGING", "whatsapp")):
        monkeypatch.setenv(f"AWS_ENDPOINT_URL_{service}", f"http://127.0.0.1:{port}/texts/{place}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    aws.client.cache_clear()
    with tenancy.inside("k3x9p2ab"):
        yield box
    server.should_exit = True
    thread.join(5)
    aws.client.cache_clear()


def test_an_sms_lies_beside_the_mails_with_its_words(box):
    receipt = phones.send(Text("sms", "+33612345678", "Bonjour Awa, à demain."), "SoleilVert")
    [mail] = box.mails
    assert (mail.id, mail.to, mail.sender, mail.text) == (receipt.message_id, "+33612345678", "SoleilVert", "Bonjour Awa, à demain.")
    assert mail.subject == "SMS · Bonjour Awa, à demain."


def test_an_answer_is_told_as_the_service_tells_it(box):
    from infra.local.phones import an_sms, by_whatsapp, notice

    phones.send(Text("sms", "+33612345678", "Bonjour"), "+33639980001")
    phones.send(Text("whatsapp", "+33612345678", "Bonjour"), IDENTITY)
    by_sms, written = box.mails
    bodies = [json.dumps(notice(told, "test")) for told in (an_sms(by_sms, "Oui 🙂"), by_whatsapp(written, "Oui 🙂"))]
    read = [text for body in bodies for text in texts_in(body)]
    assert [(one.number, one.to, one.words) for one in read] == [("+33612345678", to, "Oui 🙂") for to in ("+33639980001", IDENTITY)]
    owners.forget()
    assert [owners.owner(one) for one in read] == ["k3x9p2ab"] * 2, "the number bears the tag of whoever wrote by it"
    with pytest.raises(owners.NobodysNumber):
        owners.owner(replace(read[0], to="+33639980009"))


def test_whatsapp_shows_the_template_and_its_values(box):
    phones.send(Text("whatsapp", "+33612345678", "", Template("relance_fr", "fr", ("Awa",))), IDENTITY)
    assert box.mails[0].text == "[relance_fr, fr] Awa"


def test_who_answered_stop_is_refused_as_the_service_does(box):
    with pytest.raises(MailRefused) as refusal:
        phones.send(Text("sms", "+33612345600", "Bonjour"), "SoleilVert")
    assert refusal.value.reason == "opted_out"
    assert not box.mails
