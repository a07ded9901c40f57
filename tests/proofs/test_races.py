"""Many at once, on the emulator: the database is the referee, and everybody agrees with it afterwards."""

from __future__ import annotations

import os
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

import app
from chalicelib.contacts.models import Guard, Person
from chalicelib.distribution import actions, tasks
from chalicelib.distribution.models.seats import Seat
from chalicelib.forms import actions as forms
from chalicelib.forms import queries as editions
from chalicelib.forms.actions import Proof
from chalicelib.foundation import clock, ids, tenancy
from chalicelib.foundation.errors import AlreadyDone, Conflict
from chalicelib.foundation.facts import Announcement, restored
from chalicelib.foundation.records import CONNECTION, MainRecord, transaction
from chalicelib.identity import actions as identity
from chalicelib.leads import actions as leads
from chalicelib.leads import queries as opened
from chalicelib.leads.actions import Request
from chalicelib.leads.models.leads import Lead
from chalicelib.messaging import actions as messaging
from chalicelib.messaging.shapes import NewSender
from chalicelib.optin import tokens
from tests.builders import ANSWERS, form_content
from tests.client import Client

IN_FULL = os.environ.get("PASSERELLE_PROOFS") == "full"
WRITERS, PEOPLE = (16, 200) if IN_FULL else (8, 40)
DISTRIBUTORS, LEADS, AGENTS = (8, 2000, 25) if IN_FULL else (4, 500, 25)
REPEATED = 0.1
WEIGHTS = (0.5, 1, 2)


@pytest.fixture
def company(emulated):
    """Its form's public path and its centre, inside the tenant."""
    tenant = identity.open_tenant("Soleil Vert", "fr", "Europe/Paris", "FR")
    with tenancy.inside(tenant, by="system:test"):
        messaging.add_sender(NewSender(kind="null", from_name="Soleil Vert", from_address="contact@example.com"))
        centre = identity.open_centre("Centre de Lyon", "push")
        form = forms.draft(form_content(centre))
        forms.publish(form.id)
        yield tenant, centre, form.id


def at_once(tenant, workers, jobs):
    """Every job, as many at a time as there are workers; what they answer, in the order of the jobs."""

    def within(job):
        with tenancy.inside(tenant, by="system:test"):
            return job()

    CONNECTION.client  # noqa: B018 -- made before the threads ask for it
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(within, jobs))


def of_kind(emulated, tenant, kind):
    pages = emulated.client("dynamodb").get_paginator("scan").paginate(TableName=MainRecord.Meta.table_name, ConsistentRead=True)
    return [kind.from_raw_data(item) for page in pages for item in page["Items"] if item["pk"]["S"].startswith(tenant) and is_a(kind, item)]


def is_a(kind, item):
    return item["t"]["S"] == kind.t.get_discriminator(kind)


def test_many_writers_and_few_people(company, emulated):
    tenant, _, form = company
    edition = editions.current(form)

    def post(person, phone):
        answers = ANSWERS | {"email": f"person{person}@example.org", "phone": f"06 12 {person // 100 + 2 * phone:02d} {person % 100:02d} 56"}
        return lambda: forms.submit(edition, answers, Proof(clock.now_ms()), language="fr")

    posts = [post(person, writer % 2) for writer in range(WRITERS) for person in range(PEOPLE)]
    random.Random(7).shuffle(posts)
    at_once(tenant, WRITERS, posts)

    people, requests, guards = (of_kind(emulated, tenant, kind) for kind in (Person, Lead, Guard))
    assert (len(people), len(requests)) == (PEOPLE, PEOPLE)
    assert len({person.read()["email"] for person in people}) == PEOPLE
    wanted = {key: {person.id} for person in people for key in guarded(person)}
    assert {guard.pk: guard.people for guard in guards} == wanted


def guarded(person):
    details = person.read()
    return Guard.of_email(details["email"]).pk, Guard.of_phone(details["phone"]).pk


def test_eight_identical_posts_are_one_lead(company, emulated):
    tenant, _, form = company
    ask = Client(app.app)
    answers = at_once(tenant, 8, [lambda: ask("POST", f"/f/{tenant}-{form}", form=ANSWERS)] * 8)
    assert {answer.status for answer in answers} == {303}
    assert [len(of_kind(emulated, tenant, kind)) for kind in (Person, Lead, Guard)] == [1, 1, 2]


def test_two_clicks_at_once_confirm_once(company, emulated):
    tenant, _, form = company
    ask = Client(app.app)
    ask("POST", f"/f/{tenant}-{form}", form=ANSWERS)
    [lead] = of_kind(emulated, tenant, Lead)
    link = f"/c/{tokens.made(lead.id, 1)}"
    answers = at_once(tenant, 8, [lambda: ask("POST", link, form={})] * 8)
    assert {answer.status for answer in answers} == {200}
    [confirmed] = of_kind(emulated, tenant, Lead)
    assert (confirmed.state, confirmed.version) == ("ready", 2)


@pytest.fixture
def pool(company):
    """Leads that wait, agents who are there, and what the wire is told: a tenth of it twice."""
    tenant, centre, form = company
    agents = [f"agent{number:05d}" for number in range(AGENTS)]
    for agent in agents:
        actions.seat(centre, agent)

    def open_one():
        with transaction() as tx:
            return leads.open(tx, ids.person_id(), 1, Request(form, 1, centre, "fr", None))

    waiting = at_once(tenant, DISTRIBUTORS, [open_one] * LEADS)
    told = [Announcement(f"{one.id}:1", tenant, clock.now_ms(), "visitor", 1, restored(one.said["t"], one.said["d"])) for one in waiting]
    dice = random.Random(7)
    told += dice.sample(told, int(REPEATED * LEADS))
    dice.shuffle(told)
    return told


def furnish(centre, capacity, weights=(1,)):
    for place, seat in enumerate(Seat.roster(centre)):
        seat.update(actions=[Seat.capacity.set(capacity), Seat.weight.set(weights[place % len(weights)])])


def hear(said):
    """What the queue does: a message that fails comes again."""

    def heard():
        for _ in range(20):
            try:
                return tasks.distribute(said)
            except AlreadyDone:
                return None
            except Conflict:
                continue
        raise AssertionError("it never ends")

    return heard


def owners(emulated, tenant, centre):
    found = of_kind(emulated, tenant, Lead)
    held = {seat.agent_id: set(seat.held or ()) for seat in Seat.roster(centre)}
    assert {lead.state for lead in found} == {"assigned"}
    assert {lead.version for lead in found} == {2}, "each was assigned once"
    assert {agent: {lead.id for lead in found if lead.agent == agent} for agent in held} == held
    return Counter(lead.agent for lead in found)


def test_distributors_at_once_assign_each_lead_once(company, emulated, pool):
    """Production has one consumer a centre; the conditions must hold without it too. There is a place for each lead, and not one more."""
    tenant, centre, _ = company
    furnish(centre, LEADS // AGENTS)
    at_once(tenant, DISTRIBUTORS, [hear(said) for said in pool])
    assert set(owners(emulated, tenant, centre).values()) == {LEADS // AGENTS}
    assert opened.count_waiting(centre) == 0


@pytest.mark.parametrize(
    ("weights", "deviation"),
    [((1,), 0.5), pytest.param(WEIGHTS, 1, marks=pytest.mark.skipif(not IN_FULL, reason="minutes"))],
)
def test_one_consumer_is_fair(company, emulated, pool, weights, deviation):
    tenant, centre, _ = company
    furnish(centre, LEADS, weights)
    for said in pool:
        hear(said)()
    shares = owners(emulated, tenant, centre)
    roster = Seat.roster(centre)
    total = sum(float(seat.weight) for seat in roster)
    assert max(abs(shares[seat.agent_id] - LEADS * float(seat.weight) / total) for seat in roster) <= deviation
