"""Mails about alerts: what comes together leaves together, to who wants it, once."""

from datetime import timedelta

import pytest

from chalicelib.foundation import clock
from chalicelib.messaging import null
from chalicelib.messaging.mail import MailDelayed, MailRefused
from tests.alerts.conftest import inside, rules
from tests.builders import an_agent, email_of
from tests.team.conftest import NOON

MINUTE = timedelta(minutes=1)


@pytest.fixture
def late(at_work):
    an_agent(at_work.company, 8, role="manager")
    rules(
        at_work,
        {"kind": "lead_waiting", "after": 30, "mail": True},
        {"id": "quiet", "kind": "slow_lead", "after": 30},
    )
    null.sent.clear()
    return at_work


@pytest.fixture
def heard(late, looked):
    """Looks, and lets the wire hear what was raised, so long after it."""
    from chalicelib.alerts import tasks
    from chalicelib.foundation.errors import ComesLater
    from chalicelib.foundation.facts import Announcement

    def hear(minutes, *, after=timedelta(seconds=31)):
        looked(minutes * MINUTE, heard=False)
        with late.at(NOON + minutes * MINUTE + after):
            waits = []
            for record in late.crier._heard():
                from chalicelib.foundation.relay import _announcement

                said = _announcement(record["dynamodb"])
                if said and isinstance(said[0], Announcement) and isinstance(said[0].fact, tasks.HEARD):
                    with inside(late):
                        try:
                            tasks.mail_alert(said[0])
                        except ComesLater as later:
                            waits.append(later.seconds)
        return waits

    return hear


def test_alerts_of_one_look_are_one_mail_to_each_manager(late, heard):
    assert heard(31) == []
    [mail] = null.sent
    assert mail.to == email_of(late.company, 8)
    assert mail.subject == "2 alertes vous attendent sur Passerelle", "nobody is named where a locked screen shows it"
    assert "- Awa Diop attend un premier appel. Chez Agent 1" in mail.text
    assert "- Awa Diop attend un premier appel. Chez Agent 2" in mail.text
    assert "traîne" not in mail.text
    assert "/alertes" in mail.html


def test_a_mail_waits_for_what_comes_with_it(late, heard):
    assert set(heard(31, after=timedelta(seconds=1))) == {30}
    assert list(null.sent) == []


def test_nobody_is_written_to_more_often_than_every_five_minutes(late, heard):
    heard(31)
    with late.at(NOON + 3 * MINUTE):
        late.comes(60)
    waits = heard(34)
    assert len(null.sent) == 1
    assert waits
    assert all(60 < wait <= 300 for wait in waits)


def test_what_somebody_wants_no_mails_about_does_not_reach_them(late, heard):
    from tests.isolation.companies import access_token

    with inside(late):
        from chalicelib.identity import queries as identity

        [boss] = [one for one in identity.users_of(late.company.centre) if one.role == "manager"]
    token = access_token(boss.id, late.company.tenant, "manager", late.company.centre)
    late.ask("PUT", "/api/v1/me/notice-settings", {"mail": False, "muted": [], "centres": True}, token=token)
    heard(31)
    assert list(null.sent) == []


@pytest.mark.parametrize("audience", ["agent", "company"])
def test_agents_and_administrators_are_written_to_when_a_rule_says_so(late, heard, audience):
    rules(late, {"kind": "lead_waiting", "after": 30, "mail": True, "audience": audience})
    heard(31)
    expected = {email_of(late.company, number) for number in ([1, 2] if audience == "agent" else [0])}
    assert {mail.to for mail in null.sent} == expected


def test_an_address_that_is_refused_keeps_no_other_from_reading(late, heard, monkeypatch):
    from chalicelib.messaging import actions as messaging

    an_agent(late.company, 7, role="centre_owner")
    send = messaging.send

    def refuses(mail, **how):
        if mail.to == email_of(late.company, 7):
            raise MailRefused(reason="recipient_refused")
        return send(mail, **how)

    monkeypatch.setattr(messaging, "send", refuses)
    assert heard(31) == []
    assert [mail.to for mail in null.sent] == [email_of(late.company, 8)]


def test_a_server_that_is_away_is_asked_again_and_nobody_gets_it_twice(late, looked, monkeypatch):
    from chalicelib.alerts import letters
    from chalicelib.alerts.facts import AlertRaised
    from chalicelib.foundation.facts import Announcement
    from chalicelib.messaging import actions as messaging

    an_agent(late.company, 7, role="centre_owner")
    looked(31 * MINUTE, heard=False)
    raised = AlertRaised("a", "lead_waiting", "centre", late.company.centre, 0)
    said = Announcement("x", late.company.tenant, clock.to_ms(NOON + 31 * MINUTE), "system:sweep", 1, raised)
    send, tries = messaging.send, []

    def sometimes(mail, **how):
        tries.append(mail.to)
        if len(tries) == 2:
            raise MailDelayed(reason="server_busy")
        return send(mail, **how)

    monkeypatch.setattr(messaging, "send", sometimes)
    with inside(late), late.at(NOON + 33 * MINUTE):
        with pytest.raises(MailDelayed):
            letters.write(said, raised)
        letters.write(said, raised)
        letters.write(said, raised)
    assert sorted(mail.to for mail in null.sent) == [email_of(late.company, 7), email_of(late.company, 8)]


def test_partners_hear_of_alerts_and_not_of_reminders():
    from chalicelib.alerts.facts import AgentReminded, AlertEnded, AlertRaised, ReminderEnded

    assert (AlertRaised.PUBLIC, AlertEnded.PUBLIC, AgentReminded.PUBLIC, ReminderEnded.PUBLIC) == ("alert.raised", "alert.ended", None, None)
