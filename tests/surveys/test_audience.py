"""Who is asked, and who is left out and why."""

from datetime import timedelta

import pytest

from chalicelib.contacts import queries as contacts
from chalicelib.foundation import clock, tenancy
from chalicelib.leads import queries as leads
from chalicelib.messaging import actions as messaging
from chalicelib.messaging import null
from chalicelib.surveys import actions
from chalicelib.surveys.models.invitations import Invitation
from chalicelib.surveys.models.surveys import Survey
from tests.isolation.companies import access_token
from tests.surveys.conftest import SAID


def reasons(asked):
    answer = asked.ask("GET", f"{asked.survey}/persons", token=asked.token, query={"state": "left_out"})
    return sorted(row["reason"] for row in answer.json["items"])


def test_by_hand_whoever_cannot_be_written_to_is_left_out_with_the_reason(asked):
    fine, waiting, silent = asked.comes(1), asked.comes(2, confirms=False), asked.comes(3)
    with tenancy.inside(asked.company.tenant):
        messaging.stop_mail("surveys", " Person3@example.org ")
    asked.prepares(audience={"lead_ids": [fine, waiting, silent, fine]})
    assert asked.counts == {"waiting": 1, "left_out": 2}
    assert asked.page["left_out"] == {"not_confirmed": 1, "unsubscribed": 1}
    assert reasons(asked) == ["not_confirmed", "unsubscribed"]


def test_who_wanted_no_more_mail_about_a_request_wants_no_survey_either(asked):
    lead = asked.comes(1)
    with tenancy.inside(asked.company.tenant):
        messaging.stop_mail(asked.company.form_id, contacts.details(leads.lead(lead).person_id)["email"])
    asked.prepares()
    assert asked.page["left_out"] == {"unsubscribed": 1}


def test_customers_are_those_whom_an_agent_confirmed(asked):
    customer, _ = asked.comes(1), asked.comes(2)
    with tenancy.inside(asked.company.tenant, by="system:test"):
        leads.lead(customer).confirm()
    asked.prepares(audience={"form_id": asked.company.form_id, "who": "customers"})
    asked.starts()
    assert [mail.to for mail in null.sent][-1] == "person1@example.org"
    assert asked.counts == {"mailed": 1}


def test_who_refused_to_be_contacted_is_not(asked):
    lead = asked.comes(1)
    with tenancy.inside(asked.company.tenant, by="system:test"):
        leads.lead(lead).reject("refused_consent")
    asked.prepares()
    assert asked.page["left_out"] == {"refused": 1}


def test_whoever_came_twice_is_asked_once(asked):
    first = asked.comes(1)
    with tenancy.inside(asked.company.tenant, by="system:test"):
        leads.lead(first).reject("other")
    with clock.held_at(clock.now() + timedelta(days=3)):
        asked.token = access_token(asked.company.admin, asked.company.tenant, "admin")
        second = asked.comes(1)
        assert first.split(".")[0] == second.split(".")[0]
        asked.prepares()
        assert asked.counts == {"waiting": 1}


def test_of_a_form_without_double_opt_in_nobody_has_confirmed(asked):
    from chalicelib.forms import actions as forms
    from tests.builders import form_content

    with tenancy.inside(asked.company.tenant, by="system:test"):
        straight = forms.draft(form_content(asked.company.centre, name="Direct", double_optin=False))
        forms.publish(straight.id)
    lead = asked.comes(1, confirms=False, form=f"/f/{asked.company.tenant}-{straight.id}")
    asked.prepares(audience={"form_id": straight.id})
    assert asked.counts == {}
    asked.prepares(audience={"lead_ids": [lead]})
    assert asked.counts == {"waiting": 1}, "by hand somebody answers for it"


def test_an_audience_is_gathered_in_rounds_and_a_crash_between_them_loses_nobody(asked, monkeypatch):
    for number in range(1, 6):
        asked.comes(number)
    monkeypatch.setattr(actions, "READ_AT_ONCE", 2)
    monkeypatch.setattr(actions, "ROUND_SECONDS", -1)
    turns = []
    going_on = Survey.go_on
    monkeypatch.setattr(Survey, "go_on", lambda survey, cursor=None: (turns.append(cursor), going_on(survey, cursor))[1])
    added = Invitation.add.__func__
    crashes = iter([True, False])

    def sometimes(cls, survey_id, wanted):
        added(cls, survey_id, wanted)
        if next(crashes, False):
            raise RuntimeError("gone in the middle of a round")

    monkeypatch.setattr(Invitation, "add", classmethod(sometimes))
    asked.prepares()
    with tenancy.inside(asked.company.tenant, by="system:mail-survey"):
        actions.go_on(asked.survey.rpartition("/")[2], 1)  # the message comes again
    asked.crier.cry()
    assert asked.counts == {"waiting": 5}, "counted once each"
    assert len(turns) >= 2


def test_a_round_that_finds_nobody_ends_in_time_and_keeps_how_far_it_came(asked, monkeypatch):
    for number in range(1, 5):
        asked.comes(number, confirms=False)
    monkeypatch.setattr(actions, "ROUND_SECONDS", -1)
    cursors = []
    going_on = Survey.go_on
    monkeypatch.setattr(Survey, "go_on", lambda survey, cursor=None: (cursors.append(cursor), going_on(survey, cursor))[1])
    asked.prepares()
    assert (len(set(cursors)), asked.page["state"]) == (4, "ready")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"audience": {}}, "audience"),
        ({"audience": {"form_id": "0123456789", "lead_ids": ["x.1"]}}, "audience"),
        ({"audience": {"lead_ids": ["x.1"] * 101}}, "audience.lead_ids"),
        ({"days": 0}, "days"),
        ({"name": " "}, "name"),
        ({"letters": {"fr": {"subject": "x" * 101}}}, "letters.fr.subject"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(asked, changes, field):
    refused = asked.prepares(**changes)
    assert refused.status == 422
    assert refused.json["errors"][0]["field"] == field


def test_a_form_that_asks_nothing_new_is_no_survey(asked):
    from chalicelib.forms import actions as forms
    from tests.builders import FIELDS, form_content

    with tenancy.inside(asked.company.tenant, by="system:test"):
        plain = forms.draft(form_content(asked.company.centre, fields=[field for field in FIELDS if field["name"] != "project"]))
        forms.publish(plain.id)
    refused = asked.prepares(form_id=plain.id)
    assert (refused.status, refused.json["type"]) == (422, "urn:passerelle:problem:nothing-asked")


def scales(number):
    return [{"name": f"q{place}", "type": "number", "label": "De 0 à 10 ?", "min": 0, "max": 10} for place in range(number)]


def test_a_form_whose_answer_would_not_fit_in_one_write_is_no_survey(asked):
    from chalicelib.forms import actions as forms
    from tests.builders import FIELDS, form_content

    def published(number):
        fields = [field for field in FIELDS if field["name"] != "project"] + scales(number)
        with tenancy.inside(asked.company.tenant, by="system:test"):
            made = forms.draft(form_content(asked.company.centre, fields=fields))
            forms.publish(made.id)
        return made.id

    assert asked.prepares(form_id=published(27)).status == 201
    refused = asked.prepares(form_id=published(31))
    assert (refused.status, refused.json["type"]) == (422, "urn:passerelle:problem:too-much-asked")
    assert "93" in refused.json["detail"]


def test_an_unpublished_form_or_a_foreign_lead_is_none(asked):
    assert asked.prepares(form_id="0123456789").status == 404
    assert asked.prepares(audience={"form_id": "0123456789"}).status == 404
    assert asked.prepares(audience={"lead_ids": ["0123456789abcdef.1"]}).status == 404


def test_nobody_found_leaves_nothing_to_send(asked):
    asked.prepares()
    assert asked.page["state"] == "ready"
    asked.starts()
    assert asked.page["state"] == "sent"
    assert asked.counts == {}


def test_rows_come_page_by_page(asked):
    for number in range(1, 4):
        asked.comes(number)
    asked.prepares()
    asked.starts()
    for number in range(1, 4):
        asked.ask("POST", asked.link_of(number), form=SAID)
    first = asked.ask("GET", f"{asked.survey}/persons", token=asked.token, query={"limit": 2}).json
    last = asked.ask("GET", f"{asked.survey}/persons", token=asked.token, query={"limit": 2, "cursor": first["cursor"]}).json
    assert (len(first["items"]), len(last["items"]), last["cursor"]) == (2, 1, None)
    assert len({row["lead_id"] for row in first["items"] + last["items"]}) == 3
    assert asked.ask("GET", f"{asked.survey}/persons", token=asked.token, query={"cursor": "MQ"}).status == 400


def test_a_page_of_which_somebody_has_moved_on_is_not_the_last(asked, monkeypatch):
    for number in range(1, 4):
        asked.comes(number)
    asked.prepares()
    asked.starts()
    reading = Invitation.batch_get.__func__
    monkeypatch.setattr(Invitation, "batch_get", classmethod(lambda cls, places: list(reading(cls, places))[1:]))  # the index shows one too many
    rows, cursor = [], None
    for _ in range(2):
        query = {"state": "mailed", "limit": 2} | ({"cursor": cursor} if cursor else {})
        page = asked.ask("GET", f"{asked.survey}/persons", token=asked.token, query=query).json
        rows, cursor = [*rows, page["items"]], page["cursor"]
    assert ([len(page) for page in rows], cursor) == ([1, 0], None)
