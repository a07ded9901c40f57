"""Who rings when a timer is due: the switchboard of the one sweep."""

import pytest

from chalicelib.foundation import clock, platform, tenancy, timers
from chalicelib.foundation.errors import Conflict
from chalicelib.foundation.records import DueRecord, key
from chalicelib.foundation.timers import Timer
from tests.emf import measured


@pytest.fixture
def rung():
    return []


@pytest.fixture
def ringing(world, rung):
    def kind(word):
        def rings(places):
            rung.append((tenancy.tenant(), word, [sk for _, sk in places]))
            return len(places)

        return Timer(word, rings)

    return kind


def put(kind, tenant, name, minutes=0):
    with tenancy.inside(tenant):
        at = clock.now_ms() + minutes * 60_000
        DueRecord(key("T", name), name, t=kind, **platform.due_at(name, at, key("T", name))).save()


def test_each_kind_goes_to_who_set_it_in_its_own_company_and_oldest_first(ringing, rung):
    put("test-kettle", "aaaa1111", "late", -61)
    put("test-kettle", "aaaa1111", "now")
    put("test-kettle", "aaaa1111", "later", 2)
    put("test-oven", "aaaa1111", "oven", -2)
    put("test-kettle", "bbbb2222", "other", -1)
    timers.ring([ringing("test-kettle"), ringing("test-oven")])
    assert rung == [
        ("aaaa1111", "test-kettle", ["late", "now"]),
        ("aaaa1111", "test-oven", ["oven"]),
        ("bbbb2222", "test-kettle", ["other"]),
    ]


def test_a_kind_that_nobody_rings_for_holds_up_no_other(ringing, rung):
    put("test-oven", "aaaa1111", "oven", -5)
    put("test-kettle", "aaaa1111", "kettle")
    timers.ring([ringing("test-kettle")])
    assert [word for _, word, _ in rung] == ["test-kettle"]


@pytest.mark.parametrize("error", [OSError, Conflict])
def test_one_that_fails_stops_no_other_and_none_of_it_is_counted(ringing, rung, error, capsys):
    def fails(places):
        raise error

    put("test-oven", "aaaa1111", "oven", -5)
    put("test-kettle", "aaaa1111", "kettle")
    timers.ring([Timer("test-oven", fails, late_as="OvensLate"), Timer("test-kettle", ringing("test-kettle").rings, late_as="KettlesLate")])
    told = measured(capsys.readouterr().out)
    assert (told["OvensLate"], told["KettlesLate"]) == ([0], [1])


def test_a_company_with_hundreds_waits_for_its_turn_behind_the_others(ringing, rung, monkeypatch):
    monkeypatch.setattr(timers, "AT_ONCE", 2)
    for number in range(5):
        put("test-kettle", "aaaa1111", f"k{number}", number - 60)
    put("test-kettle", "bbbb2222", "small")
    timers.ring([ringing("test-kettle")])
    assert [(tenant, len(names)) for tenant, _, names in rung] == [("aaaa1111", 2), ("bbbb2222", 1), ("aaaa1111", 2), ("aaaa1111", 1)]


def test_what_does_not_fit_in_a_sweep_is_left_for_the_next(ringing, rung, monkeypatch):
    put("test-kettle", "aaaa1111", "kettle", -3)
    monkeypatch.setattr(timers, "SECONDS", -1.0)
    timers.ring([ringing("test-kettle")])
    assert not rung
    monkeypatch.undo()
    timers.ring([ringing("test-kettle")])
    assert rung
