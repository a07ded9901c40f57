"""`pytest -p tests.roles.plugin tests/…`: any tests, with the functions in their roles. What a role refuses fails the test that asked for it.

For whoever changes what a function asks: the story of `test_recorded.py` cannot know every by-way. Not for tests on the emulator, where
functions run side by side in one process.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def in_their_roles(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if "emulated" in request.fixturenames or "cloud" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("cloud")
    from tests.roles.record import Recorder
    from tests.roles.template import cloud

    with Recorder(cloud()).watch(monkeypatch) as recorder:
        yield
    assert recorder.denied == []
