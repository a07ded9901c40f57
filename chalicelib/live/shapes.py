from __future__ import annotations

from chalicelib.foundation.routes import Shape


class LiveTicket(Shape):
    """Open ``{url}?ticket={ticket}`` within thirty seconds."""

    url: str
    ticket: str
