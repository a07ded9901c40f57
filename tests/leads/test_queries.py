from datetime import timedelta

from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.records import transaction
from chalicelib.leads import actions, queries
from chalicelib.leads.actions import Request
from chalicelib.leads.models.leads import Lead
from tests.builders import a_company


def in_state(company, number, state, callback_in=None):
    """A lead of the first agent; its person need not exist for the list."""
    with transaction() as tx:
        lead = actions.open(tx, f"{number:016d}", 1, Request(company.form_id, 1, company.centre, "fr", None))
    lead = queries.fresh(lead.id)
    with transaction() as tx:
        lead.assign(company.agents[0], tx=tx, method="manual")
    lead = queries.fresh(lead.id)
    if state == "in_progress":
        lead.start("01HZZZZZZZZZZZZZZZZZZZZZZZ")
    elif state == "callback":
        with transaction() as tx:
            lead.plan_callback(clock.to_ms(clock.now() + callback_in), tx)
    return lead.id


def test_an_agent_works_on_new_leads_then_due_callbacks_then_open_ones_then_later_callbacks(world):
    company = a_company()
    with tenancy.inside(company.tenant):
        later = in_state(company, 1, "callback", timedelta(hours=2))
        working = in_state(company, 2, "in_progress")
        with clock.held_at(clock.now() - timedelta(hours=1)):
            due = in_state(company, 3, "callback", timedelta(minutes=30))
        new = in_state(company, 4, "assigned")
        assert [lead.id for lead in queries.in_hand(company.agents[0])] == [new, due, working, later]


def test_the_list_goes_back_a_month_a_request_and_stops_where_the_company_began(world):
    began = clock.now() - timedelta(days=70)
    with clock.held_at(began):
        company = a_company()
    with tenancy.inside(company.tenant):
        with clock.held_at(began + timedelta(days=1)):
            oldest = in_state(company, 1, "assigned")
        pages, cursor = [], None
        while True:
            found, cursor = queries.newest(lambda _: True, limit=10, cursor=cursor)
            pages.append([lead.id for lead in found])
            if cursor is None:
                break
        assert pages == [[], [], [oldest]]


def test_a_lead_given_to_a_colleague_says_whom_it_was_taken_from(world):
    company = a_company(agents=2)
    before, after = company.agents
    with tenancy.inside(company.tenant):
        lead = queries.fresh(in_state(company, 1, "in_progress"))
        with transaction() as tx:
            lead.assign(after, tx=tx, method="manual")
        said = queries.fresh(lead.id).said["d"]
    assert (said["was"], said["agent_id"]) == (before, after)


def test_a_lead_that_the_index_shows_late_is_not_in_the_queue(world):
    company = a_company()
    with tenancy.inside(company.tenant):
        lead = queries.fresh(in_state(company, 1, "assigned"))
        listed = lead.wk, lead.ws
        lead.confirm()
        lead.update([Lead.wk.set(listed[0]), Lead.ws.set(listed[1])])
        assert queries.in_hand(company.agents[0]) == []
