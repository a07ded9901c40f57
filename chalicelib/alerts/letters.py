"""Mails about what is late: what comes together leaves together, to each who wants it, once."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.alerts import queries
from chalicelib.alerts.facts import AlertFact
from chalicelib.alerts.models import COMPANY, Alert, Mailing, Reader
from chalicelib.alerts.words import said as in_words
from chalicelib.foundation import clock, config
from chalicelib.foundation.errors import AlreadyDone, ComesLater
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.keys import digest
from chalicelib.foundation.log import log
from chalicelib.foundation.pages import render_letter, words
from chalicelib.identity import queries as identity
from chalicelib.identity.shapes import User
from chalicelib.messaging import actions as messaging
from chalicelib.messaging.actions import Mail, MailRefused, NoSender

GATHERED_MS = 30 * 1000
"""Alerts of one look leave in one mail."""
BETWEEN_MS = timedelta(minutes=5) // timedelta(milliseconds=1)
"""Nobody gets mails about alerts more often than this; what comes up meanwhile is in the next one."""
LISTED = 20
RAISED_READ = 200


class Gathering(ComesLater):
    """More may come, or the last mail has just left."""

    def __init__(self, ms: int) -> None:
        super().__init__()
        self.seconds = ms // 1000 + 1


def write(said: Announcement, raised: AlertFact) -> None:
    """Write to whomever an alert is for, about all that they have not been written to about. Where nothing is left: nothing."""
    desk = {"agent": str(raised.agent_id), "centre": raised.centre_id, "company": COMPANY}[raised.audience]
    mailing = Mailing.of(desk)
    owed = _owed(desk, mailing)
    if not owed:
        return
    now = clock.now_ms()
    wait = max(said.at + GATHERED_MS - now, int(mailing.told_at) + BETWEEN_MS - now)
    if wait > 0:
        raise Gathering(wait)
    for user in _readers(raised):
        _send(user, owed)
    mailing.note(max(int(alert.raised_at) for alert in owed))


def _owed(desk: str, mailing: Mailing) -> list[Alert]:
    """Oldest first."""
    raised = Alert.of_desk(desk, raised=True, limit=RAISED_READ)
    return sorted((one for one in raised if one.by_mail and one.raised_at > mailing.told_until), key=lambda one: one.since)


def _readers(raised: AlertFact) -> list[User]:
    if raised.audience == "company":
        return identity.administrators()
    every = identity.users_of(raised.centre_id)
    if raised.audience == "agent":
        return [one for one in every if one.id == raised.agent_id and one.state == "active"]
    return [one for one in every if one.role in {"centre_owner", "manager"} and one.state == "active"]


def _send(user: User, owed: list[Alert]) -> None:
    reader = Reader.of(user.id)
    wanted = [alert for alert in owed if alert.kind not in (reader.muted or ())]
    if not (wanted and reader.wants_mail):
        return
    names, catalogue = queries.names_of(wanted), words("alerts", user.language)
    lines = [". ".join(filter(None, in_words(alert, names, user.language))) for alert in wanted[:LISTED]]
    # Nobody's name: a subject shows on locked screens, and in the logs of every server on the way.
    subject = catalogue["mail"]["subject_one" if len(wanted) == 1 else "subject_many"].format(count=len(wanted))
    letter = render_letter(
        "alerts/mail", user.language, subject, name=user.name, company=identity.tenant().name, lines=lines,
        more=len(wanted) - len(lines), link=f"{config.CONSOLE_URL}/alertes",
    )  # fmt: skip
    once = digest([user.id, *sorted(alert.id for alert in wanted)])
    try:
        messaging.send(Mail(user.email, letter.subject, letter.text, letter.html), once=f"alerts#{once}")
    except AlreadyDone:
        log.info("already_done")
    except (MailRefused, NoSender) as error:
        # On the console they see it all the same; the others are written to.
        log.failure("alert_not_mailed", error, user=user.id)
