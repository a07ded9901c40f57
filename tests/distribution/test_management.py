"""What owners set up: rules, seats; who takes over from whom; and how fair it was."""

from datetime import timedelta

import pytest

from chalicelib.distribution import actions, management, screens
from chalicelib.distribution.models.handovers import Handover
from chalicelib.distribution.models.seats import Ruled
from chalicelib.distribution.shapes import DistributionDraft, HandoverDraft
from chalicelib.foundation import clock
from chalicelib.foundation.errors import AnswersRefused, VersionLapsed
from chalicelib.identity import queries as identity
from chalicelib.identity import staff

KEY = "01J00000000000000000000007"


def hand_over(desk, *, to=None, key=KEY):
    agents = desk.company.agents
    draft = HandoverDraft(key=key, from_agent_id=agents[0], to_agent_id=agents[to] if to else None)
    with desk.inside(desk.owner):
        management.ask_handover(desk.company.centre, draft, desk.owner)
    desk.crier.cry()
    with desk.inside():
        return Handover.known(desk.company.centre, key)


def at_work(desk):
    """The first agent holds a new lead, one begun, and a callback for tomorrow."""
    desk.presence(1, present=False)
    desk.post(3)
    _, begun, promised = desk.leads()
    tomorrow = clock.to_ms(clock.now() + timedelta(days=1))
    with desk.inside(desk.agent(0)):
        begun.start("01J00000000000000000000001")
        promised.plan_callback(tomorrow)
    desk.presence(1, present=True)
    return tomorrow


def test_a_colleague_takes_over_everything_as_it_stands(open_desk):
    desk = open_desk()
    tomorrow = at_work(desk)
    done = hand_over(desk, to=1)
    assert (done.state, int(done.total), int(done.left)) == ("done", 3, 0)
    new, begun, promised = desk.leads()
    assert {lead.agent for lead in (new, begun, promised)} == {desk.company.agents[1]}
    assert [lead.state for lead in (new, begun, promised)] == ["assigned", "in_progress", "callback"]
    assert promised.callback_at == tomorrow
    assert (desk.seat(0).load, desk.seat(1).load) == (0, 3)
    assert desk.fact(promised)["was"] == desk.company.agents[0]


def test_to_the_pool_calls_promised_for_later_keep_their_hour_with_whoever_can(open_desk):
    desk = open_desk()
    tomorrow = at_work(desk)
    desk.presence(0, present=False)
    hand_over(desk)
    new, begun, promised = desk.leads()
    assert (promised.state, promised.agent, promised.callback_at) == ("callback", desk.company.agents[1], tomorrow)
    assert {new.agent, begun.agent} == {desk.company.agents[1]}


def test_promised_calls_that_nobody_can_take_stay_and_are_told(open_desk):
    desk = open_desk()
    at_work(desk)
    desk.presence(0, present=False)
    desk.presence(1, present=False)
    done = hand_over(desk)
    assert (done.state, int(done.left)) == ("done", 1)
    assert [lead.state for lead in desk.leads()] == ["ready", "ready", "callback"]
    desk.presence(1, present=True)
    assert int(hand_over(desk, key=KEY[:-1] + "8").left) == 0


def test_asked_twice_or_told_twice_it_is_done_once(open_desk):
    desk = open_desk()
    at_work(desk)
    hand_over(desk, to=1)
    versions = [int(lead.version) for lead in desk.leads()]
    hand_over(desk, to=1)
    with desk.inside():
        management.carry_on(desk.company.centre, KEY)
    assert [int(lead.version) for lead in desk.leads()] == versions


def test_cut_off_anywhere_it_goes_on_with_what_is_left(open_desk, monkeypatch):
    desk = open_desk()
    at_work(desk)
    monkeypatch.setattr(management, "PART", 1)
    passed, real = [], management._pass_on

    def cut(*how):
        passed.append(real(*how))
        if len(passed) == 2:
            raise OSError("cut")
        return passed[-1]

    monkeypatch.setattr(management, "_pass_on", cut)
    with desk.inside(desk.owner):
        draft = HandoverDraft(key=KEY, from_agent_id=desk.company.agents[0], to_agent_id=desk.company.agents[1])
        management.ask_handover(desk.company.centre, draft, desk.owner)
        management.carry_on(desk.company.centre, KEY)
        with pytest.raises(OSError, match="cut"):
            management.carry_on(desk.company.centre, KEY)
        assert int(Handover.known(desk.company.centre, KEY).left) == 2
    desk.crier.cry()
    with desk.inside():
        assert Handover.known(desk.company.centre, KEY).state == "done"
    assert {lead.agent for lead in desk.leads()} == {desk.company.agents[1]}
    assert desk.seat(1).load == 3


@pytest.mark.parametrize(("leavers", "holder"), [("pool", 1), ("keep", 0)])
def test_what_somebody_holds_whose_account_is_shut(open_desk, leavers, holder):
    desk = open_desk()
    desk.rule(leavers=leavers)
    at_work(desk)
    desk.owner.grants["users.write"] = "all"
    owner = desk.owner
    owner.grants["users.write"] = "all"
    with desk.inside(owner):
        staff.disable(owner, desk.company.agents[0])
    desk.crier.cry()
    assert {lead.agent for lead in desk.leads()} == {desk.company.agents[holder]}


def test_nobody_is_given_leads_whose_account_is_shut(open_desk):
    desk = open_desk()
    at_work(desk)
    owner = desk.owner
    owner.grants["users.write"] = "all"
    with desk.inside(owner):
        staff.disable(owner, desk.company.agents[1])
        with pytest.raises(AnswersRefused) as refusal:
            actions.assign(desk.leads()[0].id, desk.company.agents[1], owner)
    assert [(one.field, one.code) for one in refusal.value.errors] == [("agent_id", "shut_out")]
    with pytest.raises(AnswersRefused):
        hand_over(desk, to=1)


def test_two_who_write_the_rules_at_once(open_desk):
    desk = open_desk()
    desk.rule(capacity=10)
    with desk.inside(desk.owner):
        version = int(Ruled.of(desk.company.centre).version)
        draft = DistributionDraft.model_validate({"method": "pull", "rules": {"capacity": 20}})
        management.rule(desk.company.centre, draft, desk.owner, version)
        with pytest.raises(VersionLapsed):
            management.rule(desk.company.centre, draft, desk.owner, version)
        assert identity.centre(desk.company.centre).method == "pull"


def test_a_new_agent_has_the_limits_of_the_centre(open_desk):
    from tests.builders import an_agent

    desk = open_desk(agents=1)
    desk.rule(capacity=7, daily_cap=40)
    desk.company.agents.append(an_agent(desk.company, 5))
    desk.crier.cry()
    assert (desk.seat(1).capacity, desk.seat(1).daily_cap) == (7, 40)


def test_waiting_leads_are_given_out_when_the_method_changes(open_desk):
    desk = open_desk(method="manual")
    desk.post(2)
    assert {lead.state for lead in desk.leads()} == {"ready"}
    desk.rule("push")
    assert {lead.state for lead in desk.leads()} == {"assigned"}


def test_the_screen_says_what_leads_wait_for(open_desk):
    desk = open_desk(agents=1)
    desk.set_up(0, languages=["fr"])
    desk.presence(0, present=False)
    desk.post(2)
    with desk.inside():
        desk.leads()[0].change(None, language="dyu")
        said = screens.distribution(identity.centre(desk.company.centre))
    assert {(one.reason, one.detail, one.count) for one in said.reasons} == {("away", "", 2)}
    desk.presence(0, present=True)
    with desk.inside():
        said = screens.distribution(identity.centre(desk.company.centre))
    assert (said.waiting, [(one.reason, one.detail, one.count) for one in said.reasons]) == (1, [("language", "dyu", 1)])


def test_received_beside_due_over_the_days(open_desk):
    desk = open_desk(agents=3)
    with clock.held_at(clock.now() - timedelta(days=1)):
        desk.set_up(2, weight=2)
        desk.post(4)
    desk.presence(0, present=False)
    desk.post(3)
    with desk.inside(desk.owner):
        centre = identity.centre(desk.company.centre)
        today, both = screens.fairness(centre, 1), screens.fairness(centre, 7)
    names = {agent: number for number, agent in enumerate(desk.company.agents)}
    assert {names[one.agent_id]: (one.received, one.due) for one in today.items} == {0: (0, 0), 1: (1, 1), 2: (2, 2)}
    assert {names[one.agent_id]: (one.received, one.due) for one in both.items} == {0: (1, 1), 1: (2, 2), 2: (4, 4)}
