"""A real SMTP server (STARTTLS and AUTH compulsory) and the box where its mails are kept across restarts."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import time
import uuid
from dataclasses import asdict, dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from infra.local import certificate

USERNAME = "passerelle"
PASSWORD = "local-mail-only"  # It opens the inbox page's own server on the loopback address, nothing else.


@dataclass(frozen=True)
class Mail:
    """One mail as the inbox page shows it. `at` is ISO 8601 in UTC; several receivers stand in one string.

    A text has the `channel` by which it left, and the `company` that sent it.
    """

    id: str
    to: str
    sender: str
    subject: str
    html: str | None
    text: str | None
    at: str
    channel: str | None = None
    company: str | None = None

    def shown(self) -> dict[str, Any]:
        fields = asdict(self)
        named = {"id": fields["id"], "to": fields["to"], "from": fields["sender"]}
        return named | {key: fields[key] for key in ("subject", "html", "text", "at", "channel")}


class MailBox:
    """The mails that came by SMTP, in a file of one JSON line each."""

    def __init__(self, file: Path) -> None:
        self.file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = file.read_text().splitlines() if file.exists() else []
        self.mails = [Mail(**json.loads(line)) for line in lines if line.endswith("}")]

    def keep(self, mail: Mail) -> None:
        with self.file.open("a") as box:
            box.write(json.dumps(asdict(mail)) + "\n")
        self.mails.append(mail)


def read(content: bytes, receivers: list[str]) -> Mail:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return Mail(
        id=uuid.uuid4().hex,
        to=", ".join(receivers),
        sender=str(message["from"] or ""),
        subject=str(message["subject"] or ""),
        html=_part(message, "html"),
        text=_part(message, "plain"),
        at=moment(time.time()),
    )


def _part(message: EmailMessage, kind: str) -> str | None:
    body = message.get_body((kind,))
    return str(body.get_content()) if body else None


def moment(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{int(seconds * 1000) % 1000:03d}Z"


class _Handler:
    def __init__(self, box: MailBox) -> None:
        self.box = box

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's name
        self.box.keep(read(envelope.original_content or b"", list(envelope.rcpt_tos)))
        return "250 Kept for the inbox page"


def _authenticate(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: Any) -> AuthResult:
    known = isinstance(given, LoginPassword) and (given.login, given.password) == (USERNAME.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=False)


async def serve(box: MailBox, listening: socket.socket, folder: Path) -> asyncio.Server:
    chain, key = certificate.make(folder)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(chain, key)

    def session() -> SMTP:
        return SMTP(
            _Handler(box), hostname="localhost", tls_context=tls, require_starttls=True, auth_required=True, auth_require_tls=True,
            authenticator=_authenticate, enable_SMTPUTF8=True, loop=asyncio.get_running_loop(),
        )  # fmt: skip

    return await asyncio.get_running_loop().create_server(session, sock=listening)
