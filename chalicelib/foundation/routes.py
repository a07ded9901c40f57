"""`Routes`: a Blueprint that parses, authorises, answers errors and documents itself, so that a view is one line.

A view's parameters say what it needs: names of the path, `body` and `query` (Pydantic models), `caller`. What it returns is answered as JSON.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any, get_type_hints

from chalice import Blueprint, CORSConfig, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from chalicelib.foundation import config, tenancy
from chalicelib.foundation.asked import Asked, asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import (
    AnswersRefused,
    BadRequest,
    DomainError,
    FieldError,
    MediaTypeUnknown,
    NotAllowed,
    NotFound,
    NotSignedIn,
    TooLarge,
)
from chalicelib.foundation.log import log
from chalicelib.foundation.pages import page_headers, render, words
from chalicelib.foundation.words import field_message

API = "/api/v1"
PUBLIC = "public"
SIGNED_IN = "signed in"
MAX_BODY = 256 * 1024
HTML, JSON, PDF, SCRIPT, SCHEMA = "text/html", "application/json", "application/pdf", "text/javascript", "application/schema+json"
Raises = tuple[type[DomainError], ...]
Gives = type[BaseModel] | str | None
"""What stands in the body of an answer: a shape as JSON, something of a media type, or nothing."""
A_PAGE: Mapping[int, Gives] = {200: HTML}
FOR_THE_CONSOLE = CORSConfig(
    allow_origin=config.CONSOLE_URL, allow_headers=["If-Match"], expose_headers=["ETag", "Retry-After", "X-Request-Id"], max_age=600
)
"""The console is another origin than the API. It sends its token by header and no cookie, so no credentials are allowed."""
AN_ID = re.compile(r"[0-9A-Za-z._-]{1,64}")
ROUTES: list[Route] = []
"""Every route of the house, for the OpenAPI document and for the tests that try each one."""


class Shape(BaseModel):
    """What crosses the wire. Unknown fields are refused, so that a misspelt one is not silently lost."""

    model_config = ConfigDict(extra="forbid", defer_build=True, str_strip_whitespace=True, from_attributes=True)


Id = Annotated[str, Field(pattern=f"^{AN_ID.pattern}$")]
"""Names a thing of ours. What cannot be one never reaches DynamoDB, which would call a key that long a fault of ours."""

Moment = Annotated[AwareDatetime, Field(ge=datetime(1970, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))]
"""A time that can be stored and written out again, whatever its zone."""


class Page(Shape):
    """The query of every list."""

    limit: int = Field(default=25, ge=1, le=100)
    cursor: Annotated[str | None, Field(max_length=500)] = None


@dataclass(frozen=True)
class Route:
    """One route as documented: who may, what goes in, what comes out, and the errors of its own."""

    method: str
    path: str
    view: Callable[..., Any]
    may: str
    gives: Gives
    status: int
    raises: tuple[type[DomainError], ...]
    accepts: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    takes_caller: bool = False
    content: str = "application/json"
    posted: tuple[str, ...] = ("application/json",)
    pages: Mapping[int, Gives] = field(default_factory=dict)
    up_to: int = MAX_BODY


@dataclass
class Answer:
    """A body with headers of its own (an ETag, say). Bytes are of the media type that the route gives."""

    body: BaseModel | bytes | None
    headers: dict[str, str] = field(default_factory=dict)


class Routes(Blueprint):  # type: ignore[misc]
    """The routes of one slice. `may` is a verb of the permission table, `SIGNED_IN` or `PUBLIC`."""

    def get(self, path: str, **how: Any) -> Callable[..., Any]:
        return self._api("GET", path, **how)

    def post(self, path: str, **how: Any) -> Callable[..., Any]:
        return self._api("POST", path, **how)

    def put(self, path: str, **how: Any) -> Callable[..., Any]:
        return self._api("PUT", path, **how)

    def delete(self, path: str, **how: Any) -> Callable[..., Any]:
        return self._api("DELETE", path, **how)

    def _api(
        self, method: str, path: str, *, may: str, gives: Gives = None, status: int | None = None, raises: Raises = (), up_to: int = MAX_BODY
    ) -> Callable[..., Any]:
        def register(view: Callable[..., Any]) -> Callable[..., Any]:
            hints = get_type_hints(view)
            answers = status or (200 if gives else 204)
            route = Route(
                method, API + path, view, may, gives, answers, raises, hints.get("body"), hints.get("query"),
                takes_caller="caller" in hints, up_to=up_to,
            )  # fmt: skip
            self._put(route, lambda **path_names: _answer(route, path_names))
            return view

        return register

    def page(
        self, method: str, path: str, *, posted: tuple[str, ...] = (), gives: Mapping[int, Gives] = A_PAGE, raises: Raises = ()
    ) -> Callable[..., Any]:
        """A public page: the view itself returns Chalice's `Response`, one of `gives` or an error. `posted`: the content types that it reads."""

        def register(view: Callable[..., Response]) -> Callable[..., Response]:
            route = Route(method, path, view, PUBLIC, None, 200, raises, content="text/html", posted=posted, pages=gives)
            self._put(route, lambda **path_names: _guarded(lambda: _read_page(route, path_names)))
            return view

        return register

    def _put(self, route: Route, handle: Callable[..., Response]) -> None:
        ROUTES.append(route)
        handle.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in _names(route.path)]
        )
        handle.__name__ = route.view.__name__
        # Content types are judged here, with our own problem document; an empty list switches Chalice's own answer off.
        cors = FOR_THE_CONSOLE if route.path.startswith(API) else False
        self.route(route.path, methods=[route.method], content_types=[], cors=cors, name=f"{route.method} {route.path}")(handle)


def _names(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


def _answer(route: Route, path_names: dict[str, str]) -> Response:
    return _guarded(lambda: _call(route, asked(), path_names))


def _guarded(view: Callable[[], Response]) -> Response:
    try:
        return view()
    except DomainError as error:
        return problem(error)


def _read_page(route: Route, path_names: dict[str, str]) -> Response:
    request = asked()
    if route.posted and request.media_type not in route.posted:
        raise MediaTypeUnknown(accepted=", ".join(route.posted))
    if not route.posted:  # whoever reads a body measures it, and says in the words of their page that it is too large
        _measure(request)
    return route.view(**path_names)


def _call(route: Route, request: Asked, path_names: dict[str, str]) -> Response:
    caller = _admitted(route, request.caller)
    _expect_ids(path_names)
    given: dict[str, Any] = dict(path_names)
    if route.query:
        given["query"] = _parsed(route.query, {name: values[-1] for name, values in request.query.items()})
    if route.accepts:
        given["body"] = _parsed(route.accepts, _json(request, route.up_to))
    if route.takes_caller:
        given["caller"] = caller
    tenant, actor = (caller.tenant, caller.actor) if caller else (None, "visitor")
    with tenancy.inside(tenant, by=actor), log.about(tenant=tenant):
        return _written(route, route.view(**given))


def _expect_ids(path_names: dict[str, str]) -> None:
    if not all(AN_ID.fullmatch(value) for value in path_names.values()):
        raise NotFound


def _admitted(route: Route, caller: Caller | None) -> Caller | None:
    if route.may == PUBLIC:
        return caller
    if caller is None:
        raise NotSignedIn
    if route.may != SIGNED_IN and not caller.reach(route.may):
        raise NotAllowed
    return caller


def _json(request: Asked, up_to: int) -> Any:
    _measure(request, up_to)
    if request.media_type != "application/json":
        raise MediaTypeUnknown(accepted="application/json")
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest(reason="JSON") from error


def _measure(request: Asked, up_to: int = MAX_BODY) -> None:
    if len(request.body) > up_to:
        raise TooLarge(limit=f"{up_to // 1024} KB")


def _parsed(shape: type[BaseModel], raw: Any) -> BaseModel:
    try:
        return shape.model_validate(raw)
    except ValidationError as error:
        wrongs = error.errors(include_url=False)
        raise AnswersRefused(errors=tuple(_field_error(wrong) for wrong in wrongs)) from None


def _field_error(wrong: Any) -> FieldError:
    return FieldError(".".join(map(str, wrong["loc"])), wrong["type"], field_message(wrong, asked().language))


def _written(route: Route, result: Any) -> Response:
    answer = result if isinstance(result, Answer) else Answer(result)
    media_type = route.gives if isinstance(route.gives, str) else JSON
    headers = {"Content-Type": media_type, "Cache-Control": "no-store"} | answer.headers
    body = answer.body.model_dump_json(exclude_none=False) if isinstance(answer.body, BaseModel) else answer.body or ""
    return Response(body=body, status_code=route.status, headers=headers)


def _is_browsing(request: Asked) -> bool:
    """Whether a browser shows the answer itself: scripts that fetch, and programs, ask for anything or for JSON."""
    return not request.path.startswith(API) and "text/html" in request.headers.get("accept", "")


def problem(error: DomainError) -> Response:
    """RFC 9457. `type` is stable; the sentences are in the reader's language. Whoever browses without a script reads them on a page."""
    language = asked().language
    if _is_browsing(asked()):
        page = render("trouble/page.html", language, title=words("trouble", language)["title"], company="", said=error.said(language))
        return Response(body=page, status_code=error.status, headers=page_headers(private=True) | error.headers)
    document: dict[str, Any] = {
        "type": f"urn:passerelle:problem:{error.code}",
        "title": error.said(language),
        "status": error.status,
        "detail": error.said(language),
    }
    if error.errors:
        document["errors"] = [{"field": wrong.field, "code": wrong.code, "message": wrong.message} for wrong in error.errors]
    headers = {"Content-Type": "application/problem+json", "Cache-Control": "no-store"} | error.headers
    return Response(body=json.dumps(document, ensure_ascii=False), status_code=error.status, headers=headers)
