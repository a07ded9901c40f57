"""Notes with tags, the first note that reserves, the last note that lists show, and a lead that a manager takes over."""

import pytest

from chalicelib.activities import queries as notes
from chalicelib.contacts import actions as contacts
from chalicelib.contacts import queries as people
from chalicelib.contacts import tags
from chalicelib.contacts.shapes import TagDraft
from chalicelib.foundation import tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AnswersRefused, NotFound, VersionLapsed
from chalicelib.foundation.records import transaction
from chalicelib.identity import roles
from chalicelib.leads import actions, queries
from chalicelib.leads.actions import LeadAlreadyClaimed, Request
from tests.builders import a_company

KEY = "01HZZZZZZZZZZZZZZZZZZZZZZ"
FLOW = {"columns": ["form"], "fields": [], "lists": [], "reserving": ["manager"]}


@pytest.fixture
def company(world):
    company = a_company()
    with tenancy.inside(company.tenant, by="system:test"):
        yield company


@pytest.fixture
def tag(company):
    return tags.make(TagDraft(name="À rappeler")).id


def by(company, role, user=None):
    user = user or (company.agents[0] if role == "agent" else "boss")
    centre = company.centre if role in roles.IN_A_CENTRE else None
    return Caller("user", user, company.tenant, role, centre, grants=roles.grants(role, inside_tenant=True))


def waiting(company, email="awa@example.org"):
    with transaction() as tx:
        person = contacts.register(tx, {"email": email}, {}, language="fr")
        lead = actions.open(tx, person, 1, Request(company.form_id, 1, company.centre, "fr", None))
    return lead.id


def assigned(company):
    lead_id = waiting(company)
    with transaction() as tx:
        queries.fresh(lead_id).assign(company.agents[0], tx=tx, method="manual")
    return lead_id


def person_of(lead_id):
    return people.person(lead_id.partition(".")[0])


def test_the_tags_of_a_note_come_with_it_and_with_the_first_contact(company, tag):
    lead_id = assigned(company)
    actions.write_note(lead_id, KEY + "1", "Rappeler demain.", by(company, "agent"), [tag])
    lead = queries.fresh(lead_id)
    assert (lead.state, lead.last_note, person_of(lead_id).tags) == ("in_progress", KEY + "1", {tag})


def test_a_note_with_tags_that_comes_twice_is_kept_once_and_puts_no_tag_back(company, tag):
    lead_id, agent = assigned(company), by(company, "agent")
    actions.write_note(lead_id, KEY + "1", "Rappeler demain.", agent, [tag])
    actions.retag(lead_id, [], [tag], agent)
    version = queries.fresh(lead_id).version
    actions.write_note(lead_id, KEY + "1", "Rappeler demain.", agent, [tag])
    assert (person_of(lead_id).tags, queries.fresh(lead_id).version) == (None, version)


def test_two_who_tag_one_person_at_once_both_have_their_way(company, tag, monkeypatch):
    other = tags.make(TagDraft(name="Devis")).id
    lead_id, agent, put = assigned(company), by(company, "agent"), contacts.tag

    def slow(*args, **more):
        monkeypatch.setattr(contacts, "tag", put)
        actions.retag(lead_id, [other], [], by(company, "admin"))
        return put(*args, **more)

    monkeypatch.setattr(contacts, "tag", slow)
    actions.write_note(lead_id, KEY + "1", "Rappeler demain.", agent, [tag])
    assert person_of(lead_id).tags == {tag, other}
    assert list(notes.notes_of(lead_id.partition(".")[0], person_of(lead_id).cipher).values()) == ["Rappeler demain."]


def test_a_tag_that_is_none_of_the_companys_is_refused_and_nothing_is_kept(company):
    lead_id = assigned(company)
    with pytest.raises(AnswersRefused):
        actions.write_note(lead_id, KEY + "1", "Rappeler demain.", by(company, "agent"), ["unknown"])
    assert queries.fresh(lead_id).state == "assigned"


def test_lists_show_the_last_note_and_a_repeat_of_an_older_one_is_not_the_last(company):
    lead_id, agent = assigned(company), by(company, "agent")
    for number in ("1", "2", "1"):
        actions.write_note(lead_id, KEY + number, f"Note {number}.", agent)
    lead = queries.fresh(lead_id)
    assert lead.last_note == KEY + "2"
    assert lead.version == 3, "opened, assigned, contacted: the note that follows disturbs nobody who changes the lead"


def test_the_first_note_of_a_role_that_the_centre_names_takes_a_lead_from_the_pool(company):
    lead_id, manager = waiting(company), by(company, "manager")
    actions.write_note(lead_id, KEY + "1", "Je m'en occupe.", manager)
    assert queries.fresh(lead_id).state == "ready", "nobody but agents, as long as nothing is set"
    actions.set_flow(company.centre, FLOW, manager, None)
    actions.write_note(lead_id, KEY + "2", "Je m'en occupe.", manager)
    lead = queries.fresh(lead_id)
    assert (lead.state, lead.agent, lead.said["t"], lead.said["d"]["note_id"]) == ("in_progress", "boss", "LeadContacted", KEY + "2")
    assert [one.id for one in queries.in_hand("boss")] == [lead_id]


def test_of_two_first_notes_one_reserves_and_both_are_kept(company, monkeypatch):
    lead_id, first, second = waiting(company), by(company, "manager", "one"), by(company, "manager", "two")
    actions.set_flow(company.centre, FLOW, first, None)
    reserve = queries.Lead.reserve

    def slow(lead, *args, **more):
        monkeypatch.setattr(queries.Lead, "reserve", reserve)
        actions.write_note(lead_id, KEY + "2", "Moi d'abord.", second)
        reserve(lead, *args, **more)

    monkeypatch.setattr(queries.Lead, "reserve", slow)
    actions.write_note(lead_id, KEY + "1", "Je m'en occupe.", first)
    assert queries.fresh(lead_id).agent == "two"
    assert len(notes.notes_of(lead_id.partition(".")[0], person_of(lead_id).cipher)) == 2


def test_a_manager_takes_over_what_an_agent_has_open_and_history_says_from_whom(company):
    lead_id, agent, manager = assigned(company), by(company, "agent"), by(company, "manager")
    actions.claim(lead_id, agent)
    with pytest.raises(LeadAlreadyClaimed):
        actions.claim(lead_id, manager)
    actions.take_over(lead_id, manager)
    lead = queries.fresh(lead_id)
    assert (lead.said["t"], lead.said["d"]["was"], lead.agent) == ("LeadTakenOver", agent.id, agent.id)
    with pytest.raises(LeadAlreadyClaimed):
        actions.claim(lead_id, agent)
    actions.take_over(lead_id, manager)
    assert queries.fresh(lead_id).version == lead.version
    with pytest.raises(NotFound):
        actions.take_over(lead_id, agent)


def test_what_a_centre_sets_holds_until_somebody_sets_it_anew(company):
    manager = by(company, "manager")
    assert queries.flow_for(company.centre, manager, "leads.manage").reserving == {"agent"}
    first = actions.set_flow(company.centre, FLOW, manager, 0)
    assert (first.columns, first.reserving, first.version) == (["form"], {"manager"}, 1)
    with pytest.raises(VersionLapsed):
        actions.set_flow(company.centre, FLOW, manager, 0)
    assert actions.set_flow(company.centre, FLOW | {"reserving": []}, manager, 1).reserving is None
    with pytest.raises(NotFound):
        actions.set_flow("elsewhere1", FLOW, manager, None)
