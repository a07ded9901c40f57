from __future__ import annotations

from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.pages import render_letter
from chalicelib.identity import queries as identity
from chalicelib.identity.facts import PasswordResetAsked, UserInvited
from chalicelib.messaging import actions
from chalicelib.messaging.mail import Mail

LINKS = {UserInvited: ("invitation", identity.invitation_link), PasswordResetAsked: ("password_reset", identity.password_link)}


def mail_account(said: Announcement) -> None:
    """An invitation or a password reset, with a link made only now: a link in a queue would be a key lying about."""
    name, ask = LINKS[type(said.fact)]
    link = ask(said.fact.user_id)
    letter = render_letter(f"messaging/{name}", link.language, person=link.name, link=link.link, valid_hours=link.valid_hours)
    actions.send(Mail(link.address, letter.subject, letter.text, letter.html), once=f"account:{said.id}")
