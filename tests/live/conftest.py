"""Consoles that listen: a double of API Gateway's management endpoint, and events as it sends them."""

import json

import pytest
from botocore.exceptions import ClientError

from chalicelib.foundation import aws, keys, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.live import actions
from tests.live.told import TENANT


class Event:
    def __init__(self, connection_id, ticket=None):
        self.connection_id = connection_id
        self.raw = {"queryStringParameters": {"ticket": ticket} if ticket is not None else None}

    def to_dict(self):
        return self.raw


class Sockets:
    """What each connection was told. `gone` and `failing` name those that cannot be told."""

    def __init__(self, client):
        self.told = {}
        self.gone, self.failing = set(), set()
        self.closed = []
        self.exceptions = client.exceptions

    def post_to_connection(self, **asked):
        name = asked["ConnectionId"]
        if name in self.gone:
            raise self.exceptions.GoneException({"Error": {"Code": "GoneException"}}, "PostToConnection")
        if name in self.failing:
            raise ClientError({"Error": {"Code": "LimitExceededException"}}, "PostToConnection")
        self.told.setdefault(name, []).append(json.loads(asked["Data"]))

    def delete_connection(self, **asked):
        name = asked["ConnectionId"]
        if name in self.gone:
            raise self.exceptions.GoneException({"Error": {"Code": "GoneException"}}, "DeleteConnection")
        if name in self.failing:
            raise ClientError({"Error": {"Code": "LimitExceededException"}}, "DeleteConnection")
        self.closed.append(name)
        self.gone.add(name)


@pytest.fixture
def company(world, monkeypatch):
    """One whose people are only names here: each still stands."""
    monkeypatch.setattr(actions.identity, "still_stands", lambda _: True)
    with tenancy.inside(TENANT):
        keys.make(TENANT)
        yield TENANT


@pytest.fixture
def sockets(company, monkeypatch):
    real = aws.client
    double = Sockets(real("apigatewaymanagementapi", endpoint="http://localhost:8030"))
    monkeypatch.setattr(aws, "client", lambda name, endpoint=None: double if name == "apigatewaymanagementapi" else real(name, endpoint))
    return double


@pytest.fixture
def listens(company):
    """Open a console: `listens("c1", "agent1", "own", centre="centre1")`."""

    def open_console(connection, user, reach, centre=None):
        caller = Caller("user", user, TENANT, centre=centre, grants={"leads.read": reach})
        assert actions.enter(Event(connection, actions.issue(caller))) == {"statusCode": 200}

    return open_console
