"""Who opens a link, as far as it says so itself. Scanners that pose as a browser are told apart by their time alone: it is kept, not judged."""

from __future__ import annotations

import re

ROBOT = re.compile(
    r"(?<!cu)bot\b|crawl|spider|preview|scan|headless|phantomjs|curl|wget|python|java/|go-http|okhttp|libwww|httpclient|axios|node-fetch"
    r"|facebookexternalhit|whatsapp|slack|telegram|skype|proofpoint|mimecast|barracuda|safelinks|trend ?micro|googleimageproxy",
    re.IGNORECASE,
)
BROWSER = re.compile(r"^(?:Mozilla/5\.0|Opera/)")


def kind_of(browser: str, *, is_head: bool = False) -> str:
    """``robot``, ``browser`` or ``unknown``. People's browsers ask for pages, never for their heads."""
    if is_head or ROBOT.search(browser):
        return "robot"
    return "browser" if BROWSER.match(browser) else "unknown"
