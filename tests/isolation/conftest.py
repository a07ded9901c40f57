"""The two companies, founded once a module: every test here only asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module")
def visitor(cloud: None) -> Iterator[str]:
    """An empty house, and a super administrator who may come into any company."""
    from chalicelib.foundation import keys
    from chalicelib.identity import actions as identity
    from chalicelib.identity import queries
    from tests.conftest import _empty

    keys.forget()
    queries.forget()
    _empty()
    identity.found_platform()
    yield identity.appoint_super_admin("root@example.org", "Awa Racine", "une-passerelle-solide")
    _empty()


@pytest.fixture(scope="module")
def ours(visitor):
    from tests.isolation.companies import found

    return found("Soleil Vert", "Zorglub", visitor)


@pytest.fixture(scope="module")
def theirs(visitor, ours):
    from tests.isolation.companies import found

    return found("Vents du Nord", "Quetsche", visitor)


@pytest.fixture(scope="module")
def ask(visitor):
    import app
    from tests.client import Client

    return Client(app.app)
