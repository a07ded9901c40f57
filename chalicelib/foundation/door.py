"""The Chalice application of the house: reads who asks, keeps the request per thread, and answers its own 404, 405 and 500 as problems."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from chalice import Chalice, Response

from chalicelib.foundation import asked as at_hand
from chalicelib.foundation.asked import Asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import DomainError, MethodUnknown, NotFound
from chalicelib.foundation.log import log
from chalicelib.foundation.routes import API, FOR_THE_CONSOLE, PDF, problem

Authenticate = Callable[[dict[str, str]], Caller | None]


class Unforeseen(DomainError):
    """A mistake of ours. It is in the logs under the request's id; the reader gets no detail."""

    status = 500
    fr = "Une erreur est survenue chez nous. Référence : {reference}."
    en = "Something went wrong on our side. Reference: {reference}."


class FrontDoor(Chalice):  # type: ignore[misc]
    """`authenticate` turns the headers into a caller, or None; it raises `NotSignedIn` for credentials that are wrong."""

    def __init__(self, name: str, authenticate: Authenticate) -> None:
        super().__init__(name, configure_logs=False)
        self.api.binary_types += ["multipart/form-data", PDF]
        self._authenticate = authenticate

    def __call__(self, event: Any, context: Any) -> Any:  # noqa: ARG002 - Lambda gives it
        request = _read(event)
        at_hand.begin(request)
        names = event.get("pathParameters") or {}
        # Of the path only ids: a link's token stands in it too.
        with log.about(request=request.id, **{name: value for name, value in names.items() if name.endswith("_id")}):
            answer = self._answer(request, event["requestContext"].get("resourcePath"), names)
        answer.headers.setdefault("X-Request-Id", request.id)
        if request.path.startswith(API):
            answer.headers |= FOR_THE_CONSOLE.get_access_control_headers()
        return answer.to_dict(self.api.binary_types)

    def _answer(self, request: Asked, path: str, names: dict[str, str]) -> Response:
        try:
            view = self._view(path, request.method)
            request.caller = self._authenticate(request.headers)
            return view(**names)
        except DomainError as error:
            return problem(error)
        except Exception as error:  # noqa: BLE001 - the last fence: told to the logs, never to the reader
            log.failure("request_failed", error, route=f"{request.method} {path}", tenant=request.caller and request.caller.tenant)
            return problem(Unforeseen(reference=request.id))

    def _view(self, path: str, method: str) -> Callable[..., Response]:
        methods = self.routes.get(path)
        if methods is None:
            raise NotFound
        if method not in methods:
            raise MethodUnknown(headers={"Allow": ", ".join(sorted(methods))})
        view: Callable[..., Response] = methods[method].view_function
        return view


def _read(event: dict[str, Any]) -> Asked:
    """From API Gateway's REST proxy event."""
    context = event["requestContext"]
    body = event.get("body") or ""
    return Asked(
        id=context["requestId"],
        method=context["httpMethod"],
        path=context.get("path") or event.get("path", ""),
        headers={name.lower(): values[-1] for name, values in (event.get("multiValueHeaders") or {}).items()},
        query=event.get("multiValueQueryStringParameters") or {},
        body=base64.b64decode(body) if event.get("isBase64Encoded") else body.encode(),
        address=context["identity"]["sourceIp"],
    )
