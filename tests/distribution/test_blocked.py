"""A lead whose number nobody of the company calls is given to nobody, and to somebody once the block is lifted."""

from datetime import timedelta
from itertools import count

import pytest

from chalicelib.calls import actions as calls
from chalicelib.calls.shapes import BlockDraft
from chalicelib.contacts import actions as contacts_actions
from chalicelib.contacts import queries as contacts
from chalicelib.distribution import actions, pulling
from chalicelib.distribution.screens import distribution
from chalicelib.foundation import clock
from chalicelib.foundation.records import transaction
from chalicelib.identity import queries as identity
from chalicelib.leads import actions as lead_actions
from chalicelib.leads import queries as leads
from tests.house.test_samples import SAMPLES

PHONE = "06 12 00 00 01"
KEYS = (f"01J{number:023}" for number in count())


def keep_blocked(desk, lead, *, blocked=True):
    with desk.inside(desk.owner):
        calls.keep_blocked(lead.id, BlockDraft(blocked=blocked, key=next(KEYS), reason="Demandé au téléphone."), desk.owner)
    desk.crier.cry()


def sweep(desk):
    import app

    app.sweep(SAMPLES["sweep"], None)
    desk.crier.cry()


def take(desk, number=0):
    caller = desk.agent(number)
    with desk.inside(caller):
        found = pulling.next_lead(caller)
    desk.crier.cry()
    return found.lead and found.lead.id


def waits_for(desk):
    with desk.inside(desk.owner):
        return {one.reason: one.count for one in distribution(identity.centre(desk.company.centre)).reasons}


def everybody(desk, *, present):
    for number in range(len(desk.company.agents)):
        desk.presence(number, present=present)


def states(desk):
    return [lead.state for lead in desk.leads()]


@pytest.fixture
def blocked(open_desk):
    """A centre where a number is blocked: somebody gave it who is with an agent, and who is done with."""

    def opened(method="push", agents=2):
        desk = open_desk(method=method, agents=agents)
        desk.post(phone=PHONE)
        first = desk.leads()[0]
        if method == "pull":
            assert take(desk) == first.id
        keep_blocked(desk, first)
        with desk.inside():
            leads.fresh(first.id).reject("not_interested")
        desk.crier.cry()
        return desk, first

    return opened


def test_whoever_comes_under_a_blocked_number_waits_until_it_is_lifted(blocked):
    desk, first = blocked()
    desk.post(phone=PHONE)
    desk.post()
    assert states(desk) == ["rejected", "ready", "assigned"]
    assert waits_for(desk) == {"do_not_call": 1}
    sweep(desk)
    assert states(desk)[1] == "ready"
    keep_blocked(desk, first, blocked=False)
    sweep(desk)
    assert states(desk) == ["rejected", "assigned", "assigned"]
    assert desk.fact(desk.leads()[1])["method"] == "push"


def test_nobody_is_late_with_a_lead_that_nobody_may_call(blocked):
    desk, _ = blocked()
    desk.post(phone=PHONE)
    with clock.held_at(clock.now() + timedelta(hours=1)), desk.inside():
        assert actions.revisit(desk.company.centre) is None


def test_an_agent_who_asks_gets_the_one_behind(blocked):
    desk, first = blocked("pull")
    desk.post(phone=PHONE)
    desk.post()
    _, waiting, behind = desk.leads()
    assert take(desk) == behind.id
    assert take(desk, 1) is None
    keep_blocked(desk, first, blocked=False)
    assert take(desk, 1) == waiting.id


@pytest.mark.parametrize("method", ["pull", "push"])
def test_behind_many_that_nobody_calls_others_do_not_wait(blocked, monkeypatch, method):
    monkeypatch.setattr(actions, "DRAINED_AT_ONCE", 2)
    monkeypatch.setattr(pulling, "GLANCED_AT", 2)
    desk, _ = blocked(method)
    everybody(desk, present=False)
    for _ in range(3):
        desk.post(phone=PHONE)
    desk.post()
    everybody(desk, present=True)
    if method == "pull":
        assert take(desk) == desk.leads()[4].id
    assert states(desk) == ["rejected", "ready", "ready", "ready", "assigned"]


def test_blocked_while_an_agent_has_it_it_stays_theirs_and_goes_to_nobody_else_after(open_desk):
    desk = open_desk()
    desk.rule(answer_within=10)
    desk.post(phone=PHONE)
    lead = desk.leads()[0]
    keep_blocked(desk, lead)
    assert desk.leads()[0].agent == lead.agent
    with desk.inside(desk.owner):
        actions.release(lead.id, desk.owner)
    desk.crier.cry()
    assert states(desk) == ["ready"]
    keep_blocked(desk, lead, blocked=False)
    sweep(desk)
    assert states(desk) == ["assigned"]


def test_of_two_numbers_the_one_that_this_request_asks_for_counts(blocked):
    desk, _ = blocked()
    desk.post()
    known = desk.leads()[1]
    with desk.inside():
        for phone in ("+33612000001", "+33612000002"):
            with transaction() as tx:
                person = contacts.person(known.person_id, consistent=True)
                number = contacts_actions.add_request(tx, person, {"answers": {"phone": phone}})
                lead_actions.open(tx, known.person_id, number, lead_actions.Request(known.form, 1, desk.company.centre, "fr", None))
    desk.crier.cry()
    assert states(desk) == ["rejected", "assigned", "ready", "assigned"]


def test_a_manager_may_still_give_it_by_hand(blocked):
    desk, _ = blocked()
    desk.post(phone=PHONE)
    with desk.inside(desk.owner):
        given = actions.assign(desk.leads()[1].id, desk.company.agents[1], desk.owner)
    assert (given.state, given.agent) == ("assigned", desk.company.agents[1])
