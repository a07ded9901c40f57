"""One POST to an address that a stranger chose.

The name is resolved at each sending, private addresses are refused, and the connection goes to the very address that was looked at: a name
server that changes its answer in between (DNS rebinding) gains nothing. No redirect is followed.
"""

from __future__ import annotations

import io
import socket
import ssl
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any

from pydantic import HttpUrl, ValidationError

from chalicelib.foundation import config
from chalicelib.foundation.outside import is_literal, may_reach

TIMEOUT = 5.0
READ_AT_MOST = 64 * 1024


class Unanswered(Exception):
    """No answer came. `reason` is of a closed list: url_refused, private_address, dns_lookup_failed, connection_timeout, tls_failed,
    connection_refused, connection_failed, answer_unreadable.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Target:
    """An address taken apart once, by one parser: nobody reads it differently later."""

    is_secure: bool
    host: str
    port: int
    path: str
    text: str

    @classmethod
    def of(cls, url: str) -> Target:
        """Raises ValueError for what cannot be posted to: not https, with a password, or plainly a private address."""
        try:
            read = HttpUrl(url)
        except ValidationError as error:
            raise ValueError("url") from error
        is_secure = read.scheme == "https"
        if not is_secure and not config.IS_LOCAL:
            raise ValueError("https")
        if read.username or read.password or read.fragment or not read.host:
            raise ValueError("url")
        host = read.host.strip("[]")
        if is_literal(host) and not may_reach(host):
            raise ValueError("private_address")
        path = (read.path or "/") + (f"?{read.query}" if read.query else "")
        return cls(is_secure, host, read.port or 0, path, str(read))


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status that the endpoint answered within five seconds. Raises `Unanswered`."""
    deadline = time.monotonic() + TIMEOUT
    try:
        target = Target.of(url)
    except ValueError as error:
        raise Unanswered("private_address" if str(error) == "private_address" else "url_refused") from error
    reason = "private_address"
    for address in _addresses(target):
        try:
            return _post_to(address, target, deadline, body, headers)
        except (OSError, HTTPException) as error:
            reason = _reason(error)
        if time.monotonic() >= deadline:
            break
    raise Unanswered(reason)


def _addresses(target: Target) -> list[str]:
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unanswered("dns_lookup_failed") from error
    addresses = dict.fromkeys(str(place[4][0]) for place in found)
    return [address for address in addresses if may_reach(address)]


def _post_to(address: str, target: Target, deadline: float, body: bytes, headers: dict[str, str]) -> int:
    with closing(_Pinned(address, target, deadline)) as connection:
        connection.request("POST", target.path, body, headers)
        answer = connection.getresponse()
        # Read a little, so that closing does not look like a failure at the other end. The status counts, whatever the rest does.
        with suppress(OSError, HTTPException):
            answer.read(READ_AT_MOST)
        return answer.status


class _Pinned(HTTPConnection):
    """A connection to one address, whose certificate and Host header are those of the name."""

    def __init__(self, address: str, target: Target, deadline: float) -> None:
        super().__init__(target.host, target.port)
        self.default_port = 443 if target.is_secure else 80
        self._place = (address, target.port)
        self._trust = _trust() if target.is_secure else None
        self._deadline = deadline

    def connect(self) -> None:
        plain = socket.create_connection(self._place, _left(self._deadline))
        self.sock = self._trust.wrap_socket(plain, server_hostname=self.host) if self._trust else plain

    def response_class(self, sock: Any, **how: Any) -> HTTPResponse:  # type: ignore[override]
        return HTTPResponse(_Timed(sock, self._deadline), **how)  # type: ignore[arg-type]


class _Timed(io.RawIOBase):
    """Reads from a socket until one deadline for all: a server that drips a byte now and then does not hold us."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock = sock
        self._deadline = deadline

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(_left(self._deadline))
        return self._sock.recv_into(buffer)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _reason(error: Exception) -> str:
    match error:
        case TimeoutError():
            return "connection_timeout"
        case ssl.SSLError():
            return "tls_failed"
        case ConnectionRefusedError():
            return "connection_refused"
        case HTTPException():
            return "answer_unreadable"
        case _:
            return "connection_failed"
