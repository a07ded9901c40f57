"""Holding off whoever guesses."""

from __future__ import annotations

import botocore.session
import pytest

from chalicelib.foundation import keys, platform
from chalicelib.foundation.errors import TooOften
from chalicelib.identity import queries
from chalicelib.identity.lockout import Lock
from chalicelib.identity.models.access import Tries
from tests.identity.conftest import PASSWORD, code_now

LOCK = Lock("test", free=2)


def waits(lock=LOCK, about="somebody"):
    """Seconds to wait; 0 where the try was let through."""
    try:
        lock.attempt(about)
    except TooOften as refusal:
        return refusal.values["seconds"]
    return 0


def test_after_the_free_tries_each_further_one_waits_twice_as_long(later):
    seen = []
    for _ in range(9):
        assert waits() == 0
        seen.append(waits())
        if seen[-1]:
            later.on(seconds=seen[-1])
    assert seen == [0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_asking_while_locked_does_not_lengthen_the_wait(later):
    for _ in range(3):
        waits()
    assert [waits() for _ in range(5)] == [30] * 5


def test_the_header_says_how_long(later):
    for _ in range(3):
        waits()
    later.on(seconds=12.5)
    with pytest.raises(TooOften) as refusal:
        LOCK.attempt("somebody")
    assert refusal.value.headers == {"Retry-After": "18"}


def test_others_are_not_held_off(later):
    for _ in range(3):
        waits()
    assert waits(about="somebody else") == 0
    assert waits(Lock("another kind", free=2)) == 0


def test_a_success_takes_its_own_try_back_but_not_the_failures(later):
    waits()
    for _ in range(5):
        assert waits() == 0
        LOCK.take_back("somebody")
    assert [waits(), waits(), waits()] == [0, 0, 30]


def test_a_clear_forgets_all(later):
    for _ in range(3):
        waits()
    LOCK.clear("somebody")
    assert waits() == 0


def test_a_day_later_nothing_is_counted_though_the_table_still_has_it(later):
    for _ in range(3):
        waits()
    later.on(days=1, minutes=1)
    assert [waits(), waits()] == [0, 0]


def test_of_two_tries_at_the_same_moment_one_is_counted_first(later):
    with platform.ground():
        one, two = Tries.of("abc"), Tries.of("abc")
        assert [one.add(0), two.add(0)] == [True, False]
        one, two = Tries.of("abc"), Tries.of("abc")
        assert [one.add(0), two.add(0)] == [True, False]
        assert Tries.of("abc").counted == 2


def test_a_hundred_tries_at_once_are_not_a_hundred_free_ones(later):
    """Each is counted before it is judged, so the last free one locks the door for those that come with it."""
    let_through = sum(waits() == 0 for _ in range(20))
    assert let_through == LOCK.free + 1


def test_neither_address_is_kept_as_it_is(later):
    LOCK.attempt("awa@lumiere.example")
    assert "awa" not in str(botocore.session.get_session().create_client("dynamodb").scan(TableName="passerelle-test-lease")["Items"])
    assert keys.of("sys").blind("tries:test", "awa@lumiere.example")


class TestAtTheDoor:
    def begin(self, door, email, password="un autre mot de passe"):
        return door("POST", "/api/v1/sessions", {"email": email, "password": password})

    def test_a_known_and_an_unknown_account_are_locked_alike(self, door, company, later):
        known = [self.begin(door, company.email(company.add())) for _ in range(1)]
        email = company.email(company.add())
        known = [(one.status, one.text) for one in (self.begin(door, email) for _ in range(7))]
        unknown = [(one.status, one.text) for one in (self.begin(door, "personne@exemple.fr") for _ in range(7))]
        assert known == unknown
        assert [status for status, _ in known] == [401] * 6 + [429]

    def test_the_right_password_waits_too(self, door, company, later):
        email = company.email(company.add())
        for _ in range(6):
            self.begin(door, email)
        locked = self.begin(door, email, PASSWORD)
        assert (locked.status, locked.headers["Retry-After"]) == (429, "30")
        assert locked.json["type"] == "urn:passerelle:problem:too-often"
        later.on(seconds=30)
        assert self.begin(door, email, PASSWORD).json["step"] == "done"

    def test_who_came_in_has_all_free_tries_again(self, door, company, later):
        email = company.email(company.add())
        for _ in range(3):
            assert [self.begin(door, email).status for _ in range(4)] == [401] * 4
            assert self.begin(door, email, PASSWORD).status == 200

    def test_a_password_without_its_code_forgives_nothing(self, door, company, later):
        email = company.email(company.add(totp=True))
        answers = []
        for _ in range(4):
            answers += [self.begin(door, email).status, self.begin(door, email).status, self.begin(door, email, PASSWORD).status]
        assert answers == [401, 401, 200] * 2 + [401, 401, 429] + [429] * 3

    def test_signing_in_often_locks_nobody_out(self, door, company, later):
        email = company.email(company.add())
        assert {self.begin(door, email, PASSWORD).status for _ in range(12)} == {200}

    def test_one_address_cannot_try_every_account(self, door, company, later):
        answers = [self.begin(door, f"nom{number}@exemple.fr").status for number in range(32)]
        assert answers == [401] * 31 + [429]

    def test_codes_are_counted(self, door, company, later):
        email = company.email(company.add(totp=True))
        ticket = self.begin(door, email, PASSWORD).json["ticket"]
        answers = [door("POST", "/api/v1/sessions/totp", {"ticket": ticket, "code": "000000"}).status for _ in range(7)]
        assert answers == [401] * 6 + [429]
        assert door("POST", "/api/v1/sessions/totp", {"ticket": ticket, "code": code_now()}).status == 429

    def test_another_ticket_is_no_way_round(self, door, company, later):
        email = company.email(company.add(totp=True))
        for _ in range(6):
            ticket = self.begin(door, email, PASSWORD).json["ticket"]
            assert door("POST", "/api/v1/sessions/totp", {"ticket": ticket, "code": "recovery-x"}).status == 401
        ticket = self.begin(door, email, PASSWORD).json["ticket"]
        assert door("POST", "/api/v1/sessions/totp", {"ticket": ticket, "code": "recovery-x"}).status == 429

    def test_resets_are_counted_for_known_and_unknown_alike(self, door, company, later):
        for email in (company.email(company.add()), "personne@exemple.fr"):
            answers = [door("POST", "/api/v1/password-resets", {"email": email}).status for _ in range(5)]
            assert answers == [202] * 4 + [429]

    def test_a_new_password_lets_who_was_locked_out_in_again(self, door, company, later):
        user = company.add()
        for _ in range(6):
            self.begin(door, company.email(user))
        with company.inside():
            token = queries.password_link(user).link.partition("token=")[2]
        assert door("PUT", "/api/v1/passwords", {"token": token, "password": "quatre chats sur un toit"}).status == 204
        assert self.begin(door, company.email(user), "quatre chats sur un toit").status == 200
