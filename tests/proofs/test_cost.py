"""What a lead costs: counted by the rules of DynamoDB's price list, on the real items."""

import pytest

from bench.life import AIM, GATE, NOT_BUILT, live, table
from tests.builders import a_company


@pytest.fixture
def life(crier, ask):
    company = a_company()
    crier.cry()
    return live(company, ask, crier.cry)


def test_a_whole_life_stays_within_its_units(life):
    writes, _, _ = life
    counted = sum(write.units for write in writes)
    assert counted <= AIM, table(writes)
    assert counted + sum(alone for _, alone in NOT_BUILT.values()) <= GATE, "of a lead alone in its minute, with what is still to be built"
    assert not [write for write in writes if write.is_refused], "a refused write is billed too"


def test_a_newcomers_post_is_one_round_trip(life):
    _, of_post, _ = life
    assert of_post == ["TransactWriteItems"]


def test_the_page_behind_the_link_is_one_read_and_a_note_that_it_was_opened(life):
    _, _, of_page = life
    assert of_page == ["GetItem", "UpdateItem"]
