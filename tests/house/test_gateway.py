"""The gateway makes the events that API Gateway makes, and answers in its place where the function is not asked."""

import asyncio
import base64
import json

import pytest
from chalice import Chalice, CORSConfig, Response

from infra.local.gateway import LARGEST_BODY, Gateway
from infra.local.proxy_event import find_resource

seen = {}


class Told(Chalice):
    def __call__(self, event, context):
        seen.update(event)
        return super().__call__(event, context)


@pytest.fixture
def app():
    seen.clear()
    told = Told("told", configure_logs=False)
    told.api.binary_types.append("multipart/form-data")

    @told.route(
        "/things/{thing}",
        methods=["GET", "POST"],
        content_types=["application/json", "text/plain"],
        cors=CORSConfig(allow_origin="https://console.example"),
    )
    def thing(thing):
        return Response(thing, headers={"Set-Cookie": ["a=1", "b=2"], "Content-Type": "text/plain"})

    @told.route("/things/last", content_types=["multipart/form-data"], methods=["POST"])
    def last():
        return {}

    @told.route("/lost")
    def lost():
        raise SystemError

    return told


def ask(app, method, target, body=b"", headers=()):
    path, _, query = target.partition("?")
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers], "client": ("192.0.2.7", 1), "server": ("localhost", 80),
    }  # fmt: skip
    sent = []

    async def receive():
        return {"type": "http.request", "body": body}

    async def send(message):
        sent.append(message)

    asyncio.run(Gateway(app)(scope, receive, send))
    return sent[0]["status"], sent[0]["headers"], sent[1]["body"]


def test_the_event_has_all_that_api_gateway_gives(app):
    status, headers, body = ask(
        app, "POST", "/things/a%20b?x=1&x=2&y=", b"plain", [("Content-Type", "text/plain"), ("X-Forwarded-For", "203.0.113.9")]
    )
    assert (status, body) == (200, b"a b")
    assert [value for name, value in headers if name == b"set-cookie"] == [b"a=1", b"b=2"]
    assert seen["resource"] == "/things/{thing}"
    assert (seen["path"], seen["httpMethod"], seen["pathParameters"]) == ("/things/a b", "POST", {"thing": "a b"})
    assert (seen["queryStringParameters"], seen["multiValueQueryStringParameters"]) == ({"x": "2", "y": ""}, {"x": ["1", "2"], "y": [""]})
    assert (seen["body"], seen["isBase64Encoded"]) == ("plain", False)
    assert seen["multiValueHeaders"]["X-Forwarded-For"] == ["203.0.113.9", "192.0.2.7"]
    context = seen["requestContext"]
    assert context["identity"]["sourceIp"] == "192.0.2.7"
    assert context["resourcePath"] == "/things/{thing}"
    assert {"accountId", "apiId", "domainName", "protocol", "requestId", "requestTime", "requestTimeEpoch", "stage"} <= set(context)


def test_nothing_is_null_and_not_empty(app):
    ask(app, "GET", "/lost")
    absent = ("body", "pathParameters", "queryStringParameters", "multiValueQueryStringParameters", "stageVariables")
    assert [seen[name] for name in absent] == [None] * 5


def test_a_binary_body_arrives_as_base64(app):
    ask(app, "POST", "/things/last", b"\xff", [("Content-Type", "multipart/form-data; boundary=x")])
    assert (base64.b64decode(seen["body"]), seen["isBase64Encoded"]) == (b"\xff", True)


def test_a_literal_path_wins_over_a_parameter(app):
    assert find_resource("/things/last", app.routes) == ("/things/last", {})
    assert find_resource("/things/last/", app.routes) == ("/things/last", {})
    assert find_resource("/things/last/x", app.routes) == (None, {})


def test_an_unknown_path_is_left_to_the_app(app):
    ask(app, "GET", "/nowhere")
    assert (seen["resource"], seen["requestContext"]["resourcePath"]) == ("/nowhere", "/nowhere")


def test_a_body_beyond_the_limit_never_reaches_the_app(app):
    status, _, body = ask(app, "POST", "/things/last", b"x" * (LARGEST_BODY + 1))
    assert (status, json.loads(body)["status"], seen) == (413, 413, {})


def test_preflights_are_answered_from_the_routes(app):
    status, headers, _ = ask(app, "OPTIONS", "/things/1")
    given = {name.decode(): value.decode() for name, value in headers}
    assert (status, given["access-control-allow-origin"], given["access-control-allow-methods"]) == (
        200,
        "https://console.example",
        "GET,POST,OPTIONS",
    )
    assert seen == {}


def test_an_answer_that_is_no_json_is_a_bad_gateway(app):
    app.__class__.__call__ = lambda *_: {"statusCode": 200, "body": b"bytes"}
    assert ask(app, "GET", "/things/1")[0] == 502
