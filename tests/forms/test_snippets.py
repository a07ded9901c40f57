"""What an author copies works as it is: the plain form posts what the server takes, and the program's example is accepted."""

import json
import re
import shlex
from html.parser import HTMLParser

import pytest

from chalicelib.forms import actions as forms
from chalicelib.foundation import tenancy
from chalicelib.identity import passwords
from tests.builders import ANSWERS, FIELDS, a_company, form_content, the_lead
from tests.isolation.companies import access_token

MORE = [
    {"name": "since", "type": "date", "label": "Depuis", "required": True, "earliest": "today"},
    {
        "name": "rooms",
        "type": "checkboxes",
        "label": "Pièces",
        "required": True,
        "min_choices": 2,
        "options": [{"value": one, "label": one} for one in "ab'"],
    },
    {"name": "surface", "type": "number", "label": "Surface", "required": True, "min": 20},
    {"name": "home", "type": "radio", "label": "Logement <b>", "required": True, "options": [{"value": "flat", "label": "Appartement"}]},
    {"name": "land", "type": "country", "label": "Pays", "required": True, "countries": ["SN", "FR"]},
    {"name": "site", "type": "url", "label": "Site", "required": True},
    {"name": "wish", "type": "textarea", "label": "Souhait"},
    {"name": "roof", "type": "text", "label": "Toit", "required": True, "shown_if": {"field": "project", "values": ["solar"]}},
    {"name": "gclid", "type": "hidden", "label": "Clic"},
]


@pytest.fixture
def company(world, monkeypatch):
    monkeypatch.setattr(passwords, "hashed", lambda _: "")  # nobody signs in here, and a hash takes its time
    return a_company(fields=[*FIELDS[:-1], *MORE, FIELDS[-1]], consent={"text": "Pour vous rappeler."})


def snippets(ask, company, form_id=None):
    token = access_token(company.admin, company.tenant, "admin")
    return ask("GET", f"/api/v1/forms/{form_id or company.form_id}/snippets", token=token).json


class Inputs(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found, self.form = {}, {}
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.form = given
        elif "name" in given:
            self.found[given["name"]] = given


def test_the_plain_form_posts_every_field_and_ends_on_the_thanks_page(ask, company):
    page = Inputs(snippets(ask, company)["html"])
    assert page.form["action"].endswith(company.form_path)
    assert page.found.keys() == {field["name"] for field in [*FIELDS, *MORE]}
    assert "required" in page.found["email"]
    assert page.found["email"]["autocomplete"] == "email"
    assert "required" not in page.found["roof"], "it is not asked of everybody, and nothing hides it here"
    rest = {"since": "2031-01-01", "rooms": ["a", "b"], "surface": "40", "home": "flat", "land": "SN", "site": "exemple.sn", "roof": "Tuile"}
    posted = ANSWERS | {name: given.get("value", "") for name, given in page.found.items() if given.get("type") == "hidden"} | rest
    assert ask("POST", company.form_path, form=posted).status == 303
    assert "Pour vous rappeler." in snippets(ask, company)["html"]
    assert "<b>" not in snippets(ask, company)["html"]


def test_the_example_of_a_program_is_accepted(ask, company):
    _, url, *_, body = shlex.split(snippets(ask, company)["program"])
    assert url.endswith(company.form_path)
    answers = json.loads(body)
    assert {"surface": 20, "rooms": ["a", "b"], "land": "SN", "consent": True}.items() <= answers.items()
    answers |= {"roof": "Tuile"} if answers.get("project") == "solar" else {}
    assert ask("POST", company.form_path, answers).status == 202
    assert the_lead(company).state == "pending"


def test_the_script_names_the_form_and_leaves_a_link(ask, company):
    told = snippets(ask, company)
    key = company.form_path.removeprefix("/f/")
    assert re.search(rf'<script src="https?://[^"]+/embed\.js" data-form="{key}" async></script>', told["script"])
    assert f'<a href="{told["page"]}">Étude solaire</a>' in told["script"]
    assert told["unproven_per_hour"] is None


def test_what_visitors_see_is_what_is_copied(ask, company):
    """Not what the author changed since; before the first publication, what would be seen."""
    with tenancy.inside(company.tenant, by="system:test"):
        forms.edit(company.form_id, form_content(company.centre), None)
        drafted = forms.draft(form_content(company.centre, shield={"work": True, "unproven_per_hour": 0}))
    assert 'name="surface"' in snippets(ask, company)["html"]
    told = snippets(ask, company, drafted.id)
    assert 'name="email"' in told["html"]
    assert told["unproven_per_hour"] == 0
