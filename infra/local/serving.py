"""Uvicorn on sockets that are already bound. Signals belong to whoever runs the house, not to each server."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import uvicorn

from infra.local.settings import Settings, Trouble, port_variable


class Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def server(app: Any) -> Server:
    return Server(
        uvicorn.Config(app, log_config=None, log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=2, server_header=False)
    )


def bind(settings: Settings, part: str) -> socket.socket:
    """The port of one part. A taken one is told with the variable that moves it."""
    # Named TCP: only then does asyncio send small answers at once, instead of 40 ms later.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.ports[part]))
    except OSError as error:
        listening.close()
        port, name = settings.ports[part], port_variable(part)
        raise Trouble(f"Port {port} ({part}) is taken: {error.strerror}. Choose another with {name}={port + 1000} make run") from error
    listening.listen(512)
    return listening
