from __future__ import annotations

from chalicelib.foundation.facts import Announcement, Fact
from chalicelib.identity.facts import ApiKeyRevoked, PasswordChanged, SignedOut, TenantDisabled, UserDisabled, UserMoved
from chalicelib.live import actions

ENDING: tuple[type[Fact], ...] = (UserDisabled, UserMoved, PasswordChanged, SignedOut, ApiKeyRevoked, TenantDisabled)
"""After these somebody is not who their open console was opened as."""


def push(said: Announcement) -> None:
    (actions.end if isinstance(said.fact, ENDING) else actions.push)(said)
