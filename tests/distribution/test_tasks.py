"""Backlogs, as the clock finds them, and how long the oldest lead has waited."""

from datetime import timedelta

import pytest

from chalicelib.distribution import actions, tasks
from chalicelib.distribution.models.backlogs import Backlog
from chalicelib.foundation import clock, platform, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.identity import actions as identity
from chalicelib.leads import queries as leads
from tests.builders import ANSWERS, a_company
from tests.emf import measured
from tests.house.test_samples import SAMPLES


@pytest.fixture
def oldest(capsys):
    """What the sweep tells of the oldest waiting lead, in minutes, so many minutes from now."""
    import app

    def swept(minutes=0):
        capsys.readouterr()
        with clock.held_at(clock.now() + timedelta(minutes=minutes)):
            app.sweep(SAMPLES["sweep"], None)
        [value] = measured(capsys.readouterr().out)["OldestWaitingLead"]
        return round(value / 60)

    return swept


@pytest.fixture
def nobody_heals(monkeypatch):
    """As on a platform of so many companies that ours is not looked at just now."""
    monkeypatch.setattr(tasks, "HEALED_A_MINUTE", 0)


def post(ask, company, number=1):
    answers = ANSWERS | {"email": f"client{number}@example.org", "phone": f"06 12 34 56 {number + 10}"}
    assert ask("POST", company.form_path, form=answers).status == 303


def the_leads(company):
    with tenancy.inside(company.tenant):
        found, _ = leads.newest(lambda _: True, limit=50, cursor=None)
        return [leads.fresh(lead.id) for lead in reversed(found)]


def presence(company, *, present):
    agent = company.agents[0]
    with tenancy.inside(company.tenant):
        actions.set_presence(Caller("user", agent, company.tenant, "agent", company.centre), present=present)


@pytest.fixture
def deserted(crier, ask):
    """A company whose agent is away, and a lead that nobody takes."""
    company = a_company(double_optin=False)
    crier.cry()
    presence(company, present=False)
    crier.cry()
    post(ask, company)
    crier.cry()
    return company


def test_where_leads_are_given_at_once_nothing_is_noted(crier, ask, oldest):
    company = a_company(double_optin=False)
    crier.cry()
    post(ask, company)
    crier.cry()
    assert [lead.state for lead in the_leads(company)] == ["assigned"]
    assert list(platform.backlogs()) == []
    assert oldest(10) == 0


def test_the_oldest_waiting_lead_of_all_companies_is_told(deserted, crier, ask, oldest, nobody_heals):
    other = a_company("Vents du Nord", double_optin=False, method="manual")
    crier.cry()
    post(ask, other)
    post(ask, other, 2)
    with clock.held_at(clock.now() + timedelta(minutes=20)):
        post(ask, deserted, 2)
        crier.cry()
    assert len(list(platform.backlogs())) == 2
    assert oldest(30) == 30
    agent = deserted.agents[0]
    presence(deserted, present=True)
    crier.cry()
    assert {lead.agent for lead in the_leads(deserted)} == {agent}
    first, second = the_leads(other)
    manager = Caller("user", other.admin, other.tenant, "admin", grants={"leads.manage": "all"})
    with tenancy.inside(other.tenant):
        actions.assign(first.id, other.agents[0], manager)
    assert oldest(30) == 30, "the second waits as long"
    with tenancy.inside(other.tenant):
        actions.assign(second.id, other.agents[0], manager)
    assert oldest(31) == 0
    assert list(platform.backlogs()) == []


def test_a_lead_that_was_confirmed_late_waits_from_then_on(crier, ask, oldest, nobody_heals):
    company = a_company(agents=0)
    crier.cry()
    post(ask, company)
    crier.cry()
    [lead] = the_leads(company)
    with tenancy.inside(company.tenant), clock.held_at(clock.now() + timedelta(hours=1)):
        leads.fresh(lead.id).confirm_email()
        crier.cry()
    assert oldest(70) == 10


def test_the_sweep_gives_the_leads_of_a_backlog_to_whoever_is_there(deserted, crier, oldest, nobody_heals):
    presence(deserted, present=True)  # and the message about it is lost
    assert oldest(2) == 0
    assert the_leads(deserted)[0].state == "assigned"


def test_a_lead_whose_message_was_lost_is_found_by_looking_at_companies(crier, ask, oldest):
    company = a_company(double_optin=False)
    crier.cry()
    post(ask, company)  # nobody hears of it
    oldest(1)
    assert the_leads(company)[0].state == "assigned"


def test_a_lead_that_comes_as_the_backlog_is_cleared_keeps_it(deserted, crier, ask, oldest):
    with tenancy.inside(deserted.tenant):
        read = Backlog.of(deserted.centre)
        with clock.held_at(clock.now() + timedelta(minutes=5)):
            Backlog.note(deserted.centre)
            read.clear()
            read = Backlog.of(deserted.centre)
            assert read is not None
            read.clear()
            assert Backlog.of(deserted.centre), "the pool's index may not show yet who was seen just now"


def test_told_again_at_once_a_backlog_is_not_written_again(deserted):
    with tenancy.inside(deserted.tenant):
        first = Backlog.of(deserted.centre).seen_at
        with clock.held_at(clock.now() + timedelta(seconds=20)):
            Backlog.note(deserted.centre)
        assert Backlog.of(deserted.centre).seen_at == first


@pytest.mark.parametrize("companies", [2, 6])
def test_the_sweep_reads_as_much_however_many_companies_there_are(crier, monkeypatch, companies):
    """Sixteen queries of timers, one of backlogs; and of some companies their list, leads without a centre, centres and pools."""
    import app
    from chalicelib.alerts import tasks as alerts
    from chalicelib.foundation.records import CONNECTION

    monkeypatch.setattr(tasks, "HEALED_A_MINUTE", 2)
    monkeypatch.setattr(alerts, "HEALED_A_MINUTE", 0)  # watches have timers of their own
    for number in range(companies):
        a_company(f"Société {number}")
    crier.cry()
    calls = []
    events = CONNECTION.client.meta.events
    events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name), unique_id="reads")
    app.sweep(SAMPLES["sweep"], None)
    events.unregister("before-call.dynamodb", unique_id="reads")
    of_a_company = ["Query", "Query", "GetItem", "Query"]
    assert len(calls) <= 16 + 1 + 2 + 2 * len(of_a_company)
    assert set(calls) == {"Query", "GetItem"}


def test_one_pool_in_trouble_does_not_starve_the_others(deserted, crier, ask, oldest, monkeypatch, nobody_heals):
    other = a_company("Vents du Nord", double_optin=False, agents=0)
    crier.cry()
    post(ask, other)
    crier.cry()
    drained = actions.revisit

    def broken(centre):
        if centre == deserted.centre:
            raise OSError
        return drained(centre)

    monkeypatch.setattr(actions, "revisit", broken)
    assert oldest(7) == 7


def test_all_companies_are_looked_at_where_there_are_few(world):
    from chalicelib.identity import queries

    known = {identity.open_tenant(f"Société {number}", "fr", "Europe/Paris", "FR") for number in range(5)}
    assert set(queries.some_tenants(20)) == known
    for _ in range(20):
        some = queries.some_tenants(2)
        assert len(set(some)) == 2
        assert set(some) <= known
