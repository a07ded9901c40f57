"""A form as it is asked of somebody whom we know."""

import pytest

from chalicelib.forms.models import Edition
from chalicelib.forms.questionnaires import Questionnaire
from chalicelib.foundation import tenancy
from chalicelib.foundation.errors import AnswersRefused
from tests.builders import form_content

FIELDS = [
    {"name": "first_name", "type": "text", "label": "Prénom"},
    {"name": "email", "type": "email", "label": "E-mail", "required": True},
    {"name": "campaign", "type": "hidden", "label": "Campagne"},
    {"name": "why", "type": "text", "label": "Pourquoi ?", "required": True, "shown_if": {"field": "email"}},
    {"name": "more", "type": "text", "label": "Mais encore ?", "shown_if": {"field": "why"}},
    {"name": "consent", "type": "consent", "label": "J’accepte.", "required": True},
]


@pytest.fixture
def asked():
    with tenancy.inside("k3x9p2ab"):
        calls = {"phone_consent": {"text": "Appelez-moi.", "required": True}}
        content = form_content("c", fields=FIELDS, consent={"text": "Le détail."}, optin=calls)
        edition = Edition.trial(content | {"company": "Soleil Vert", "sender": "a@example.org", "timezone": "Europe/Paris"})
        yield Questionnaire.of(edition, "https://api.example/s/token")


def test_neither_addresses_nor_consents_are_asked(asked):
    assert [field.name for field in asked.form.fields] == ["first_name", "why", "more"]
    assert [field.name for field in asked.questions] == ["why", "more"]
    page = asked.page({"first_name": "Awa"})
    assert 'action="https://api.example/s/token"' in page
    assert 'value="Awa"' in page
    for gone in ("Appelez-moi", "Le détail", "J’accepte", "Campagne"):
        assert gone not in page


def test_what_waited_for_an_address_is_asked(asked):
    """It was given long ago; a condition on another question stays."""
    shown = {field.name: field.shown_if and field.shown_if.field for field in asked.form.fields}
    assert shown == {"first_name": None, "why": None, "more": "why"}


def test_the_rules_of_the_form_hold(asked):
    with pytest.raises(AnswersRefused) as refused:
        asked.check({"first_name": "Awa"})
    assert [error.field for error in refused.value.errors] == ["why"]


def test_nothing_that_was_not_asked_is_kept(asked):
    posted = {"why": " Le  prix ", "email": "mallory@example.org", "consent": "on", "utm_source": "x", "campaign": "y"}
    assert asked.check(posted) == {"why": "Le prix"}


def test_no_visit_is_counted(asked):
    assert '"counts"' not in asked.page({})
