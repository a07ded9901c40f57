"""Amazon Connect, as far as the story asks it: every question is judged before it is answered here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.awsrequest import AWSResponse

from chalicelib.foundation import aws
from chalicelib.telephony import connect
from tests.roles.story import RawResponse
from tests.telephony.conftest import INSTANCE

EVENTS = ("before-send.connect", "before-send.connect-contact-lens")


@contextmanager
def answered_calls(company: str, bucket: str) -> Iterator[None]:
    recording = {"StorageType": "S3", "Status": "AVAILABLE", "Location": f"{bucket}/calls/{company}/1.wav"}
    answers = {
        r"/instance/": {"Instance": {"Id": INSTANCE, "Tags": {connect.TAG: company}}},
        r"/contact/outbound-voice": {"ContactId": "placed"},
        r"/contact/stop": {},
        r"/contact/attributes/": {"Attributes": {}},
        r"/contacts/": {"Contact": {"Id": "c", "CustomerEndpoint": {"Address": "+33612345678"}, "Recordings": [recording]}},
        r"/realtime-contact-analysis/": {"Segments": []},
    }

    def answer(request: Any, **_: Any) -> AWSResponse:
        [said] = [answers[path] for path in answers if re.search(path, request.url)]
        return AWSResponse(request.url, 200, {}, RawResponse(json.dumps(said).encode()))

    connect.forget()
    for event in EVENTS:
        aws.SESSION.register(event, answer)
    aws.client.cache_clear()
    try:
        yield
    finally:
        for event in EVENTS:
            aws.SESSION.unregister(event, answer)
        aws.client.cache_clear()
