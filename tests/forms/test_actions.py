"""Two authors at one form."""

import pytest

from chalicelib.forms import actions
from chalicelib.forms.facts import FormEdited
from chalicelib.forms.models import Form
from chalicelib.foundation import tenancy
from chalicelib.foundation.errors import VersionLapsed
from tests.builders import a_company, form_content


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
