"""What can be done with companies, their people, and the keys of their programs. Signing in has its own room, `sessions`."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.foundation import clock, ids, keys, platform, tenancy
from chalicelib.foundation.asked import language as readers_language
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, Conflict, DomainError, FieldError, NotAllowed, NotFound, VersionLapsed, refused
from chalicelib.foundation.facts import Fact, said_now
from chalicelib.foundation.pace import unhurried
from chalicelib.foundation.records import key, lost_race, refused_writes, transaction
from chalicelib.foundation.tenancy import PLATFORM
from chalicelib.identity import emails, facts, links, lockout, passwords, queries, roles, shapes, tokens
from chalicelib.identity.hours import OpeningHours
from chalicelib.identity.links import LinkLapsed
from chalicelib.identity.models.access import ApiKey
from chalicelib.identity.models.companies import Centre, Tenant, TenantListed
from chalicelib.identity.models.users import Login, User

RACES = 5


class EmailTaken(Conflict):
    fr = "Cette adresse a déjà un compte ici."
    en = "This address already has an account here."


@dataclass(frozen=True)
class NewUser:
    """Somebody who is to have an account in the current tenant."""

    email: str
    name: str
    role: roles.Role
    centre_id: str | None = None
    language: str | None = None


def found_platform() -> None:
    """Give the platform its keys and its name. A repeat changes nothing."""
    with platform.ground(), tenancy.inside(PLATFORM):
        if Tenant.here():
            return
        tenant = Tenant(
            key("CF"),
            Tenant.SK,
            name="Passerelle",
            language="fr",
            timezone="Europe/Paris",
            country="FR",
            totp_required=True,
            created_at=clock.now_ms(),
        )
        try:
            with transaction() as tx:
                keys.make(PLATFORM, tx)
                tx.save(tenant, condition=Tenant.pk.does_not_exist())
        except TransactWriteError as error:
            if not any(stood is not None for stood in refused_writes(error)):
                raise


def open_tenant(name: str, language: str, timezone: str, country: str, *, totp_required: bool = False) -> str:
    """A new company, with keys of its own. Returns its id."""
    tid, now = ids.tenant_id(), clock.now_ms()
    with tenancy.inside(tid), platform.ground(), transaction() as tx:
        keys.make(tid, tx)
        tenant = Tenant(
            key("CF"), Tenant.SK, name=name, language=language, timezone=timezone, country=country, totp_required=totp_required, created_at=now,
            version=1, said=said_now(facts.TenantOpened(country)),
        )  # fmt: skip
        tx.save(tenant, condition=Tenant.pk.does_not_exist())
        tx.save(TenantListed(TenantListed.PK, tid, name=name, created_at=now))
    return tid


def rule_second_factor(caller: Caller, *, required: bool) -> None:
    """For everybody of the tenant; whoever has none yet enrols at their next sign-in. Raises `Conflict` when two rule at once."""
    tenant = Tenant.here()
    if caller.reach("users.write") != "all" or tenant is None:
        raise NotAllowed
    tenant.rule_second_factor(required=required)
    queries.forget()


def open_centre(name: str, method: str, kind: str = "call_centre") -> str:
    """A new team in the current tenant. Returns its id."""
    centre_id = ids.short_id()
    said = said_now(facts.CentreOpened(centre_id, kind, method))
    Centre(*Centre.at(centre_id), name=name, method=method, kind=kind, created_at=clock.now_ms(), version=1, said=said).save(
        condition=Centre.pk.does_not_exist()
    )
    return centre_id


def set_hours(centre_id: str, hours: OpeningHours | None, version: int | None) -> None:
    """When a centre is open, from now on. Raises `VersionLapsed` when somebody set them meanwhile."""
    centre = Centre.by_id(centre_id)
    if centre is None:
        raise NotFound
    if version is not None and version != centre.version:
        raise VersionLapsed
    kept = hours.model_dump(mode="json") if hours else None
    if kept != centre.hours:
        centre.keep_hours(kept)


def choose_method(tx: TransactWrite, centre_id: str, method: str) -> None:
    """How a centre's leads are given out; the rules of it stand with the distribution. Raises `NotFound`."""
    centre = Centre.by_id(centre_id)
    if centre is None:
        raise NotFound
    centre.choose_method(method, tx)


def give_way(tx: TransactWrite, centre_id: str, to: str) -> None:
    """A centre is being closed for good: another takes its leads from now on. Raises `NotFound`, and `Conflict` for one that does already."""
    centre, other = Centre.by_id(centre_id), Centre.by_id(to)
    if centre is None:
        raise NotFound
    if other is None:
        raise no_such_centre("to_centre_id")
    if centre_id == to or other.successor:
        raise refused(
            "to_centre_id",
            "closing",
            "Choisissez un centre qui reste ouvert.",
            "Choose a centre that stays open.",
            readers_language(),
        )
    if centre.successor:
        raise Conflict
    centre.give_way(to, tx)


def stand_again(tx: TransactWrite, centre_id: str) -> None:
    """It takes leads again."""
    _leaving(centre_id).stand_again(tx)


def close_centre(tx: TransactWrite, centre_id: str) -> None:
    """For good; who is to do so has seen to it that nothing is left there."""
    _leaving(centre_id).close(tx)


def _leaving(centre_id: str) -> Centre:
    centre = Centre.by_id(centre_id)
    if centre is None or centre.successor is None or centre.closed_at:
        raise Conflict
    return centre


def move_user(user_id: str, centre_id: str) -> None:
    """Somebody works in another centre from now on; what they hold is others' care. Their next access token says so. A repeat changes nothing."""
    user = User.by_id(user_id)
    if user:
        with suppress(AlreadyDone):
            user.join(centre_id)


def shut_out(user_id: str) -> None:
    """As their centre is closed. A repeat changes nothing."""
    user = User.by_id(user_id)
    if user and user.state != "disabled":
        with suppress(AlreadyDone):
            user.disable()


def appoint_super_admin(email: str, name: str, password: str, *, language: str = "fr", totp_secret: str | None = None) -> str:
    """Somebody who runs the platform. There is no invitation to it: whoever founds the house appoints them. Returns the user's id."""
    with tenancy.inside(PLATFORM):
        return add_user(NewUser(email, name, roles.PLATFORM_ROLE, language=language), password, totp_secret)


def invite(new: NewUser) -> str:
    """An account that waits for its owner's password; the mail follows from the fact. Returns the user's id."""
    user = _made(new, state="invited")
    return _keep(user, new.email, facts.UserInvited(user.id, user.role, user.centre_id))


def add_user(new: NewUser, password: str, totp_secret: str | None = None) -> str:
    """A member at once, without an invitation: for founding and for demo data. Returns the user's id."""
    passwords.check(password, emails.checked(new.email))
    user = _made(new, state="active")
    user.password_hash = passwords.hashed(password)
    user.epoch = 1
    if totp_secret:
        user.totp_sealed = user.seal_totp(totp_secret)
    return _keep(user, new.email, facts.UserJoined(user.id, user.role, user.centre_id))


@unhurried()
def ask_password_reset(email: str, address: str) -> None:
    """For each account of the address a mail follows from the fact; somebody who never joined is invited again."""
    blind = emails.blind(email)
    lockout.RESET_ADDRESS.attempt(address)
    lockout.RESET.attempt(blind)
    for login in Login.all(blind):
        # An account that is disabled at this very moment needs no mail, and must not be told apart by an error.
        with tenancy.inside(login.tenant, by="visitor"), suppress(Conflict):
            user = User.by_id(login.user_id)
            if user and user.state == "active":
                user.change(facts.PasswordResetAsked(user.id))
            elif user and user.state == "invited":
                user.change(facts.UserInvited(user.id, user.role, user.centre_id))


def choose_password(token: str, password: str) -> None:
    """By an invitation or a reset link, which then is used up. All sessions end, and who was locked out may try again."""
    use, claims = _link(token)
    with tenancy.inside(claims["tid"], by=f"user:{claims['sub']}"):
        user = User.by_id(claims["sub"])
        if user is None or user.epoch != claims["ep"] or user.state != links.STATE[use]:
            raise LinkLapsed
        passwords.check(password, user.email)
        if not user.choose_password(passwords.hashed(password)):
            raise LinkLapsed
        lockout.PASSWORD.clear(emails.blind(user.email))


def make_api_key(name: str, scopes: set[str], follows: str | None = None) -> shapes.ApiKey:
    """The key itself is in the answer and nowhere else: only its hash is kept. `follows`: the key in whose place the partner takes it."""
    former = ApiKey.by_id(follows) if follows else None
    if follows and former is None:
        raise refused("follows_id", "unknown_key", "Cette clé n'existe pas.", "There is no such key.", readers_language())
    key_id, secret = ids.short_id(), ids.secret()
    record = ApiKey(
        *ApiKey.at(key_id), state="active", name=name, scopes=scopes, hashed=keys.fingerprint(secret), hint=f"…{secret[-4:]}",
        follows=former.partner if former else None, created_at=clock.now_ms(), version=1,
        said=said_now(facts.ApiKeyMade(key_id, tuple(sorted(scopes)))),
    )  # fmt: skip
    record.save(condition=ApiKey.pk.does_not_exist())
    return shapes.ApiKey.of(record, key=f"psk_{tenancy.tenant()}_{key_id}_{secret}")


def revoke_api_key(key_id: str) -> None:
    """It opens nothing from the next request on."""
    found = ApiKey.by_id(key_id)
    if found is None or not found.is_active:
        raise NotFound
    try:
        found.revoke()
    except AlreadyDone:
        return


def _made(new: NewUser, state: str) -> User:
    """The record of a new account, not yet kept."""
    email = emails.checked(new.email)
    _check_centre(new)
    user_id = ids.short_id()
    return User(
        key("US"), user_id, state=state, role=new.role, centre_id=new.centre_id, language=new.language or queries.tenant().language,
        sealed=keys.of(tenancy.tenant()).seal({"name": new.name, "email": email}, about=f"user:{user_id}"), created_at=clock.now_ms(), version=1,
    )  # fmt: skip


def _check_centre(new: NewUser) -> None:
    if new.centre_id is None:
        if new.role in roles.IN_A_CENTRE:
            raise refused(
                "centre_id",
                "missing",
                "Ce rôle travaille dans un centre : choisissez lequel.",
                "This role works in a centre: choose one.",
                readers_language(),
            )
    else:
        centre = Centre.by_id(new.centre_id)
        if centre is None:
            raise no_such_centre()
        if centre.successor:
            raise refused(
                "centre_id",
                "closing",
                "Ce centre ferme : choisissez-en un autre.",
                "This centre is closing: choose another.",
                readers_language(),
            )


def no_such_centre(field: str = "centre_id") -> DomainError:
    return refused(
        field,
        "unknown",
        "Ce centre n'existe pas : choisissez-en un de la liste.",
        "There is no such centre: choose one from the list.",
        readers_language(),
    )


def _keep(user: User, email: str, fact: Fact) -> str:
    """The account and its login, both or neither."""
    user.said = said_now(fact)
    login = Login.of(emails.blind(email), tenancy.tenant(), user.id)
    for _ in range(RACES):
        try:
            with platform.ground(), transaction() as tx:
                tx.save(login, condition=Login.pk.does_not_exist())
                tx.save(user, condition=User.pk.does_not_exist())
        except TransactWriteError as error:
            if lost_race(error):
                continue
            if any(stood is not None for stood in refused_writes(error)):
                raise EmailTaken(errors=(FieldError("email", "taken", EmailTaken().said(readers_language())),)) from None
            raise
        else:
            return user.id
    raise Conflict


def _link(token: str) -> tuple[tokens.Use, dict[str, Any]]:
    for use in links.STATE:
        claims = tokens.read(use, token)
        if claims:
            return use, claims
    raise LinkLapsed
