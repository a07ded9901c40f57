"""Two companies with one of everything. One of them leaves; the other must not notice."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest

from chalicelib.identity import actions as identity
from chalicelib.identity import queries
from tests.isolation.companies import Whole, found


@pytest.fixture
def visitor(world: None) -> str:
    queries.forget()
    return identity.appoint_super_admin("root@example.org", "Awa Racine", "une-passerelle-solide")


@pytest.fixture
def ours(visitor: str) -> Whole:
    return found("Soleil Vert", "Zorglub", visitor)


@pytest.fixture
def theirs(visitor: str, ours: Whole) -> Whole:
    return found("Vents du Nord", "Quetsche", visitor)


@pytest.fixture
def dynamodb(world: None) -> Any:
    """As an operator has it: without our fence."""
    return botocore.session.get_session().create_client("dynamodb")
