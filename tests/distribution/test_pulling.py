"""Agents who help themselves, and who give back."""

import pytest

from chalicelib.distribution import actions, pulling
from chalicelib.distribution.shapes import ReturnDraft
from chalicelib.foundation.errors import NotAllowed
from chalicelib.leads import actions as lead_actions
from chalicelib.leads import queries as leads

NOTE = "01J00000000000000000000001"


def take(desk, number=0):
    caller = desk.agent(number)
    with desk.inside(caller):
        found = pulling.next_lead(caller)
    desk.crier.cry()
    return found


def test_the_oldest_of_the_pool_is_next_and_the_same_until_it_is_done(open_desk):
    desk = open_desk(method="pull")
    desk.post(3)
    oldest, second, _ = desk.leads()
    first = take(desk)
    assert (first.lead.id, first.source) == (oldest.id, "pool")
    again = take(desk)
    assert (again.lead.id, again.source) == (oldest.id, "own")
    assert take(desk, 1).lead.id == second.id
    assert desk.fact(desk.leads()[0])["method"] == "pull"
    assert (desk.seat(0).drawn, desk.seat(0).given, desk.seat(0).turn) == (1, 0, 0)


def test_an_outcome_is_owed_before_the_next(open_desk):
    desk = open_desk(method="pull")
    desk.post(2)
    mine, caller = take(desk).lead, desk.agent(0)
    with desk.inside(caller):
        lead_actions.write_note(mine.id, NOTE, "Je le rappelle.", caller)
    with pytest.raises(pulling.OutcomeOwed) as owed:
        take(desk)
    assert [(one.field, one.code) for one in owed.value.errors] == [("lead_id", mine.id)]
    with desk.inside(caller):
        desk.leads()[0].confirm()
    desk.crier.cry()
    assert take(desk).lead.id == desk.leads()[1].id


def test_two_who_ask_at_once_never_get_the_same(open_desk, monkeypatch):
    """Both have read the pool before either writes."""
    desk = open_desk(method="pull")
    desk.post(2)
    read = pulling.leads.on_offer
    overtaken = []

    def late(centre, limit):
        row = read(centre, limit=limit)
        if not overtaken:
            overtaken.append(True)
            overtaken.append(take(desk, 1).lead.id)
        return row

    monkeypatch.setattr(pulling.leads, "on_offer", late)
    mine = take(desk, 0).lead
    assert {mine.id, overtaken[1]} == {lead.id for lead in desk.leads()}
    assert [int(lead.version) for lead in desk.leads()] == [2, 2]


def test_nothing_comes_from_the_pool_on_pause_with_full_hands_or_at_the_days_end(open_desk):
    desk = open_desk(method="pull")
    desk.post(3)
    desk.presence(0, present=False)
    with pytest.raises(pulling.OnPause):
        take(desk)
    desk.presence(0, present=True)
    desk.set_up(0, capacity=5, daily_cap=1)
    with desk.inside(desk.agent(0)):
        leads.fresh(take(desk).lead.id).give_up()
    desk.crier.cry()
    with pytest.raises(pulling.DayFull):
        take(desk)
    desk.set_up(0, capacity=1)
    taken = take(desk).lead
    with desk.inside(desk.agent(0)):
        leads.fresh(taken.id).plan_callback(9_999_999_999_999)
    desk.crier.cry()
    with pytest.raises(pulling.HandsFull):
        take(desk)


def test_whom_the_agent_cannot_serve_is_left_to_others(open_desk):
    desk = open_desk(method="pull")
    desk.set_up(0, languages=["fr"])
    desk.post(2)
    with desk.inside():
        desk.leads()[0].change(None, language="dyu")
    assert take(desk).lead.id == desk.leads()[1].id


def test_where_leads_are_given_out_nobody_helps_themselves(open_desk):
    desk = open_desk(method="manual")
    desk.post()
    assert take(desk).lead is None


def give_back(desk, lead, **draft):
    caller = desk.agent(desk.company.agents.index(lead.agent))
    with desk.inside(caller):
        pulling.give_back(lead.id, ReturnDraft.model_validate(draft), caller)
    desk.crier.cry()


def test_what_is_given_back_goes_to_another_with_the_reason_told(open_desk, ask):
    desk = open_desk()
    desk.post()
    [lead] = desk.leads()
    note = {"key": NOTE, "text": "Il ne parle que dioula."}
    give_back(desk, lead, reason="language", note=note)
    [after] = desk.leads()
    assert (after.state, after.former_agent) == ("assigned", lead.agent)
    assert after.agent != lead.agent
    assert after.last_note == NOTE, "who has it next reads why"
    assert desk.seat(desk.company.agents.index(lead.agent)).load == 0


def test_nobody_gives_back_what_is_not_theirs_nor_where_the_owner_forbids_it(open_desk):
    desk = open_desk()
    desk.post()
    [lead] = desk.leads()
    with desk.inside(desk.owner), pytest.raises(pulling.NotYours):
        pulling.give_back(lead.id, ReturnDraft(reason="absence"), desk.owner)
    desk.rule(may_return=False)
    with pytest.raises(NotAllowed):
        give_back(desk, lead, reason="absence")


def test_another_reason_is_said_in_a_sentence():
    with pytest.raises(ValueError, match="Say in a sentence"):
        ReturnDraft(reason="other")


def test_a_lead_given_by_hand_may_not_speak_ones_language_and_says_so(open_desk):
    desk = open_desk(method="manual")
    desk.set_up(0, languages=["en"])
    desk.post()
    with desk.inside(desk.owner):
        given = actions.assign(desk.leads()[0].id, desk.company.agents[0], desk.owner)
    assert desk.fact(given)["relaxed"] == ["language"]
    assert desk.seat(0).handed == 1
