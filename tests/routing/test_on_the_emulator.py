"""Routing under races: many at once, where production has one consumer a form. The conditions must hold without it too."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.forms import actions as forms
from chalicelib.foundation import ids, tenancy
from chalicelib.foundation.errors import AlreadyDone, Conflict
from chalicelib.foundation.records import CONNECTION, transaction
from chalicelib.identity import actions as identity
from chalicelib.leads import actions as leads
from chalicelib.leads import queries as opened
from chalicelib.leads.actions import Request
from chalicelib.messaging import actions as messaging
from chalicelib.messaging.shapes import NewSender
from chalicelib.routing import actions
from chalicelib.routing.models import Turns
from tests.builders import form_content

IN_FULL = os.environ.get("PASSERELLE_PROOFS") == "full"
LEADS, AT_ONCE = (1000, 8) if IN_FULL else (120, 4)
SHARES = {"Lyon": 50, "Dakar": 30, "Tunis": 20}


@pytest.fixture
def company(emulated):
    tenant = identity.open_tenant("Soleil Vert", "fr", "Europe/Paris", "FR")
    with tenancy.inside(tenant, by="system:test"):
        messaging.add_sender(NewSender(kind="null", from_name="Soleil Vert", from_address="contact@example.com"))
        yield tenant, {name: identity.open_centre(name, "push") for name in SHARES}


def publish(centres, **caps):
    routes = [{"centre_id": centre, "share": SHARES[name]} | caps.get(name, {}) for name, centre in centres.items()]
    form = forms.draft(form_content("", centres=routes))
    forms.publish(form.id)
    return form.id


def ready(form):
    with transaction() as tx:
        return leads.open(tx, ids.person_id(), 1, Request(form, 1, None, "fr", None)).id


def at_once(tenant, jobs):
    def within(job):
        with tenancy.inside(tenant, by="system:test"):
            return job()

    CONNECTION.client  # noqa: B018 -- made before the threads ask for it
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(within, jobs))


def route(form, lead):
    """What the queue does: a message that fails comes again."""

    def routed():
        for _ in range(50):
            try:
                return actions.route(form, lead)
            except (AlreadyDone, Conflict):
                continue
        raise AssertionError("it never ends")

    return routed


def test_one_consumer_shares_exactly_within_one(company):
    _, centres = company
    form = publish(centres)
    waiting = [ready(form) for _ in range(LEADS)]
    for lead in waiting:
        actions.route(form, lead)
    given = Counter(opened.fresh(lead).centre for lead in waiting)
    assert {name: given[centre] for name, centre in centres.items()} == {name: LEADS * share // 100 for name, share in SHARES.items()}
    assert not actions.route(form)


def test_many_at_once_share_as_exactly_and_route_each_lead_once(company):
    tenant, centres = company
    form = publish(centres)
    waiting = at_once(tenant, [lambda: ready(form)] * LEADS)
    at_once(tenant, [route(form, lead) for lead in [*waiting, *waiting[::5]]])
    found = [opened.fresh(lead) for lead in waiting]
    assert {int(lead.version) for lead in found} == {2}
    given, counted = Counter(lead.centre for lead in found), Turns.of(form).sharing.standings
    assert {centre: standing.received for centre, standing in counted.items()} == given
    assert all(abs(given[centre] - LEADS * SHARES[name] / 100) < 1 for name, centre in centres.items())


def test_no_race_gives_more_than_a_cap(company):
    tenant, centres = company
    form = publish(centres, Lyon={"per_day": 7}, Dakar={"open_at_once": 5}, Tunis={"per_hour": 3})
    waiting = at_once(tenant, [lambda: ready(form)] * 40)
    assert any(at_once(tenant, [route(form, lead) for lead in waiting]))
    found = [opened.fresh(lead) for lead in waiting]
    assert Counter(lead.centre for lead in found) == {centres["Lyon"]: 7, centres["Dakar"]: 5, centres["Tunis"]: 3, None: 25}
    assert opened.count_without_centre(form) == 25
    assert list(opened.forms_waiting()) == [form]
