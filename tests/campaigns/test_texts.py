"""Relances by SMS and WhatsApp, and what a person cannot get."""

import pytest

from chalicelib.messaging.mail import MailDelayed, MailRefused
from chalicelib.messaging.models.lines import TextLine
from tests.campaigns.conftest import a_step


def test_an_sms_leaves_by_its_line_to_the_number_as_telephones_write_it(town):
    line = town.line()
    town.plans(steps=[a_step("sms", text="{{ company }} : {{ first_name }}, ouvrez le mail de {{ sender }}.", line_id=line)])
    town.comes()
    town.passes(days=1)
    [text] = town.texts
    assert (text.channel, text.to) == ("sms", "+33612345601")
    assert text.body == "Soleil Vert : Awa, ouvrez le mail de contact@example.com."
    assert "/c/" not in text.body, "a link that came by SMS says nothing of who reads the mailbox"
    assert [one["channel"] for one in town.followed()["told"]] == ["sms"]


def test_whatsapp_gets_its_approved_template_with_its_values(town):
    town.line("whatsapp")
    town.plans(steps=[a_step("whatsapp")])
    town.comes()
    town.passes(days=1)
    [text] = town.texts
    assert (text.template.name, text.template.language, text.template.parameters) == ("relance_fr", "fr", ("Awa",))


def test_without_a_line_the_step_is_skipped_and_the_next_has_its_turn(town):
    town.plans(steps=[a_step("sms"), a_step()])
    town.comes()
    town.passes(days=1)
    town.passes(days=1)
    assert [(one["channel"], one["why"]) for one in town.followed()["told"]] == [("sms", "no_line"), ("mail", None)]


def test_who_answered_stop_gets_no_text_from_any_plan(town, monkeypatch):
    town.line()
    town.plans(steps=[a_step("sms"), a_step("sms")])
    town.comes()
    asked = []

    def opted_out(_line, text):
        asked.append(text)
        raise MailRefused(reason="opted_out")

    monkeypatch.setattr(TextLine, "send", opted_out)
    town.passes(days=1)
    town.passes(days=1)
    assert [one["why"] for one in town.followed()["told"]] == ["opted_out", "opted_out"]
    assert len(asked) == 1, "the second time nobody is asked"


def test_what_the_service_puts_off_is_tried_again_and_leaves_once(town, monkeypatch):
    from chalicelib.campaigns import actions
    from chalicelib.foundation import clock, tenancy

    town.line()
    town.plans(steps=[a_step("sms")])
    town.comes()
    with monkeypatch.context() as broken:
        broken.setattr(TextLine, "send", lambda *_: (_ for _ in ()).throw(MailDelayed(reason="throttled")))
        town.passes(days=1)
    assert town.followed()["told"] == []
    with tenancy.inside(town.company.tenant), clock.held_at(town.now):
        actions.send(town.lead_id, "unconfirmed", 1)
    assert (len(town.texts), town.followed()["state"]) == (1, "done")


def test_a_text_in_doubt_is_given_up_and_never_sent_twice(town, monkeypatch):
    from chalicelib.messaging.mail import MailInDoubt

    town.line()
    town.plans(steps=[a_step("sms"), a_step()])
    town.comes()
    monkeypatch.setattr(TextLine, "send", lambda *_: (_ for _ in ()).throw(MailInDoubt(reason="answer_lost")))
    town.passes(days=1)
    assert [one["why"] for one in town.followed()["told"]] == ["answer_lost"]
    assert town.followed()["next_channel"] == "mail"


def test_words_in_the_persons_language_where_there_are_any(town):
    town.line()
    texts = {"en": {"text": "Hello"}, "fr": {"text": "Bonjour"}}
    town.plans(steps=[a_step("sms", texts=texts)])
    town.comes()
    town.passes(days=1)
    assert town.texts[0].body == "Bonjour"


@pytest.mark.parametrize(
    ("step", "field", "code"),
    [
        (a_step(text="{{ nom }}"), "steps.0.texts.fr.text", "variable-unknown"),
        (a_step(text="{{ answers.secret }}"), "steps.0.texts.fr.text", "variable-unknown"),
        (a_step("sms", text="mot " * 200), "steps.0.texts.fr.text", "text-too-long"),
        (a_step(text="{% for x in y %}"), "steps.0.texts.fr.text", "template-unreadable"),
        (a_step(text="  "), "steps.0", "texts"),
        (a_step(after=1), "steps.0.after", "greater_than_equal"),
        ({"channel": "whatsapp", "after": 60}, "steps.0", "template"),
    ],
)
def test_a_plan_that_could_fail_is_refused_with_its_field_and_remedy(town, step, field, code):
    answer = town.plans(steps=[step])
    assert answer.status == 422
    [error] = answer.json["errors"]
    assert (error["field"], error["code"]) == (field, code)
    assert error["message"].endswith((".", ").")), error


def test_a_plan_of_one_form_may_say_back_what_was_chosen(town):
    town.line()
    step = a_step("sms", text="Votre projet : {{ answers.project }}.")
    assert town.plans(steps=[step]).status == 422, "all forms have not this question"
    assert town.plans(steps=[step], form_id=town.company.form_id).status == 201
    town.comes()
    town.passes(days=1)
    assert town.texts[0].body == "Votre projet : Panneaux solaires."


def test_the_demo_companys_plans_are_sound_and_written_once(town):
    from chalicelib.campaigns.models.plans import Plan
    from chalicelib.foundation import tenancy
    from infra.local.demo.relances import write_plans

    with tenancy.inside(town.company.tenant, by="system:founding"):
        for _ in range(2):
            write_plans()
        assert sorted(plan.name for plan in Plan.all()) == ["En attente d’un appel", "Pas encore confirmé"]
