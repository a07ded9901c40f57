"""Sends nothing and remembers what it would have sent: for demonstrations and tests."""

from __future__ import annotations

from collections import deque

from chalicelib.messaging.mail import Mail, Parcel, Receipt
from chalicelib.messaging.texts import Text

sent: deque[Mail] = deque(maxlen=1000)
texts: deque[Text] = deque(maxlen=1000)


def send(mail: Mail, parcel: Parcel) -> Receipt:
    sent.append(mail)
    return Receipt("250 kept in memory", parcel.message_id)


def send_text(text: Text) -> Receipt:
    texts.append(text)
    return Receipt("kept in memory", "null")
