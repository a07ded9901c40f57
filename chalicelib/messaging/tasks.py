from __future__ import annotations

from typing import Any

from chalicelib.foundation import tenancy
from chalicelib.foundation.errors import AlreadyDone
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.log import log
from chalicelib.foundation.pages import render_letter
from chalicelib.foundation.tenancy import PLATFORM
from chalicelib.identity import queries as identity
from chalicelib.identity.facts import PasswordResetAsked, UserInvited
from chalicelib.messaging import actions
from chalicelib.messaging.actions import Mail, NoSender
from chalicelib.messaging.events import MailEvent, NotOurs

LINKS = {UserInvited: ("invitation", identity.invitation_link), PasswordResetAsked: ("password_reset", identity.password_link)}


def mail_account(said: Announcement) -> None:
    """An invitation or a password reset, with a link made only now: a link in a queue would be a key lying about."""
    fact: Any = said.fact
    name, ask = LINKS[type(fact)]
    link = ask(fact.user_id)
    company = identity.tenant().name
    letter = render_letter(f"messaging/{name}", link.language, name=link.name, company=company, link=link.link, valid_hours=link.valid_hours)
    _send(Mail(link.address, letter.subject, letter.text, letter.html), once=f"account#{said.tenant}#{said.id}")


def _send(mail: Mail, *, once: str) -> None:
    """By the company's own sender; by the platform's for a company that has none yet, or its first admin could never come in."""
    try:
        actions.send(mail, once=once)
    except NoSender:
        with tenancy.inside(PLATFORM):
            actions.send(mail, once=once)


def mail_events(event: dict[str, Any]) -> dict[str, Any]:
    """What SES tells of mails that left. Deliveries, which are nearly all of them, are counted together: one write for each sender and day."""
    failed: list[str] = []
    arrived: dict[tuple[str, str, str], list[str]] = {}
    for record in event["Records"]:
        with log.about(wire="mail-events"):
            try:
                told = MailEvent.of(record["body"])
                if told.kind == "Delivery":
                    arrived.setdefault((told.tenant, told.sender_id, told.day), []).append(record["messageId"])
                else:
                    _note(told)
            except NotOurs:
                log.info("not_ours")
            except Exception as error:  # noqa: BLE001 - it comes again, and the others of the batch are not its fault
                log.failure("wire_failed", error)
                failed.append(record["messageId"])
    failed += [message for place, messages in arrived.items() if not _counted(*place, len(messages)) for message in messages]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def _note(told: MailEvent) -> None:
    with tenancy.inside(told.tenant, by="system:mail-events"), log.about(tenant=told.tenant, mail=told.mail_id):
        try:
            if told.kind == "Complaint":
                actions.complained(told.sender_id, told.mail_id, told.about_id, told.day)
            elif told.is_for_good:
                actions.bounced(told.sender_id, told.mail_id, told.about_id, told.day)
            else:
                actions.bounced_softly(told.sender_id, told.day)
        except AlreadyDone:
            log.info("already_done")


def _counted(tenant: str, sender_id: str, day: str, number: int) -> bool:
    with tenancy.inside(tenant, by="system:mail-events"), log.about(wire="mail-events", tenant=tenant):
        try:
            actions.delivered(sender_id, day, number)
        except Exception as error:  # noqa: BLE001 - they come again, and those of other senders are counted
            log.failure("wire_failed", error)
            return False
        return True
