"""Two pages about the house itself."""

from __future__ import annotations

import json

from chalice import Response

from chalicelib.foundation import openapi
from chalicelib.foundation.routes import API, JSON, Routes

routes = Routes(__name__)


@routes.page("GET", "/health", gives={200: JSON})
def health() -> Response:
    return Response(body='{"status": "ok"}', headers={"Content-Type": "application/json", "Cache-Control": "no-store"})


@routes.page("GET", f"{API}/openapi.json", gives={200: JSON})
def read_openapi() -> Response:
    body = json.dumps(openapi.document(), ensure_ascii=False)
    return Response(body=body, headers={"Content-Type": "application/json", "Cache-Control": "max-age=300"})
