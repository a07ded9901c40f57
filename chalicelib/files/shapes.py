from __future__ import annotations

from chalicelib.files.kinds import ABOUT, KINDS, Kind, kind_of
from chalicelib.foundation.routes import Shape

__all__ = ["ABOUT", "KINDS", "MOST_MEGABYTES", "Address", "Kind", "kind_of"]

MOST_MEGABYTES = 25


class Address(Shape):
    """From where the file can be saved, for a minute."""

    url: str
