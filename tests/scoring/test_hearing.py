"""What persons were heard to say in calls is read as notes are, and kept no more in clear than they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.contacts import queries as contacts
from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.records import MainRecord
from chalicelib.scoring import reader
from chalicelib.scoring.models.labels import Label
from chalicelib.telephony.models import Call
from chalicelib.telephony.turns import Turn

LATER = timedelta(minutes=11)
SAID = ("Allô ? Oui, bonjour.", "C'est parfait, je suis d'accord, on prend rendez-vous jeudi.")


@pytest.fixture
def speak(calls):
    """The person of a lead was called, and Contact Lens listened."""

    def spoken(lead, *said, key="01JHEARD", ago=timedelta(minutes=5)):
        person, at = lead.partition(".")[0], clock.to_ms(clock.now() - ago)
        with tenancy.inside(calls.company.tenant, by="system:connect-contacts"):
            call = Call.new(key, lead, direction="out", way="connect", agent=calls.company.agents[0], centre=calls.company.centre, at=at)
            call.contact, call.state, call.connected_at, call.ended_at = "contact", "ended", at + 1000, at + 60_000
            call.save()
            turns = [Turn("agent", "Non merci, pas intéressé, dites-vous ?", 0, 900, None, "contact")]
            turns += [Turn("person", words, 1000 * place, 900, "POSITIVE", "contact") for place, words in enumerate(said, 1)]
            Call.known(person, key).keep_transcript("contact", turns, contacts.person(person).cipher)
        return key

    return spoken


def score(calls, lead):
    return calls.ask("GET", f"/api/v1/leads/{lead}/score", token=calls.agent).json


def test_what_the_person_said_is_read_and_counts_in_the_score(calls, speak):
    lead = calls.comes()
    before = score(calls, lead)["warmth"]["score"]
    call = speak(lead, *SAID)
    calls.switches_on()
    calls.reads()
    found = score(calls, lead)
    assert [(one["note_id"], one["label"], one["is_heard"], one["spans"]) for one in found["labels"]] == [(call, "positive", True, [])]
    assert {one["code"]: one["points"] for one in found["warmth"]["points"]}["heard_positive"] == 10
    assert found["warmth"]["score"] == before + 10


def test_of_what_was_said_nothing_is_kept_in_clear_and_no_note_is_counted(calls, speak):
    lead = calls.comes()
    speak(lead, *SAID)
    calls.switches_on()
    calls.reads()
    with tenancy.inside(calls.company.tenant):
        kept = [item.serialize() for item in MainRecord.query(f"{calls.company.tenant}#P#{lead.partition('.')[0]}")]
    assert not any("rendez-vous" in str(item) for item in kept)
    assert calls.report()["total"] == {"positive": 0, "negative": 0, "partial": 0, "unclassified": 0}


def test_what_a_person_says_is_shown_to_nobody_outside(calls, speak, monkeypatch):
    """The company chose whom its notes are shown to. The person's own voice it did not speak of."""
    asked = []
    monkeypatch.setattr(reader, "ask", lambda _, words: asked.append(words))
    lead = calls.comes()
    speak(lead, *SAID)
    calls.switches_on(engine="openai", key="sk-test-abcd", asks="all")
    calls.reads()
    assert asked == []
    assert [one["engine"] for one in score(calls, lead)["labels"]] == ["embedded"]


def test_a_call_is_read_once_and_by_a_human_for_good(calls, speak):
    lead = calls.comes()
    call = speak(lead, *SAID)
    calls.switches_on()
    calls.reads()
    said = calls.ask("PUT", f"/api/v1/leads/{lead}/label", {"note_id": call, "label": "negative"}, token=calls.agent)
    assert [(one["label"], one["read_as"]) for one in said.json["labels"]] == [("negative", "positive")]
    calls.reads(later=LATER)
    assert calls.labels(lead) == {call: "negative"}
    assert calls.report()["judged"] == 0, "how often people agree is reckoned over notes"


def test_a_run_out_of_time_hears_the_rest_a_minute_later(calls, speak, monkeypatch):
    lead = calls.comes()
    told = {speak(lead, *SAID, key=f"01JHEARD{number}", ago=timedelta(minutes=9 - number)) for number in range(3)}
    calls.switches_on()
    monkeypatch.setattr(reader.Run, "is_over", property(lambda run: run.read > 0))
    for number in range(3):
        assert len(calls.labels(lead)) == number
        calls.reads(later=timedelta(minutes=number))
    assert set(calls.labels(lead)) == told


def test_cut_off_before_its_label_a_call_is_read_again(calls, speak, monkeypatch):
    lead = calls.comes()
    call = speak(lead, *SAID)
    calls.switches_on()
    monkeypatch.setattr(Label, "of", lambda _: 1 / 0)
    calls.reads()
    assert calls.labels(lead) == {}
    monkeypatch.undo()
    calls.reads(later=timedelta(minutes=1))
    assert calls.labels(lead) == {call: "positive"}
