"""From a form to answers: who is asked, who gets a mail, what becomes of it."""

from chalicelib.messaging import null
from tests.surveys.conftest import SAID


def test_a_survey_is_gathered_sent_answered_and_counted(asked):
    asked.comes(1)
    asked.comes(2)
    asked.comes(3, confirms=False)
    before = len(null.sent)

    assert asked.prepares().status == 201
    assert asked.page["state"] == "ready"
    assert asked.counts == {"waiting": 2}
    assert len(null.sent) == before, "nothing leaves before somebody has seen how many they are"

    asked.starts()
    assert asked.page["state"] == "sent"
    assert asked.counts == {"mailed": 2}
    assert sorted(mail.to for mail in list(null.sent)[before:]) == ["person1@example.org", "person2@example.org"]

    page = asked.ask("GET", asked.link_of(1))
    assert page.status == 200
    assert 'value="Fatou"' in page.text
    assert "person1@example.org" not in page.text, "whoever finds a forwarded mail learns no address"
    answered = asked.ask("POST", asked.link_of(1), form=SAID)
    assert answered.status == 200, answered.text
    assert "vos réponses sont arrivées" in answered.text
    asked.crier.cry()

    assert asked.counts == {"mailed": 1, "answered": 1}
    shown = {question["name"]: question for question in asked.page["questions"]}
    assert list(shown) == ["score", "liked", "again", "said"]
    assert shown["score"]["average"] == 9
    assert [(one["label"], one["count"]) for one in shown["liked"]["choices"]] == [("Le conseil", 1), ("Le délai", 0), ("Le prix", 1)]
    assert (shown["said"]["answered"], shown["said"]["choices"]) == (1, [])


def test_what_they_said_stands_on_the_lead(asked):
    lead = asked.comes(1)
    asked.prepares()
    asked.starts()
    asked.ask("POST", asked.link_of(1), form=SAID)
    asked.crier.cry()
    timeline = asked.ask("GET", f"/api/v1/leads/{lead}", token=asked.token).json["timeline"]
    answered, mailed = (next(row for row in timeline if row["type"] == name) for name in ("SurveyAnswered", "SurveyMailed"))
    assert answered["why"] == mailed["why"] == "Enquête « Satisfaction 2026 »."
    assert [(one["label"], one["value"]) for one in answered["answers"]] == [
        ("De 0 à 10, nous recommanderiez-vous ?", "9"), ("Qu’avez-vous aimé ?", "Le conseil, Le prix"),
        ("Je ferais de nouveau appel à vous", "✓"), ("Un mot ?", "Merci à Koffi."),
    ]  # fmt: skip
    assert mailed["answers"] == []
    assert "Koffi" not in str(answered["data"]), "the fact itself says nothing of it"
