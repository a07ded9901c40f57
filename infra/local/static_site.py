"""Serves the built console as CloudFront does: its files as they are, any other path as the page itself, under production's own policy.

`/config.json` comes from the house.
"""

from __future__ import annotations

import asyncio
import json
import mimetypes
from pathlib import Path
from typing import Any

from infra.local import template
from infra.local.settings import Settings

HASHED = "/assets/"
CONSOLE = Path(__file__).parents[1] / "cloud" / "console.yaml"


def policy(settings: Settings) -> str:
    """What the page may load and speak to, as CloudFront says it, with the addresses of this house."""
    headers = template.document(CONSOLE)["Resources"]["ConsoleHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    said: str = headers["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
    here = {
        "https://${ApiDomainName}": settings.url("api"),
        "wss://${SocketsDomainName}": settings.url("sockets", "ws"),
        "https://${FilesBucket.RegionalDomainName}": settings.aws_endpoint,
        "https://*.my.connect.aws": settings.url("mail"),
    }
    for there, address in here.items():
        said = said.replace(there, address)
    return said


class StaticSite:
    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder, self.config = folder, json.dumps({"api": settings.url("api")}).encode()
        self.policy = policy(settings).encode()

    async def __call__(self, scope: dict[str, Any], _receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        status, kind, body = await asyncio.to_thread(self._content, scope["path"])
        # Built files carry a hash in their names; everything else is asked for anew.
        cache = b"public, max-age=31536000, immutable" if scope["path"].startswith(HASHED) else b"no-cache"
        headers = [(b"content-type", kind.encode()), (b"cache-control", cache), (b"content-length", str(len(body)).encode())]
        headers.append((b"content-security-policy", self.policy))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body if scope["method"] != "HEAD" else b""})

    def _content(self, path: str) -> tuple[int, str, bytes]:
        if path == "/config.json":
            return 200, "application/json", self.config
        file = (self.folder / path.lstrip("/")).resolve()
        if file.is_file() and file.is_relative_to(self.folder.resolve()):
            return 200, mimetypes.guess_type(file.name)[0] or "application/octet-stream", file.read_bytes()
        if path.startswith(HASHED):
            return 404, "text/plain", b"Not found"
        page = self.folder / "index.html"
        if not page.is_file():
            return 503, "text/plain; charset=utf-8", b"The console is being built; reload in a moment."
        return 200, "text/html; charset=utf-8", page.read_bytes()
