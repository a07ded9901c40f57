"""Who has logged out, or whose console is heard of no more, takes no leads: noticed without a write on the plain road."""

import pytest

from chalicelib.identity import queries as identity
from chalicelib.identity import sessions
from tests.builders import PASSWORD, email_of
from tests.distribution.test_giving import later, sweep


def sign_in(desk, number):
    """On one more device. Answers its tokens."""
    step = sessions.begin(email_of(desk.company, number + 1), PASSWORD, "203.0.113.1")
    desk.crier.cry()
    return step


def log_out(desk, step):
    caller = identity.caller({"authorization": f"Bearer {step.access_token}"})
    with desk.inside(caller):
        sessions.end(caller)
    desk.crier.cry()


def of(desk, number=0):
    seat = desk.seat(number)
    return seat.present, seat.pause


def test_logging_out_ends_presence_and_signing_in_begins_it_again(open_desk):
    desk = open_desk()
    log_out(desk, sign_in(desk, 0))
    assert of(desk) == (False, "offline")
    desk.post()
    assert desk.leads()[0].agent == desk.company.agents[1]
    assert f"{desk.company.agents[0]}:away:offline" in desk.fact(desk.leads()[0])["passed_over"]
    sign_in(desk, 0)
    assert of(desk) == (True, None)


def test_another_device_in_use_keeps_one_present(open_desk):
    desk = open_desk()
    first, second = sign_in(desk, 0), sign_in(desk, 0)
    log_out(desk, first)
    assert of(desk) == (True, None)
    log_out(desk, second)
    assert of(desk) == (False, "offline")


def test_a_device_left_open_elsewhere_keeps_nobody_present_for_long(open_desk):
    desk = open_desk()
    sign_in(desk, 0)
    with later(hours=2):
        log_out(desk, sign_in(desk, 0))
    assert of(desk) == (False, "offline")


def test_a_pause_that_somebody_chose_stays_theirs(open_desk):
    desk = open_desk()
    step = sign_in(desk, 0)
    desk.presence(0, present=False, reason="lunch")
    log_out(desk, step)
    sign_in(desk, 0)
    assert of(desk) == (False, "lunch")


def test_whose_console_is_heard_of_no_more_is_offline_within_the_hour(open_desk):
    desk = open_desk()
    step = sign_in(desk, 0)
    with later(minutes=30):
        renewed = sessions.refresh(step.refresh_token)
        desk.crier.cry()
    with later(minutes=36):
        sweep(desk)
        assert of(desk) == (True, None), "renewed six minutes ago"
    with later(minutes=64):
        sweep(desk)
        assert of(desk) == (True, None)
    with later(minutes=66):
        sweep(desk)
        assert of(desk) == (False, "offline")
        assert desk.seat(0).dk is None
        sessions.refresh(renewed.refresh_token)
        desk.presence(0, present=True)
    with later(minutes=100):
        sweep(desk)
        assert of(desk) == (True, None)
    with later(minutes=102):
        sweep(desk)
        assert of(desk) == (False, "offline")


@pytest.mark.parametrize("answer_within", [None, 10])
def test_what_they_hold_follows_the_centres_own_rule(open_desk, answer_within):
    desk = open_desk()
    desk.rule(answer_within=answer_within)
    desk.presence(1, present=False)
    step = sign_in(desk, 0)
    desk.post()
    log_out(desk, step)
    desk.presence(1, present=True)
    with later(minutes=11):
        sweep(desk)
    assert desk.leads()[0].agent == desk.company.agents[1 if answer_within else 0]
    assert of(desk) == (False, "offline")


def test_a_sweep_that_comes_twice_says_it_once(open_desk):
    desk = open_desk()
    sign_in(desk, 0)
    with later(minutes=40):
        sweep(desk)
        version = int(desk.seat(0).version)
        sweep(desk)
        assert int(desk.seat(0).version) == version
