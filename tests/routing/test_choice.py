"""Whose turn it is, in plain figures."""

import json
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone
from itertools import accumulate

import pytest
from dateutil.tz import gettz
from hypothesis import given, settings
from hypothesis import strategies as some

from chalicelib.forms.queries import Route, Routes
from chalicelib.routing.choice import Offer, Opening, Sharing

PARIS = gettz("Europe/Paris")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MONDAY_NINE = 1_772_000_000_000


def offer(*routes, fallback=None, closed=(), at=NOON, zone=PARIS):
    names = [route.centre_id for route in routes] + ([fallback] if fallback else [])
    openings = {name: Opening(name not in closed, MONDAY_NINE if name in closed else None, zone) for name in names}
    return Offer(Routes(routes, fallback), openings, at)


def dealt(sharing, offered, leads):
    """To whom so many leads go, one after the other."""
    for number in range(leads):
        choice = sharing.choose(offered)
        if choice.centre_id:
            sharing.give(choice, offered, f"lead{number}")
        yield choice.centre_id


FIFTY_THIRTY_TWENTY = (Route("lyon", 50), Route("dakar", 30), Route("tunis", 20))


def test_a_thousand_leads_are_shared_exactly_within_one_at_every_moment():
    given_to = list(dealt(Sharing({}), offer(*FIFTY_THIRTY_TWENTY), 1000))
    assert Counter(given_to) == {"lyon": 500, "dakar": 300, "tunis": 200}
    for route in FIFTY_THIRTY_TWENTY:
        for number, received in enumerate(accumulate(centre == route.centre_id for centre in given_to), 1):
            assert abs(received - number * route.share / 100) <= 1, (route, number)


@settings(max_examples=60, deadline=None)
@given(some.lists(some.integers(1, 100), min_size=2, max_size=8))
def test_any_shares_are_kept_within_one_lead(shares):
    routes = [Route(f"c{place}", share) for place, share in enumerate(shares)]
    sharing = Sharing({})
    for number in range(1, 201):
        list(dealt(sharing, offer(*routes), 1))
        for route in routes:
            mine = sharing.standing(route.centre_id)
            assert mine.due == pytest.approx(number * route.share / sum(shares))
            assert abs(mine.received - mine.due) < 1


def test_what_is_stored_and_read_again_goes_on_the_same():
    at_once = list(dealt(Sharing({}), offer(*FIFTY_THIRTY_TWENTY), 40))
    stored, by_turns = {}, []
    for _ in range(40):
        sharing = Sharing.of(stored)
        by_turns += dealt(sharing, offer(*FIFTY_THIRTY_TWENTY), 1)
        stored = json.loads(json.dumps(asdict(sharing)["standings"]))
    assert by_turns == at_once


def test_who_was_closed_is_owed_nothing_and_comes_back_without_a_burst():
    sharing = Sharing({})
    list(dealt(sharing, offer(*FIFTY_THIRTY_TWENTY), 10))
    alone = offer(*FIFTY_THIRTY_TWENTY, closed={"dakar"})
    assert "dakar" not in list(dealt(sharing, alone, 70))
    after = list(dealt(sharing, offer(*FIFTY_THIRTY_TWENTY), 100))
    assert abs(Counter(after)["dakar"] - 30) <= 1
    assert Counter(after[:4])["dakar"] <= 2


def test_whoever_joins_later_starts_at_the_turn_of_the_others():
    sharing = Sharing({})
    list(dealt(sharing, offer(Route("lyon"), Route("dakar")), 100))
    shared = Counter(dealt(sharing, offer(Route("lyon"), Route("dakar"), Route("tunis")), 30))
    assert all(abs(count - 10) <= 1 for count in shared.values())


def test_a_cap_a_day_ends_with_the_day_of_the_centre():
    capped = Route("dakar", per_day=12), Route("lyon")
    sharing = Sharing({})
    evening = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
    day = list(dealt(sharing, offer(*capped, at=evening), 40))
    assert Counter(day)["dakar"] == 12
    choice = sharing.choose(offer(*capped, at=evening))
    assert choice.passed_over == ("dakar:day:12/12",)
    # It is the next day in Paris.
    assert "dakar" in sharing.choose(offer(*capped, at=evening + timedelta(hours=1))).in_turn
    assert "dakar" not in sharing.choose(offer(*capped, at=evening + timedelta(hours=1), zone=gettz("Africa/Dakar"))).in_turn


def test_the_hour_that_comes_twice_counts_twice():
    capped = (Route("lyon", per_hour=2),)
    sharing = Sharing({})
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    for hour in (first, first + timedelta(hours=1)):
        assert list(dealt(sharing, offer(*capped, at=hour), 3)) == ["lyon", "lyon", None]
    assert sharing.standing("lyon").today == 4


def test_open_leads_are_counted_by_name():
    sharing = Sharing({})
    offered = offer(Route("lyon", open_at_once=2))
    assert list(dealt(sharing, offered, 3)) == ["lyon", "lyon", None]
    assert sharing.choose(offered).passed_over == ("lyon:open:2/2",)
    sharing.full(offered)["lyon"].open.remove("lead0")
    assert not sharing.full(offered)
    assert sharing.choose(offered).centre_id == "lyon"


def test_the_fall_back_takes_what_nobody_can_and_every_reason_is_told():
    offered = offer(Route("lyon"), Route("dakar", per_day=1), fallback="marseille", closed={"lyon"})
    sharing = Sharing({})
    assert list(dealt(sharing, offered, 2)) == ["dakar", "marseille"]
    choice = sharing.choose(offered)
    assert (choice.centre_id, choice.method, choice.in_turn) == ("marseille", "fallback", ())
    assert choice.passed_over == (f"lyon:closed:{MONDAY_NINE}", "dakar:day:1/1")
    assert (sharing.standing("marseille").received, sharing.standing("marseille").due) == (1, 1), "a fall-back owes nobody"


def test_nobody_open_is_nobodys():
    choice = Sharing({}).choose(offer(Route("lyon"), fallback="marseille", closed={"lyon", "marseille"}))
    assert choice.centre_id is None
    assert choice.passed_over == (f"lyon:closed:{MONDAY_NINE}", f"marseille:closed:{MONDAY_NINE}")


def test_a_day_is_that_of_the_centre():
    east = offer(Route("auckland"), zone=timezone(timedelta(hours=13)), at=datetime(2026, 3, 2, 12, 30, tzinfo=UTC))
    assert east.periods("auckland") == ("20260303", "20260303T01+1300")
