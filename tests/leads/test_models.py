import pytest

from chalicelib.leads.models.leads import Lead


@pytest.mark.parametrize(("state", "reserved"), [("in_progress", True), ("callback", True), ("assigned", False), ("confirmed", False)])
def test_a_lead_is_reserved_to_whom_has_begun_with_it_and_to_nobody_they_hand_it_to(state, reserved):
    assert Lead("p", "L#1", state=state, agent="a", contacted_at=1).is_reserved is reserved
