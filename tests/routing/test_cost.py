"""What it costs to choose: nothing where there is nothing to choose."""

from bench.meter import Meter


def units(desk, shares):
    desk.publish(shares)
    desk.post()
    with Meter().running() as meter:
        desk.post()
    assert not [write for write in meter.writes if write.is_refused]
    return {(write.table, write.kind, write.said): write.units for write in meter.writes}


def test_a_form_of_one_centre_pays_nothing_and_one_of_three_seven_units(desk):
    plain, chosen = units(desk, {"dakar": 1}), units(desk, {"lyon": 1, "dakar": 1, "tunis": 1})
    more = {write: cost for write, cost in chosen.items() if write not in plain}
    assert sum(chosen.values()) - sum(plain.values()) == sum(more.values()) == 7, more
