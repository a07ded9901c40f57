"""Opens the demo companies: what must be there before the first visitor comes. What is there already stays as it is."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.distribution import actions as distribution
from chalicelib.forms import actions as forms
from chalicelib.forms import queries as published
from chalicelib.forms.shapes import FormDraft
from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, DomainError
from chalicelib.foundation.routes import Page
from chalicelib.identity import actions as identity
from chalicelib.identity import queries as known
from chalicelib.identity import roles
from chalicelib.identity.actions import EmailTaken, NewUser
from chalicelib.identity.hours import OpeningHours
from chalicelib.messaging import actions as messaging
from chalicelib.messaging import queries as senders
from chalicelib.messaging.shapes import NewSender
from chalicelib.telephony import actions as telephony
from chalicelib.telephony.connect import InstanceUnknown, TelephoneSilent
from chalicelib.telephony.shapes import LineDraft
from infra.local import mail
from infra.local.demo.companies import COMPANIES, PASSWORD, PLATFORM_DOMAIN, SUPER_ADMIN, Company, Member, totp_secret
from infra.local.demo.plan import DAYS
from infra.local.demo.relances import write_plans

FOUNDED_BEFORE = timedelta(days=DAYS + 2)
ON_CONNECT = "baobab"
KEY_NAME = "Partenaire de démonstration"
KEY_SCOPES = {"leads.read", "leads.write"}
SOMEBODY = Caller("user", "founding", None, role="admin", grants=roles.grants("admin", inside_tenant=True))


@dataclass
class Founded:
    """An open company with the ids of all that it has. `now`: the moment that its history leads up to."""

    company: Company
    tenant: str
    now: datetime
    centres: dict[str, str] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)

    def caller(self, member: Member) -> Caller:
        centre = self.centres[member.team] if member.team else None
        user = self.users[member.email(self.company.domain)]
        return Caller("user", user, self.tenant, role=member.role, centre=centre, grants=roles.grants(member.role, inside_tenant=True))  # type: ignore[arg-type]

    def member(self, user: str) -> Member:
        return next(one for one in self.company.staff if self.users[one.email(self.company.domain)] == user)

    def team_of(self, centre: str) -> str:
        return next(team for team, known_as in self.centres.items() if known_as == centre)

    def manager(self, centre: str) -> Member:
        return next(one for one in self.company.staff if one.role == "manager" and one.team == self.team_of(centre))


def found(now: datetime, smtp_port: int) -> list[Founded]:
    """The platform and the companies, each in a thread of its own: hashing passwords is what takes the time."""
    identity.found_platform()
    with contextlib.suppress(EmailTaken):
        email = SUPER_ADMIN.email(PLATFORM_DOMAIN)
        identity.appoint_super_admin(email, SUPER_ADMIN.name, PASSWORD, totp_secret=totp_secret(email))
    opened = {tenant.name: (tenant.id, tenant.created_at) for tenant in known.tenants().items}
    with ThreadPoolExecutor(len(COMPANIES)) as pool:
        return list(pool.map(lambda company: _found(company, opened.get(company.name), now, smtp_port), COMPANIES))


def _found(company: Company, opened: tuple[str, str] | None, now: datetime, smtp_port: int) -> Founded:
    began = datetime.fromisoformat(opened[1]).astimezone(UTC) if opened else now - FOUNDED_BEFORE
    with tenancy.history(), clock.held_at(began):
        tenant = opened[0] if opened else identity.open_tenant(company.name, "fr", company.timezone, company.country, totp_required=company.totp)
        founded = Founded(company, tenant, began + FOUNDED_BEFORE)
        with tenancy.inside(tenant, by="system:founding"):
            _open_centres(founded)
            _add_staff(founded)
            _publish_forms(founded, _add_senders(company, smtp_port))
            if company.key == ON_CONNECT:
                _connect(founded)
                write_plans()
    return founded


def _open_centres(founded: Founded) -> None:
    there = {centre.name: centre.id for centre in known.centres()}
    founded.centres = {team.key: there.get(team.name) or identity.open_centre(team.name, team.method, team.kind) for team in founded.company.teams}


def _add_staff(founded: Founded) -> None:
    company = founded.company
    founded.users = {user.email: user.id for user in known.users_for(SOMEBODY, Page(limit=100)).items}
    for member in company.staff:
        email = member.email(company.domain)
        if email not in founded.users:
            new = NewUser(email, member.name, member.role, founded.centres.get(member.team or ""))  # type: ignore[arg-type]
            founded.users[email] = identity.add_user(new, PASSWORD, totp_secret(email) if company.has_totp(member) else None)
        if member.role in {"agent", "seller"}:
            _seat(founded, member)


def _seat(founded: Founded, member: Member) -> None:
    """The wire does it for agents who join today; nobody listens to history."""
    me = founded.caller(member)
    with contextlib.suppress(AlreadyDone):
        distribution.seat(str(me.centre), me.id)


def begin_pauses(founded: Founded) -> None:
    """Who is on pause today, so that the reasons of new assignments have somebody to pass over."""
    with tenancy.history(), tenancy.inside(founded.tenant), clock.held_at(founded.now):
        for member in founded.company.staff:
            if member.name in founded.company.away:
                me = founded.caller(member)
                with tenancy.inside(founded.tenant, by=me.actor):
                    distribution.set_presence(me, present=False)


def hang_out_hours(founded: Founded) -> None:
    """Those that centres keep from today on: history was told as if all had been open."""
    with tenancy.history(), tenancy.inside(founded.tenant, by="system:founding"), clock.held_at(founded.now):
        for team in founded.company.teams:
            if team.hours:
                start, end, zone = team.hours
                week = [[{"start": start, "end": end}]] * 6 + [[]]
                identity.set_hours(founded.centres[team.key], OpeningHours.model_validate({"timezone": zone, "week": week}), None)


def _connect(founded: Founded) -> None:
    """By Amazon Connect, which the house's own exchange plays. Where there is none, the company calls by hand as the others do."""
    agents = {user.id: f"agent-{user.id}" for user in known.users_for(SOMEBODY, Page(limit=100)).items if user.role == "agent"}
    inbound = next(iter(published.names()), None)
    draft = LineDraft(
        way="connect", instance=f"local-{founded.tenant}", flow="local-flow", queue="local-queue", agents=agents, inbound_form_id=inbound
    )
    with contextlib.suppress(TelephoneSilent, InstanceUnknown):
        telephony.settle(draft, None)


def _add_senders(company: Company, smtp_port: int) -> dict[str, str]:
    """The first one is the company's default."""
    wanted: dict[str, dict[str, Any]] = {
        "smtp": {
            "kind": "smtp", "name": "Serveur de messagerie", "from_address": f"contact@{company.domain}",
            "smtp": {"host": "localhost", "port": smtp_port, "security": "starttls", "username": mail.USERNAME, "password": mail.PASSWORD},
        },
        "ses": {"kind": "ses", "name": "Amazon SES", "from_address": f"devis@{company.domain}"},
    }  # fmt: skip
    there = {sender.kind: sender for sender in senders.senders()}
    for kind, details in wanted.items():
        if kind not in there and (kind == "smtp" or any(form.sender == kind for form in company.forms)):
            there[kind] = messaging.add_sender(NewSender(from_name=company.name, **details))
    if there["smtp"].port != smtp_port:
        messaging.move_server(there["smtp"].id, "localhost", smtp_port)
    return {kind: sender.id for kind, sender in there.items()}


def _publish_forms(founded: Founded, sender_ids: dict[str, str]) -> None:
    there = {name: form_id for form_id, name in published.names().items()}
    for form in founded.company.forms:
        draft = FormDraft(
            name=form.name, language=form.language, country=form.country, double_optin=form.double_optin, thanks=form.thanks,
            centres=[{"centre_id": founded.centres[team], "share": share} for team, share in form.shares.items()],
            fields=form.fields, mail={"sender_id": sender_ids[form.sender], "subject": form.subject},
            allowed_origins=[f"https://www.{founded.company.domain}"],
        )  # fmt: skip
        form_id = founded.forms[form.key] = there.get(form.name) or forms.draft(draft.content()).id
        if form.published and not _is_published(form_id):
            forms.publish(form_id)


def _is_published(form_id: str) -> bool:
    try:
        published.current(form_id)
    except DomainError:
        return False
    return True


def api_key(founded: Founded, last: str | None) -> str:
    """The key that was told last time, where it still opens; else a new one, since keys are shown once."""
    if last:
        with contextlib.suppress(DomainError):
            known.caller({"x-api-key": last})
            return last
    with tenancy.inside(founded.tenant, by="system:founding"):
        return str(identity.make_api_key(KEY_NAME, KEY_SCOPES).key)
