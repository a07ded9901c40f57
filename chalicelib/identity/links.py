"""Links mailed to people: signed, bound to the account's epoch, so that each works once and dies with any later change of password."""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.foundation import config
from chalicelib.foundation.errors import AlreadyDone, Gone, NotFound
from chalicelib.identity import tokens
from chalicelib.identity.models.users import User

STATE: dict[tokens.Use, str] = {"invitation": "invited", "reset": "active"}
"""The state of the account that each kind of link is good for."""


class LinkLapsed(Gone):
    fr = "Ce lien a déjà servi ou n'est plus valable. Demandez-en un nouveau."
    en = "This link has been used or is no longer valid. Ask for a new one."


class Letter(NamedTuple):
    """What a mail needs to bring a link to somebody."""

    address: str
    name: str
    language: str
    link: str
    valid_hours: int


def letter(use: tokens.Use, user_id: str) -> Letter:
    """Raises `AlreadyDone` where the link has no purpose any more: a queue then has nothing left to do."""
    user = User.by_id(user_id)
    if user is None:
        raise NotFound
    if user.state != STATE[use]:
        raise AlreadyDone
    token = tokens.make(use, tid=user.tenant, sub=user.id, ep=int(user.epoch))
    return Letter(user.email, user.name, user.language, f"{config.CONSOLE_URL}/mot-de-passe?token={token}", tokens.SECONDS[use] // 3600)
