from __future__ import annotations

from chalicelib.foundation.facts import Announcement
from chalicelib.live import actions


def push(said: Announcement) -> None:
    actions.push(said)
