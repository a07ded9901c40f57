"""Companies, their centres, their people, and the keys of their programs."""

from __future__ import annotations

from chalicelib.foundation.asked import asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import Conflict, NotAllowed, NotFound, VersionLapsed
from chalicelib.foundation.routes import Page, Routes
from chalicelib.identity import actions, queries, sessions, shapes, staff
from chalicelib.identity.actions import EmailTaken
from chalicelib.identity.staff import AlreadyJoined

routes = Routes(__name__)


@routes.get("/tenants", may="tenants.manage", gives=shapes.Tenants)
def list_tenants(query: Page) -> shapes.Tenants:
    return queries.tenants(query)


@routes.post("/tenants/{tenant_id}/visits", may="tenants.manage", gives=shapes.SessionStep, raises=(NotFound,))
def visit_tenant(tenant_id: str, caller: Caller) -> shapes.SessionStep:
    return sessions.visit(caller, tenant_id)


@routes.get("/second-factor", may="users.read", gives=shapes.SecondFactor)
def read_second_factor() -> shapes.SecondFactor:
    return shapes.SecondFactor(required=queries.tenant().totp_required)


@routes.put("/second-factor", may="users.write", gives=shapes.SecondFactor, raises=(NotAllowed, Conflict))
def rule_second_factor(body: shapes.SecondFactor, caller: Caller) -> shapes.SecondFactor:
    actions.rule_second_factor(caller, required=body.required)
    return body


@routes.get("/users", may="users.read", gives=shapes.Users)
def list_users(query: Page, caller: Caller) -> shapes.Users:
    return queries.users_for(caller, query)


@routes.post("/users", may="users.write", gives=shapes.User, status=201, raises=(EmailTaken, NotAllowed))
def invite_user(body: shapes.UserNew, caller: Caller) -> shapes.User:
    return staff.invite(caller, body)


@routes.get("/users/{user_id}", may="users.read", gives=shapes.User, raises=(NotFound,))
def read_user(user_id: str, caller: Caller) -> shapes.User:
    return queries.user_for(caller, user_id)


@routes.post("/users/{user_id}/invitations", may="users.write", status=202, raises=(NotFound, AlreadyJoined))
def invite_user_again(user_id: str, caller: Caller) -> None:
    staff.invite_again(caller, user_id)


@routes.post("/users/{user_id}/disablement", may="users.write", gives=shapes.User, raises=(NotFound, NotAllowed, Conflict))
def disable_user(user_id: str, caller: Caller) -> shapes.User:
    return staff.disable(caller, user_id)


@routes.delete("/users/{user_id}/disablement", may="users.write", gives=shapes.User, raises=(NotFound, NotAllowed, Conflict))
def enable_user(user_id: str, caller: Caller) -> shapes.User:
    return staff.enable(caller, user_id)


@routes.get("/centres", may="centres.read", gives=shapes.Centres)
def list_centres(query: Page, caller: Caller) -> shapes.Centres:
    return queries.centres_for(caller, query)


@routes.post("/centres", may="centres.write", gives=shapes.Centre, status=201)
def open_centre(body: shapes.CentreNew) -> shapes.Centre:
    return queries.centre(actions.open_centre(body.name, body.method, body.kind))


@routes.get("/centres/{centre_id}", may="centres.read", gives=shapes.Centre, raises=(NotFound,))
def read_centre(centre_id: str, caller: Caller) -> shapes.Centre:
    return queries.centre_for(caller, centre_id)


@routes.put("/centres/{centre_id}/hours", may="hours.write", gives=shapes.Centre, raises=(NotFound, VersionLapsed, Conflict))
def set_hours(centre_id: str, body: shapes.CentreHours, caller: Caller) -> shapes.Centre:
    return staff.set_hours(caller, centre_id, body.hours, asked().version)


@routes.get("/api-keys", may="api_keys.manage", gives=shapes.ApiKeys)
def list_api_keys(query: Page) -> shapes.ApiKeys:
    return queries.api_keys(query)


@routes.post("/api-keys", may="api_keys.manage", gives=shapes.ApiKey, status=201)
def make_api_key(body: shapes.ApiKeyNew) -> shapes.ApiKey:
    return actions.make_api_key(body.name, set(body.scopes), body.follows_id)


@routes.delete("/api-keys/{key_id}", may="api_keys.manage", raises=(NotFound,))
def revoke_api_key(key_id: str) -> None:
    actions.revoke_api_key(key_id)
