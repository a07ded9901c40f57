"""Whose turn it is, as plain figures: shares, parts, languages, skills."""

import random
from collections import Counter

import pytest

from chalicelib.distribution.choice import Room, Wish, average, performance
from chalicelib.distribution.models.seats import STRIDE, Seat, packed, unpacked
from chalicelib.distribution.rules import Rules
from chalicelib.leads.queries import Lead

ANYBODY = Wish(None, frozenset(), ())


def a_seat(agent, **more):
    known = {"present": True, "capacity": 10_000, "turn": 0, "weight": 1, "closed": 0, "won": 0, "given": 0, "drawn": 0, "handed": 0}
    return Seat("t#R#c", f"A#{agent}", **(known | more))


def a_room(*seats, is_open=True, **rules):
    return Room(Rules.model_validate(rules), list(seats), "20261122", is_open)


def give(room, wish=ANYBODY):
    """As `take_turn` writes it. Answers who got it, and what it owed to whom."""
    able = room.able(wish)
    if not able:
        return None, {}
    turn = room.turn_of(able[0], able)
    able[0].turn, able[0].served = turn.moved_to, turn.time
    return able[0].agent_id, turn.dues


def shared_out(room, leads):
    got, due = Counter(), Counter()
    for _ in range(leads):
        agent, dues = give(room)
        got[agent] += 1
        due.update(dues)
        assert all(abs(got[one] - due[one]) <= 1 for one in due), (got, due)
    return got


def test_equal_parts_are_an_exact_round_robin():
    room = a_room(*(a_seat(f"a{number}") for number in range(7)))
    rounds = [[give(room)[0] for _ in range(7)] for _ in range(5)]
    assert all(sorted(one) == [f"a{number}" for number in range(7)] for one in rounds)


@pytest.mark.parametrize("parts", [(0.5, 1, 2), (0.1, 1, 1, 1, 5), (1, 1, 1.5), (0.3, 0.3, 2, 2), tuple([0.1] * 20 + [5]), (5,)])
def test_unequal_parts_are_never_a_whole_lead_from_their_due(parts):
    seats = [a_seat(f"a{number}", weight=part) for number, part in enumerate(parts)]
    got = shared_out(a_room(*seats), 1000)
    assert all(abs(got[seat.agent_id] - 1000 * seat.weight / sum(parts)) <= 1 for seat in seats)


def test_who_comes_back_or_has_room_again_gets_no_burst():
    """Away, full, or at the limit of the day: what others took meanwhile was theirs."""
    away = a_seat("away")
    room = a_room(a_seat("a1"), a_seat("a2"), away)
    away.present = False
    for _ in range(100):
        give(room)
    away.present = True
    got = Counter(give(room)[0] for _ in range(30))
    assert 10 <= got["away"] <= 11


def test_with_one_lead_a_day_it_is_not_always_the_same_who_gets_it():
    room = a_room(*(a_seat(f"a{number}") for number in range(3)))
    days = []
    for day in range(9):
        room.day = f"202611{day:02d}"
        days.append(give(room)[0])
    assert Counter(days) == {"a0": 3, "a1": 3, "a2": 3}


def test_shares_hold_whoever_comes_and_goes():
    dice = random.Random(3)
    seats = [a_seat(f"a{number}") for number in range(6)]
    room, got, due = a_room(*seats), Counter(), Counter()
    for _ in range(3000):
        if dice.random() < 0.02:
            seat = dice.choice(seats)
            seat.present = not seat.present
        agent, dues = give(room)
        if agent:
            got[agent] += 1
            due.update(dues)
    assert max(abs(got[one] - due[one]) / due[one] for one in due) < 0.05


@pytest.mark.parametrize(
    ("closed", "won", "mean", "part"),
    [(0, 0, 0.3, 1), (1000, 300, 0.3, 1), (1000, 900, 0.3, 2), (1000, 0, 0.3, 0.5), (5, 5, 0, 1), (20, 12, 0.3, 1.5), (1, 1, 0.3, 1.111)],
)
def test_parts_follow_what_agents_confirm(closed, won, mean, part):
    """Half to twice the average; a newcomer has an average part, and one lucky lead changes little."""
    assert performance(a_seat("a", closed=closed, won=won), mean) == pytest.approx(part, abs=0.001)


def test_performance_shares_within_one_lead():
    seats = [a_seat("best", closed=100, won=60), a_seat("plain", closed=100, won=30), a_seat("new")]
    room = a_room(*seats, sharing="performance")
    assert average(seats) == 0.45
    parts = {seat.agent_id: room.weight(seat) for seat in seats}
    assert parts["best"] > parts["new"] == 1 > parts["plain"] >= 0.5
    got = shared_out(room, 500)
    assert all(abs(got[one] - 500 * part / sum(parts.values())) <= 1 for one, part in parts.items())
    assert a_room(*seats).weight(seats[0]) == 1, "equal parts, where the owner wants them"


@pytest.mark.parametrize(
    ("seat", "wish", "why"),
    [
        ({"present": False}, ANYBODY, "away"),
        ({"present": False, "pause": "lunch"}, ANYBODY, "away:lunch"),
        ({"capacity": 2, "held": {"x.1", "y.1"}}, ANYBODY, "full:2/2"),
        ({"daily_cap": 3, "counted_on": "20261122", "given": 1, "drawn": 1, "handed": 1}, ANYBODY, "day:3/3"),
        ({"daily_cap": 3, "counted_on": "20261121", "given": 3}, ANYBODY, None),
        ({"languages": {"fr"}}, Wish("dyu", frozenset(), ()), "language:dyu"),
        ({"languages": {"fr"}}, Wish("dyu", frozenset(), (), "fr"), None),
        ({}, Wish("dyu", frozenset(), ()), None),
        ({"skills": {"Solaire"}}, Wish(None, frozenset({"Solaire", "Pompe à chaleur"}), ()), "skills:Pompe à chaleur"),
    ],
)
def test_why_an_agent_cannot_take_a_lead(seat, wish, why):
    assert a_room().why_not(a_seat("a", **seat), wish) == why


def test_of_two_whose_turn_it_is_who_can_less_goes_first():
    room = a_room(a_seat("a", languages={"fr", "dyu"}), a_seat("b", languages={"fr"}))
    assert [seat.agent_id for seat in room.able(Wish("fr", frozenset(), ()))] == ["b", "a"]


def test_who_had_it_before_comes_after_all_others():
    a, b, lead = a_seat("a"), a_seat("b", turn=5 * STRIDE), Lead("t#P#p", "L#1", former_agent="a")
    room = a_room(a, b)
    assert [seat.agent_id for seat in room.able(ANYBODY, lead)] == ["b", "a"]
    a.held = {lead.id}
    assert room.able(ANYBODY, lead) == [b], "their seat has yet to let go of it"


def test_dues_of_fifty_agents_fit_in_a_seat():
    dues = {number * 7919: number / 3 for number in range(50)}
    assert len(packed(dues)) == 400
    assert unpacked(packed(dues)) == pytest.approx(dues)
    assert unpacked(None) == {}
