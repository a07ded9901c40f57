"""A company with a sender profile, and a real SMTP server that asks for STARTTLS and a password."""

import asyncio
import ssl
from threading import Thread

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from chalicelib.foundation import config, keys, tenancy
from chalicelib.messaging import actions, null
from chalicelib.messaging.shapes import NewSender, NewSmtp
from infra.local import certificate

TENANT = "acme0001"


class MailServer:
    """Takes mails and remembers them; `refusing` names the step that it answers badly, and how."""

    def __init__(self, folder, security="starttls"):
        self.got = []
        self.refusing = {}
        self._loop = asyncio.new_event_loop()
        chain, key = certificate.make(folder)
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(chain, key)
        encrypted = self._tls if security == "tls" else None
        self._listening = self._loop.run_until_complete(self._loop.create_server(self._session(security), "127.0.0.1", 0, ssl=encrypted))
        self.port = self._listening.sockets[0].getsockname()[1]
        Thread(target=self._loop.run_forever, daemon=True).start()

    def _session(self, security):
        how = {"auth_required": True, "auth_require_tls": security == "starttls"}
        if security == "starttls":
            how |= {"tls_context": self._tls, "require_starttls": True}
        return lambda: SMTP(self, hostname="localhost", loop=self._loop, authenticator=_authenticate, **how)

    async def handle_MAIL(self, _server, _session, envelope, address, _options):  # noqa: N802  # aiosmtpd's name
        envelope.mail_from = address
        return self.refusing.get("MAIL", "250 OK")

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802  # aiosmtpd's name
        if answer := self.refusing.get("RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, session, envelope):  # noqa: N802
        if answer := self.refusing.get("DATA"):
            return answer
        self.got.append((envelope.mail_from, envelope.rcpt_tos, envelope.content, session.ssl is not None))
        return "250 2.0.0 queued as 4F21"

    def close(self):
        self._loop.call_soon_threadsafe(self._listening.close)
        self._loop.call_soon_threadsafe(self._loop.stop)


def _authenticate(_server, _session, _envelope, _mechanism, given):
    return AuthResult(success=(given.login, given.password) == (b"acme", b"s3cret"), handled=False)


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificates")
    certificate.make(folder)
    return folder


@pytest.fixture
def mail_server(certificates, monkeypatch, request):
    """``@pytest.mark.parametrize("mail_server", ["tls"], indirect=True)`` for another kind of door than STARTTLS."""
    monkeypatch.setattr(config, "MAIL_CA_FILE", str(certificates / "ca.pem"))
    server = MailServer(certificates, getattr(request, "param", "starttls"))
    yield server
    server.close()


@pytest.fixture
def company(world):
    null.sent.clear()
    with tenancy.inside(TENANT, by="user:boss"):
        keys.make(TENANT)
        yield TENANT


@pytest.fixture
def kept_in_memory(company):
    return add_sender("null")


def add_sender(kind, **more):
    return actions.add_sender(NewSender(kind=kind, from_name="Acme Conseil", from_address="bonjour@acme.example", **more))


def add_smtp(port, security="starttls", password="s3cret", host="localhost"):
    return add_sender("smtp", smtp=NewSmtp(host=host, port=port, security=security, username="acme", password=password))
