"""What a server answered is kept for ever, so it may name nobody."""

import pytest

from chalicelib.messaging import smtp
from chalicelib.messaging.mail import Mail


class Talkative:
    def mail(self, _):
        return 250, b"ok"

    rcpt = mail

    def data(self, _):
        return 250, b"2.0.0 <awa.diop@example.org> Ok: queued as 4F2A1 for awa.diop@example.org"


@pytest.mark.usefixtures("cloud")
def test_a_receipt_names_no_address(monkeypatch):
    from contextlib import nullcontext

    monkeypatch.setattr(smtp, "_connected", lambda _: nullcontext(Talkative()))
    mail = Mail(to="awa.diop@example.org", subject="s", text="t", html="<p>t</p>", from_name="S", from_address="s@example.com")
    server = smtp.Server("localhost", 25, "none", None, None)
    assert smtp.send(mail, "<1@example.com>", server).server_answer == "250 2.0.0 … Ok: queued as 4F2A1 for …"
