from chalicelib.contacts import actions as contacts
from chalicelib.foundation import tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.records import transaction
from chalicelib.leads import actions, queries
from chalicelib.leads.actions import Request
from tests.builders import a_company

KEY = "01HZZZZZZZZZZZZZZZZZZZZZZ"


def assigned(company):
    """A lead in the hands of the first agent."""
    with transaction() as tx:
        person = contacts.register(tx, {"email": "awa@example.org"}, {}, language="fr")
        lead = actions.open(tx, person, 1, Request(company.form_id, 1, company.centre, "fr", None))
    with transaction() as tx:
        queries.fresh(lead.id).assign(company.agents[0], tx=tx, method="manual")
    return lead.id


def caller(user, scope):
    return Caller("user", user, None, grants={"leads.work": scope})


def test_the_first_note_of_its_agent_takes_a_lead_in_hand(world):
    company = a_company()
    with tenancy.inside(company.tenant):
        lead_id = assigned(company)
        actions.write_note(lead_id, KEY + "1", "Rappeler demain.", caller(company.agents[0], "own"))
        assert queries.fresh(lead_id).state == "in_progress"


def test_the_first_contact_tells_of_its_note_and_later_notes_tell_of_themselves(world):
    company = a_company()
    with tenancy.inside(company.tenant):
        lead_id = assigned(company)
        first = actions.write_note(lead_id, KEY + "1", "Rappeler demain.", caller(company.agents[0], "own"))
        assert (queries.fresh(lead_id).said["d"]["note_id"], first.said) == (first.id, None)
        second = actions.write_note(lead_id, KEY + "2", "Rappelée.", caller(company.agents[0], "own"))
        assert second.said["d"] == {"lead_id": lead_id, "note_id": second.id}


def test_a_managers_note_is_no_contact(world):
    company = a_company()
    with tenancy.inside(company.tenant):
        lead_id = assigned(company)
        actions.write_note(lead_id, KEY + "2", "À traiter avant midi.", caller(company.admin, "all"))
        lead = queries.fresh(lead_id)
        assert (lead.state, lead.contacted_at) == ("assigned", None)
