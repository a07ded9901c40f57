"""A company leaves: who may still come in, and what its keys still open."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest

from chalicelib.foundation import clock, keys, tenancy
from chalicelib.foundation.errors import Conflict
from chalicelib.foundation.keys import TenantGone
from chalicelib.identity import actions, closing, emails, queries, roles
from chalicelib.identity.models.users import Login
from tests.identity.conftest import PASSWORD, SECRET, START, said


@contextmanager
def leaving(company):
    with tenancy.inside(company.id, by="system:operator:AIDAEXAMPLE"):
        yield


@pytest.fixture
def agent(company):
    return company.email(company.add("agent"))


def test_nobody_comes_in_any_more(door, company, agent):
    step = door("POST", "/api/v1/sessions", {"email": agent, "password": PASSWORD}).json
    with company.inside():
        key = actions.make_api_key("Partenaire", set(roles.KEY_SCOPES)).key
        actions.invite(actions.NewUser("new@lumiere.example", "Awa Ndiaye", "observer"))
    assert door("GET", "/api/v1/leads", key=key).status == 200

    with leaving(company):
        closing.begin()

    assert door("POST", "/api/v1/sessions", {"email": agent, "password": PASSWORD}).status == 401
    assert door("POST", "/api/v1/sessions/refresh", {"refresh_token": step["refresh_token"]}).status == 401
    assert door("GET", "/api/v1/leads", key=key).status == 401
    with company.inside():
        assert {user.state for user in queries.users_of(company.lyon)} == {"disabled"}


def test_whoever_was_inside_may_stay_until_the_last_token_ends(door, company, agent, token):
    with clock.held_at(START):
        access = token(agent)
    with clock.held_at(START + timedelta(minutes=1)), leaving(company):
        ends = closing.begin()
    assert ends == clock.to_ms(START + timedelta(minutes=16))
    with clock.held_at(START + timedelta(minutes=2)):
        assert door("GET", "/api/v1/me", token=access).status == 200
        with company.inside():
            late = actions.invite(actions.NewUser("late@lumiere.example", "Invitée", "observer"))
    with clock.held_at(clock.from_ms(ends)), leaving(company):
        assert door("GET", "/api/v1/me", token=access).status == 401
        assert closing.begin() == ends, "said once"
        assert queries.user(late).state == "disabled"


def test_the_platform_neither_lists_nor_enters_it(door, company, token):
    actions.appoint_super_admin("nadege@passerelle.example", "Nadège Simon", PASSWORD, totp_secret=SECRET)
    access = token("nadege@passerelle.example")
    visit = door("POST", f"/api/v1/tenants/{company.id}/visits", token=access).json
    with leaving(company):
        closing.begin()
    assert door("GET", "/api/v1/tenants", token=access).json["items"] == []
    assert door("POST", f"/api/v1/tenants/{company.id}/visits", token=access).status == 404
    assert door("POST", "/api/v1/sessions/refresh", {"refresh_token": visit["refresh_token"]}).status == 401


def test_the_keys_go_last_and_the_facts_stay(company, agent):
    with leaving(company):
        with pytest.raises(Conflict):
            closing.finish()
        for step, fact in ((closing.begin, "TenantDisabled"), (lambda: closing.note_export(12), "TenantExported"), (closing.finish, "TenantClosed")):
            keys.of(company.id)
            step()
            assert [name for name in said() if name.startswith("Tenant")] == [fact]
        closing.finish()
        with pytest.raises(TenantGone):
            keys.of(company.id)
        assert len(queries.centres()) == 2
    assert Login.all(emails.blind(agent)) == []


def test_cut_off_it_goes_on(company, agent):
    """Everything but the first step was done before the crash, or nothing: the next try does the rest."""
    with leaving(company), clock.held_at(START):
        first = closing.begin()
        company.add("agent")
        assert closing.begin() == first
        assert {user.state for user in queries.users_of(company.lyon)} == {"disabled"}
