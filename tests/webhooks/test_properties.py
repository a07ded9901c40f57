"""Whatever order facts, repeats, outages and crashes come in: each fact is taken once, and in order for each lead."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.foundation import clock, ids, keys, tenancy
from chalicelib.webhooks import actions, outward, tasks
from chalicelib.webhooks.models import Delivery
from tests.webhooks.told import AT, confirmed

LEADS = ("p000000000000001.1", "p000000000000002.1")

FACT = st.tuples(st.just("fact"), st.sampled_from(LEADS))
REPEAT = st.tuples(st.just("repeat"), st.integers(0, 9))
TURN = st.tuples(st.just("goes down or comes back"), st.none())
CRASH = st.tuples(st.just("crash"), st.sampled_from(["before the message left", "after the answer", "before the wait"]))
PASSES = st.tuples(st.just("time passes"), st.integers(1, 900))


class Crashed(Exception):
    pass


class Story:
    """One company, one endpoint, and a machine that may die between any two steps."""

    def __init__(self, pump):
        self.pump, self.now = pump, datetime.now(UTC)
        self.told, self.taken, self.doubled = [], [], set()
        self.is_up, self.dying = True, None
        actions.add("https://partner.example/", ["lead.confirmed"], None)

    def post(self, _url, _body, headers):
        if self.is_up:
            self.taken.append(headers["webhook-id"])
            return 200
        return 503

    def dies(self, where):
        if self.dying == where:
            self.dying = None
            raise Crashed

    def play(self, steps):
        for step, what in steps:
            with clock.held_at(self.now):
                getattr(self, step.replace(" ", "_"))(what)
                self.work()
        self.is_up, self.dying = True, None
        for _ in range(40):
            self.time_passes(9 * 3600)
            with clock.held_at(self.now):
                if not self.work():
                    return

    def fact(self, lead):
        self.told.append(confirmed(lead, version=len(self.told) + 1, at=AT + len(self.told)))
        self.announce(self.told[-1])

    def repeat(self, number):
        if self.told:
            self.announce(self.told[number % len(self.told)])

    def announce(self, said):
        """A queue brings a fact again until it is done."""
        try:
            actions.announce(said)
        except Crashed:
            actions.announce(said)

    def goes_down_or_comes_back(self, _):
        self.is_up = not self.is_up

    def crash(self, where):
        self.dying = where

    def time_passes(self, seconds):
        self.now += timedelta(seconds=seconds)
        self.pump.come_back()

    def work(self):
        """How many messages were handled."""
        count = 0
        while True:
            before = len(self.taken)
            try:
                if not self.pump.turn():
                    return count
            except Crashed:
                self.doubled.update(self.taken[before:])
            count += 1

    def machine(self):
        dispatch, stamp, hide = actions._dispatch, Delivery._stamp, tasks.hide

        def dispatching(delivery, *, about):
            self.dies("before the message left")
            dispatch(delivery, about=about)

        def stamping(delivery, **stamps):
            self.dies("after the answer")
            stamp(delivery, **stamps)

        def hiding(queue, record, seconds):
            self.dies("before the wait")
            hide(queue, record, seconds)

        return (
            patch.object(actions, "_dispatch", dispatching),
            patch.object(Delivery, "_stamp", stamping),
            patch.object(tasks, "hide", hiding),
            patch.object(tasks, "log", _Silent()),
            patch.object(outward, "post", self.post),
        )


class _Silent:
    """A crash is the end of the process: nothing after it is reported to the queue."""

    def failure(self, _name, error):
        raise error

    def about(self, **_ids):
        return tenancy.inside(tenancy.tenant_or_none())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(st.one_of(FACT, FACT, FACT, REPEAT, TURN, TURN, CRASH, PASSES), min_size=6, max_size=16))
def test_each_fact_is_taken_once_and_in_order(pump, steps):
    tenant = ids.tenant_id()
    with tenancy.inside(tenant, by="user:boss"):
        keys.make(tenant)
        story = Story(pump)
        with_crashes = story.machine()
        for one in with_crashes:
            one.start()
        try:
            story.play(steps)
        finally:
            for one in with_crashes:
                one.stop()

    expected = {_id(said): said.fact.lead_id for said in story.told}
    taken = Counter(story.taken)
    assert set(taken) == set(expected)
    assert {name for name, times in taken.items() if times > 1} <= story.doubled
    for lead in LEADS:
        firsts = [name for name in dict.fromkeys(story.taken) if expected[name] == lead]
        assert firsts == [_id(said) for said in story.told if said.fact.lead_id == lead]


def _id(said):
    with tenancy.inside("unused00"):
        return Delivery.of(said, "unused").id
