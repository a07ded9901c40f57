"""What is late in a centre at one moment, by its rules. Nothing is written here, and nothing is remembered from the look before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from chalicelib.alerts.rules import AlertRule, Kind
from chalicelib.foundation import clock
from chalicelib.identity.shapes import Centre
from chalicelib.leads.queries import Lead

LastAct = Callable[[str], int | None]


@dataclass(frozen=True)
class Cause:
    """Something that a rule found. `since`: since when it is so (ms); `count`: of tries or leads."""

    rule: AlertRule
    centre: str
    subject: str
    since: int
    lead: str | None = None
    agent: str | None = None
    count: int | None = None


@dataclass(frozen=True)
class Scene:
    """A centre as the watch found it. `held`: the open leads of each of its agents. `at_work`: those who are there and on no call.

    `promised`: leads that wait in the pool because nobody made a call that was promised. `last_act`: when one of them last did something (ms).
    """

    centre: Centre
    now: datetime
    held: dict[str, list[Lead]] = field(default_factory=dict)
    at_work: frozenset[str] = frozenset()
    oldest_since: int | None = None
    waiting: int = 0
    promised: list[Lead] = field(default_factory=list)
    last_act: LastAct = lambda _agent: None

    def is_late(self, since: float | None, minutes: int) -> bool:
        """Whether so many minutes have passed, counted while the centre is open."""
        if since is None:
            return False
        begun = clock.from_ms(int(since))
        hours = self.centre.hours
        passed = hours.open_between(begun, self.now) if hours else self.now - begun
        return begun <= self.now and passed >= timedelta(minutes=minutes)


def causes(rules: list[AlertRule], scene: Scene) -> Iterator[Cause]:
    """Everything that any rule finds."""
    for rule in rules:
        if rule.on:
            yield from FINDERS[rule.kind](rule, scene)


def is_still_so(kind: str, lead: Lead | None, agent: str | None) -> bool:
    """Of a lead that was found late, as far as the lead alone tells: whoever has just called back need not wait for the next look."""
    if lead is not None and kind == "callback_missed":
        return _callback(lead) is not None or (lead.state == "ready" and lead.carries_wish)  # whoever is to make the call by now
    if lead is None or not lead.is_open_with(agent or ""):
        return False
    return OF_LEADS[kind](lead) is not None if kind in OF_LEADS else True


# Of single leads: since when one is as the rule says, None when it is not


def _callback(lead: Lead) -> float | None:
    """What somebody was promised; that a call is to be tried again is a plan of ours."""
    if lead.state == "assigned" and lead.carries_wish:
        return lead.callback_at
    return lead.callback_at if lead.state == "callback" and lead.is_wished and not lead.waits_for_later else None


def _missed(rule: AlertRule, scene: Scene) -> Iterator[Cause]:
    """With its agent, or in the pool since the agent missed it: one alert, until somebody calls."""
    yield from _late_leads(_callback, rule, scene)
    for lead in scene.promised if rule.audience != "agent" else ():
        if scene.is_late(lead.callback_at, rule.after):
            yield Cause(rule, scene.centre.id, lead.id, int(lead.callback_at or 0), lead=lead.id, agent=lead.former_agent)


def _untouched(lead: Lead) -> float | None:
    return lead.assigned_at if lead.state == "assigned" else None


def _begun(lead: Lead) -> float | None:
    return None if lead.waits_for_later else lead.assigned_at


OF_LEADS: dict[str, Callable[[Lead], float | None]] = {
    "callback_due": _callback, "callback_missed": _callback, "lead_waiting": _untouched, "slow_lead": _begun,
}  # fmt: skip


def _late_leads(measured: Callable[[Lead], float | None], rule: AlertRule, scene: Scene) -> Iterator[Cause]:
    for agent, held in scene.held.items():
        for lead in held:
            since = measured(lead)
            if since is not None and scene.is_late(since, rule.after):
                yield Cause(rule, scene.centre.id, lead.id, int(since), lead=lead.id, agent=agent)


def _unanswered(rule: AlertRule, scene: Scene) -> Iterator[Cause]:
    for agent, held in scene.held.items():
        for lead in held:
            if lead.tries >= rule.after:
                since = int(lead.contacted_at or lead.assigned_at or lead.opened_at)
                yield Cause(rule, scene.centre.id, lead.id, since, lead=lead.id, agent=agent, count=lead.tries)


def _old_pool(rule: AlertRule, scene: Scene) -> Iterator[Cause]:
    if scene.oldest_since is not None and scene.is_late(scene.oldest_since, rule.after):
        yield Cause(rule, scene.centre.id, scene.centre.id, scene.oldest_since, count=scene.waiting)


def _idle(rule: AlertRule, scene: Scene) -> Iterator[Cause]:
    """Somebody who is there, has something to do, and has done nothing since they could."""
    for agent in sorted(scene.at_work):
        open_now = [lead for lead in scene.held.get(agent, []) if not lead.waits_for_later]
        could = min((_could_begin(lead) for lead in open_now), default=None)
        if could is None or not scene.is_late(could, rule.after):
            continue  # The history is asked only about those who may be idle.
        since = max(could, scene.last_act(agent) or 0)
        if scene.is_late(since, rule.after):
            yield Cause(rule, scene.centre.id, agent, int(since), agent=agent, count=len(open_now))


def _could_begin(lead: Lead) -> float:
    return max(lead.assigned_at or 0, lead.callback_at or 0)


FINDERS: dict[Kind, Callable[[AlertRule, Scene], Iterator[Cause]]] = {
    "callback_due": partial(_late_leads, _callback),
    "callback_missed": _missed,
    "lead_waiting": partial(_late_leads, _untouched),
    "slow_lead": partial(_late_leads, _begun),
    "no_answer": _unanswered,
    "old_pool": _old_pool,
    "idle_agent": _idle,
}
