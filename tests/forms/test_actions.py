"""Two authors at one form, and two posts of one person."""

import pytest

from chalicelib.forms import actions
from chalicelib.forms import queries as forms
from chalicelib.forms.actions import Proof
from chalicelib.forms.facts import FormEdited
from chalicelib.forms.models import Form
from chalicelib.foundation import tenancy
from chalicelib.foundation.errors import TooLarge, VersionLapsed
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


def test_a_form_that_no_item_could_hold_is_refused_before_it_is_written(company):
    much = [{"name": f"q{number}", "type": "textarea", "label": "é" * 1000} for number in range(58)]
    words = {f"q{number}": "é" * 1000 for number in range(58)}
    fields = [*FIELDS[2:3], *(field | {"help": words[field["name"]], "message": words[field["name"]]} for field in much)]
    with tenancy.inside(company.tenant), pytest.raises(TooLarge):
        actions.draft(form_content(company.centre, fields=fields))
