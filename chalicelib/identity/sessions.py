"""Signing in, step by step: password, then (where an address opens several tenants) the tenant, then the second factor; and staying signed in."""

from __future__ import annotations

import base64
import hmac
import re
from contextlib import suppress
from typing import Any

from chalicelib.foundation import clock, ids, keys, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, Conflict, NotFound, NotSignedIn
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.keys import fingerprint
from chalicelib.foundation.log import count
from chalicelib.foundation.records import key
from chalicelib.foundation.tenancy import PLATFORM
from chalicelib.identity import emails, facts, lockout, passwords, queries, roles, tokens, totp
from chalicelib.identity.models.access import SESSION_SECONDS, Session
from chalicelib.identity.models.companies import VISIT_KEPT_SECONDS, TenantListed, Visit
from chalicelib.identity.models.users import Login, User
from chalicelib.identity.shapes import SessionStep, TenantChoice, TotpEnrolment

VISIT_SECONDS = 8 * 3600
"""A visit to a tenant ends with the working day and must be made, and told, again."""

MOST_ACCOUNTS = 10
"""Each account of an address costs the time of one password."""

_REFRESH = re.compile(r"psr_(sys|[0-9a-z]{8})_([0-9a-z]{10})_([0-9a-z]{16})_([\w-]{43})")


class CredentialsRefused(NotSignedIn):
    fr = "Adresse ou mot de passe incorrect."
    en = "Wrong address or password."


class CodeRefused(NotSignedIn):
    fr = "Ce code est incorrect ou a déjà servi. Attendez le suivant."
    en = "This code is wrong or already used. Wait for the next one."


class TicketLapsed(NotSignedIn):
    fr = "Cette étape a expiré. Reprenez la connexion depuis le début."
    en = "This step has expired. Start signing in again."


class SessionEnded(NotSignedIn):
    fr = "Votre session est terminée. Reconnectez-vous."
    en = "Your session has ended. Sign in again."


def begin(email: str, password: str, address: str) -> SessionStep:
    """First step. Only accounts that the password opens are ever spoken of."""
    blind = emails.blind(email)
    lockout.ADDRESS.attempt(address)
    lockout.PASSWORD.attempt(blind)
    opened = [user for user in (_opened(account, password) for account in _accounts(blind)) if user]
    if not opened:
        count("SignInRefused")
        raise CredentialsRefused
    lockout.PASSWORD.take_back(blind)
    lockout.ADDRESS.take_back(address)
    if len(opened) == 1:
        return _after_password(opened[0])
    ticket = tokens.make("tenant", accounts=[_named(user) for user in opened])
    return SessionStep(step="tenant", ticket=ticket, choices=[_choice(user) for user in opened])


def choose_tenant(ticket: str, tenant: str) -> SessionStep:
    """Second step, for an address with several accounts."""
    claims = _claims("tenant", ticket)
    for named in claims["accounts"]:
        if named["tid"] == tenant:
            return _after_password(_still_there(named))
    raise NotFound


def offer_totp(ticket: str) -> TotpEnrolment:
    """The same ticket always offers the same secret: a page loaded twice does not break what the telephone has read."""
    claims = _claims("enrolment", ticket)
    user = _still_there(claims)
    with tenancy.inside(user.tenant):
        offer = totp.enrolment(totp.offered_secret(user.tenant, user.id, claims["jti"]), user.email)
    return TotpEnrolment.model_validate(offer)


def give_code(ticket: str, code: str, address: str) -> SessionStep:
    """Last step: a code of the telephone, or a recovery code. With an enrolment ticket the first code also enrols."""
    enrolling = tokens.read("enrolment", ticket)
    user = _still_there(enrolling or _claims("totp", ticket))
    about = f"{user.tenant}#{user.id}"
    lockout.ADDRESS.attempt(address)
    lockout.CODE.attempt(about)
    with tenancy.inside(user.tenant, by=f"user:{user.id}"):
        shown = _enrol(user, enrolling["jti"], code) if enrolling else _check(user, code)
        lockout.CODE.clear(about)
        lockout.ADDRESS.take_back(address)
        return _open(user, recovery_codes=shown)


def refresh(token: str) -> SessionStep:
    """A new pair of tokens for the old one. An old one seen again was stolen, or its follower was: the session ends for both."""
    parts = _REFRESH.fullmatch(token)
    if not parts:
        raise SessionEnded
    tenant, user_id, session_id, secret = parts.groups()
    with tenancy.inside(tenant, by=f"user:{user_id}"):
        session, user = Session.by_id(user_id, session_id), User.by_id(user_id)
        if session is None or user is None:
            raise SessionEnded
        successor = _successor(session_id, secret)
        if not _goes_on(session, user) or not session.rotate(secret, successor):
            session.delete()
            count("SessionEnded")
            raise SessionEnded
        with suppress(Conflict):  # disabled meanwhile: the next refresh will find out
            user.see_again()
        return _done(user, session, successor)


def end(caller: Caller) -> None:
    """Log out of this device. The access token lives on for its few minutes: no request reads the session.

    Who leaves no other device in use has gone, and it is said.
    """
    if caller.kind == "user" and caller.session:
        with tenancy.inside(queries.home(caller), by=caller.actor):
            session, user = Session.by_id(caller.id, caller.session), User.by_id(caller.id)
            if session:
                session.delete()
            if session and user and session.visiting is None and not _is_elsewhere(user.id):
                with suppress(Conflict, AlreadyDone):  # disabled at this moment, which says more
                    user.sign_out()


def _is_elsewhere(user_id: str) -> bool:
    """Whether a console of theirs on another device has renewed its access lately."""
    last = queries.last_renewal(user_id)
    return last is not None and clock.now_ms() - last < 2 * tokens.SECONDS["access"] * 1000


def visit(caller: Caller, tenant: str) -> SessionStep:
    """A super administrator enters a tenant, whose own history says so; the session on the platform goes on beside it."""
    if TenantListed.named(tenant) is None:
        raise NotFound
    now = clock.now_ms()
    with tenancy.inside(tenant, by=caller.actor):
        said = said_now(facts.TenantEntered(caller.id))
        Visit(key("VI"), f"{clock.sortable(now)}#{caller.id}", version=1, said=said, expires=now // 1000 + VISIT_KEPT_SECONDS).save()
    with tenancy.inside(PLATFORM, by=caller.actor):
        user = User.by_id(caller.id)
        if user is None or not user.is_active:
            raise NotSignedIn
        return _open(user, visiting=tenant)


def _accounts(blind: str) -> list[User | None]:
    """The accounts of an address; one that is nobody where there is none, so that the same time passes."""
    found: list[User | None] = []
    for login in Login.all(blind)[:MOST_ACCOUNTS]:
        with tenancy.inside(login.tenant):
            found.append(User.by_id(login.user_id))
    return found or [None]


def _opened(user: User | None, password: str) -> User | None:
    """The account, if it is the password and one that may sign in."""
    right = passwords.is_right(password, user.password_hash if user else None)
    if user is None or not right or not user.is_active:
        return None
    if passwords.is_outdated(user.password_hash):
        with tenancy.inside(user.tenant):
            user.rehash_password(passwords.hashed(password))
    return user


def _after_password(user: User) -> SessionStep:
    with tenancy.inside(user.tenant, by=f"user:{user.id}"):
        if user.totp_enrolled:
            return SessionStep(step="totp", ticket=tokens.make("totp", **_named(user)))
        if user.role in roles.TOTP_COMPULSORY or queries.tenant().totp_required:
            return SessionStep(step="enrolment", ticket=tokens.make("enrolment", jti=ids.person_id(), **_named(user)))
        return _open(user)


def _enrol(user: User, jti: str, code: str) -> list[str]:
    secret = totp.offered_secret(user.tenant, user.id, jti)
    step = totp.matching_step(secret, code)
    if step is None:
        raise CodeRefused
    codes = totp.recovery_codes()
    if not user.enrol_totp(secret, step, {totp.recovery_hash(user.tenant, user.id, one) for one in codes}):
        raise TicketLapsed
    return codes


def _check(user: User, code: str) -> list[str] | None:
    """Nothing to show."""
    if totp.is_code(code):
        step = totp.matching_step(user.totp_secret, code)
        accepted = step is not None and user.use_step(step)
    else:
        accepted = user.use_recovery_code(totp.recovery_hash(user.tenant, user.id, code))
    if not accepted:
        raise CodeRefused
    return None


def _open(user: User, *, visiting: str | None = None, recovery_codes: list[str] | None = None) -> SessionStep:
    secret = ids.secret()
    lasts = VISIT_SECONDS if visiting else SESSION_SECONDS
    session = Session(
        key("SE", user.id), ids.person_id(),
        hashed=fingerprint(secret), epoch=int(user.epoch), visiting=visiting, expires=clock.now_ms() // 1000 + lasts,
    )  # fmt: skip
    try:
        user.sign_in()
    except Conflict:  # disabled meanwhile
        raise TicketLapsed from None
    session.save()
    # Whoever has come all the way in is no guesser, whatever they mistyped before.
    lockout.PASSWORD.clear(emails.blind(user.email))
    return _done(user, session, secret).model_copy(update={"recovery_codes": recovery_codes})


def _done(user: User, session: Session, secret: str) -> SessionStep:
    inside = session.visiting or (None if user.tenant == PLATFORM else user.tenant)
    access = tokens.make("access", sub=user.id, tid=inside, role=user.role, ce=user.centre_id, sid=session.id)
    token = f"psr_{user.tenant}_{user.id}_{session.id}_{secret}"
    return SessionStep(step="done", access_token=access, expires_in=tokens.SECONDS["access"], refresh_token=token)


def _goes_on(session: Session, user: User) -> bool:
    is_visit_over = session.visiting is not None and TenantListed.named(session.visiting) is None
    return session.is_live and user.is_active and session.epoch == user.epoch and not is_visit_over


def _successor(session_id: str, secret: str) -> str:
    """The token after this one, derived from it: two tabs that refresh at once are given the same, and neither is left behind."""
    digest = hmac.digest(keys.of(PLATFORM).secret("refresh"), f"{session_id}:{secret}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _claims(use: tokens.Use, ticket: str) -> dict[str, Any]:
    claims = tokens.read(use, ticket)
    if claims is None:
        raise TicketLapsed
    return claims


def _named(user: User) -> dict[str, Any]:
    return {"tid": user.tenant, "sub": user.id, "ep": int(user.epoch)}


def _still_there(named: dict[str, Any]) -> User:
    """The account of a ticket, unless its password was changed or it was disabled meanwhile."""
    with tenancy.inside(named["tid"]):
        user = User.by_id(named["sub"])
    if user is None or not user.is_active or user.epoch != named["ep"]:
        raise TicketLapsed
    return user


def _choice(user: User) -> TenantChoice:
    with tenancy.inside(user.tenant):
        return TenantChoice(tenant_id=user.tenant, name=queries.tenant().name, role=user.role)
