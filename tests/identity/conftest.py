"""A company with two centres, the platform above it, and the front door."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import botocore.session
import pyotp
import pytest

import app
from chalicelib.foundation import clock, ids, tenancy
from chalicelib.identity import actions, queries
from tests.client import Client

PASSWORD = "trois chats sur un toit"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def fresh(world: None) -> None:
    """An empty house, of which nothing is remembered either."""
    queries.forget()


@pytest.fixture
def door(fresh: None) -> Client:
    return Client(app.app)


class Company:
    """One tenant and what tests do in it."""

    def __init__(self, name: str = "Lumière Énergie"):
        self.id = actions.open_tenant(name, "fr", "Europe/Paris", "FR")
        with self.inside():
            self.lyon = actions.open_centre("Lyon", "push")
            self.dakar = actions.open_centre("Dakar", "pull")

    @contextmanager
    def inside(self) -> Iterator[None]:
        with tenancy.inside(self.id, by="system:test"):
            yield

    def add(self, role: str = "agent", *, email: str | None = None, centre: str | None = "lyon", password: str = PASSWORD, totp: bool = False) -> str:
        """A member; returns the id."""
        where = getattr(self, centre) if centre and role not in {"admin", "marketing", "observer"} else None
        new = actions.NewUser(email or f"{role}.{ids.random_id(6)}@lumiere.example", f"Awa {role}", role, where)
        with self.inside():
            return actions.add_user(new, password, SECRET if totp else None)

    def email(self, user: str) -> str:
        with self.inside():
            return queries.user(user).email


@pytest.fixture
def company(fresh: None) -> Company:
    return Company()


@pytest.fixture
def other(fresh: None) -> Company:
    return Company("Soleil Assurances")


class Hand:
    """Moves the clock on."""

    def __init__(self) -> None:
        self.at = START

    def on(self, **how: float) -> None:
        self.at += timedelta(**how)
        clock._held.set(self.at)


@pytest.fixture
def later(fresh: None) -> Iterator[Hand]:
    """The clock stands at nine until it is moved on."""
    token = clock._held.set(START)
    yield Hand()
    clock._held.reset(token)


def code_now(secret: str = SECRET, steps: int = 0) -> str:
    return str(pyotp.TOTP(secret).generate_otp(clock.now_ms() // 30_000 + steps))


@pytest.fixture
def token(door: Client):
    """An access token for a user, through the front door."""

    def sign_in(email: str, password: str = PASSWORD, secret: str = SECRET) -> str:
        step = door("POST", "/api/v1/sessions", {"email": email, "password": password}).json
        if step["step"] == "totp":
            step = door("POST", "/api/v1/sessions/totp", {"ticket": step["ticket"], "code": code_now(secret)}).json
        return str(step["access_token"])

    return sign_in


def said(record: str = "main") -> list[str]:
    """The facts that ride on items now."""
    items = botocore.session.get_session().create_client("dynamodb").scan(TableName=f"passerelle-test-{record}")["Items"]
    return [json.loads(item["ev"]["S"])["t"] for item in items if "ev" in item]
