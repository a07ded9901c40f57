"""What one person may do with another's account, and with a centre: within the reach of their role, and never above themselves."""

from __future__ import annotations

from contextlib import suppress

from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, Conflict, NotAllowed, NotFound
from chalicelib.identity import actions, facts, queries, roles, shapes
from chalicelib.identity.actions import NewUser
from chalicelib.identity.hours import OpeningHours
from chalicelib.identity.models.users import User


class AlreadyJoined(Conflict):
    fr = "Cette personne a déjà rejoint l'équipe : son mot de passe se renouvelle depuis la page de connexion."
    en = "This person has already joined: their password is renewed from the sign-in page."


class NotYourself(NotAllowed):
    fr = "On ne désactive pas son propre compte : demandez-le à un collègue."
    en = "Nobody disables their own account: ask a colleague."


def invite(caller: Caller, body: shapes.UserNew) -> shapes.User:
    """Invite within the caller's reach: no higher role, and no other centre than theirs where they have but one."""
    if body.role not in roles.APPOINTS.get(caller.role, frozenset()):
        raise NotAllowed
    centre_id = body.centre_id
    if caller.reach("users.write") != "all":
        centre_id = centre_id or caller.centre
        if centre_id != caller.centre:
            raise actions.no_such_centre()
    return queries.user(actions.invite(NewUser(body.email, body.name, body.role, centre_id, body.language)))


def invite_again(caller: Caller, user_id: str) -> None:
    """Send the invitation once more; links sent before stay good until one is used."""
    user = _within_reach(caller, user_id)
    if user.state != "invited":
        raise AlreadyJoined
    user.change(facts.UserInvited(user.id, user.role, user.centre_id))


def disable(caller: Caller, user_id: str) -> shapes.User:
    """Shut somebody out: sessions end at their next refresh. A repeat changes nothing."""
    if user_id == caller.id:
        raise NotYourself
    user = _within_reach(caller, user_id)
    if user.state != "disabled":
        with suppress(AlreadyDone):
            user.disable()
    return shapes.User.of(user)


def enable(caller: Caller, user_id: str) -> shapes.User:
    """Let somebody in again, with the password they had. A repeat changes nothing."""
    user = _within_reach(caller, user_id)
    if user.state == "disabled":
        with suppress(AlreadyDone):
            user.enable()
    return shapes.User.of(user)


def set_hours(caller: Caller, centre_id: str, hours: OpeningHours | None, version: int | None) -> shapes.Centre:
    """When a centre within the caller's reach is open."""
    if not caller.may_reach("hours.write", centre=centre_id, owner=None):
        raise NotFound
    actions.set_hours(centre_id, hours, version)
    return queries.centre(centre_id)


def _within_reach(caller: Caller, user_id: str) -> User:
    """A user whom the caller may invite, disable and enable; one outside of their centre does not exist for them."""
    user = User.by_id(user_id)
    if user is None or not caller.may_reach("users.write", centre=user.centre_id, owner=user.id):
        raise NotFound
    if user.role not in roles.APPOINTS.get(caller.role, frozenset()):
        raise NotAllowed
    return user
