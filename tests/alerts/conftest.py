from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.foundation import clock, tenancy
from chalicelib.messaging import null
from tests.team.conftest import NOON, Team, team

__all__ = ["at_work", "looked", "notices", "team"]


@pytest.fixture
def at_work(team: Team) -> Any:
    """Two agents with a lead each, at noon on a Wednesday."""
    import app

    null.sent.clear()
    with team.at(NOON):
        app.alerts.sweep()
        for agent in (1, 2):
            team.signs_in(agent)
        for number in range(2):
            team.comes(number)
        yield team


@pytest.fixture
def looked(at_work: Team) -> Callable[..., None]:
    """The sweep as the clock wakes it, at a moment; then all that it said is heard."""
    import app

    def look(at: datetime | timedelta = NOON, *, heard: bool = True) -> None:
        with clock.held_at(NOON + at if isinstance(at, timedelta) else at):
            app.ring_timers(app.TIMERS)
            if heard:
                at_work.crier.cry()

    return look


@pytest.fixture
def notices(at_work: Team) -> Callable[..., Any]:
    """What somebody reads: 0 the administrator, else an agent."""

    def read(reader: int, at: timedelta = timedelta(), *, token: str | None = None) -> Any:
        with clock.held_at(NOON + at):
            answer = at_work.ask("GET", "/api/v1/me/notices", token=token or at_work.token(reader))
        assert answer.status == 200, answer.text
        return answer.json

    return read


def rules(team: Team, *kept: dict[str, Any]) -> Any:
    """The centre's own rules, instead of the house's."""
    given = [{"id": one["kind"], "on": True, "audience": "centre"} | one for one in kept]
    return team.ask("PUT", f"/api/v1/centres/{team.company.centre}/alert-rules", {"rules": given}, token=team.token(0))


def inside(team: Team) -> Any:
    return tenancy.inside(team.company.tenant, by="system:test")
