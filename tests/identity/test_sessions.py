"""Staying signed in: tokens that follow one another, and what ends a session."""

from __future__ import annotations

import pytest

from chalicelib.foundation.records import key
from chalicelib.identity import queries, sessions, staff, tokens
from chalicelib.identity.models.access import Session
from chalicelib.identity.models.users import User
from tests.identity.conftest import PASSWORD


@pytest.fixture
def first(door, company, later):
    """A fresh session of an agent."""
    return door("POST", "/api/v1/sessions", {"email": company.email(company.add(email="awa@lumiere.example")), "password": PASSWORD}).json


def renew(door, step):
    return door("POST", "/api/v1/sessions/refresh", {"refresh_token": step["refresh_token"]})


def test_each_refresh_token_has_one_follower(door, first, later):
    second = renew(door, first).json
    assert second["refresh_token"] != first["refresh_token"]
    assert door("GET", "/api/v1/me", token=second["access_token"]).status == 200
    assert renew(door, second).status == 200


def test_two_tabs_at_once_are_given_the_same_follower(door, first, later):
    one = renew(door, first).json
    later.on(seconds=9)
    two = renew(door, first).json
    assert one["refresh_token"] == two["refresh_token"]
    later.on(minutes=10)
    assert renew(door, one).status == 200


def test_two_tabs_that_read_before_either_wrote_both_go_on(company, first, later):
    _, _, user, session, secret = first["refresh_token"].split("_", 4)
    with company.inside():
        one, two = Session.by_id(user, session), Session.by_id(user, session)
        assert [one.rotate(secret, "next"), two.rotate(secret, "next")] == [True, True]
        assert Session.by_id(user, session).rotate("next", "after")


def test_an_old_token_seen_again_ends_the_session_for_both(door, first, later):
    second = renew(door, first).json
    later.on(seconds=11)
    stolen = renew(door, first)
    assert (stolen.status, stolen.json["type"]) == (401, "urn:passerelle:problem:session-ended")
    assert renew(door, second).status == 401


def test_a_token_two_generations_old_ends_the_session_at_once(door, first, later):
    second = renew(door, first).json
    third = renew(door, second).json
    assert renew(door, first).status == 401
    assert renew(door, third).status == 401


def test_the_other_devices_of_the_user_go_on(door, first, later):
    phone = door("POST", "/api/v1/sessions", {"email": "awa@lumiere.example", "password": PASSWORD}).json
    renew(door, first)
    later.on(seconds=11)
    assert renew(door, first).status == 401
    assert renew(door, phone).status == 200


def test_thirty_days_without_use_are_the_end(door, first, later):
    later.on(days=29)
    second = renew(door, first).json
    later.on(days=29)
    third = renew(door, second)
    assert third.status == 200
    later.on(days=30, seconds=1)
    assert renew(door, third.json).status == 401


def test_logging_out_ends_this_session(door, first):
    assert door("DELETE", "/api/v1/sessions/current", token=first["access_token"]).status == 204
    assert renew(door, first).status == 401
    assert door("DELETE", "/api/v1/sessions/current", token=first["access_token"]).status == 204


def test_disabling_ends_every_session_and_enabling_revives_none(door, first, company, later):
    admin = queries.caller({"authorization": f"Bearer {tokens.make('access', sub='x', tid=company.id, role='admin', ce=None, sid='s')}"})
    with company.inside():
        user = User.all()[0].id
        staff.disable(admin, user)
        staff.enable(admin, user)
    assert renew(door, first).status == 401
    assert door("POST", "/api/v1/sessions", {"email": "awa@lumiere.example", "password": PASSWORD}).json["step"] == "done"


def test_a_new_password_ends_every_session(door, first, company):
    with company.inside():
        user = User.all()[0]
        link = queries.password_link(user.id).link
    changed = door("PUT", "/api/v1/passwords", {"token": link.partition("token=")[2], "password": "quatre chats sur un toit"})
    assert changed.status == 204
    assert renew(door, first).status == 401


def test_a_new_role_is_there_at_the_next_refresh(door, first, company):
    with company.inside():
        User.all()[0].change(None, role="manager")
    assert door("GET", "/api/v1/me", token=renew(door, first).json["access_token"]).json["role"] == "manager"


def test_being_there_all_day_is_stamped_once_an_hour(door, first, company, later):
    with company.inside():
        user = User.all()[0].id
        seen = queries.user(user).last_seen_at
        later.on(minutes=30)
        second = renew(door, first).json
        assert queries.user(user).last_seen_at == seen
        later.on(minutes=31)
        renew(door, second)
        assert queries.user(user).last_seen_at > seen


@pytest.mark.parametrize(
    "token", ["x", "psr_sys_a_b_c", "psr_zzzzzzzz_0000000000_0000000000000000_" + "a" * 43, "psr_a#b#c#d#_0000000000_0000000000000000_" + "a" * 43]
)
def test_a_token_of_nobody_opens_nothing(door, token):
    assert door("POST", "/api/v1/sessions/refresh", {"refresh_token": token}).status == 401


def test_a_session_cannot_be_used_through_another_tenant(door, first, company, other):
    foreign = first["refresh_token"].replace(company.id, other.id)
    assert door("POST", "/api/v1/sessions/refresh", {"refresh_token": foreign}).status == 401
    assert renew(door, first).status == 200


def test_only_hashes_of_tokens_are_kept(company, first):
    secret = first["refresh_token"].split("_", 4)[4]
    with company.inside():
        sessions = list(Session.query(key("SE", User.all()[0].id)))
    assert len(sessions) == 1
    assert secret not in str(sessions[0].serialize())


def test_a_user_disabled_at_the_very_moment_of_signing_in_does_not_come_in(company, later, monkeypatch):
    user = company.add()
    with company.inside():
        stale = User.by_id(user)
        User.by_id(user).disable()
        with pytest.raises(sessions.TicketLapsed):
            sessions._open(stale)
        assert list(Session.query(key("SE", user))) == []
