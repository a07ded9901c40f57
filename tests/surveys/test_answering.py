"""The page behind the link: it changes nothing when it is opened, takes one answer, and touches nothing else."""

import json
import re
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError
from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.contacts import queries as contacts
from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.errors import AlreadyDone
from chalicelib.foundation.records import TransactionFault
from chalicelib.leads import queries as leads
from chalicelib.messaging import queries as mail
from chalicelib.surveys import actions, tokens
from chalicelib.surveys.models.invitations import Invitation
from chalicelib.surveys.models.surveys import Survey
from tests.surveys.conftest import SAID


@pytest.fixture
def sent(asked):
    asked.comes(1)
    asked.comes(2)
    asked.prepares()
    asked.starts()
    return asked


def invitation(asked, number=1):
    return Invitation.known(asked.leads[number - 1].split(".")[0], asked.survey.rpartition("/")[2])


def kept(asked):
    """All that is stored of the first person but their invitation."""
    with tenancy.inside(asked.company.tenant):
        lead = leads.fresh(asked.leads[0])
        return lead.serialize(), contacts.person(lead.person_id).read()


def test_opening_the_page_changes_nothing(sent):
    before = kept(sent), sent.page
    for _ in range(3):
        assert sent.ask("GET", sent.link_of(1)).status == 200
        assert sent.ask("GET", sent.stop_of(1)).status == 200
    assert (kept(sent), sent.page) == before


def test_an_answer_touches_neither_the_person_nor_the_lead(sent):
    """No new opt-in, nothing confirmed or taken back, and they are called what they were called."""
    before = kept(sent)
    assert sent.ask("POST", sent.link_of(1), form=SAID | {"first_name": "Quelqu’un d’autre", "email": "x@example.org", "consent": "on"}).status == 200
    sent.crier.cry()
    assert kept(sent) == before


def test_a_second_answer_is_refused_and_the_first_stands(sent):
    sent.ask("POST", sent.link_of(1), form=SAID)
    again = sent.ask("POST", sent.link_of(1), form=SAID | {"score": "0"})
    assert "Vous avez déjà répondu" in again.text
    assert "Vous avez déjà répondu" in sent.ask("GET", sent.link_of(1)).text
    assert sent.page["questions"][0]["average"] == 9
    assert sent.counts == {"answered": 1, "mailed": 1}


def test_of_two_answers_at_one_moment_one_counts(sent):
    with tenancy.inside(sent.company.tenant, by="visitor"):
        survey = Survey.known(sent.survey.rpartition("/")[2])
        one, other = invitation(sent), invitation(sent)
        actions.answer(one, survey, SAID, "fr")
        with pytest.raises(AlreadyDone):
            actions.answer(other, survey, SAID | {"score": "1"}, "fr")
    assert sent.counts == {"answered": 1, "mailed": 1}
    assert sent.page["questions"][0] == sent.page["questions"][0] | {"answered": 1, "average": 9}


def test_what_is_wrong_is_said_on_the_page_and_nothing_is_lost(sent):
    refused = sent.ask("POST", sent.link_of(1), form=SAID | {"score": "11"})
    assert refused.status == 422
    assert "10 au plus" in refused.text
    assert "Merci à Koffi." in refused.text
    assert sent.counts == {"mailed": 2}


@pytest.mark.parametrize("said", ["🙂" * 500, "مرحبا \u202e", "=cmd|' /C calc'!A0", "<script>alert(1)</script>"])
def test_strange_words_are_kept_as_they_are_and_harm_nobody(sent, said):
    assert sent.ask("POST", sent.link_of(1), form=SAID | {"said": said}).status == 200
    [row] = sent.ask("GET", f"{sent.survey}/persons", token=sent.token).json["items"]
    assert row["answers"][-1]["value"] == re.sub("[\u202e]", "", said).strip()


def test_a_large_paste_is_answered_on_the_page(sent):
    answer = sent.ask("POST", sent.link_of(1), b"said=" + b"x" * 10_000_000, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status == 413
    assert "text/html" in answer.headers["Content-Type"]


def test_two_hundred_fields_that_nobody_asked_for_are_not_kept(sent):
    assert sent.ask("POST", sent.link_of(1), form=SAID | {f"x{number}": "y" for number in range(190)}).status == 200
    [row] = sent.ask("GET", f"{sent.survey}/persons", token=sent.token).json["items"]
    assert row["answers"][0]["label"].startswith("De 0 à 10"), "and the name that stood there is no answer"
    assert len(row["answers"]) == 4


def test_a_name_that_somebody_corrects_is_an_answer(sent):
    sent.ask("POST", sent.link_of(1), form=SAID | {"first_name": "Fatoumata"})
    [row] = sent.ask("GET", f"{sent.survey}/persons", token=sent.token).json["items"]
    assert row["answers"][0] == {"label": "Prénom", "value": "Fatoumata"}
    assert row["name"] == "Fatou Diop", "what they are called is for a human to change"


def test_a_fault_of_the_write_is_no_lost_race(sent, monkeypatch):
    def too_long(*_):
        raise TransactWriteError("too long", cause=ClientError({"Error": {"Code": "ValidationException"}}, "TransactWriteItems"))

    monkeypatch.setattr(TransactWrite, "_commit", too_long)
    with tenancy.inside(sent.company.tenant), pytest.raises(TransactionFault):
        invitation(sent).answer({}, contacts.person(sent.leads[0].split(".")[0]).cipher, {})


def test_when_its_time_is_over_nobody_answers(sent):
    with clock.held_at(clock.now() + timedelta(days=31)):
        for answer in (sent.ask("GET", sent.link_of(1)), sent.ask("POST", sent.link_of(1), form=SAID)):
            assert answer.status == 410
            assert "terminée" in answer.text


def test_when_it_is_closed_nobody_answers(sent):
    sent.ask("DELETE", sent.survey, token=sent.token)
    assert sent.ask("POST", sent.link_of(1), form=SAID).status == 410
    assert sent.counts == {"mailed": 2}


def test_a_link_is_good_for_one_thing_only(sent):
    answer, stop = sent.link_of(1), sent.stop_of(1)
    assert sent.ask("POST", stop.removesuffix("/unsubscription"), form=SAID).status == 404, "a link to unsubscribe answers nothing"
    assert sent.ask("POST", f"{answer}/unsubscription", form={}).status == 404, "and the other way round"
    assert sent.ask("POST", answer.replace("/s/", "/c/"), form={}).status == 404, "it confirms no address"
    changed = answer[:-1] + ("A" if answer[-1] != "A" else "B")
    assert sent.ask("GET", changed).status == 404
    assert sent.counts == {"mailed": 2}


def test_a_token_reads_as_it_was_made(sent):
    person, survey = sent.leads[0].split(".")[0], sent.survey.rpartition("/")[2]
    with tenancy.inside(sent.company.tenant):
        link = tokens.read(tokens.made(person, survey))
    assert (link.tenant, link.person_id, link.survey_id) == (sent.company.tenant, person, survey)


def test_pages_are_private(sent):
    for path in (sent.link_of(1), sent.stop_of(1)):
        headers = sent.ask("GET", path).headers
        assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")
        assert "noindex" in headers["X-Robots-Tag"]


def test_who_wants_no_more_surveys_gets_none_and_may_still_answer_this_one(sent):
    assert sent.ask("POST", sent.stop_of(1), form={}).status == 200
    assert sent.ask("POST", sent.stop_of(1), form={}).status == 200, "a mail program's own post comes twice"
    assert sent.counts == {"mailed": 1, "unsubscribed": 1}
    with tenancy.inside(sent.company.tenant):
        assert mail.wants_no_mail("surveys", "person1@example.org")
        assert not mail.wants_no_mail(sent.company.form_id, "person1@example.org"), "what they asked for themselves goes on"
    sent.ask("POST", sent.link_of(1), form=SAID)
    assert sent.counts == {"mailed": 1, "answered": 1}
    sent.prepares(name="La suivante")
    assert sent.page["left_out"] == {"unsubscribed": 1}


def test_another_language_is_asked_by_the_address(asked):
    from chalicelib.forms import actions as forms
    from tests.builders import form_content
    from tests.surveys.conftest import QUESTIONS

    fields = [field | ({"translations": {"en": {"label": "Would you recommend us?"}}} if field["name"] == "score" else {}) for field in QUESTIONS]
    with tenancy.inside(asked.company.tenant, by="system:test"):
        both = forms.draft(form_content(asked.company.centre, name="Votre avis", fields=fields, translations={"en": {"name": "Your opinion"}}))
        forms.publish(both.id)
    asked.comes(1)
    asked.prepares(form_id=both.id)
    asked.starts()
    assert "Would you recommend us?" not in asked.ask("GET", asked.link_of(1)).text
    english = asked.ask("GET", asked.link_of(1), query={"lang": "en"})
    assert "Would you recommend us?" in english.text
    done = asked.ask("POST", asked.link_of(1), form=SAID, query={"lang": "en"})
    assert "your answers have arrived" in done.text


def test_what_was_asked_does_not_change_under_those_who_answer(sent):
    from chalicelib.forms import actions as forms
    from tests.builders import form_content

    with tenancy.inside(sent.company.tenant, by="system:test"):
        forms.edit(sent.questions, form_content(sent.company.centre, name="Tout autre chose"), None)
        forms.publish(sent.questions)
    assert "recommanderiez-vous" in sent.ask("GET", sent.link_of(1)).text


def test_partners_hear_that_somebody_answered_and_not_what(sent):
    from chalicelib.foundation.facts import Announcement
    from chalicelib.foundation.publication import Publication
    from chalicelib.surveys.facts import SurveyAnswered

    said = Announcement("P#p#SV#s:3", sent.company.tenant, 1795301006572, "visitor", 3, SurveyAnswered("s" * 10, "p" * 16 + ".1"))
    told = Publication.of(said)
    assert told.type == "survey.answered"
    assert set(json.loads(told.body)["data"]) == {"survey_id", "lead_id", "version"}


def test_answers_lie_sealed_with_the_person(sent):
    sent.ask("POST", sent.link_of(1), form=SAID)
    with tenancy.inside(sent.company.tenant):
        assert "Koffi" not in str(invitation(sent).serialize())
