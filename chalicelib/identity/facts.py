"""What others may learn from identity. Names and addresses stay here: listeners ask `queries` for them."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.foundation.facts import Fact


@dataclass(frozen=True)
class TenantOpened(Fact):
    country: str


@dataclass(frozen=True)
class TenantEntered(Fact):
    """A super administrator came in: the tenant's own history says so."""

    user_id: str


@dataclass(frozen=True)
class SecondFactorRuled(Fact):
    """Whether everybody of the tenant needs a second factor, from their next sign-in on."""

    required: bool


@dataclass(frozen=True)
class CentreOpened(Fact):
    centre_id: str
    kind: str
    method: str


@dataclass(frozen=True)
class UserInvited(Fact):
    user_id: str
    role: str
    centre_id: str | None = None


@dataclass(frozen=True)
class UserJoined(Fact):
    user_id: str
    role: str
    centre_id: str | None = None


@dataclass(frozen=True)
class UserDisabled(Fact):
    user_id: str
    role: str
    centre_id: str | None = None


@dataclass(frozen=True)
class UserEnabled(Fact):
    user_id: str
    role: str
    centre_id: str | None = None


@dataclass(frozen=True)
class PasswordResetAsked(Fact):
    user_id: str


@dataclass(frozen=True)
class PasswordChanged(Fact):
    user_id: str


@dataclass(frozen=True)
class SignedIn(Fact):
    user_id: str


@dataclass(frozen=True)
class TotpEnrolled(Fact):
    user_id: str


@dataclass(frozen=True)
class RecoveryCodeUsed(Fact):
    user_id: str


@dataclass(frozen=True)
class ApiKeyMade(Fact):
    key_id: str
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class ApiKeyRevoked(Fact):
    key_id: str
