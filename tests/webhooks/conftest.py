"""A partner's HTTP server on the loopback address, and a company that tells it things."""

from __future__ import annotations

import json
import ssl
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from moto.core import DEFAULT_ACCOUNT_ID
from moto.sqs.models import sqs_backends

from chalicelib.foundation import aws, keys, tenancy
from chalicelib.webhooks import actions, tasks
from tests.webhooks.told import TENANT


class Partner:
    """Answers with `status` and remembers what it was sent."""

    def __init__(self):
        self.status = 200
        self.got = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.port = self.server.server_port
        self._thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/hook?of=acme"

    def over_tls(self, certificate):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def _handler(partner):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            partner.got.append((self.path, dict(self.headers.items()), body))
            self.send_response(partner.status)
            self.send_header("location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_):
            pass

    return Handler


@pytest.fixture
def partner():
    server = Partner()
    yield server
    server.close()


@pytest.fixture
def other_partner():
    server = Partner()
    yield server
    server.close()


@pytest.fixture
def company(world):
    with tenancy.inside(TENANT, by="user:boss"):
        keys.make(TENANT)
        yield TENANT


@pytest.fixture
def endpoint(company, partner):
    return actions.add(partner.url, ["lead.confirmed"], None)[0]


@pytest.fixture
def self_signed(tmp_path):
    """A certificate and its key for one name, in one file."""

    def make(name):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(minutes=1))
            .not_valid_after(now + timedelta(hours=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .sign(key, hashes.SHA256())
        )
        path = tmp_path / f"{name}.pem"
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(private + certificate.public_bytes(Encoding.PEM))
        return path

    return make


class Pump:
    """The queue of deliveries as Lambda works it: one message at a time, deleted unless it is reported as failed."""

    def __init__(self):
        self.sqs = aws.client("sqs")
        self.url = aws.queue_url(actions.QUEUE)

    def turn(self, *, lose_answer=False):
        """Handle one message; None when there is nothing to receive."""
        received = self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=1, AttributeNames=["All"]).get("Messages", [])
        if not received:
            return None
        record = {"messageId": received[0]["MessageId"], "receiptHandle": received[0]["ReceiptHandle"], "body": received[0]["Body"]}
        answer = tasks.send_webhook({"Records": [record]})
        if not answer["batchItemFailures"] and not lose_answer:
            self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=record["receiptHandle"])
        return json.loads(record["body"])

    def run(self):
        """Until nothing is to be received."""
        done = []
        while place := self.turn():
            done.append(place)
        return done

    def come_back(self):
        """Every hidden message is visible again, as if its wait were over."""
        for message in self._hidden():
            message.visible_at = 0

    def hidden_for(self):
        """Seconds until each hidden message shows again."""
        return [round((message.visible_at - time.time() * 1000) / 1000) for message in self._hidden()]

    def _hidden(self):
        queue = sqs_backends[DEFAULT_ACCOUNT_ID]["eu-west-3"].queues[self.url.rpartition("/")[2]]
        return [message for message in queue._messages if not message.visible]


@pytest.fixture
def pump(company):
    return Pump()
