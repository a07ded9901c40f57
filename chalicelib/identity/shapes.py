"""What crosses the wire. Neighbours above read the same shapes from `queries`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.foundation import clock
from chalicelib.foundation.caller import Scope
from chalicelib.foundation.routes import Id, Shape
from chalicelib.identity.hours import DayApart, End, OpeningHours, Span, Start, Zone, opens_together
from chalicelib.identity.models import access, companies, users
from chalicelib.identity.passwords import MAX_LENGTH
from chalicelib.identity.roles import KeyScope, Role

__all__ = ["DayApart", "End", "OpeningHours", "Span", "Start", "Zone", "opens_together"]

Language = Literal["fr", "en"]
Kind = Literal["call_centre", "sales", "back_office", "field"]
Method = Literal["push", "pull", "manual"]

Name = Annotated[str, Field(min_length=1, max_length=120)]
Email = Annotated[str, Field(min_length=3, max_length=254, json_schema_extra={"format": "email"})]
# Spaces at the ends are part of a password.
Password = Annotated[
    str, StringConstraints(strip_whitespace=False, min_length=1, max_length=MAX_LENGTH), Field(json_schema_extra={"format": "password"})
]
Token = Annotated[str, Field(min_length=1, max_length=2000)]


class Credentials(Shape):
    email: Email
    password: Password


class TenantChosen(Shape):
    ticket: Token
    tenant_id: str


class TotpCode(Shape):
    ticket: Token
    code: Annotated[str, Field(min_length=6, max_length=20)]


class SignInTicket(Shape):
    ticket: Token


class RefreshToken(Shape):
    refresh_token: Token


class TenantChoice(Shape):
    tenant_id: str
    name: str
    role: Role


class SessionStep(Shape):
    """Where signing in stands: done, or what is asked for next."""

    step: Literal["done", "tenant", "totp", "enrolment"]
    ticket: str | None = None
    choices: list[TenantChoice] | None = None
    access_token: str | None = None
    expires_in: int | None = None
    refresh_token: str | None = None
    recovery_codes: list[str] | None = None


class TotpEnrolment(Shape):
    secret: str
    uri: str
    qr_svg: str


class ResetAsked(Shape):
    email: Email


class PasswordChosen(Shape):
    token: Token
    password: Password


class Tenant(Shape):
    id: str
    name: str
    language: Language
    timezone: str
    country: str
    totp_required: bool
    created_at: int
    disabled_at: int | None
    closed_at: int | None

    @classmethod
    def of(cls, record: companies.Tenant) -> Tenant:
        return cls.model_validate(record)


class SecondFactor(Shape):
    """Whether everybody needs one. Administrators always do."""

    required: bool


class TenantListed(Shape):
    id: str
    name: str
    created_at: str

    @classmethod
    def of(cls, record: companies.TenantListed) -> TenantListed:
        return cls(id=record.id, name=record.name, created_at=clock.iso(int(record.created_at)))


class Tenants(Shape):
    items: list[TenantListed]
    cursor: str | None


class MyTenant(Shape):
    id: str
    name: str
    timezone: str
    language: Language


class Me(Shape):
    id: str
    email: str
    name: str
    role: Role
    language: Language
    tenant: MyTenant | None
    centre_id: str | None
    grants: dict[str, Scope]
    totp_enrolled: bool


class User(Shape):
    id: str
    email: str
    name: str
    role: Role
    centre_id: str | None
    state: Literal["invited", "active", "disabled"]
    language: Language
    totp_enrolled: bool
    created_at: str
    last_seen_at: str | None

    @classmethod
    def of(cls, record: users.User) -> User:
        return cls.model_validate(
            {
                "id": record.id, "email": record.email, "name": record.name, "role": record.role, "centre_id": record.centre_id,
                "state": record.state, "language": record.language, "totp_enrolled": record.totp_enrolled,
                "created_at": clock.iso(int(record.created_at)),
                "last_seen_at": clock.iso(int(record.last_seen_at)) if record.last_seen_at else None,
            }
        )  # fmt: skip


class Users(Shape):
    items: list[User]
    cursor: str | None


class UserNew(Shape):
    email: Email
    name: Name
    role: Role
    centre_id: Id | None = None
    language: Language | None = None


class Centre(Shape):
    """`opens_at`: when it opens next, where it is closed now and has said when. `version` is for If-Match on its hours.

    `successor_id`: who takes its leads, as it is being closed for good; it is since `closed_at`.
    """

    id: str
    name: str
    method: Method
    kind: Kind
    created_at: str
    hours: OpeningHours | None
    is_open: bool
    opens_at: str | None
    version: int
    successor_id: str | None = None
    closed_at: str | None = None

    @classmethod
    def of(cls, record: companies.Centre) -> Centre:
        hours = OpeningHours.model_validate(record.hours) if record.hours else None
        opens_at = hours.opens_at(now := clock.now()) if hours and not record.closed_at else None
        is_open = not record.closed_at and (hours is None or hours.is_open(now))
        return cls.model_validate(
            {
                "id": record.id, "name": record.name, "method": record.method, "kind": record.kind,
                "created_at": clock.iso(int(record.created_at)), "hours": hours, "is_open": is_open,
                "opens_at": clock.iso(clock.to_ms(opens_at)) if opens_at and not is_open else None, "version": int(record.version),
                "successor_id": record.successor, "closed_at": clock.iso(int(record.closed_at)) if record.closed_at else None,
            }
        )  # fmt: skip


class Centres(Shape):
    items: list[Centre]
    cursor: str | None


class CentreHours(Shape):
    """Null: always open."""

    hours: OpeningHours | None


class CentreNew(Shape):
    name: Name
    method: Method
    kind: Kind = "call_centre"


class ApiKey(Shape):
    id: str
    name: str
    scopes: list[KeyScope]
    hint: str
    created_at: str
    last_used_at: str | None
    key: str | None = None

    @classmethod
    def of(cls, record: access.ApiKey, key: str | None = None) -> ApiKey:
        return cls.model_validate(
            {
                "id": record.id, "name": record.name, "scopes": sorted(record.scopes), "hint": record.hint, "key": key,
                "created_at": clock.iso(int(record.created_at)),
                "last_used_at": clock.iso(int(record.last_used_at)) if record.last_used_at else None,
            }
        )  # fmt: skip


class ApiKeys(Shape):
    items: list[ApiKey]
    cursor: str | None


class ApiKeyNew(Shape):
    """`follows_id`: the key that this one takes the place of, revoked by then or not. The partner's references stay its own."""

    name: Name
    scopes: Annotated[list[KeyScope], Field(min_length=1, max_length=10)]
    follows_id: Id | None = None
