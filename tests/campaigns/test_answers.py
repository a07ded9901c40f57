"""What people answer to relances: whose it is, what it stops, and that nothing is lost or doubled."""

import random
from datetime import timedelta

import pytest

from chalicelib.foundation import clock, tenancy
from chalicelib.messaging import lines, owners
from tests.campaigns.conftest import ALWAYS, a_step
from tests.campaigns.heard import NUMBER, PHONE, a_message, a_status, an_sms, by_whatsapp, hand_over

UNCONTACTED = "uncontacted"
PERSON = "+33612345601"


@pytest.fixture(autouse=True)
def owned(town, monkeypatch):
    """The company's numbers bear its tag."""
    monkeypatch.setattr(owners, "_asked", lambda _: town.company.tenant)
    owners.forget()


def told(town, lead=""):
    return [one for one in town.asks("GET", f"leads/{lead or town.lead_id}").json["timeline"] if one["type"] == "LeadAnswered"]


def hear(town, *bodies):
    with clock.held_at(town.now):
        failed = hand_over(*bodies)
        town.crier.cry()
    return failed


def a_relance_by_sms(town, **changes):
    line = town.line()
    town.plans(UNCONTACTED, steps=[a_step("sms", line_id=line), a_step("sms", line_id=line)], **changes)
    lead = town.comes(confirms=True)
    town.passes(days=1)
    assert len(town.texts) == 1
    town.now += timedelta(minutes=5)
    return lead


def test_an_answer_stands_on_the_lead_in_the_persons_words_and_ends_the_plan(town):
    a_relance_by_sms(town)
    assert hear(town, an_sms("Oui, rappelez-moi demain après 18h 🙂", town.now)) == []
    [answer] = told(town)
    assert answer["note"]["text"] == "Oui, rappelez-moi demain après 18h 🙂"
    assert (answer["why"], answer["by"]["kind"]) == ("Par SMS.", "visitor")
    assert (town.followed()["state"], town.followed()["why"]) == ("stopped", "answered")
    town.passes(days=2)
    assert len(town.texts) == 1


def test_a_plan_may_go_on_after_an_answer(town):
    a_relance_by_sms(town, ends_with_answer=False)
    hear(town, an_sms("Peut-être", town.now))
    town.passes(days=1)
    assert len(town.texts) == 2


def test_told_twice_late_and_in_another_order_each_text_stands_once(town):
    a_relance_by_sms(town)
    bodies = [an_sms(f"Message {number}", town.now + timedelta(seconds=number), name=f"inbound-{number}") for number in range(6)]
    shuffled = bodies * 2
    random.Random(5).shuffle(shuffled)
    assert hear(town, *shuffled) == []
    town.now += timedelta(hours=2)
    assert hear(town, *bodies) == []
    assert sorted(one["note"]["text"] for one in told(town)) == [f"Message {number}" for number in range(6)]


def test_an_answer_that_comes_late_ends_nothing_that_began_after_it(town):
    line = town.line()
    lead = town.comes(confirms=True)
    written = town.now
    town.now += timedelta(hours=1)
    tag = town.asks("POST", "tags", {"name": "Suivi"}).json["id"]
    town.plans("tagged", tag_id=tag, steps=[a_step("sms", line_id=line)])
    assert town.asks("PUT", f"leads/{lead}/tags", {"add": [tag]}).status < 300
    town.passes()
    hear(town, an_sms("Bonjour", written))
    assert town.followed()["state"] == "running"


@pytest.mark.parametrize(
    "words",
    [
        "STOP",
        "stop",
        "Stop SVP.",
        " ARRÊT ",
        "Arrêtez !",
        "DÉSINSCRIPTION",
        "Stop sms merci",
        "désabonnement",
        "Unsubscribe",
        "opt-out",
        "Me désinscrire",
    ],
)
def test_a_refusal_is_obeyed_by_whoever_would_write_there(town, words):
    lead = a_relance_by_sms(town, ends_with_answer=False)
    hear(town, an_sms(words, town.now))
    assert told(town)[0]["why"] == "Par SMS : ne veut plus de SMS."
    assert (town.followed()["state"], town.followed()["why"]) == ("stopped", "opted_out")
    plan = town.shown()["sendable"][0]["plan_id"]
    town.asks("POST", f"leads/{lead}/relances", {"key": "0123456789abcdef", "plan_id": plan, "step": 1})
    town.passes(days=2)
    assert len(town.texts) == 1
    by_hand = next(one for one in town.shown()["items"] if one["wanted"] == "by_hand")
    assert by_hand["told"][0]["why"] == "opted_out"
    line = town.asks("GET", "text-lines").json["items"][0]["id"]
    assert town.asks("POST", f"text-lines/{line}/trials", {"to": PERSON}).json["reason"] == "opted_out"


@pytest.mark.parametrize("words", ["Stop by at 5 tomorrow", "Je descends à l'arrêt République", "Je ne veux pas arrêter mon contrat", "", "Fin"])
def test_words_that_only_sound_so_refuse_nothing(town, words):
    a_relance_by_sms(town)
    hear(town, an_sms(words, town.now))
    assert told(town)[0]["why"] == "Par SMS."
    with tenancy.inside(town.company.tenant):
        assert not lines.wants_no_texts("sms", PERSON)


def test_the_operators_keyword_counts_and_each_channel_has_a_refusal_of_its_own(town):
    a_relance_by_sms(town)
    hear(town, an_sms("36111", town.now, keyword="STOP"))
    with tenancy.inside(town.company.tenant):
        assert lines.wants_no_texts("sms", PERSON)
        assert not lines.wants_no_texts("whatsapp", PERSON)


def test_a_number_that_nobody_has_is_kept_aside_and_makes_no_person(town):
    town.comes()
    before = len(town.asks("GET", "leads").json["items"])
    body = an_sms("C'est qui ?", town.now, number="+33700000000")
    hear(town, body, body)
    [stray] = town.asks("GET", "text-lines/strays").json["items"]
    assert (stray["number"], stray["words"], stray["channel"], stray["to"]) == ("+33700000000", "C'est qui ?", "sms", NUMBER)
    assert len(town.asks("GET", "leads").json["items"]) == before
    assert town.asks("GET", "text-lines/strays", role="agent").status == 403


def test_only_so_many_strangers_are_kept(town, monkeypatch):
    from chalicelib.messaging.models import threads

    monkeypatch.setattr(threads, "MOST_STRAYS", 3)
    for number in range(5):
        hear(town, an_sms(str(number), town.now + timedelta(seconds=number), number="+33700000000"))
    assert [one["words"] for one in town.asks("GET", "text-lines/strays").json["items"]] == ["4", "3", "2"]


@pytest.mark.parametrize("words", ["x" * 10_000, "👩‍👩‍👧‍👦🏳️‍🌈", "مرحبا، نعم أريد", "a\u202eb", "\x00\x07ok"])
def test_long_odd_and_right_to_left_words_are_kept(town, words):
    town.comes()
    hear(town, by_whatsapp(town.now, a_message(words, town.now)))
    assert told(town)[0]["note"]["text"] == words.lstrip("\x00\x07")


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ({"type": "button", "button": {"text": "Oui", "payload": "yes"}}, "Oui"),
        ({"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"id": "1", "title": "Plus tard"}}}, "Plus tard"),
        ({"type": "image", "image": {"id": "1", "mime_type": "image/jpeg", "caption": "Mon toit"}}, "[image] Mon toit"),
        ({"type": "audio", "audio": {"id": "1", "mime_type": "audio/ogg"}}, "[audio]"),
        ({"type": "reaction", "reaction": {"message_id": "w", "emoji": "👍"}}, "👍"),
    ],
)
def test_whatever_whatsapp_carries_leaves_a_trace(town, more, shown):
    town.comes()
    hear(town, by_whatsapp(town.now, a_message("", town.now, **more)))
    assert told(town)[0]["note"]["text"] == shown


def test_what_became_of_our_own_messages_is_nobodys_answer(town):
    town.comes()
    assert hear(town, by_whatsapp(town.now, a_status(town.now))) == []
    assert told(town) == []


def test_whatsapp_takes_free_words_for_a_day_after_the_persons_last_and_else_the_template(town):
    line = town.asks("POST", "text-lines", {"name": "WhatsApp", "channel": "whatsapp", "provider": "none", "identity": PHONE}).json["id"]
    step = a_step("whatsapp", line_id=line, after=12 * 60, text="Bonjour {{ first_name }}")
    town.plans(UNCONTACTED, steps=[step] * 3, ends_with_answer=False)
    town.comes(confirms=True)
    town.passes(hours=12)
    hear(town, by_whatsapp(town.now, a_message("Oui", town.now)))
    hear(town, by_whatsapp(town.now, a_message("avant", town.now - timedelta(hours=9))))
    town.passes(hours=12)
    town.passes(hours=13)
    assert [(text.template is not None, text.body) for text in town.texts] == [(True, "Bonjour Awa"), (False, "Bonjour Awa"), (True, "Bonjour Awa")]


def test_the_answer_is_about_what_we_last_wrote_of(town):
    line = town.line()
    town.plans("unconfirmed", steps=[a_step("sms", line_id=line)])
    first = town.comes(1)
    town.passes(days=1)
    second = town.comes(1)
    town.now += timedelta(minutes=1)
    hear(town, an_sms("Lequel ?", town.now))
    assert (len(told(town, first)), len(told(town, second))) == ((1, 0) if first != second else (1, 1))


def test_a_number_without_a_tag_waits_in_the_queue_and_keeps_nobody_elses_text(town, monkeypatch):
    town.comes()

    def asked(text):
        if text.to != NUMBER:
            raise owners.NobodysNumber
        return town.company.tenant

    monkeypatch.setattr(owners, "_asked", asked)
    assert hear(town, an_sms("à vous", town.now, to="+33639980009"), an_sms("à nous", town.now), '"TopicArn"?') == ["m0", "m2"]
    assert [one["note"]["text"] for one in told(town)] == ["à nous"]


def test_who_was_erased_is_a_stranger(town):
    from chalicelib.contacts.queries import Person, person

    town.comes()
    with tenancy.inside(town.company.tenant):
        person(town.lead().person_id).update(actions=[Person.salt.remove()])
    hear(town, an_sms("Allô ?", town.now))
    assert [one["words"] for one in town.asks("GET", "text-lines/strays").json["items"]] == ["Allô ?"]


def test_a_topic_that_confirms_itself_says_nothing():
    from chalicelib.messaging.notices import texts_in

    assert texts_in('{"Type": "SubscriptionConfirmation", "TopicArn": "x"}') == []


def test_a_plan_may_keep_to_the_hours_of_the_leads_centre(town):
    week = [[{"start": "14:00", "end": "16:00"}]] * 7
    holiday = {"day": "2026-11-24", "name": "Inventaire", "spans": []}
    hours = {"hours": {"timezone": "Europe/Paris", "week": week, "days_apart": [holiday]}}
    assert town.asks("PUT", f"centres/{town.company.centre}/hours", hours).status == 200
    line = town.line()
    town.plans(UNCONTACTED, steps=[a_step("sms", line_id=line)], centre_hours=True)
    town.comes(confirms=True)
    assert town.followed()["next_at"] == "2026-11-25T13:00:00.000Z", "the day after is a holiday of the centre's"
    town.passes(days=1)
    assert town.texts == []
    town.passes(days=1, hours=4)
    assert len(town.texts) == 1


def test_hours_that_never_meet_let_a_plan_write_by_its_own(town):
    week = [[{"start": "20:00", "end": "22:00"}]] * 7
    town.asks("PUT", f"centres/{town.company.centre}/hours", {"hours": {"timezone": "Europe/Paris", "week": week}})
    town.plans(UNCONTACTED, centre_hours=True, hours=ALWAYS | {"start": "09:00", "end": "19:00"})
    town.comes(confirms=True)
    assert town.followed()["next_at"] == "2026-11-24T09:00:00.000Z"
