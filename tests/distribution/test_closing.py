"""A centre is closed for good: its pool, what its agents hold, its people, and what still arrives."""

from datetime import timedelta

import pytest

from chalicelib.distribution import closing, management, pulling, screens
from chalicelib.distribution.models.closures import Closure
from chalicelib.distribution.models.seats import Seat
from chalicelib.distribution.shapes import ClosureDraft
from chalicelib.forms import actions as forms
from chalicelib.foundation import clock
from chalicelib.foundation.errors import AlreadyDone, Conflict, DomainError, NotAllowed, NotFound
from chalicelib.identity import actions as identity_actions
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads
from tests.builders import an_agent, form_content


@pytest.fixture
def two_centres(open_desk):
    """Lyon with two agents, and Dakar with nobody yet."""

    def opened():
        desk = open_desk(agents=2)
        desk.owner.grants["centres.write"] = "all"
        with desk.inside():
            desk.dakar = identity_actions.open_centre("Centre de Dakar", "push")
        desk.lyon = desk.company.centre
        return desk

    return opened


def owner(desk):
    caller = desk.owner
    caller.grants["centres.write"] = "all"
    return caller


def ask(desk, people="move", to=None, *, cry=True):
    caller = owner(desk)
    with desk.inside(caller):
        closing.ask(desk.lyon, ClosureDraft(to_centre_id=to or desk.dakar, people=people), caller)
    if cry:
        desk.crier.cry()


def stop(desk):
    caller = owner(desk)
    with desk.inside(caller):
        closing.stop(desk.lyon, caller)
    desk.crier.cry()


def shown(desk):
    with desk.inside():
        return screens.closure(identity.centre(desk.lyon))


def busy(desk):
    """One new lead, one begun, a callback for tomorrow: all with the first agent. Two wait, as everybody is on pause by then."""
    desk.presence(1, present=False)
    desk.post(3)
    _, begun, promised = desk.leads()
    tomorrow = clock.to_ms(clock.now() + timedelta(days=1))
    with desk.inside(desk.agent(0)):
        begun.start("01J00000000000000000000001")
        promised.plan_callback(tomorrow)
    desk.presence(0, present=False)
    desk.post(2)
    return tomorrow


def test_people_move_with_what_they_hold_and_the_pool_goes_too(two_centres):
    desk = two_centres()
    tomorrow = busy(desk)
    assert (shown(desk).state, shown(desk).waiting, shown(desk).held, shown(desk).members) == ("open", 2, 3, 2)
    assert len(shown(desk).forms) == 1
    ask(desk)
    done = shown(desk)
    assert (done.state, done.total, done.left, done.waiting, done.held, done.members) == ("done", 5, 0, 0, 0, 0)
    assert {lead.centre for lead in desk.leads()} == {desk.dakar}
    new, begun, promised, *waiting = desk.leads()
    assert [lead.state for lead in (new, begun, promised)] == ["assigned", "in_progress", "callback"]
    assert {lead.agent for lead in (new, begun, promised)} == {desk.company.agents[0]}
    assert promised.callback_at == tomorrow
    assert [lead.state for lead in waiting] == ["ready", "ready"]
    with desk.inside():
        assert {identity.user(agent).centre_id for agent in desk.company.agents} == {desk.dakar}
        assert Seat.known(desk.dakar, desk.company.agents[0]).held == {new.id, begun.id, promised.id}
        assert Seat.roster(desk.lyon) == []
        assert identity.centre(desk.lyon).closed_at
        assert not identity.centre(desk.lyon).is_open


def test_accounts_are_shut_and_what_was_promised_keeps_its_hour(two_centres):
    desk = two_centres()
    tomorrow = busy(desk)
    ask(desk, "disable")
    assert {lead.centre for lead in desk.leads()} == {desk.dakar}
    new, begun, promised, *waiting = desk.leads()
    assert {lead.state for lead in (new, begun, *waiting)} == {"ready"}
    assert (promised.state, promised.callback_at, promised.is_for_anyone) == ("callback", tomorrow, True)
    with desk.inside():
        assert {identity.user(agent).state for agent in desk.company.agents} == {"disabled"}
        assert leads.count_waiting(desk.dakar) == 4
    assert shown(desk).state == "done"


def test_what_still_arrives_goes_to_the_other_centre(two_centres):
    desk = two_centres()
    busy(desk)
    ask(desk)
    desk.post(1)
    late = desk.leads()[-1]
    assert (late.centre, late.state) == (desk.dakar, "ready")
    assert desk.fact(late)["passed_over"] == [f"{desk.lyon}:gone"]


def test_stopped_it_takes_leads_again_and_goes_on_later(two_centres, monkeypatch):
    desk = two_centres()
    busy(desk)
    monkeypatch.setattr(closing, "PART", 1)
    ask(desk, cry=False)
    with desk.inside():
        closing.carry_on(desk.lyon)
    assert (shown(desk).state, shown(desk).left) == ("working", 4)
    stop(desk)
    assert shown(desk).state == "stopped"
    with desk.inside():
        assert identity.centre(desk.lyon).successor_id is None
        before = [lead.centre for lead in desk.leads()]
        closing.carry_on(desk.lyon)
        assert [lead.centre for lead in desk.leads()] == before
    with pytest.raises(AlreadyDone):
        stop(desk)
    desk.post(1)
    assert desk.leads()[-1].centre == desk.lyon
    ask(desk)
    assert (shown(desk).state, shown(desk).total) == ("done", 5)
    assert {lead.centre for lead in desk.leads()} == {desk.dakar}


def test_cut_off_anywhere_and_told_twice_it_is_done_once(two_centres, monkeypatch):
    desk = two_centres()
    busy(desk)
    monkeypatch.setattr(closing, "PART", 2)
    moved, real = [], closing._try

    def cut(lead, move):
        if len(moved) == 3:
            moved.append(None)
            raise OSError("cut")
        moved.append(lead.id)
        return real(lead, move)

    monkeypatch.setattr(closing, "_try", cut)
    ask(desk, cry=False)
    with desk.inside():
        closing.carry_on(desk.lyon)
        with pytest.raises(OSError, match="cut"):
            closing.carry_on(desk.lyon)
    ask(desk)
    with desk.inside():
        closing.carry_on(desk.lyon)
        assert Closure.of(desk.lyon).state == "done"
    assert {lead.centre for lead in desk.leads()} == {desk.dakar}
    assert len({lead.id for lead in desk.leads()}) == 5
    with desk.inside():
        assert Seat.known(desk.dakar, desk.company.agents[0]).load == 3


def test_what_is_asked_otherwise_or_to_nowhere_is_refused(two_centres):
    desk = two_centres()
    busy(desk)
    for nowhere in (desk.lyon, "nowhere"):
        with pytest.raises(DomainError) as refused:
            ask(desk, to=nowhere)
        assert [one.field for one in refused.value.errors] == ["to_centre_id"]
    ask(desk, cry=False)
    with pytest.raises(Conflict):
        ask(desk, "disable")
    with desk.inside(desk.agent(0)), pytest.raises((NotFound, NotAllowed)):
        closing.ask(desk.lyon, ClosureDraft(to_centre_id=desk.dakar, people="move"), desk.agent(0))
    desk.crier.cry()
    with pytest.raises(Conflict):
        ask(desk)


def test_nobody_joins_a_centre_that_closes_and_no_form_names_it_anew(two_centres):
    desk = two_centres()
    ask(desk)
    with desk.inside(), pytest.raises(DomainError) as refused:
        an_agent(desk.company, 7)
    assert [one.code for one in refused.value.errors] == ["closing"]
    with desk.inside(), pytest.raises(forms.CentreLeaving):
        forms.draft(form_content(desk.lyon))


def test_a_lead_that_is_taken_up_again_goes_with_its_agent(two_centres):
    desk = two_centres()
    desk.presence(1, present=False)
    desk.post(1)
    with desk.inside(desk.agent(0)):
        desk.leads()[0].reject("not_interested")
    desk.crier.cry()
    ask(desk)
    with desk.inside(desk.owner):
        leads.fresh(desk.leads()[0].id).reopen()
    desk.crier.cry()
    [lead] = desk.leads()
    assert (lead.centre, lead.state, lead.agent) == (desk.dakar, "in_progress", desk.company.agents[0])
    with desk.inside():
        assert Seat.known(desk.dakar, desk.company.agents[0]).load == 1


def test_an_agent_of_a_closing_centre_draws_nothing_from_it(two_centres):
    desk = two_centres()
    desk.rule("pull")
    desk.post(1)
    ask(desk, cry=False)
    with desk.inside(desk.agent(0)):
        assert pulling.next_lead(desk.agent(0)).lead is None


def test_an_account_shut_by_the_closing_begins_no_handover(two_centres):
    desk = two_centres()
    busy(desk)
    ask(desk, "disable")
    with desk.inside():
        assert management.Handover.of_centre(desk.lyon) == []
