"""Rounds of mails: pace, stop and go on, repeats and cuts."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.errors import AlreadyDone, ComesLater, Conflict
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.wires import each_fact
from chalicelib.messaging import actions as messaging
from chalicelib.messaging import null
from chalicelib.messaging import queries as senders
from chalicelib.messaging.actions import Mail, MailDelayed, MailRefused
from chalicelib.messaging.facts import MailBounced, MailComplained
from chalicelib.messaging.models.dispatches import Dispatch, dispatch_key
from chalicelib.optin import tasks as optin
from chalicelib.surveys import actions
from chalicelib.surveys import tasks as surveys
from chalicelib.surveys.models.invitations import Invitation
from chalicelib.surveys.models.surveys import Survey
from chalicelib.surveys.shapes import LONGEST_DAYS
from tests.surveys.conftest import SAID


@pytest.fixture
def inside(asked):
    with tenancy.inside(asked.company.tenant, by="system:mail-survey"):
        yield


def mailed():
    return sorted(mail.to for mail in null.sent if "/s/" in mail.text)


def survey_of(asked):
    return Survey.known(asked.survey.rpartition("/")[2])


def test_a_mail_is_its_readers_own(asked):
    asked.comes(1)
    asked.prepares(letters={"fr": {"subject": "Votre avis,\r\nBcc: x@example.org", "message": "Une question.\n\n<b>Deux</b> minutes."}})
    asked.starts()
    mail = asked.mail_to("person1@example.org")
    assert "\n" not in mail.subject
    assert "Bonjour Fatou," in mail.text
    assert "&lt;b&gt;Deux&lt;/b&gt; minutes." in mail.html
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert asked.stop_of(1) in mail.headers["List-Unsubscribe"]


def test_a_message_that_comes_again_sends_nothing_again(asked, inside):
    asked.comes(1)
    asked.prepares()
    asked.starts()
    with pytest.raises(AlreadyDone):
        actions.go_on(survey_of(asked).id, 2)
    with pytest.raises(AlreadyDone):
        actions.go_on(survey_of(asked).id, 1)
    assert mailed() == ["person1@example.org"]


def test_starting_twice_is_starting_once(asked):
    asked.comes(1)
    asked.prepares()
    for _ in range(2):
        assert asked.ask("POST", f"{asked.survey}/sending", token=asked.token).status == 200
    asked.crier.cry()
    assert mailed() == ["person1@example.org"]
    assert asked.ask("POST", f"{asked.survey}/sending", token=asked.token).status == 409, "it is sent"


def test_stopped_nothing_leaves_and_it_goes_on_where_it_stood(asked, inside, monkeypatch):
    for number in range(1, 5):
        asked.comes(number)
    asked.prepares()
    sending = messaging.send
    stops = iter([False, True])

    def stopping(mail, **how):
        if next(stops, False):
            actions.stop(survey_of(asked).id)
        return sending(mail, **how)

    monkeypatch.setattr(messaging, "send", stopping)
    asked.starts()
    assert asked.page["state"] == "stopped"
    assert asked.counts == {"mailed": 2, "waiting": 2}, "the one that was on its way has left"
    asked.ask("POST", asked.link_of(int(mailed()[0][6])), form=SAID)
    assert asked.counts == {"mailed": 1, "answered": 1, "waiting": 2}, "who has a mail may answer"
    asked.starts()
    assert asked.page["state"] == "sent"
    assert mailed() == [f"person{number}@example.org" for number in range(1, 5)]


def test_a_message_from_before_a_stop_starts_no_second_round(asked, inside):
    asked.comes(1)
    asked.prepares()
    asked.ask("POST", f"{asked.survey}/sending", token=asked.token)
    before = int(survey_of(asked).turn)
    actions.stop(survey_of(asked).id)
    actions.start(survey_of(asked).id)
    with pytest.raises(AlreadyDone):
        actions.go_on(survey_of(asked).id, before)
    assert mailed() == []


def test_the_day_of_a_sender_keeps_room_for_confirmations(asked, inside):
    for number in range(1, 8):
        asked.comes(number)
    [sender] = senders.senders()
    sender.edit({"per_day": 15})  # seven confirmations have left; four fifths of fifteen are twelve
    asked.prepares()
    asked.ask("POST", f"{asked.survey}/sending", token=asked.token)
    with pytest.raises(ComesLater) as waits:
        actions.go_on(survey_of(asked).id, int(survey_of(asked).turn))
    assert 0 < waits.value.seconds <= 24 * 3600
    assert asked.counts == {"mailed": 5, "waiting": 2}
    asked.comes(8)  # somebody posts a form meanwhile, and their confirmation does leave
    with clock.held_at(datetime.now(UTC) + timedelta(days=1)):
        actions.go_on(survey_of(asked).id, int(survey_of(asked).turn))
    assert asked.counts == {"mailed": 7}


def test_a_cut_after_the_mail_left_sends_no_second_one(asked, inside, monkeypatch):
    asked.comes(1)
    asked.prepares()
    asked.ask("POST", f"{asked.survey}/sending", token=asked.token)
    noting = Invitation.mailed

    def cut(*_):
        raise RuntimeError("gone before it was noted")

    monkeypatch.setattr(Invitation, "mailed", cut)
    with pytest.raises(RuntimeError):
        actions.go_on(survey_of(asked).id, int(survey_of(asked).turn))
    assert asked.counts == {"waiting": 1}
    monkeypatch.setattr(Invitation, "mailed", noting)
    actions.go_on(survey_of(asked).id, int(survey_of(asked).turn))
    assert mailed() == ["person1@example.org"]
    assert (asked.counts, asked.page["state"]) == ({"mailed": 1}, "sent")


def test_that_a_mail_left_is_known_for_as_long_as_its_survey_may_go_on(asked, inside):
    asked.comes(1)
    asked.prepares()
    asked.starts()
    [invitation], _ = Invitation.listed(survey_of(asked).id, "mailed", limit=1)
    kept = Dispatch.get(*dispatch_key(f"survey#{invitation.id}")).expires - clock.now_ms() // 1000
    assert kept >= (LONGEST_DAYS + 7) * 24 * 3600
    messaging.send(Mail(to="awa@example.org", subject="…", text="…", html="…"), once="optin#1")
    assert Dispatch.get(*dispatch_key("optin#1")).expires - clock.now_ms() // 1000 <= 8 * 24 * 3600


def test_who_answers_before_the_mail_was_noted_has_answered(asked, inside, monkeypatch):
    asked.comes(1)
    asked.prepares()
    sending = messaging.send

    def quick(mail, **how):
        receipt = sending(mail, **how)
        asked.ask("POST", asked.link_of(1), form=SAID)
        return receipt

    monkeypatch.setattr(messaging, "send", quick)
    asked.starts()
    assert (asked.counts, asked.page["state"]) == ({"answered": 1}, "sent")


def test_an_address_that_is_refused_holds_up_nobody_else(asked, monkeypatch):
    asked.comes(1)
    asked.comes(2)
    asked.prepares()
    sending = messaging.send

    def refusing(mail, **how):
        if mail.to.startswith("person1"):
            raise MailRefused(reason="recipient_refused")
        return sending(mail, **how)

    monkeypatch.setattr(messaging, "send", refusing)
    asked.starts()
    assert (asked.counts, asked.page["state"]) == ({"mailed": 1, "undelivered": 1}, "sent")


def test_a_server_that_is_away_lets_the_round_come_again(asked, inside, monkeypatch):
    asked.comes(1)
    asked.prepares()
    asked.ask("POST", f"{asked.survey}/sending", token=asked.token)

    def away(*_, **__):
        raise MailDelayed(reason="connection")

    with monkeypatch.context() as patched:
        patched.setattr(messaging, "send", away)
        with pytest.raises(MailDelayed):
            actions.go_on(survey_of(asked).id, int(survey_of(asked).turn))
    asked.crier.cry()
    assert asked.counts == {"mailed": 1}


def putting_off(monkeypatch, numbers, reason="server_busy"):
    sending = messaging.send
    tried = []

    def send(mail, **how):
        tried.append(int(mail.to[6]))
        if tried[-1] in numbers:
            raise MailDelayed(reason=reason)
        return sending(mail, **how)

    monkeypatch.setattr(messaging, "send", send)
    return tried


def a_round(asked):
    actions.go_on(survey_of(asked).id, int(survey_of(asked).turn))


@pytest.mark.parametrize("reason", sorted(actions.OF_ONE_MAIL))
def test_who_is_put_off_holds_up_nobody_else(asked, inside, monkeypatch, reason):
    for number in (1, 2, 3):
        asked.comes(number)
    asked.prepares()
    asked.ask("POST", f"{asked.survey}/sending", token=asked.token)
    monkeypatch.setattr(actions, "READ_AT_ONCE", 2)
    with monkeypatch.context() as patched:
        putting_off(patched, {2, 3}, reason)
        for _ in range(3):
            with suppress(actions.PutOff):
                a_round(asked)
        assert mailed() == ["person1@example.org"]
        assert asked.counts == {"mailed": 1, "waiting": 2}
    a_round(asked)
    assert (asked.counts, asked.page["state"]) == ({"mailed": 3}, "sent")


def test_who_is_put_off_for_a_day_is_undelivered(asked, inside, monkeypatch):
    asked.comes(1)
    asked.comes(2)
    asked.prepares()
    asked.ask("POST", f"{asked.survey}/sending", token=asked.token)
    putting_off(monkeypatch, {2})
    a_round(asked)
    with pytest.raises(ComesLater):
        a_round(asked)
    with clock.held_at(datetime.now(UTC) + timedelta(hours=25)):
        a_round(asked)
    assert (survey_of(asked).state, Invitation.listed(survey_of(asked).id, "undelivered", limit=5)[0][0].lead_id) == ("sent", asked.leads[1])


def test_a_server_that_takes_nobodys_mail_leaves_nobody_out(asked, inside, monkeypatch):
    asked.comes(1)
    asked.prepares()
    asked.ask("POST", f"{asked.survey}/sending", token=asked.token)
    putting_off(monkeypatch, {1}, "sender_refused")
    for days in (0, 2, 4):
        with clock.held_at(datetime.now(UTC) + timedelta(days=days)), pytest.raises(ComesLater):
            a_round(asked)
    assert [one.state for one in Invitation.listed(survey_of(asked).id, "waiting", limit=5)[0]] == ["waiting"]


def test_no_mail_leaves_once_its_links_are_dead(asked, inside, monkeypatch):
    asked.comes(1)
    asked.comes(2)
    asked.prepares()
    asked.ask("POST", f"{asked.survey}/sending", token=asked.token)
    monkeypatch.setattr(Survey, "has_ended", property(lambda _: bool(mailed())))
    a_round(asked)
    assert (len(mailed()), survey_of(asked).state) == (1, "closed")


def test_what_has_ended_is_not_sent_and_starts_no_more(asked, inside):
    asked.comes(1)
    asked.prepares(days=1)
    asked.ask("POST", f"{asked.survey}/sending", token=asked.token)
    actions.stop(survey_of(asked).id)
    with clock.held_at(datetime.now(UTC) + timedelta(days=2)), pytest.raises(Conflict):
        actions.start(survey_of(asked).id)
    actions.start(survey_of(asked).id)
    with clock.held_at(datetime.now(UTC) + timedelta(days=2)):
        a_round(asked)
    assert (mailed(), asked.page["state"]) == ([], "closed")


def test_who_unsubscribes_while_it_waits_gets_none(asked, inside):
    asked.comes(1)
    asked.prepares()
    messaging.stop_mail("surveys", "person1@example.org")
    asked.starts()
    assert mailed() == []
    assert (asked.counts, asked.page["left_out"]) == ({"left_out": 1}, {"unsubscribed": 1})


def test_what_comes_back_and_what_is_called_spam_is_noted_once(asked, inside):
    asked.comes(1)
    asked.comes(2)
    asked.prepares()
    asked.starts()
    about = {one.person_id: one for one in Invitation.listed(survey_of(asked).id, "mailed", limit=5)[0]}
    first, second = (about[lead.split(".")[0]] for lead in asked.leads)
    for _ in range(2):
        tell(MailBounced("s", "m", about_id=first.id))
        tell(MailComplained("s", "m", about_id=second.id))
    assert asked.counts == {"undelivered": 1, "unsubscribed": 1}
    assert senders.wants_no_mail("surveys", "person2@example.org")
    assert not senders.wants_no_mail("surveys", "person1@example.org")


def test_other_mails_that_come_back_are_no_surveys(asked, inside):
    lead = asked.comes(1)
    for about in (lead, "0123456789abcdef.0123456789"):
        with pytest.raises(AlreadyDone):
            actions.came_back(about, is_unwanted=False)


def tell(fact):
    """Both who hear of it: what is not theirs they let go."""
    said = Announcement("ME#m#B:1", tenancy.tenant(), clock.now_ms(), "system:mail-events", 1, fact)
    record = {"messageId": "1", "receiptHandle": "r", "body": said.to_json(), "attributes": {"ApproximateReceiveCount": "1"}}
    for wire, task in (("mail-survey", surveys.mail_survey), ("mail-optin", optin.mail_optin)):
        assert each_fact({"Records": [record]}, wire, task) == {"batchItemFailures": []}


def test_a_closed_survey_sends_nothing_more(asked, inside):
    asked.comes(1)
    asked.prepares()
    asked.ask("POST", f"{asked.survey}/sending", token=asked.token)
    assert asked.ask("DELETE", asked.survey, token=asked.token).status == 204
    assert asked.ask("DELETE", asked.survey, token=asked.token).status == 204
    asked.crier.cry()
    assert mailed() == []
    assert (asked.page["state"], asked.page["ended"]) == ("closed", True)


def test_a_company_that_leaves_asks_nobody_any_more(asked, inside):
    asked.comes(1)
    asked.prepares()
    asked.ask("POST", f"{asked.survey}/sending", token=asked.token)
    for _ in range(2):
        actions.close_all()
    asked.crier.cry()
    assert (mailed(), asked.page["state"]) == ([], "closed")


def test_its_author_gets_its_mail_as_it_stands_and_nobody_else_does(asked):
    asked.comes()
    survey = asked.prepares().json["id"]
    null.sent.clear()
    tried = asked.ask("POST", f"/api/v1/surveys/{survey}/trials", token=asked.token).json
    assert tried["step"] is None
    [mail] = null.sent
    assert mail.to == tried["to"] == asked.ask("GET", "/api/v1/me", token=asked.token).json["email"]
    assert mail.subject.startswith("[Essai]")
    assert "/s/…" in mail.text, "a link that leads nowhere"
    assert asked.ask("GET", f"/api/v1/surveys/{survey}", token=asked.token).json["counts"]["mailed"] == 0
