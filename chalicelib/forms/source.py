"""Where a visit came from, as far as its browser says: the page that the form stands on, and the one before. Campaigns are answers (`utm_…`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from chalicelib.foundation import config

PAGE, REFERRER = "_page", "_referrer"
"""Carried through a form beside its fields, none of which can be called so."""
LONGEST = 300
ADDRESS = re.compile(r"(https?://[^/?#\s]+)[^\s#]*")


class Source(NamedTuple):
    page: str = ""
    referrer: str = ""


def source_of(posted: Mapping[str, Any], headers: Mapping[str, str]) -> Source:
    """Browsers tell other sites where they are, but not on which page: what the form carries is believed where it agrees with them."""
    carried = _address(posted.get(PAGE))
    origin = headers.get("origin", "")
    agrees = carried and (not origin or origin == _origin(carried))
    return Source(carried if agrees else headers.get("referer", "")[:LONGEST], _address(posted.get(REFERRER)))


def came_from(query: Mapping[str, list[str]], headers: Mapping[str, str]) -> str:
    """The page before the hosted one: what its address already carries, or what the browser says. Our own pages are none."""
    before = _address((query.get(REFERRER) or [headers.get("referer", "")])[-1])
    return "" if _origin(before) == config.API_URL else before


def _address(text: Any) -> str:
    found = ADDRESS.match(text) if isinstance(text, str) else None
    return found[0][:LONGEST] if found else ""


def _origin(address: str) -> str:
    found = ADDRESS.match(address)
    return found[1] if found else ""
