"""Two authors at one form, and two posts of one person."""

import json

import pytest

from chalicelib.forms import actions
from chalicelib.forms import queries as forms
from chalicelib.forms.actions import Proof
from chalicelib.forms.facts import FormEdited
from chalicelib.forms.models import Form
from chalicelib.foundation import tenancy
from chalicelib.foundation.errors import TooLarge, VersionLapsed
from chalicelib.foundation.records import CONNECTION
from chalicelib.leads import queries as leads
from tests.builders import ANSWERS, FIELDS, a_company, form_content


@pytest.fixture
def company(world):
    return a_company()


def test_an_edit_that_names_its_version_never_overwrites_one_made_at_the_same_moment(company):
    with tenancy.inside(company.tenant):
        late = Form.known(company.form_id)
        late.pin(int(late.version))
        actions.edit(company.form_id, form_content(company.centre, name="D'abord"), int(late.version))
        with pytest.raises(VersionLapsed):
            late.change(FormEdited(late.id), content=form_content(company.centre, name="Ensuite"))
        kept = Form.known(company.form_id)
        assert (kept.name, kept.said["t"]) == ("D'abord", "FormEdited")


def test_an_edit_that_names_no_version_is_the_last_word(company):
    with tenancy.inside(company.tenant):
        late = Form.known(company.form_id)
        actions.edit(company.form_id, form_content(company.centre, name="D'abord"), None)
        late.change(FormEdited(late.id), content=form_content(company.centre, name="Ensuite"))
        assert Form.known(company.form_id).name == "Ensuite"


def test_two_posts_of_somebody_known_at_one_moment_are_one_wish(company, monkeypatch):
    """The other one comes in just as this one has seen that there is none yet."""
    with tenancy.inside(company.tenant, by="visitor"):
        other = actions.publish(actions.draft(form_content(company.centre, name="Une autre étude")).id)
        actions.submit(forms.current(other.id), ANSWERS, Proof(0), language="fr")
        read = leads.leads_of

        def slow(person_id):
            monkeypatch.setattr(leads, "leads_of", read)
            found = read(person_id)
            actions.submit(forms.current(company.form_id), ANSWERS, Proof(0), language="fr")
            return found

        monkeypatch.setattr(leads, "leads_of", slow)
        submitted = actions.submit(forms.current(company.form_id), ANSWERS, Proof(0), language="fr")
        assert not submitted.is_new
        came, _ = leads.newest(lambda _: True, limit=10, cursor=None)
        assert [lead.form for lead in came].count(company.form_id) == 1


@pytest.fixture
def reads(company):
    """What is asked of DynamoDB."""
    asked, events = [], CONNECTION.client.meta.events
    events.register("before-call.dynamodb", lambda model, params, **_: asked.append((model.name, params["body"])), unique_id="names")
    yield asked
    events.unregister("before-call.dynamodb", unique_id="names")


def test_names_are_read_in_one_round_trip_and_nothing_else_of_the_forms(company, reads):
    with tenancy.inside(company.tenant, by="system:test"):
        known = {actions.draft(form_content(company.centre, name=f"Étude {number}")).id: f"Étude {number}" for number in range(3)}
        actions.edit(company.form_id, form_content(company.centre, name="Autrement"), None)
        reads.clear()
        assert forms.names() == known | {company.form_id: "Autrement"}
    [(operation, body)] = reads
    asked = json.loads(body)
    assert operation == "Query"
    assert set(asked["ExpressionAttributeNames"].values()) == {"pk", "sk", "t", "nm"}


def test_a_form_of_before_its_name_stood_apart_has_one(company, reads):
    with tenancy.inside(company.tenant, by="system:test"):
        Form.known(company.form_id).update([Form.called.remove()])
        reads.clear()
        assert forms.names() == {company.form_id: "Étude solaire"}
        assert [operation for operation, _ in reads] == ["Query", "BatchGetItem"]
        actions.edit(company.form_id, form_content(company.centre), None)
        reads.clear()
        assert forms.names() == {company.form_id: "Étude solaire"}
        assert [operation for operation, _ in reads] == ["Query"]


def test_a_form_that_no_item_could_hold_is_refused_before_it_is_written(company):
    much = [{"name": f"q{number}", "type": "textarea", "label": "é" * 1000} for number in range(58)]
    words = {f"q{number}": "é" * 1000 for number in range(58)}
    fields = [*FIELDS[2:3], *(field | {"help": words[field["name"]], "message": words[field["name"]]} for field in much)]
    with tenancy.inside(company.tenant), pytest.raises(TooLarge):
        actions.draft(form_content(company.centre, fields=fields))
