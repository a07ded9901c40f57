from __future__ import annotations

from typing import Any

from chalicelib.foundation import tenancy
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.pages import render_letter
from chalicelib.foundation.tenancy import PLATFORM
from chalicelib.identity import queries as identity
from chalicelib.identity.facts import PasswordResetAsked, UserInvited
from chalicelib.messaging import actions
from chalicelib.messaging.actions import Mail, NoSender

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
