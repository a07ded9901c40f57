"""What others may learn from identity. Names and addresses stay here: listeners ask `queries` for them."""

from __future__ import annotations

from chalicelib.foundation.facts import Fact


class TenantOpened(Fact):
    country: str


class TenantEntered(Fact):
    """A super administrator came in: the tenant's own history says so."""

    user_id: str


class TenantDisabled(Fact):
    """It is about to leave: nobody comes in any more."""


class TenantExported(Fact):
    """All that is kept of it was written out, so many items."""

    items: int


class TenantClosed(Fact):
    """Its keys are destroyed."""


class SecondFactorRuled(Fact):
    """Whether everybody of the tenant needs a second factor, from their next sign-in on."""

    required: bool


class CentreOpened(Fact):
    centre_id: str
    kind: str
    method: str


class CentreHoursChanged(Fact):
    """Its opening hours are others now, or none: then it is always open."""

    centre_id: str


class CentreMethodChosen(Fact):
    """How its leads are given out from now on: ``push``, ``pull`` or ``manual``."""

    centre_id: str
    method: str


class CentreReplaced(Fact):
    """It is being closed for good: new leads go to another centre from now on, and what waits and is open follows."""

    centre_id: str
    to_centre_id: str


class CentreReinstated(Fact):
    """Its closing was stopped: it takes leads again. What had left it stays where it is."""

    centre_id: str


class CentreClosed(Fact):
    """For good: nothing of it is open any more. What is still to come goes to the other centre."""

    centre_id: str
    to_centre_id: str


class UserInvited(Fact):
    user_id: str
    role: str
    centre_id: str | None = None


class UserJoined(Fact):
    user_id: str
    role: str
    centre_id: str | None = None


class UserDisabled(Fact):
    user_id: str
    role: str
    centre_id: str | None = None


class UserEnabled(Fact):
    user_id: str
    role: str
    centre_id: str | None = None


class UserMoved(Fact):
    """To another centre, as theirs (`was`) is closed."""

    user_id: str
    role: str
    centre_id: str
    was: str


class PasswordResetAsked(Fact):
    user_id: str


class PasswordChanged(Fact):
    user_id: str


class SignedIn(Fact):
    user_id: str
    role: str | None = None
    centre_id: str | None = None


class SignedOut(Fact):
    """On their last device that was in use."""

    user_id: str
    role: str
    centre_id: str | None = None


class TotpEnrolled(Fact):
    user_id: str


class RecoveryCodeUsed(Fact):
    user_id: str


class ApiKeyMade(Fact):
    key_id: str
    scopes: tuple[str, ...]


class ApiKeyRevoked(Fact):
    key_id: str
