"""Questions to the DNS. Its library is large, so only who has a question reads this module, and the module reads the library with the first one."""

from __future__ import annotations

from typing import Any

from chalicelib.foundation import config


class Silent(Exception):
    """The DNS does not answer, or not so that it could be read."""


class NoName(Exception):
    """There is no such name, nor any below it."""


class Asking:
    """One resolver for some questions. After one that got no answer no other is asked: nobody wants to wait for each."""

    def __init__(self, patience: float) -> None:
        import dns.resolver  # noqa: PLC0415

        self._dns = dns
        self._resolver = dns.resolver.Resolver(configure=config.DNS_SERVER is None)
        if config.DNS_SERVER:
            host, _, port = config.DNS_SERVER.rpartition(":")
            self._resolver.nameservers, self._resolver.port = [host], int(port)
        self._resolver.lifetime = patience
        self._is_silent = False

    def texts(self, name: str) -> list[str]:
        return [b"".join(one.strings).decode(errors="replace") for one in self.records(name, "TXT")]

    def records(self, name: str, kind: str) -> list[Any]:
        """Raises `NoName`, `Silent`."""
        if self._is_silent:
            raise Silent
        try:
            return list(self._resolver.resolve(f"{name}.", kind))
        except self._dns.resolver.NXDOMAIN as error:
            raise NoName from error
        except self._dns.resolver.NoAnswer:
            return []
        except (self._dns.exception.DNSException, OSError, ValueError) as error:
            self._is_silent = True
            raise Silent from error
