"""Sessions, passwords, and who one is."""

from __future__ import annotations

from chalicelib.foundation.asked import asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotFound, TooOften
from chalicelib.foundation.routes import PUBLIC, SIGNED_IN, Routes
from chalicelib.identity import actions, queries, sessions, shapes
from chalicelib.identity.links import LinkLapsed
from chalicelib.identity.sessions import CodeRefused, CredentialsRefused, SessionEnded, TicketLapsed

routes = Routes(__name__)


@routes.post("/sessions", may=PUBLIC, gives=shapes.SessionStep, raises=(CredentialsRefused, TooOften))
def begin_session(body: shapes.Credentials) -> shapes.SessionStep:
    return sessions.begin(body.email, body.password, asked().address)


@routes.post("/sessions/tenant", may=PUBLIC, gives=shapes.SessionStep, raises=(TicketLapsed, NotFound))
def choose_tenant(body: shapes.TenantChosen) -> shapes.SessionStep:
    return sessions.choose_tenant(body.ticket, body.tenant_id)


@routes.post("/sessions/enrolment", may=PUBLIC, gives=shapes.TotpEnrolment, raises=(TicketLapsed,))
def offer_totp(body: shapes.SignInTicket) -> shapes.TotpEnrolment:
    return sessions.offer_totp(body.ticket)


@routes.post("/sessions/totp", may=PUBLIC, gives=shapes.SessionStep, raises=(TicketLapsed, CodeRefused, TooOften))
def give_totp(body: shapes.TotpCode) -> shapes.SessionStep:
    return sessions.give_code(body.ticket, body.code, asked().address)


@routes.post("/sessions/refresh", may=PUBLIC, gives=shapes.SessionStep, raises=(SessionEnded,))
def refresh_session(body: shapes.RefreshToken) -> shapes.SessionStep:
    return sessions.refresh(body.refresh_token)


@routes.delete("/sessions/current", may=SIGNED_IN)
def end_session(caller: Caller) -> None:
    sessions.end(caller)


@routes.post("/password-resets", may=PUBLIC, status=202, raises=(TooOften,))
def ask_password_reset(body: shapes.ResetAsked) -> None:
    actions.ask_password_reset(body.email, asked().address)


@routes.put("/passwords", may=PUBLIC, raises=(LinkLapsed,))
def choose_password(body: shapes.PasswordChosen) -> None:
    actions.choose_password(body.token, body.password)


@routes.get("/me", may=SIGNED_IN, gives=shapes.Me, raises=(NotFound,))
def read_me(caller: Caller) -> shapes.Me:
    return queries.me(caller)
