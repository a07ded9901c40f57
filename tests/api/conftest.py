"""One company that stays for a module: the API is asked anything, and what it changes does not matter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module")
def company(cloud: None) -> Iterator:
    from chalicelib.forms import queries as forms
    from chalicelib.foundation import keys
    from chalicelib.identity import actions as identity
    from chalicelib.identity import queries
    from tests.conftest import _empty
    from tests.isolation.companies import found

    keys.forget()
    queries.forget()
    forms._editions.clear()
    _empty()
    identity.found_platform()
    yield found("Soleil Vert", "Zorglub", identity.appoint_super_admin("root@example.org", "Awa Racine", "une-passerelle-solide"))
    _empty()
