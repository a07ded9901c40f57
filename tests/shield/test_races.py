"""Many at once, on the emulator: allowances hold to the last one, and a decision is made once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.forms import actions as forms
from chalicelib.forms import queries as editions
from chalicelib.forms.actions import Proof
from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.records import CONNECTION
from chalicelib.identity import actions as identity
from chalicelib.leads import queries as leads
from chalicelib.messaging import actions as messaging
from chalicelib.messaging.shapes import NewSender
from chalicelib.quarantine import actions as quarantine
from chalicelib.shield.models import HeldPost
from tests.builders import ANSWERS, form_content

POSTS, LIMIT, AT_ONCE = 30, 7, 6


@pytest.fixture
def tenant(emulated):
    tenant = identity.open_tenant("Soleil Vert", "fr", "Europe/Paris", "FR")
    with tenancy.inside(tenant, by="system:test"):
        messaging.add_sender(NewSender(kind="null", from_name="Soleil Vert", from_address="contact@example.com"))
        yield tenant


def a_form(**shield):
    drafted = forms.draft(form_content(identity.open_centre("Centre de Lyon", "push"), shield=shield))
    forms.publish(drafted.id)
    return editions.current(drafted.id)


def at_once(tenant, jobs):
    def within(job):
        with tenancy.inside(tenant, by="visitor"):
            return job()

    CONNECTION.client  # noqa: B018 -- made before the threads ask for it
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(within, jobs))


def posting(form, number, **more):
    answers = ANSWERS | {"email": f"person{number}@example.org", "phone": f"06 12 34 {number:02d} 78"} | more
    return lambda: forms.receive(form, answers, Proof(clock.now_ms(), "203.0.113.7"))


def opened():
    return leads.newest(lambda _: True, limit=50, cursor=None)[0]


@pytest.mark.parametrize("plan", ["per_form", "per_address"])
def test_however_many_post_at_once_no_more_leads_are_opened_than_may(tenant, plan):
    form = a_form(**{plan: LIMIT})
    went_on = at_once(tenant, [posting(form, number) for number in range(POSTS)])
    held = list(HeldPost.waiting(None, None))
    assert (sum(went_on), len(opened()), len(held)) == (LIMIT, LIMIT, POSTS - LIMIT), "and none is lost"


def test_two_who_release_at_once_open_one_lead(tenant):
    form = a_form(honeypot=True)
    at_once(tenant, [posting(form, number, homepage="spam") for number in range(5)])
    for post in list(HeldPost.waiting(None, None)):
        released = at_once(tenant, [lambda: quarantine.release(post.id)] * AT_ONCE)  # noqa: B023 -- run before the next turn
        assert len(set(released)) == 1
    assert len(opened()) == 5
