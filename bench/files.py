"""A visitor's file: the leave to send it, S3's own part, and the post that it comes with."""

from __future__ import annotations

import time
import urllib.request
from typing import Any

from bench.figures import Figure
from bench.trips import Trips, spread
from tests.builders import ANSWERS, FIELDS, a_company
from tests.client import Client
from tests.files.contents import PDF

FILES, WARM_UP = 60, 5
CV = {"name": "cv", "type": "file", "label": "Votre CV", "kinds": ["pdf"]}


def figures(ask: Client) -> list[Figure]:
    company = a_company(fields=[*FIELDS, CV], double_optin=False)
    leave, post, sent = Trips(), Trips(), []
    for number in range(FILES + WARM_UP):
        if number == WARM_UP:
            leave, post, sent = Trips(), Trips(), []
        with leave.of_one():
            order = ask("POST", f"{company.form_path}/uploads", {"field": "cv", "name": "cv.pdf", "size": str(len(PDF))}).json
        sent.append(_sent(order))
        person = {"email": f"file{number}@example.org", "phone": f"06 15 00 {number // 100:02} {number % 100:02}", "consent": "true"}
        with post.of_one():
            answer = ask("POST", company.form_path, ANSWERS | person | {"cv": order["ticket"]})
        assert answer.status == 202, answer
    return [
        *leave.figures("leave to send a file", 1),
        spread("a file of one kilobyte, sent to the emulator's S3", sent, "ms"),
        *post.figures("post of a form with its file", 1),
    ]


def _sent(order: dict[str, Any]) -> float:
    """As a browser posts a form. Milliseconds."""
    parts = b"".join(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in order["fields"].items())
    parts += b'--x\r\nContent-Disposition: form-data; name="file"; filename="cv.pdf"\r\nContent-Type: application/pdf\r\n\r\n' + PDF
    request = urllib.request.Request(order["url"], parts + b"\r\n--x--\r\n", {"Content-Type": "multipart/form-data; boundary=x"}, method="POST")
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 204, answer.status
    return 1000 * (time.perf_counter() - began)
