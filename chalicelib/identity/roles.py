"""The permission table: role → verb → how far it reaches. Everything that is not written here is refused.

`all` is the whole tenant, `centre` the caller's centre, `own` what is assigned to the caller.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal, get_args

from chalicelib.foundation.caller import Scope

Role = Literal["super_admin", "admin", "centre_owner", "manager", "agent", "seller", "field_agent", "marketing", "observer"]
ROLES: tuple[Role, ...] = get_args(Role)
PLATFORM_ROLE: Role = "super_admin"

Verb = Literal[
    "leads.read", "leads.work", "leads.manage", "leads.write", "proofs.read", "tags.read", "tags.write",
    "forms.read", "forms.write",
    "surveys.read", "surveys.write",
    "campaigns.read", "campaigns.write",
    "lists.read", "lists.write",
    "users.read", "users.write",
    "centres.read", "centres.write", "hours.write", "distribution.write",
    "webhooks.manage", "api_keys.manage", "senders.resume", "posts.release", "tenants.manage", "presence.set", "scoring.manage",
    "telephony.write", "recordings.hear", "outcomes.write",
]  # fmt: skip
VERBS: tuple[Verb, ...] = get_args(Verb)

_COMPANY: dict[Verb, Scope] = {
    "leads.read": "all", "leads.work": "all", "leads.manage": "all", "leads.write": "all", "proofs.read": "all",
    "tags.read": "all", "tags.write": "all", "forms.read": "all", "forms.write": "all",
    "surveys.read": "all", "surveys.write": "all",
    "campaigns.read": "all", "campaigns.write": "all",
    "lists.read": "all", "lists.write": "all",
    "users.read": "all", "users.write": "all",
    "centres.read": "all", "centres.write": "all", "hours.write": "all", "distribution.write": "all",
    "webhooks.manage": "all", "api_keys.manage": "all", "senders.resume": "all", "posts.release": "all",
    "telephony.write": "all", "recordings.hear": "all", "outcomes.write": "all", "scoring.manage": "all",
}  # fmt: skip
_CENTRE: dict[Verb, Scope] = {
    "campaigns.read": "centre", "campaigns.write": "centre", "lists.read": "centre", "lists.write": "centre",
    "leads.read": "centre", "leads.work": "centre", "leads.manage": "centre", "proofs.read": "centre",
    "forms.read": "centre", "users.read": "centre", "users.write": "centre", "centres.read": "centre",
    "hours.write": "centre", "distribution.write": "centre", "presence.set": "own", "recordings.hear": "centre",
    "outcomes.write": "centre",
    "tags.read": "all", "tags.write": "all",  # one vocabulary for the company; the history says who changed it
}  # fmt: skip
_ONE_PERSON: dict[Verb, Scope] = {
    "leads.read": "own", "leads.work": "own", "proofs.read": "own", "centres.read": "centre", "presence.set": "own", "tags.read": "all",
    "lists.read": "centre",
}  # fmt: skip

TABLE: dict[Role, dict[Verb, Scope]] = {
    "super_admin": _COMPANY | {"tenants.manage": "all"},
    "admin": _COMPANY,
    "centre_owner": _CENTRE,
    "manager": _CENTRE,
    "agent": _ONE_PERSON,
    "seller": _ONE_PERSON,
    "field_agent": _ONE_PERSON,
    "marketing": {
        "leads.read": "all",
        "leads.write": "all",
        "proofs.read": "all",
        "tags.read": "all",
        "tags.write": "all",
        "forms.read": "all",
        "forms.write": "all",
        "surveys.read": "all",
        "surveys.write": "all",
        "campaigns.read": "all",
        "campaigns.write": "all",
        "lists.read": "all",
        "lists.write": "all",
        "centres.read": "all",
    },
    "observer": {
        "leads.read": "all",
        "proofs.read": "all",
        "tags.read": "all",
        "forms.read": "all",
        "surveys.read": "all",
        "lists.read": "all",
        "users.read": "all",
        "centres.read": "all",
    },
}

ON_THE_PLATFORM: frozenset[Verb] = frozenset({"tenants.manage"})
"""What a super administrator may do outside of any tenant: everything else needs a visit, which is audited."""

KeyScope = Literal["leads.read", "leads.write", "proofs.read", "forms.read", "users.read", "centres.read", "webhooks.manage"]
KEY_SCOPES: tuple[KeyScope, ...] = get_args(KeyScope)
"""What a program may be given. Making users or further keys would let a stolen key outlive its revocation."""

_STAFF: frozenset[Role] = frozenset({"manager", "agent", "seller", "field_agent"})
_IN_A_TENANT: frozenset[Role] = frozenset(ROLES) - {PLATFORM_ROLE}
APPOINTS: MappingProxyType[str, frozenset[Role]] = MappingProxyType(
    {"super_admin": _IN_A_TENANT, "admin": _IN_A_TENANT, "centre_owner": _STAFF, "manager": _STAFF}
)
"""Which roles a role may invite, disable and enable."""

IN_A_CENTRE: frozenset[Role] = _STAFF | {"centre_owner"}
"""Roles that mean nothing without a centre."""

TOTP_COMPULSORY: frozenset[Role] = frozenset({"super_admin", "admin"})


def grants(role: Role, *, inside_tenant: bool) -> dict[str, Scope]:
    """What a signed-in person may do where they are."""
    return {verb: scope for verb, scope in TABLE[role].items() if inside_tenant or verb in ON_THE_PLATFORM}


def key_grants(scopes: set[str]) -> dict[str, Scope]:
    """What a program may do with its key."""
    return dict.fromkeys(scopes & set(KEY_SCOPES), "all")
