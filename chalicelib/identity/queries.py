"""What can be asked of identity: who calls, who somebody is, and what the companies and centres are called."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from typing import Any

from chalicelib.foundation import cursors, ids, keys, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import BadRequest, NotFound, NotSignedIn
from chalicelib.foundation.routes import Page
from chalicelib.foundation.tenancy import PLATFORM
from chalicelib.identity import links, roles, shapes, tokens
from chalicelib.identity.links import Letter
from chalicelib.identity.models import access, companies, users

REMEMBERED_SECONDS = 60
_remembered: dict[tuple[str, ...], tuple[float, Any]] = {}

_API_KEY = re.compile(r"psk_([0-9a-z]{8})_([0-9a-z]{10})_([\w-]{43})")


def caller(headers: dict[str, str]) -> Caller | None:
    """Who asks, by the credentials of a request; None where it carries none. Wrong ones raise `NotSignedIn`."""
    bearer = headers.get("authorization", "")
    if bearer:
        return _signed_in(bearer)
    key = headers.get("x-api-key", "")
    return _program(key) if key else None


def home(caller: Caller) -> str:
    """The tenant that the caller's account belongs to: a super administrator's is the platform, wherever they visit."""
    return PLATFORM if caller.role == roles.PLATFORM_ROLE or caller.tenant is None else caller.tenant


def still_stands(caller: Caller) -> bool:
    """Whether a caller is still who they came as: a token is believed for minutes, and may say what is no longer so.

    Asked, with a read or two, before something begins that outlasts the token. A key was read with its request.
    """
    if caller.kind != "user":
        return True
    with tenancy.inside(home(caller)):
        account = users.User.by_id(caller.id)
        session = access.Session.by_id(caller.id, caller.session) if caller.session else None
    if account is None or session is None:
        return False
    is_same = (account.role, account.centre_id) == (caller.role, caller.centre)
    return is_same and account.is_active and session.is_live and session.epoch == account.epoch


def me(caller: Caller) -> shapes.Me:
    """The signed-in person. A program is nobody."""
    with tenancy.inside(home(caller)):
        found = users.User.by_id(caller.id) if caller.kind == "user" else None
    if found is None:
        raise NotFound
    where = shapes.MyTenant.model_validate(tenant().model_dump(include=set(shapes.MyTenant.model_fields))) if caller.tenant else None
    return shapes.Me(
        id=found.id, email=found.email, name=found.name, role=caller.role, language=found.language, tenant=where, centre_id=found.centre_id,
        grants=caller.grants, totp_enrolled=found.totp_enrolled,
    )  # fmt: skip


def tenant() -> shapes.Tenant:
    """The current tenant, remembered for a minute. The platform's own is `sys`."""
    remembered: shapes.Tenant | None = _recall("tenant", tenancy.tenant())
    if remembered is None:
        record = companies.Tenant.here()
        if record is None:
            raise NotFound
        remembered = _remember(shapes.Tenant.of(record), "tenant", tenancy.tenant())
    return remembered


def is_open() -> bool:
    """Whether the current tenant is neither leaving nor gone; remembered for a minute."""
    return tenant().disabled_at is None


def tenants(page: Page | None = None) -> shapes.Tenants:
    """All companies of the platform, by id; a page of them where one is asked for."""
    found = companies.TenantListed.all(_after(page), _one_more(page))
    return shapes.Tenants(items=[shapes.TenantListed.of(one) for one in _cut(found, page)], cursor=_cursor(found, page))


def some_tenants(count: int) -> list[str]:
    """So many companies, from a place in the list by chance: whoever asks again and again sees all of them, and few platforms have more."""
    start = ids.tenant_id()
    found = [one.id for one in companies.TenantListed.all(start, count)]
    if len(found) < count:
        found += [one.id for one in companies.TenantListed.all(None, count - len(found)) if one.id not in found]
    return found


def centre(centre_id: str) -> shapes.Centre:
    found = companies.Centre.by_id(centre_id)
    if found is None:
        raise NotFound
    return shapes.Centre.of(found)


def centres() -> list[shapes.Centre]:
    """Every centre of the tenant; a tenant has a handful."""
    return [shapes.Centre.of(one) for one in companies.Centre.all()]


def heir(centre_id: str, known: Iterable[shapes.Centre]) -> str:
    """Who takes leads in a centre's place, of those `known`: itself where it stands; else whom it gave way to, or whom those did."""
    by_id, seen = {one.id: one for one in known}, set[str]()
    while (found := by_id.get(centre_id)) and found.successor_id and centre_id not in seen:
        seen.add(centre_id)
        centre_id = found.successor_id
    return centre_id


def centres_for(caller: Caller, page: Page) -> shapes.Centres:
    """Those that the caller may know of."""
    if caller.reach("centres.read") != "all":
        own = [one for one in centres() if one.id == caller.centre]
        return shapes.Centres(items=own, cursor=None)
    found = list(companies.Centre.all(_after(page), _one_more(page)))
    return shapes.Centres(items=[shapes.Centre.of(one) for one in _cut(found, page)], cursor=_cursor(found, page))


def centre_for(caller: Caller, centre_id: str) -> shapes.Centre:
    if not caller.may_reach("centres.read", centre=centre_id, owner=None):
        raise NotFound
    return centre(centre_id)


def user(user_id: str) -> shapes.User:
    found = users.User.by_id(user_id)
    if found is None:
        raise NotFound
    return shapes.User.of(found)


def users_of(centre_id: str) -> list[shapes.User]:
    """Everybody of one centre, whatever their state."""
    return [shapes.User.of(one) for one in users.User.all(centre=centre_id)]


def everybody() -> list[shapes.User]:
    """Of the company, whatever their state."""
    return [shapes.User.of(one) for one in users.User.all()]


def last_renewal(user_id: str) -> int | None:
    """When somebody's console last renewed its access (ms), on whichever device: it does so every quarter of an hour while it is open.

    None for who is signed in nowhere.
    """
    return max((session.renewed_at for session in access.Session.of(user_id) if session.visiting is None), default=None)


def at_work_since(moment: str) -> list[str]:
    """The ids of everybody in the company who was seen since then, or of whom that is not known."""
    return [one.id for one in map(shapes.User.of, users.User.all()) if one.last_seen_at is None or one.last_seen_at >= moment]


def administrators() -> list[shapes.User]:
    """Who looks after the whole company."""
    return [shapes.User.of(one) for one in users.User.all() if one.role == "admin" and one.is_active]


def users_for(caller: Caller, page: Page) -> shapes.Users:
    """Those that the caller may know of."""
    reach = caller.reach("users.read")
    if reach != "all" and caller.centre is None:
        return shapes.Users(items=[], cursor=None)
    found = users.User.all(centre=None if reach == "all" else caller.centre, after=_after(page), limit=_one_more(page))
    return shapes.Users(items=[shapes.User.of(one) for one in _cut(found, page)], cursor=_cursor(found, page))


def user_for(caller: Caller, user_id: str) -> shapes.User:
    found = users.User.by_id(user_id)
    if found is None or not caller.may_reach("users.read", centre=found.centre_id, owner=found.id):
        raise NotFound
    return shapes.User.of(found)


def names(user_ids: set[str]) -> dict[str, str]:
    """What people are called, remembered for a minute. A super administrator who visited has a name too; who is unknown is left out."""
    here = tenancy.tenant()
    known: dict[str, str] = {one: name for one in user_ids if (name := _recall("name", here, one)) is not None}
    unknown = user_ids - known.keys()
    for place in (here, PLATFORM):
        if not unknown:
            break
        with tenancy.inside(place):
            known |= {found.id: _remember(found.name, "name", here, found.id) for found in users.User.some(unknown)}
        unknown -= known.keys()
    return known


def api_keys(page: Page) -> shapes.ApiKeys:
    """Keys that still open something."""
    found = list(access.ApiKey.all(_after(page), _one_more(page)))
    return shapes.ApiKeys(items=[shapes.ApiKey.of(one) for one in _cut(found, page)], cursor=_cursor(found, page))


def invitation_link(user_id: str) -> Letter:
    """What the invitation mail needs. Raises `AlreadyDone` when the user has joined meanwhile."""
    return links.letter("invitation", user_id)


def password_link(user_id: str) -> Letter:
    """What the password mail needs."""
    return links.letter("reset", user_id)


def forget() -> None:
    """Drop what is remembered: a name was changed, or a test starts a new world."""
    _remembered.clear()


def _signed_in(bearer: str) -> Caller:
    scheme, _, token = bearer.partition(" ")
    claims = tokens.read("access", token.strip()) if scheme.lower() == "bearer" else None
    if claims is None:
        raise NotSignedIn(headers={"WWW-Authenticate": "Bearer"})
    tid, role = claims["tid"], claims["role"]
    grants = dict(roles.grants(role, inside_tenant=tid is not None))
    return Caller("user", claims["sub"], tid, role=role, centre=claims["ce"], session=claims["sid"], grants=grants)


def _program(key: str) -> Caller:
    parts = _API_KEY.fullmatch(key)
    if not parts:
        raise NotSignedIn
    tid, key_id, secret = parts.groups()
    with tenancy.inside(tid):
        found = access.ApiKey.by_id(key_id)
        if found is None or not found.opens_to(keys.fingerprint(secret)):
            raise NotSignedIn
        found.stamp_use()
    return Caller("key", key_id, tid, partner=found.partner, grants=roles.key_grants(found.scopes))


def _recall(*about: str) -> Any:
    until, value = _remembered.get(about, (0.0, None))
    return value if until > time.monotonic() else None


def _remember(value: Any, *about: str) -> Any:
    _remembered[about] = (time.monotonic() + REMEMBERED_SECONDS, value)
    return value


def _after(page: Page | None) -> str | None:
    """The id where the last page ended."""
    if page is None or page.cursor is None:
        return None
    position = cursors.decode(page.cursor)
    if not isinstance(position, str) or not position:
        raise BadRequest(reason="cursor")
    return position


def _one_more(page: Page | None) -> int | None:
    """One row beyond the page says whether there is another page."""
    return page.limit + 1 if page else None


def _cut(found: list[Any], page: Page | None) -> list[Any]:
    return found[: page.limit] if page else found


def _cursor(found: list[Any], page: Page | None) -> str | None:
    return cursors.encode(found[page.limit - 1].id) if page and len(found) > page.limit else None
