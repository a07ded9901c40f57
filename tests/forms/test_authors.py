"""What an author asks of a form beside its content: a look before it is published, what changed, and to be rid of it."""

import pytest

from chalicelib.forms import actions, queries, shapes
from chalicelib.forms.models import Form
from chalicelib.foundation import tenancy
from tests.builders import FIELDS, a_company, form_content
from tests.isolation.companies import access_token


@pytest.fixture
def company(world):
    return a_company()


@pytest.fixture
def admin(company):
    return {"token": access_token(company.admin, company.tenant, "admin", None)}


def test_a_preview_is_the_page_that_publishing_would_show(ask, company, admin):
    draft = form_content(company.centre, name="Isolation des combles", thanks="À très bientôt.")
    page = ask("POST", "/api/v1/form-previews", {"draft": draft}, **admin).json["page"]
    assert "<h1>Isolation des combles</h1>" in page
    assert "Soleil Vert" in page
    assert 'name="email"' in page
    thanks = ask("POST", "/api/v1/form-previews", {"draft": draft, "page": "thanks"}, **admin).json["page"]
    assert "À très bientôt." in thanks
    with tenancy.inside(company.tenant):
        assert [form.id for form in Form.all()] == [company.form_id]


def test_a_preview_says_of_a_draft_what_saving_it_would_say(ask, company, admin):
    broken = form_content(company.centre, fields=[*FIELDS, {"name": "age", "type": "number", "label": "Âge", "min": 9, "max": 3}])
    answer = ask("POST", "/api/v1/form-previews", {"draft": broken}, **admin)
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, f"draft.fields.{len(FIELDS)}")
    assert ask("POST", "/api/v1/form-previews", {"draft": form_content("nowhere")}, **admin).status == 422


def test_each_edition_says_what_it_changed_and_the_draft_what_is_not_published_yet(ask, company, admin):
    path = f"/api/v1/forms/{company.form_id}/editions"
    first = ask("GET", path, **admin).json
    assert ([edition["changed"] for edition in first["items"]], first["unpublished"]) == ([None], None)

    email, phone = FIELDS[2], FIELDS[3]
    fields = [FIELDS[1], FIELDS[0], email | {"label": "Votre e-mail"}, phone, {"name": "city", "type": "text", "label": "Ville"}]
    with tenancy.inside(company.tenant, by="system:test"):
        actions.edit(company.form_id, form_content(company.centre, fields=fields, thanks="Merci."), None)
    changed = {
        "added": ["Ville"],
        "removed": [FIELDS[4]["label"], FIELDS[5]["label"]],
        "altered": ["Votre e-mail"],
        "settings": ["thanks"],
        "moved": True,
    }
    assert ask("GET", path, **admin).json["unpublished"] == changed

    with tenancy.inside(company.tenant, by="system:test"):
        actions.publish(company.form_id)
    second = ask("GET", path, **admin).json
    assert [(edition["number"], edition["changed"]) for edition in second["items"]] == [(2, changed), (1, None)]
    assert second["unpublished"] is None


def test_a_form_is_closed_before_it_is_put_away_and_comes_back_by_publishing_it(ask, company, admin):
    path = f"/api/v1/forms/{company.form_id}"
    assert ask("DELETE", path, **admin).status == 409
    with tenancy.inside(company.tenant, by="system:test"):
        actions.close(company.form_id)
    assert [ask("DELETE", path, **admin).status for _ in range(2)] == [204, 204]
    assert ask("GET", path, **admin).json["state"] == "archived"
    assert ask("POST", f"{path}/publication", **admin).json["state"] == "published"


def test_editions_of_before_a_setting_existed_read_as_without_it(company):
    with tenancy.inside(company.tenant):
        form, editions = Form.known(company.form_id), queries.editions(company.form_id)
        editions[0].content = {name: value for name, value in editions[0].content.items() if name != "optin"}
        assert shapes.editions(form, editions).unpublished is None
