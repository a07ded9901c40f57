"""What a page brings back, without a word to any database: its time, and its work."""

import base64
import json
from datetime import timedelta

import pytest
from altcha import Challenge, Payload, solve_challenge

from chalicelib.foundation import clock, tenancy
from chalicelib.shield import seals
from chalicelib.shield.seals import Forged
from tests.builders import a_company
from tests.shield.pages import worked

FORM, OTHER = "aaaaaaaaaa", "bbbbbbbbbb"


@pytest.fixture
def inside(world):
    company = a_company()
    with tenancy.inside(company.tenant):
        yield company


def later(**passed):
    return clock.held_at(clock.now() + timedelta(**passed))


def test_a_seal_says_how_long_its_page_stood_open(inside):
    seal = seals.seal(FORM)
    with later(seconds=7):
        assert 7000 <= seals.age(seal, FORM) < 9000
    with later(hours=25):
        assert seals.age(seal, FORM) is None


@pytest.mark.parametrize(
    "change", [lambda seal: "0" + seal, lambda seal: seal[:-1], lambda _: "", lambda _: "é.è", lambda seal: seal.partition(".")[0]]
)
def test_a_seal_of_ones_own_make_is_forged(inside, change):
    with pytest.raises(Forged):
        seals.age(change(seals.seal(FORM)), FORM)


def test_a_seal_is_good_for_its_form_and_its_company_only(inside):
    seal = seals.seal(FORM)
    with pytest.raises(Forged):
        seals.age(seal, OTHER)
    with tenancy.inside(a_company("Autre").tenant), pytest.raises(Forged):
        seals.age(seal, FORM)


def test_work_that_was_done_is_told_by_its_challenge(inside):
    challenge = seals.challenge(FORM)
    assert seals.work_of(worked(challenge), FORM) == challenge["parameters"]["nonce"]


def test_work_for_another_form_is_forged(inside):
    with pytest.raises(Forged):
        seals.work_of(worked(seals.challenge(OTHER)), FORM)


def test_work_that_has_lapsed_is_as_if_it_was_not_done(inside):
    with clock.held_at(clock.now() - timedelta(hours=25)):
        brought = worked(seals.challenge(FORM))
    assert seals.work_of(brought, FORM) is None


def test_nobody_makes_us_work_for_a_challenge_of_their_own(inside, monkeypatch):
    challenge = Challenge.from_dict(seals.challenge(FORM))
    solution = solve_challenge(challenge)
    challenge.parameters.cost = 10**9
    with pytest.raises(Forged):  # at once: a thousand million rounds would take minutes
        seals.work_of(Payload(challenge, solution).to_base64(), FORM)


@pytest.mark.parametrize("brought", ["x", "e30=", base64.b64encode(b"[" * 1000).decode(), "é" * 40, "A" * 10_000])
def test_what_is_no_work_at_all_is_forged(inside, brought):
    with pytest.raises(Forged):
        seals.work_of(brought, FORM)


def test_a_wrong_answer_is_forged(inside):
    payload = json.loads(base64.b64decode(worked(seals.challenge(FORM))))
    payload["solution"]["counter"] += 1
    with pytest.raises(Forged):
        seals.work_of(base64.b64encode(json.dumps(payload).encode()).decode(), FORM)
