"""Which addresses of the network a stranger may send us to: public ones only, whatever name he gives them."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import IPv6Address, IPv6Network, ip_address

from chalicelib.foundation import config

GLOBAL_UNICAST = IPv6Network("2000::/3")


def may_reach(address: str) -> bool:
    """Public addresses only; on the laptop and in tests the machine itself too."""
    ip = ip_address(address.partition("%")[0])
    if ip.is_loopback:
        return config.IS_LOCAL
    if isinstance(ip, IPv6Address):
        # Outside this range lie mapped, translated, local and multicast addresses; 6to4 inside it carries an IPv4 address.
        return ip in GLOBAL_UNICAST and ip.is_global and ip.sixtofour is None
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def is_literal(host: str) -> bool:
    """Whether it is an address itself, and no name of one."""
    with suppress(ValueError):
        ip_address(host)
        return True
    return False
