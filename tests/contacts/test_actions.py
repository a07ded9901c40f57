"""What is kept of one person stays within one item, and whoever would add too much is told so."""

import pytest

from chalicelib.contacts import actions, queries
from chalicelib.contacts import models as contacts
from chalicelib.foundation import tenancy
from chalicelib.leads import queries as leads
from tests.builders import ANSWERS, FIELDS, a_company
from tests.imports.conftest import Partner, a_partner, a_row

REMARK = {"name": "remark", "type": "textarea", "label": "Remarque", "max_length": 5000}


@pytest.fixture
def company(world, monkeypatch):
    monkeypatch.setattr(actions, "LARGEST", 12_000)
    return a_company(fields=[*FIELDS, REMARK])


@pytest.fixture
def partner(company, ask) -> Partner:
    return a_partner(company, ask)


def over(company):
    with tenancy.inside(company.tenant, by="system:test"):
        for lead in leads.newest(lambda _: True, limit=50, cursor=None)[0]:
            if lead.state == "pending":
                lead.expire()
                gone = leads.fresh(lead.id)
                gone.update([type(gone).closed_at.set(1)])


def filled(company, ask):
    """As far as one request of the largest remark more is too much."""
    for _ in range(2):
        assert ask("POST", company.form_path, form=ANSWERS | {"remark": "x" * 5000}).status == 303
        over(company)


def test_a_visitor_is_shown_what_was_typed_and_what_to_do(company, ask):
    filled(company, ask)
    page = ask("POST", company.form_path, form=ANSWERS | {"remark": "y" * 5000})
    assert page.status == 413
    assert "raccourcissez" in page.text
    assert "y" * 5000 in page.text
    script = ask("POST", company.form_path, ANSWERS | {"remark": "y" * 5000}, language="en")
    assert (script.status, script.json["type"]) == (413, "urn:passerelle:problem:person-full")
    assert ask("POST", company.form_path, form=ANSWERS).status == 303, "a shorter one goes through"


def test_a_partner_is_told_alone_and_in_a_batch_whose_other_rows_go_on(company, partner, ask, crier):
    filled(company, ask)
    heavy = {"email": ANSWERS["email"], "remark": "y" * 5000}
    refused = partner.bring("A1", answers=heavy)
    assert (refused.status, refused.json["type"]) == (413, "urn:passerelle:problem:person-full")
    batch = partner.send([a_row(1, reference="A1", answers=heavy), a_row(2, reference="A2")]).json["id"]
    crier.cry()
    told = partner("GET", f"/lead-batches/{batch}/rows").json["items"]
    assert [(one["outcome"], one["problem"]) for one in told] == [("refused", "person-full"), ("created", None)]


def test_a_correction_counts_too(company, partner):
    assert partner.bring("A1", answers={"remark": "x" * 5000}).status == 200
    assert partner.bring("A1", answers={"remark": "y" * 4000}).json["outcome"] == "updated"
    refused = partner.bring("A1", answers={"remark": "z" * 5000})
    assert (refused.status, refused.json["type"]) == (413, "urn:passerelle:problem:person-full")


def test_a_number_that_everybody_gives_stays_within_its_item(company, ask, monkeypatch):
    monkeypatch.setattr(actions, "SHARING_AT_MOST", 2)
    for number in range(4):
        assert ask("POST", company.form_path, form=ANSWERS | {"email": f"someone{number}@example.org"}).status == 303
    with tenancy.inside(company.tenant):
        assert len(queries.known_by_phone("+33612345678")) == 2
        came = leads.newest(lambda _: True, limit=50, cursor=None)[0]
        suspected = [contacts.Person.known(lead.person_id).said["d"]["others"] for lead in came if contacts.Person.known(lead.person_id).said]
    assert sorted(map(len, suspected)) == [1, 2, 2], "each is told of, and none of too many"
