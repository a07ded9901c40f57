"""A company leaves: first nobody comes in any more, then, when it has all that it takes along, its keys are destroyed.

An operator does it (`make tenant-close`); no route leads here. Each step may be repeated, and goes on where it was cut off.
"""

from __future__ import annotations

from contextlib import suppress

from pynamodb.exceptions import TransactWriteError

from chalicelib.foundation import keys, platform, tenancy
from chalicelib.foundation.errors import AlreadyDone, Conflict, NotFound
from chalicelib.foundation.records import transaction
from chalicelib.identity import emails, queries, tokens
from chalicelib.identity.models.access import ApiKey
from chalicelib.identity.models.companies import Tenant
from chalicelib.identity.models.users import Login, User


def begin() -> int:
    """Shut the current tenant's doors, and answer when (ms) the last access token that was given out ends.

    Who is inside may stay until then, and even invite somebody: begin again afterwards.
    """
    tenant = _here()
    if tenant.disabled_at is None:
        _in_one(tenant)
    for key in ApiKey.all(None, None):
        with suppress(AlreadyDone):
            key.revoke()
    for user in User.all():
        if user.state != "disabled":
            with suppress(AlreadyDone):
                user.disable()
    queries.forget()
    return int(_here().disabled_at or 0) + tokens.SECONDS["access"] * 1000


def note_export(items: int) -> None:
    """The history names who took everything out."""
    _here().export(items)


def finish() -> None:
    """Destroy the keys, and forget which addresses had accounts here. The facts stay. Raises `Conflict` before `begin`."""
    tenant = _here()
    if tenant.disabled_at is None:
        raise Conflict
    if tenant.closed_at is not None:
        return
    with platform.ground():
        for user in User.all():
            Login.of(emails.blind(user.email), tenancy.tenant(), user.id).delete()
    _in_one(tenant)
    queries.forget()


def _in_one(tenant: Tenant) -> None:
    """The next step of the tenant, together with what goes with it."""
    try:
        with platform.ground(), transaction() as tx:
            if tenant.disabled_at is None:
                tenant.disable(tx)
            else:
                tenant.close(tx)
                keys.destroy(tenant.id, tx)
    except TransactWriteError as error:
        raise Conflict from error


def _here() -> Tenant:
    tenant = Tenant.here()
    if tenant is None:
        raise NotFound
    return tenant
