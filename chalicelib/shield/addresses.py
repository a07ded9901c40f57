"""What an e-mail address says of itself by its domain: thrown away after use, or unable to take any mail."""

from __future__ import annotations

import time

from chalicelib.foundation.names import Asking, NoName, Silent

PATIENCE = 1.5
"""Seconds for the DNS while a visitor waits."""
KEPT_SECONDS = 15 * 60
KEPT_AT_MOST = 2000
_answered: dict[str, tuple[float, bool]] = {}


def is_disposable(email: str) -> bool:
    """Whether its domain, or one above it, is known for addresses that are thrown away."""
    from disposable_email_domains import blocklist  # noqa: PLC0415 - ten thousand names that few forms ask for

    labels = _domain(email).split(".")
    return any(".".join(labels[above:]) in blocklist for above in range(len(labels) - 1))


def takes_mail(email: str) -> bool:
    """False only where the DNS says so. A DNS that is silent holds nobody back."""
    domain = _domain(email)
    kept = _answered.get(domain)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    try:
        answer = _asked(domain)
    except Silent:
        return True
    if len(_answered) >= KEPT_AT_MOST:
        _answered.clear()
    _answered[domain] = (time.monotonic() + KEPT_SECONDS, answer)
    return answer


def _asked(domain: str) -> bool:
    """Where there is no MX, mail goes to the address of the domain itself (RFC 5321); a single dot says that none is taken (RFC 7505)."""
    ask = Asking(PATIENCE)
    try:
        hosts = [str(one.exchange).rstrip(".") for one in ask.records(domain, "MX")]
        return any(hosts) if hosts else any(ask.records(domain, kind) for kind in ("A", "AAAA"))
    except NoName:
        return False


def _domain(email: str) -> str:
    return email.rpartition("@")[2].lower()
