import asyncio
import json
import smtplib
import ssl
import threading
from email.message import EmailMessage

import pytest

from infra.local import mail
from infra.local.inbox import Inbox
from tests.emulator import _door


@pytest.fixture
def post(tmp_path):
    """A running server: its port, its box and the authority that signed its certificate."""
    door, box, started = _door(), mail.MailBox(tmp_path / "mail.jsonl"), threading.Event()
    loop = asyncio.new_event_loop()

    def run():
        asyncio.set_event_loop(loop)
        loop.run_until_complete(mail.serve(box, door, tmp_path))
        started.set()
        loop.run_forever()

    threading.Thread(target=run, daemon=True).start()
    started.wait(5)
    yield door.getsockname()[1], box, ssl.create_default_context(cafile=tmp_path / "ca.pem")
    loop.call_soon_threadsafe(loop.stop)


def a_mail():
    message = EmailMessage()
    message["From"], message["To"] = "Soleil Vert <contact@example.com>", "Aïssatou <aissatou@example.org>"
    message["Subject"] = "Confirmez votre demande"
    message.set_content("Voici le lien : é")
    message.add_alternative("<p>Voici le <b>lien</b> : é</p>", subtype="html")
    return message


def test_a_mail_needs_tls_then_a_password_and_is_kept_in_both_forms(post, tmp_path):
    port, _, trust = post
    with smtplib.SMTP("localhost", port) as client:
        client.ehlo("house")
        assert client.docmd("MAIL", "FROM:<a@example.com>")[0] == 530
        client.starttls(context=trust)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login(mail.USERNAME, "wrong")
        client.login(mail.USERNAME, mail.PASSWORD)
        client.send_message(a_mail())
    [kept] = mail.MailBox(tmp_path / "mail.jsonl").mails
    assert (kept.to, kept.sender, kept.subject) == ("aissatou@example.org", "Soleil Vert <contact@example.com>", "Confirmez votre demande")
    assert (kept.text.strip(), kept.html.strip()) == ("Voici le lien : é", "<p>Voici le <b>lien</b> : é</p>")


def listed(inbox, query=""):
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(inbox({"type": "http", "path": "/messages.json", "query_string": query.encode()}, None, send))
    return json.loads(sent[1]["body"])


def test_mails_of_ses_and_smtp_stand_in_one_list_newest_first(emulator_process, tmp_path):
    emulator_process.rewind()
    box = mail.MailBox(tmp_path / "mail.jsonl")
    box.keep(mail.Mail("1", "old@example.org", "a@example.com", "Old", None, "text", "2026-01-01T00:00:00.000Z"))
    content = {"Simple": {"Subject": {"Data": "Été"}, "Body": {"Html": {"Data": "<p>h</p>"}, "Text": {"Data": "t"}}}}
    ses = emulator_process.client("sesv2")
    ses.send_email(FromEmailAddress="B <b@example.com>", Destination={"ToAddresses": ["new@example.org"]}, Content=content)
    inbox = Inbox(box, ses.meta.endpoint_url)
    assert [one["subject"] for one in listed(inbox)] == ["Été", "Old"]
    [newest] = listed(inbox, "to=NEW&limit=5")
    assert set(newest) == {"id", "to", "from", "subject", "html", "text", "at", "channel"}
    assert (newest["to"], newest["from"], newest["html"], newest["text"]) == ("new@example.org", "B <b@example.com>", "<p>h</p>", "t")


def test_the_inbox_stays_open_without_the_emulator(tmp_path):
    assert listed(Inbox(mail.MailBox(tmp_path / "mail.jsonl"), "http://127.0.0.1:1")) == []
