"""One lead at a time, under the partner's own name for it."""

from datetime import timedelta

import pytest

from chalicelib.contacts import queries as contacts
from chalicelib.files import actions as files
from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.errors import AnswersRefused
from chalicelib.identity import actions as identity
from chalicelib.leads import queries as leads
from chalicelib.messaging import null
from tests.builders import a_company, form_content
from tests.files.contents import PDF
from tests.imports.conftest import Partner, a_partner, a_row
from tests.isolation.companies import access_token


def inside(company):
    return tenancy.inside(company.tenant, by="system:test")


def every_lead(company):
    with inside(company):
        return leads.newest(lambda _: True, limit=50, cursor=None)[0]


def test_a_lead_is_opened_and_read_back_by_its_reference(partner, company):
    brought = partner.bring("C-2026.001").json
    [lead] = every_lead(company)
    assert (brought["outcome"], brought["lead_id"], brought["state"]) == ("created", lead.id, "pending")
    standing = partner.standing("C-2026.001").json
    assert standing == {name: value for name, value in brought.items() if name != "outcome"}
    assert not {"awa1@example.org", "Awa"} & set(map(str, standing.values())), "who brought it is told how it stands, not who it is"


def test_sent_again_it_changes_nothing(partner, company, crier):
    mailed = len(null.sent)
    row = {"form_id": company.form_id} | a_row()
    first, *again = [partner("PUT", "/leads/by-reference/A1", row).json for _ in range(3)]
    assert [one["outcome"] for one in again] == ["unchanged", "unchanged"]
    assert {one["lead_id"] for one in again} == {first["lead_id"]}
    [lead] = every_lead(company)
    assert lead.version == 1
    crier.cry()
    assert len(null.sent) == mailed + 1


def test_the_mail_speaks_the_answers_language(ask, crier):
    company = a_company(translations={"en": {"fields": {}}})
    partner = a_partner(company, ask)
    assert partner.bring("A1", language="en").status == 200
    crier.cry()
    assert every_lead(company)[0].language == "en"
    refused = partner.bring("A2", number=2, language="de")
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "language")


def test_the_forms_rules_hold_and_the_consent_must_be_proven(partner, company):
    refused = partner.bring("A1", answers={"email": "awa", "consent": "off"})
    assert refused.status == 422
    assert {error["field"] for error in refused.json["errors"]} == {"email", "consent"}
    unproven = partner("PUT", "/leads/by-reference/A1", {"form_id": company.form_id, "answers": a_row()["answers"]})
    assert [error["field"] for error in unproven.json["errors"]] == ["consent"]
    assert partner.standing("A1").status == 404
    assert every_lead(company) == []


def test_other_answers_correct_the_lead_and_what_they_replace_is_kept(partner, company, crier):
    lead_id = partner.bring("A1").json["lead_id"]
    corrected = partner.bring("A1", answers={"phone": "06 99 88 77 66", "first_name": "Aminata", "project": "heat"})
    assert (corrected.status, corrected.json["outcome"], corrected.json["lead_id"]) == (200, "updated", lead_id)
    with inside(company):
        lead = leads.fresh(lead_id)
        details = contacts.details(lead.person_id)
        said = contacts.answers(details, 1)
    assert (said["phone"], said["project"], details["first_name"]) == ("+33699887766", "heat", "Aminata")
    assert details["requests"]["1"]["answers"]["project"] == "solar", "the request stays as it came, since it is the proof"
    [correction] = details["corrections"]["1"]
    assert correction["proof"]["page"] == "https://landing.example/offre"
    assert lead.said["t"] == "LeadCorrected"
    assert lead.said["d"]["changed"] == ["first_name", "phone", "project"]
    assert partner.bring("A1", answers={"phone": "06 99 88 77 66", "first_name": "Aminata", "project": "heat"}).json["outcome"] == "unchanged"


def test_an_answer_that_is_left_out_is_withdrawn(partner, company):
    lead_id = partner.bring("A1").json["lead_id"]
    row = a_row()
    del row["answers"]["project"]
    assert partner("PUT", "/leads/by-reference/A1", {"form_id": company.form_id} | row).json["outcome"] == "updated"
    with inside(company):
        assert "project" not in contacts.answers(contacts.details(leads.fresh(lead_id).person_id), 1)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [({"email": "fatou@example.org"}, "email", "email_fixed"), ({"newsletter": "on"}, "newsletter", "consent_fixed")],
)
def test_what_was_confirmed_or_consented_is_not_corrected(ask, changes, field, code):
    fields = [*form_content("x")["fields"], {"name": "newsletter", "type": "consent", "label": "La lettre", "required": False}]
    partner = a_partner(a_company(fields=fields), ask)
    partner.bring("A1")
    refused = partner.bring("A1", answers=changes)
    assert refused.status == 422
    assert [(error["field"], error["code"]) for error in refused.json["errors"]] == [(field, code)]


def test_a_lead_that_is_over_is_corrected_no_more(partner, company):
    lead_id = partner.bring("A1").json["lead_id"]
    with inside(company):
        leads.fresh(lead_id).expire()
    refused = partner.bring("A1", answers={"project": "heat"})
    assert (refused.status, refused.json["type"]) == (409, "urn:passerelle:problem:lead-over")
    assert partner.bring("A1").json["outcome"] == "unchanged"
    assert partner.standing("A1").json["state"] == "expired"


def test_a_lead_is_corrected_so_often_and_no_more(partner):
    partner.bring("A1")
    answers = [partner.bring("A1", answers={"last_name": f"Diop {number}"}) for number in range(21)]
    assert [answer.status for answer in answers] == [200] * 20 + [409]


def test_a_reference_does_not_move_to_another_form(partner, company):
    from chalicelib.forms import actions as forms

    partner.bring("A1")
    with inside(company):
        other = forms.draft(form_content(company.centre))
        forms.publish(other.id)
    refused = partner.bring("A1", form_id=other.id)
    assert (refused.status, refused.json["errors"][0]["code"]) == (422, "reference_of_other_form")


def test_a_known_person_is_a_duplicate_and_no_more_is_told(partner, company, ask):
    partner.bring("A1")
    other = a_partner(company, ask, "Un autre")
    brought = other.bring("Z9").json
    assert (brought["outcome"], brought["is_duplicate"], brought["lead_id"], brought["state"]) == ("duplicate", True, None, None)
    assert other.standing("Z9").json["is_duplicate"] is True
    assert other.bring("Z9").json["outcome"] == "duplicate"
    assert len(every_lead(company)) == 1


def test_a_duplicate_with_another_person_becomes_a_lead(partner, company):
    partner.bring("A1")
    assert partner.bring("A2").json["outcome"] == "duplicate"
    assert partner.bring("A2", number=2).json["outcome"] == "created"
    assert len(every_lead(company)) == 2


def test_a_known_person_asks_again_through_another_reference_when_all_is_over(partner, company):
    lead_id = partner.bring("A1").json["lead_id"]
    with inside(company):
        leads.fresh(lead_id).expire()
        gone = leads.fresh(lead_id)
        gone.update([type(gone).closed_at.set(1)])
    again = partner.bring("A2").json
    assert again["outcome"] == "created"
    assert again["lead_id"] == lead_id.replace(".1", ".2")


def test_a_lead_that_went_away_may_come_back_under_its_reference(partner, company):
    lead_id = partner.bring("A1").json["lead_id"]
    with inside(company):
        leads.fresh(lead_id).delete()
    assert partner.standing("A1").status == 404
    brought = partner.bring("A1", answers={"project": "heat"}).json
    assert (brought["outcome"], brought["state"]) == ("created", "pending")


def test_two_partners_may_call_their_leads_by_the_same_name(partner, company, ask):
    other = a_partner(company, ask, "Un autre")
    mine, theirs = partner.bring("1").json, other.bring("1", number=2).json
    assert mine["lead_id"] != theirs["lead_id"]
    assert other.standing("1").json["lead_id"] == theirs["lead_id"]
    assert a_partner(company, ask, "Un troisième").standing("1").status == 404


def test_a_key_without_the_scope_brings_nothing(company, ask):
    reader = a_partner(company, ask, scopes=("leads.read", "forms.read"))
    assert reader.bring("A1").status == 403
    assert reader.standing("A1").status == 403
    assert reader.send([a_row(reference="A1")]).status == 403


def test_a_reference_that_cannot_be_one_is_not_found(partner):
    assert partner.bring("a" * 65).status == 404
    assert partner.bring("%C3%A9").status == 404


def test_the_reference_is_kept_in_no_key_and_no_fact(partner, company, crier):
    import botocore.session

    partner.bring("tres-secret-0612345678")
    crier.cry()
    dynamodb = botocore.session.get_session().create_client("dynamodb")
    for table in ("main", "trace", "lease"):
        assert "tres-secret" not in str(dynamodb.scan(TableName=f"passerelle-test-{table}")["Items"]), table


def test_a_key_that_takes_the_place_of_another_keeps_its_references_and_batches(partner, company, ask):
    lead_id = partner.bring("A1").json["lead_id"]
    batch = partner.send([a_row(2, reference="A2")]).json["id"]
    with inside(company):
        second = identity.make_api_key("Comparateur 2", {"leads.write"}, partner.key.split("_")[2])
        identity.revoke_api_key(partner.key.split("_")[2])
        third = identity.make_api_key("Comparateur 3", {"leads.write"}, second.id)
    assert partner.standing("A1").status == 401
    follower = Partner(company, str(third.key), ask)
    assert follower.standing("A1").json["lead_id"] == lead_id
    assert follower("GET", f"/lead-batches/{batch}").status == 200


def test_a_key_follows_none_that_is_not_there(company):
    with inside(company), pytest.raises(AnswersRefused):
        identity.make_api_key("Comparateur", {"leads.write"}, "0123456789")


def test_the_lead_page_shows_the_new_answers_and_what_was_corrected(partner, company, crier, ask):
    lead_id = partner.bring("A1").json["lead_id"]
    partner.bring("A1", answers={"project": "heat", "first_name": "Aminata"})
    crier.cry()
    page = ask("GET", f"/api/v1/leads/{lead_id}", token=access_token(company.admin, company.tenant, "admin")).json
    assert page["person"]["first_name"] == "Aminata"
    assert [answer["value"] for answer in page["answers"]] == ["Pompe à chaleur"]
    [corrected] = [entry for entry in page["timeline"] if entry["type"] == "LeadCorrected"]
    assert corrected["why"] == "Autres réponses à : Prénom, Votre projet."
    assert corrected["by"]["kind"] == "key"
    assert page["source"]["reference"] == "A1"


def test_the_same_thing_sent_again_after_its_lead_went_away_opens_it_anew(partner, company):
    row = {"form_id": company.form_id} | a_row()
    lead_id = partner("PUT", "/leads/by-reference/A1", row).json["lead_id"]
    with inside(company):
        leads.fresh(lead_id).delete()
    brought = partner("PUT", "/leads/by-reference/A1", row)
    assert (brought.status, brought.json["outcome"], brought.json["state"]) == (200, "created", "pending")
    assert partner("PUT", "/leads/by-reference/A1", row).json["outcome"] == "unchanged"


def test_a_lead_with_a_file_is_corrected_long_after_its_ticket(ask, world):
    cv = {"name": "cv", "type": "file", "label": "Votre CV", "kinds": ["pdf"], "required": True}
    company = a_company(fields=[*form_content("x")["fields"], cv])
    partner = a_partner(company, ask)
    with inside(company):
        tickets = [files.take("cv.pdf", PDF, form_id=company.form_id, field="cv", is_wanted=True)]
    row = {"form_id": company.form_id} | a_row(answers={"cv": tickets})
    assert partner("PUT", "/leads/by-reference/A1", row).json["outcome"] == "created"
    row["answers"] |= {"project": "heat"}
    with clock.held_at(clock.now() + timedelta(hours=30)):
        corrected = partner("PUT", "/leads/by-reference/A1", row)
        assert (corrected.status, corrected.json.get("outcome")) == (200, "updated")
    with inside(company):
        [lead] = every_lead(company)
        said = contacts.answers(contacts.details(lead.person_id), 1)
    assert (said["project"], said["cv"]) == ("heat", ["cv.pdf"])
