"""Who is acting, and inside which tenant: set once at the door or the wire, read everywhere below."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

PLATFORM = "sys"
"""The platform is a tenant of its own, for its accounts and keys."""

_tenant: ContextVar[str | None] = ContextVar("tenant", default=None)
_actor: ContextVar[str] = ContextVar("actor", default="system")
_history: ContextVar[bool] = ContextVar("history", default=False)


class NoTenant(RuntimeError):
    """Code that needs a tenant ran outside of any: a mistake of ours, never of a visitor."""


def tenant() -> str:
    """The current tenant's id."""
    current = _tenant.get()
    if current is None:
        raise NoTenant
    return current


def tenant_or_none() -> str | None:
    """The current tenant's id, or None on the platform's own ground."""
    return _tenant.get()


def actor() -> str:
    """Who acts: ``visitor``, ``user:{id}``, ``key:{id}`` or ``system:{wire}``."""
    return _actor.get()


def loads_history() -> bool:
    """Whether facts written now are of the past: kept in the history, announced to nobody."""
    return _history.get()


@contextmanager
def inside(tenant_id: str | None, *, by: str | None = None) -> Iterator[None]:
    """Run inside one tenant, and as one actor where `by` says so."""
    entered = _tenant.set(tenant_id)
    acting = _actor.set(by or _actor.get())
    try:
        yield
    finally:
        _actor.reset(acting)
        _tenant.reset(entered)


@contextmanager
def history() -> Iterator[None]:
    """Load what happened long ago without waking anybody up."""
    loading = _history.set(True)
    try:
        yield
    finally:
        _history.reset(loading)
