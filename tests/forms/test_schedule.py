"""A form that opens and closes by the clock: it says when, on its page and to scripts, and takes nothing before or after."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from pydantic import ValidationError

from chalicelib.forms import actions as forms
from chalicelib.forms.schedule import spoken
from chalicelib.forms.shapes import FormDraft
from chalicelib.foundation import clock, tenancy
from chalicelib.identity import passwords
from tests.builders import ANSWERS, a_company, form_content
from tests.isolation.companies import access_token

OPENING = datetime(2031, 3, 12, 8, 0, tzinfo=UTC)
CLOSING = OPENING + timedelta(days=7)
ORIGIN = "https://landing.example"


@pytest.fixture
def company(world, monkeypatch):
    monkeypatch.setattr(passwords, "hashed", lambda _: "")  # nobody signs in here, and a hash takes its time
    return a_company(allowed_origins=[ORIGIN], opens_at=clock.to_ms(OPENING), closes_at=clock.to_ms(CLOSING))


def at(moment):
    return clock.held_at(moment)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Soleil Vert prendra les demandes le 12 mars 2031 à 9 h 00 (heure de Paris)."),
        ("en", "Ce formulaire n’est pas encore ouvert"),  # the form speaks French only
    ],
)
def test_before_its_opening_a_form_says_when(company, ask, language, said):
    with at(OPENING - timedelta(seconds=90)):
        for answer in (ask("GET", company.form_path, language=language), ask("POST", company.form_path, form=ANSWERS, language=language)):
            assert answer.status == 409
            assert said in unescape(answer.text)
            assert "<form" not in answer.text
        told = ask("POST", company.form_path, dict(ANSWERS), headers={"Origin": ORIGIN})
        assert (told.status, told.json["type"]) == (409, "urn:passerelle:problem:form-not-open-yet")
        assert told.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert told.headers["Retry-After"] == "90"
        assert (
            ask("GET", f"{company.form_path}/embed", language="en").json["title"]
            == "This form takes requests from 12 March 2031 at 9:00 (Paris time) on."
        )


def test_a_program_waits_too(company, ask):
    draft = {"form_id": company.form_id, "answers": ANSWERS, "consent": {"given_at": clock.iso(clock.to_ms(OPENING - timedelta(days=1)))}}
    with at(OPENING - timedelta(minutes=1)):
        token = access_token(company.admin, company.tenant, "admin")
        assert ask("POST", "/api/v1/leads", draft, token=token).json["type"] == "urn:passerelle:problem:form-not-open-yet"


@pytest.mark.parametrize(("moment", "status"), [(OPENING, 303), (CLOSING - timedelta(milliseconds=1), 303), (CLOSING, 410)])
def test_it_takes_posts_from_its_opening_until_its_closing(company, ask, moment, status):
    with at(moment):
        assert ask("POST", company.form_path, form=ANSWERS).status == status


def test_an_opening_in_summer_is_said_by_the_summers_clock():
    noon = clock.to_ms(datetime(2031, 7, 1, 12, 0, tzinfo=UTC))
    assert spoken(noon, "Europe/Paris", "fr") == "le 1er juillet 2031 à 14 h 00 (heure de Paris)"
    assert spoken(noon, "America/Port-au-Prince", "en") == "1 July 2031 at 8:00 (Port-au-Prince time)"
    assert spoken(noon - 12 * 3600 * 1000, "Africa/Dakar", "fr") == "le 1er juillet 2031 à 0 h 00 (heure de Dakar)"


def test_a_form_cannot_close_before_it_opens(company):
    content = form_content(company.centre, opens_at="2031-03-12T08:00:00Z", closes_at="2031-03-12T09:00:00+01:00")
    with pytest.raises(ValidationError, match="would close before it opens"):
        FormDraft.model_validate(content)


def test_times_come_back_as_they_were_given(company, ask):
    token = access_token(company.admin, company.tenant, "admin")
    form = ask("GET", f"/api/v1/forms/{company.form_id}", token=token).json
    assert (form["opens_at"], form["closes_at"]) == ("2031-03-12T08:00:00.000Z", "2031-03-19T08:00:00.000Z")
    draft = {name: value for name, value in form.items() if name in FormDraft.model_fields} | {"opens_at": None}
    assert ask("PUT", f"/api/v1/forms/{company.form_id}", draft, token=token).json["opens_at"] is None


def test_an_older_edition_without_an_opening_is_open(company, ask):
    with tenancy.inside(company.tenant, by="system:test"):
        forms.edit(company.form_id, form_content(company.centre), None)
        forms.publish(company.form_id)
    assert ask("GET", company.form_path).status == 200
