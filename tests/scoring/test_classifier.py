from __future__ import annotations

import pytest

from chalicelib.scoring.notes import classifier
from chalicelib.scoring.notes.classifier import LABELS
from infra.operate.classify import lines
from tests.scoring import notes


def label(note):
    return classifier.classify(note).label


def decided(note):
    return classifier.words(note, classifier.classify(note))


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("intéressé", "positive"),
        ("pas intéressé", "negative"),
        ("pas intéressé pour l'instant", "partial"),
        ("pas intéressé, pour l'instant il a d'autres priorités", "partial"),
        ("pas intéressé mais prend un rdv pour sa mère", "positive"),
        ("prend un rdv, finalement refuse", "negative"),
        ("ne refuse pas", "partial"),
        ("rdv pris", "positive"),
        ("pas de rdv pris", "negative"),
        ("rdv annulé", "negative"),
        ("rdv reporté", "partial"),
        ("rappeler mardi", "partial"),
        ("ne plus rappeler", "negative"),
        ("intéressé, rappeler mardi", "partial"),
        ("not interested", "negative"),
        ("isn't interested at the moment", "partial"),
    ],
)
def test_what_stands_around_a_word_decides_what_it_says(note, expected):
    assert label(note) == expected


@pytest.mark.parametrize("note", ["interressé", "INTERESSE", "intéréssée", "inetressé", "interess é"[:9]])
def test_slips_of_the_finger_are_mended(note):
    assert label(note) == "positive"


@pytest.mark.parametrize("note", ["insulation", "annuel", "le commercial", "boulangerie"])
def test_common_words_are_not_taken_for_others(note):
    assert label(note) == "unclassified"


@pytest.mark.parametrize("note", ["", "   ", "???", "NRP", "répondeur", "ok", "\x00", "🙂" * 50, "a" * 4000, "x " * 2000])
def test_what_says_nothing_is_unclassified(note):
    assert classifier.classify(note) == classifier.Judgement("unclassified")


def test_the_words_that_decided_stand_in_the_note_as_they_were_written():
    assert decided("Mme Koné : RAPPELLER svp, à la Toussaint") == ["RAPPELLER"]
    assert decided("Charmant, mais m'a raccroché au nez") == ["raccroché au nez"]
    assert decided("ok pour le rendez-vous") == ["ok pour le rendez-vous"]


def test_an_irony_does_not_win_over_what_happened():
    assert label("Super accueil, bravo, génial : raccroché") == "negative"


def test_notes_are_many_of_both_languages_and_each_stands_once():
    texts = [one.text for one in notes.labelled()]
    assert len(set(texts)) == len(texts)
    assert len(notes.labelled(language="fr")) >= 240
    assert len(notes.labelled(language="en")) >= 60
    assert {one.label for one in notes.labelled("held out", "fr")} == set(LABELS)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_of_the_half_that_was_never_looked_at_nine_of_ten_are_right(language):
    found = notes.measured(notes.labelled("held out", language))
    assert found.accuracy >= 0.9
    assert found.agreement >= 0.85


def test_a_file_is_answered_line_for_line():
    assert list(lines("rappeler mardi\n\npas\tintéressé")) == [
        "partial\trappeler\trappeler mardi",
        "unclassified\t\t",
        "negative\tpas intéressé\tpas intéressé",
    ]
