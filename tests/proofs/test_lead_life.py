"""Whatever people, clocks, queues and machines do: each lead stands in one legal state with one owner, no fact is lost, none is told twice."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chalicelib.foundation.facts import FACTS
from tests.proofs.line import CUTS, Line
from tests.proofs.town import AGENTS, Town, address
from tests.proofs.truths import (
    history,
    holds_what_its_agent_has,
    known_under,
    listed_where_it_belongs,
    public_id,
    stands_legally,
    told_once,
)

IN_FULL = os.environ.get("PASSERELLE_PROOFS") == "full"
# To die before a call is to die after the one before it.
SHORT_ROAD = CUTS if IN_FULL else CUTS[1:]
LONG_ROAD = CUTS if IN_FULL else ("dies after",)

NUMBER, FEW = st.integers(0, 9), st.integers(0, 1)
STEPS = {
    "post": st.tuples(st.integers(0, 3), FEW, st.booleans()),
    "click": st.tuples(NUMBER),
    "renew": st.tuples(NUMBER),
    "wait": st.tuples(st.sampled_from([1, 2, 90, 4 * 24 * 60])),
    "relay": st.tuples(st.integers(1, 20), st.booleans()),
    "carry": st.tuples(st.integers(1, 3)),
    "deliver": st.tuples(NUMBER, st.booleans()),
    "repeat": st.tuples(NUMBER),
    "note": st.tuples(NUMBER, FEW),
    "outcome": st.tuples(NUMBER, st.sampled_from(["confirmed", "rejected", "callback", "unreachable"])),
    "assign": st.tuples(NUMBER, FEW),
    "release": st.tuples(NUMBER),
    "reopen": st.tuples(NUMBER, FEW),
    "presence": st.tuples(FEW, st.booleans()),
}
# What moves the road on comes oftener than what disturbs it, or few stories would get anywhere.
LIKELY = [*STEPS, *["carry"] * 6, *["deliver"] * 2, *["click", "outcome"] * 3, *["post", "note", "reopen", "release"] * 2]
CUT = st.none() | st.tuples(st.sampled_from(CUTS), st.integers(1, 6))
BEGINNINGS = [[], [("post", (0, 0, False), None), ("carry", (3,), None)]]
BEGINNINGS.append([*BEGINNINGS[1], ("click", (0,), None), ("carry", (3,), None)])
STORY = st.tuples(
    st.sampled_from(BEGINNINGS),
    st.lists(st.sampled_from(LIKELY).flatmap(lambda name: st.tuples(st.just(name), STEPS[name], CUT)), min_size=15, max_size=40),
).map(lambda parts: parts[0] + parts[1])


@pytest.fixture
def begin(emulated):
    """A new town, on an emulator rewound."""
    import app

    def begun(line):
        from tests.emulator import _found

        emulated.rewind()
        _found()
        return Town(emulated, line, app)

    return begun


def told(begin, story, line):
    town = begin(line)
    with patch("chalicelib.messaging.null.send", town.send):
        for step in story:
            town.step(*step)
        town.quiet()
        check(town)
        before = town.kept("main"), town.kept("trace"), town.mails.copy()
        town.say_all_again()
        assert (town.kept("main"), town.kept("trace"), town.mails) == before
    return town


# Without shrinking: a smaller story is not worth minutes of it.
@settings(
    max_examples=300 if IN_FULL else 40, deadline=None, derandomize=not IN_FULL, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(story=STORY)
def test_no_story_loses_or_doubles_anything(begin, story):
    with Line().open() as line:
        told(begin, story, line)


def check(town):
    leads, rows = town.leads(), history(town.kept("trace"))
    each_person_once(town)
    for lead in leads:
        stands_legally(lead)
        told_once(lead, rows[lead["pk"], lead["sk"]])
        listed_where_it_belongs(town.tenant, lead)
    seats_agree(town, leads)
    mails_once(town)
    partners_hear_once(town, rows)
    the_bus_tells_all_in_order(town, rows)


def each_person_once(town):
    people = [item["pk"] for item in town.kept("main") if item["sk"] == "P"]
    found = known_under(town.tenant, town.kept("main"), town.tried)
    assert town.accepted <= found.keys()
    assert all(len(holders) == 1 for holders in found.values())
    assert sorted(people) == sorted(f"{town.tenant}#P#{person}" for holders in found.values() for person in holders)
    assert {lead["pk"] for lead in town.leads()} == set(people)


def seats_agree(town, leads):
    seats = [town.seat(agent) for agent in AGENTS]
    for seat in seats:
        holds_what_its_agent_has(seat, leads)
    if any(seat["on"] for seat in seats):
        assert not [lead for lead in leads if lead["s"] == "ready"], "somebody is there, and nobody has too much to do"


def mails_once(town):
    """Twice only where the machine died between the server's yes and our note of it, which is promised to be the only way."""
    noting = sum(name == "PutItem" and body["Item"].get("s") == {"S": "sent"} for name, body in town.line.cut_at)
    assert sum(town.mails.values()) - len(town.mails) <= noting


def partners_hear_once(town, rows):
    public = [row for of_one in rows.values() for row in of_one if FACTS[row["t"]].PUBLIC in {"lead.opened", "lead.confirmed", "lead.assigned"}]
    deliveries = [item for item in town.kept("lease") if item["t"] == "WD"]
    assert len(deliveries) == len(public)
    on_the_bus = {one["id"]: one for one in town.line.told}
    assert [json.loads(item["b"]) for item in deliveries] == [on_the_bus[item["sk"]] for item in deliveries]


def the_bus_tells_all_in_order(town, rows):
    """A fact may come again there; what came first came in the order in which it happened."""
    first = defaultdict(dict)
    for one in (one for one in town.line.told if "lead_id" in one["data"]):
        first[one["data"]["lead_id"]].setdefault(one["data"]["version"], one["id"])
    public = {public_id(lead): [row["v"] for row in rows[lead["pk"], lead["sk"]] if FACTS[row["t"]].PUBLIC] for lead in town.leads()}
    assert {lead: list(versions) for lead, versions in first.items()} == public


# Stories that once went wrong, or would if nobody thought of them


def road(*steps):
    """A first lead up to its agent, then the steps."""
    return [("post", (0, 0, False), None), *walk(6), ("click", (0,), None), *walk(6), *steps]


def walk(steps):
    return [one for _ in range(steps) for one in (("relay", (20, False), None), ("deliver", (0, False), None))]


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param([("outcome", (0, "confirmed"), None), ("reopen", (0, 0), None)], id="reopened: the agent holds it again"),
        pytest.param([("outcome", (0, "unreachable"), None), *walk(3), ("reopen", (0, 0), None)], id="reopened into the pool"),
        pytest.param([("release", (0,), None), ("assign", (0, 0), None)], id="given again before its release was heard of"),
        pytest.param(
            [("outcome", (0, "confirmed"), None), *walk(2), ("reopen", (0, 0), None), *walk(2)], id="its closing heard again after it was reopened"
        ),
        pytest.param([("assign", (0, 1), None), ("assign", (0, 0), ("dies after", 3))], id="to and fro"),
    ],
)
def test_a_seat_holds_what_its_agent_has(begin, steps):
    with Line().open() as line:
        told(begin, road(*steps, *[("repeat", (place,), None) for place in range(10)]), line)


CALLS_OF_RELAYING = 14


@pytest.mark.parametrize("cut", [(fate, call) for fate in SHORT_ROAD for call in range(1, CALLS_OF_RELAYING + 1)])
def test_a_relaying_cut_off_at_any_call_tells_all(begin, cut):
    with Line().open() as line:
        town = told(begin, [("post", (0, 0, False), None), ("post", (3, 1, False), None), ("relay", (20, False), cut)], line)
    [(name, _)] = town.line.cut_at
    assert (name == "PutEvents") == (cut[1] == CALLS_OF_RELAYING), "the bus is told last"
    assert {one["type"] for one in town.line.told} == {"lead.opened"}


@pytest.mark.parametrize("cut", [(fate, call) for fate in LONG_ROAD for call in range(1, 14)])
def test_a_mail_cut_off_at_any_call_is_noted_once(begin, cut):
    with Line().open() as line:
        town = told(begin, [("post", (0, 0, False), None), ("relay", (20, False), None), ("deliver", (0, False), cut)], line)
    assert town.leads()[0]["mc"] == 1


@pytest.mark.parametrize("cut", [(fate, call) for fate in LONG_ROAD for call in range(1, 10)])
def test_an_assignment_cut_off_at_any_call_is_made_once(begin, cut):
    with Line().open() as line:
        town = told(
            begin, [("post", (0, 0, False), None), *walk(6), ("click", (0,), None), ("relay", (9, False), None), ("deliver", (0, False), cut)], line
        )
    assert town.leads()[0]["s"] == "assigned"


@pytest.mark.parametrize("cut", [(fate, call) for fate in SHORT_ROAD for call in range(1, 5)])
def test_a_post_cut_off_and_sent_again_is_one_lead(begin, cut):
    with Line().open() as line:
        town = told(begin, [("post", (0, 0, False), cut), ("post", (0, 0, True), None), ("post", (0, 1, False), cut)], line)
    assert [public_id(lead).rpartition(".")[2] for lead in town.leads()] == ["1"]
    assert town.accepted == {address(0)}


@pytest.mark.parametrize("cut", [(fate, call) for fate in SHORT_ROAD for call in range(1, 5)])
def test_a_click_cut_off_and_made_again_confirms_once(begin, cut):
    mailed = [("post", (0, 0, False), None), ("carry", (3,), None)]
    with Line().open() as line:
        town = told(begin, [*mailed, ("click", (0,), cut), ("click", (0,), None)], line)
    assert (town.leads()[0]["s"], town.leads()[0]["mc"]) == ("assigned", 1)


@pytest.mark.parametrize("cut", [(fate, call) for fate in SHORT_ROAD for call in range(1, 6)])
def test_a_first_note_cut_off_and_sent_again_is_kept_once(begin, cut):
    with Line().open() as line:
        town = told(begin, road(("note", (0, 0), cut), ("note", (0, 0), None)), line)
    notes = [item for item in town.kept("main") if item["sk"].startswith("N#")]
    assert (len(notes), town.leads()[0]["s"]) == (1, "in_progress")
    assert sorted(row["t"] for row in town.kept("trace") if row["by"].startswith("user")) == ["LeadContacted"]
