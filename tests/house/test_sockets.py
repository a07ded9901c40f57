import asyncio
import json
import urllib.error
import urllib.request
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
import websockets

from infra.local.serving import server
from infra.local.sockets import Sockets
from tests.emulator import _door, await_that
from tests.house.test_samples import SAMPLES, shape

EVENTS = []


def enter(event, _context):
    EVENTS.append(event)
    return {"statusCode": 200 if event["queryStringParameters"] else 401}


def heed(event, _context):
    EVENTS.append(event)


APP = SimpleNamespace(
    websocket_handlers={"$connect": SimpleNamespace(name="enter"), "$default": SimpleNamespace(name="heed")},
    handler_map={"enter": enter, "heed": heed},
)


@asynccontextmanager
async def listening():
    EVENTS.clear()
    door = _door()
    sockets = Sockets(APP)
    serving = server(sockets)
    task = asyncio.create_task(serving.serve(sockets=[door]))
    await asyncio.to_thread(await_that, lambda: serving.started)
    yield sockets, f"localhost:{door.getsockname()[1]}"
    serving.should_exit = True
    await task


def managed(method, address, connection, body=b""):
    request = urllib.request.Request(f"http://{address}/@connections/{connection}", data=body or None, method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


def test_events_are_those_of_api_gateway():
    async def story():
        async with listening() as (_, address), websockets.connect(f"ws://{address}?ticket=t") as client:
            await client.send('{"type":"ping"}')
            await asyncio.to_thread(await_that, lambda: len(EVENTS) == 2)

    asyncio.run(story())
    sample = SAMPLES["enter"]
    assert shape(EVENTS[0]["requestContext"]) == shape(sample["requestContext"])
    assert set(EVENTS[0]) == set(sample)
    assert shape(EVENTS[1]) == shape(SAMPLES["heed"])
    assert EVENTS[1]["requestContext"]["connectionId"] == EVENTS[0]["requestContext"]["connectionId"]


def test_who_is_refused_is_not_connected():
    async def story():
        async with listening() as (sockets, address):
            with pytest.raises(websockets.InvalidStatus, match="403"):
                async with websockets.connect(f"ws://{address}"):
                    pass
            assert not sockets.open

    asyncio.run(story())


def test_the_management_endpoint_speaks_to_a_connection_until_it_is_gone():
    async def story():
        async with listening() as (sockets, address):
            async with websockets.connect(f"ws://{address}?ticket=t") as client:
                [connection] = sockets.open
                assert await asyncio.to_thread(managed, "POST", address, connection, json.dumps({"type": "LeadAssigned"}).encode()) == 200
                assert json.loads(await client.recv()) == {"type": "LeadAssigned"}
                assert await asyncio.to_thread(managed, "POST", address, connection, b"x" * 131073) == 413
                assert await asyncio.to_thread(managed, "GET", address, connection) == 200
                assert await asyncio.to_thread(managed, "DELETE", address, connection) == 204
                with pytest.raises(websockets.ConnectionClosed):
                    await client.recv()
            assert await asyncio.to_thread(managed, "POST", address, connection, b"x") == 410

    asyncio.run(story())
