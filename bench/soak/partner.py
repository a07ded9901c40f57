"""A partner's endpoint: checks each signature, fails now and then, and is away for a while when it is told to be."""

from __future__ import annotations

import base64
import hmac
import random
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bench.soak.diary import Diary

BAD_DAYS = 0.03


class Partner:
    """Answers 500 while `away`, and to three in a hundred at any time."""

    def __init__(self, port: int, diary: Diary) -> None:
        self.diary, self.secret, self.away = diary, "", False
        self.dice = random.Random(port)
        partner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                self.send_response(partner.hear({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """The diary is enough."""

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def hear(self, headers: dict[str, str], body: bytes) -> int:
        status = 500 if self.away or self.dice.random() < BAD_DAYS else 200
        genuine = self._is_genuine(headers, body)
        self.diary.note("heard", id=headers["webhook-id"], status=status, genuine=genuine, body=body.decode())
        return status

    def _is_genuine(self, headers: dict[str, str], body: bytes) -> bool:
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        wanted = base64.b64encode(hmac.digest(base64.b64decode(self.secret.removeprefix("whsec_")), signed, "sha256")).decode()
        return hmac.compare_digest(headers["webhook-signature"], f"v1,{wanted}")

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
