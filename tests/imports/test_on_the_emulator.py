"""Many at once: a reference is one lead, a batch is one batch, whoever comes first."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

import app
from chalicelib.contacts import queries as contacts
from chalicelib.foundation import tenancy
from chalicelib.foundation.records import CONNECTION
from chalicelib.imports import batches
from chalicelib.leads import queries as leads
from tests.builders import a_company
from tests.client import Client
from tests.imports.conftest import a_partner, a_row

AT_ONCE = 8


@pytest.fixture
def partner(emulated):
    return a_partner(a_company(), Client(app.app))


def at_once(jobs):
    CONNECTION.client  # noqa: B018 -- made before the threads ask for it
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda job: job(), jobs))


def every_lead(partner):
    with tenancy.inside(partner.company.tenant, by="system:test"):
        return leads.newest(lambda _: True, limit=500, cursor=None)[0]


def test_the_same_lead_sent_eight_times_at_once_is_one_lead(partner):
    row = {"form_id": partner.company.form_id} | a_row()
    answers = at_once([lambda: partner("PUT", "/leads/by-reference/A1", row)] * AT_ONCE)
    assert {answer.status for answer in answers} == {200}
    assert Counter(answer.json["outcome"] for answer in answers) == {"created": 1, "unchanged": AT_ONCE - 1}
    assert [lead.id for lead in every_lead(partner)] == [answers[0].json["lead_id"]]


def test_one_reference_for_eight_people_at_once_is_one_of_them(partner):
    answers = at_once([lambda number=number: partner.bring("A1", number) for number in range(AT_ONCE)])
    [lead] = every_lead(partner)
    told = [answer.json["outcome"] if answer.status == 200 else answer.status for answer in answers]
    assert told.count("created") == 1
    assert set(told) <= {"created", "outdated", 422}, "another person under it is refused, or came too late to be looked at"
    assert {error["code"] for answer in answers if answer.status == 422 for error in answer.json["errors"]} <= {"email_fixed"}
    with tenancy.inside(partner.company.tenant):
        winner = told.index("created")
        assert contacts.details(lead.person_id)["email"] == f"awa{winner}@example.org"
    assert partner.standing("A1").json["lead_id"] == lead.id


def test_one_person_under_eight_references_at_once_is_one_lead(partner):
    answers = at_once([lambda number=number: partner.bring(f"A{number}") for number in range(AT_ONCE)])
    assert Counter(answer.json["outcome"] for answer in answers) == {"created": 1, "duplicate": AT_ONCE - 1}
    assert len(every_lead(partner)) == 1


def test_corrections_at_once_are_each_kept_or_refused(partner):
    """None is lost by the others: sealing over what was not read is refused, and tried again. One that comes to its turn too late is not kept."""
    lead_id = partner.bring("A1").json["lead_id"]
    answers = at_once([lambda number=number: partner.bring("A1", answers={"last_name": f"Diop {number}"}) for number in range(AT_ONCE)])
    assert {answer.status for answer in answers} <= {200, 409}
    told = [answer.json["outcome"] for answer in answers if answer.status == 200]
    with tenancy.inside(partner.company.tenant):
        lead = leads.fresh(lead_id)
        kept = contacts.details(lead.person_id)["corrections"]["1"]
    assert set(told) <= {"updated", "outdated"}
    assert len(kept) == told.count("updated") == lead.version - 1
    assert len({str(one["said"]) for one in kept}) == len(kept)


def test_the_same_batch_sent_eight_times_at_once_is_one_batch(partner):
    sent = [a_row(number, reference=f"R{number}") for number in range(30)]
    answers = at_once([lambda: partner.send(sent, key="k1")] * AT_ONCE)
    assert {answer.status for answer in answers} == {202}
    assert len({answer.json["id"] for answer in answers}) == 1


def test_batches_that_share_people_and_references_agree(partner):
    """Read in any order and by several at once, each part twice: a reference is one lead, a person has one, every row is told once."""
    sent = [[a_row(number, reference=f"R{number}") for number in range(start, start + 40)] for start in (0, 20, 40)]
    ids = [partner.send(rows).json["id"] for rows in sent]
    jobs = [lambda batch=batch: read(partner, batch) for batch in ids * 2]
    random.Random(7).shuffle(jobs)
    at_once(jobs)
    assert len(every_lead(partner)) == 80
    told = [partner("GET", f"/lead-batches/{batch}").json for batch in ids]
    assert [(one["state"], one["read"]) for one in told] == [("done", 40)] * 3
    standing = {number: partner.standing(f"R{number}").json["lead_id"] for number in range(80)}
    assert len(set(standing.values())) == 80


def read(partner, batch):
    with tenancy.inside(partner.company.tenant, by="system:test"):
        try:
            batches.read_part(batch, 0)
        except batches.AlreadyDone:
            return
