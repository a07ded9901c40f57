from __future__ import annotations

from chalicelib.foundation.facts import Fact


class FileReceived(Fact):
    """A file came with a request. `kind`: what it is, `size` in bytes."""

    lead_id: str
    file_id: str
    kind: str
    size: int


class FileVanished(Fact):
    """What was sent had gone, or was changed after it was looked into, before it could be kept."""

    lead_id: str
    file_id: str


class FileOpened(Fact):
    """Somebody was given the address from which the file is read, for a minute."""

    lead_id: str
    file_id: str


class FileErased(Fact):
    lead_id: str
    file_id: str
