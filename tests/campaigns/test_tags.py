"""A tag that starts a sequence of messages."""

import pytest

from tests.campaigns.conftest import a_step


@pytest.fixture
def tag(town):
    return town.asks("POST", "tags", {"name": "À relancer"}).json["id"]


@pytest.fixture
def tagged(town, tag):
    town.plans("tagged", tag_id=tag, steps=[a_step(), a_step()])
    lead = town.comes(confirms=True)

    def put(**change):
        assert town.asks("PUT", f"leads/{lead}/tags", change).status < 300
        town.passes()

    return put


def test_a_tag_starts_its_plan_once_for_a_lead(town, tag, tagged):
    tagged(add=[tag])
    tagged(remove=[tag])
    tagged(add=[tag])
    for _ in range(4):
        town.passes(days=1)
    assert len(town.relances) == 2
    assert (town.followed()["wanted"], town.followed()["state"]) == ("tagged", "done")


def test_it_goes_on_when_the_lead_is_closed_and_ends_when_the_tag_is_taken_off(town, tag, tagged):
    tagged(add=[tag])
    town.works("reject")
    town.passes(days=1)
    assert len(town.relances) == 1
    tagged(remove=[tag])
    town.passes(days=1)
    assert len(town.relances) == 1
    assert town.followed()["why"] == "untagged"


def test_without_the_tag_nothing_starts(town, tag, tagged):
    town.passes(days=3)
    assert not town.relances


@pytest.mark.parametrize("wrong", [{"wanted": "tagged"}, {"wanted": "uncontacted", "tag_id": "x"}, {"wanted": "tagged", "tag_id": "0000000000"}])
def test_a_plan_for_a_tag_names_one_that_there_is(town, wrong):
    assert town.asks("POST", "relance-plans", {"name": "x", "steps": [a_step()]} | wrong).status == 422
