"""Sends nothing and remembers what it would have sent: for demonstrations and tests."""

from __future__ import annotations

from collections import deque

from chalicelib.messaging.mail import Mail, Parcel, Receipt

sent: deque[Mail] = deque(maxlen=1000)


def send(mail: Mail, parcel: Parcel) -> Receipt:
    sent.append(mail)
    return Receipt("250 kept in memory", parcel.message_id)
