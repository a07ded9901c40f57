"""What people in a survey cost, by the meter of the road."""

from bench.meter import Meter
from tests.surveys.conftest import SAID

INVITED, MAILED, ANSWERED, THE_SURVEY = 3, 10, 7, 15


def test_each_person_costs_twenty_units_at_most(asked):
    people = range(1, 5)
    for number in people:
        asked.comes(number)
    meter = Meter()
    with meter.running():
        asked.prepares()
        asked.starts()
        for number in people:
            asked.ask("POST", asked.link_of(number), form=SAID)
        asked.crier.cry()
    assert sum(write.units for write in meter.writes) <= THE_SURVEY + len(people) * (INVITED + MAILED + ANSWERED)
