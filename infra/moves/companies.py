"""Companies that come, and companies that go. `export` says what they take along."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from chalicelib.forms import actions as forms
from chalicelib.foundation import clock, config, ids, keys, tenancy
from chalicelib.foundation.errors import DomainError, NotFound
from chalicelib.foundation.tenancy import PLATFORM
from chalicelib.identity import actions as identity
from chalicelib.identity import closing
from chalicelib.identity import queries as known
from chalicelib.identity.actions import EmailTaken, NewUser
from chalicelib.identity.shapes import Email, Language, Name
from chalicelib.messaging import actions as messaging
from chalicelib.messaging import queries as senders
from chalicelib.messaging.actions import NoSender
from chalicelib.messaging.shapes import NewSender
from chalicelib.surveys import actions as surveys
from chalicelib.webhooks import actions as webhooks
from infra.moves import contents
from infra.moves.backups import holding
from infra.moves.export import MANIFEST, export
from infra.moves.stage import confirm
from infra.moves.stopping import Stopped
from infra.trouble import Trouble

RECOVERABLE = timedelta(days=35)
"""How far back point-in-time recovery reaches."""


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("give a time zone like Europe/Paris")
    return ZoneInfo(name).key


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Admin(_Asked):
    email: Email
    name: Name


class NewCompany(_Asked):
    """The file of `make tenant`. Without a sender the company's first mails leave by the platform's."""

    name: Name
    language: Language
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    timezone: Annotated[str, AfterValidator(_zone)]
    admin: Admin
    sender: NewSender | None = None
    totp_required: bool = False

    @classmethod
    def read(cls, file: Path) -> NewCompany:
        try:
            return cls.model_validate(json.loads(file.read_text()))
        except FileNotFoundError:
            raise Trouble(f"There is no file {file}; docs/operations.md shows one.") from None
        except ValidationError as error:
            first = error.errors()[0]
            raise Trouble(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None
        except ValueError as error:
            raise Trouble(f"{file} is no JSON: {error}.") from None


def add(wanted: NewCompany, *, by: str) -> str:
    """The tenant's id. What an earlier try left is kept, so a repeat adds nothing; the invitation leaves by the house."""
    identity.found_platform()
    there = {one.name: one.id for one in known.tenants().items}
    if wanted.sender is None:
        _check_platforms_sender()
    with _inside(PLATFORM, by):
        tenant = there.get(wanted.name) or identity.open_tenant(
            wanted.name, wanted.language, wanted.timezone, wanted.country, totp_required=wanted.totp_required
        )
    with _inside(tenant, by):
        if wanted.sender and not senders.senders():
            messaging.add_sender(wanted.sender)
        with suppress(EmailTaken):
            identity.invite(NewUser(wanted.admin.email, wanted.admin.name, "admin"))
    return tenant


def _check_platforms_sender() -> None:
    try:
        with tenancy.inside(PLATFORM):
            senders.sender()
    except NoSender:
        raise Trouble("The platform has no sender, so the invitation could not leave: give the company a sender.") from None


def appoint(email: str, name: str, password: str, *, by: str) -> None:
    """Somebody who runs the platform."""
    identity.found_platform()
    with _inside(PLATFORM, by):
        identity.appoint_super_admin(email, name, password)


def take_out(dynamodb: Any, tenant: str, folder: Path, *, by: str, stop: Event | None = None) -> dict[str, Any]:
    """The manifest of all that is kept of a company, which goes on working meanwhile or is about to leave."""
    company = _named(tenant)
    if company.closed_at:
        raise Trouble(f"{company.name} was closed on {clock.iso(company.closed_at)}: nothing of it opens any more.")
    is_new = not (folder / MANIFEST).exists()
    manifest = export(dynamodb, tenant, folder, stop=stop)
    if is_new:
        with _inside(tenant, by):
            closing.note_export(sum(one["lines"] for one in manifest["files"].values()))
    return manifest


def close(dynamodb: Any, tenant: str, folder: Path, *, by: str, stop: Event | None = None) -> None:
    """Shut its doors, wait for those who are inside, take everything out, destroy its keys. Raises `Stopped`, `Trouble`."""
    company = _named(tenant)
    if company.closed_at:
        print(f"{company.name} was closed on {clock.iso(company.closed_at)}.")
        return
    if company.disabled_at is None:
        confirm(f"{company.name} ({tenant}) is to leave: its forms close and nobody signs in any more, for good.", company.name)
    with _inside(tenant, by):
        _await(_shut(), stop or Event())
        last = _shut()  # Whoever was inside until now may have published a form, or invited somebody.
    manifest = take_out(dynamodb, tenant, folder, by=by, stop=stop)
    if manifest["began_at"] < clock.iso(last):
        raise Trouble(f"The export in {folder} was begun while people were still at work: name another folder.")
    _destroy(dynamodb, tenant, folder, by)


def _shut() -> int:
    """When (ms) the last one is out."""
    forms.close_all()
    surveys.close_all()
    return closing.begin()


def _await(ends: int, stop: Event) -> None:
    if clock.now_ms() < ends:
        print(f"Who is signed in may stay until {clock.iso(ends)}; what they still write is taken along. Waiting …", flush=True)
    while clock.now_ms() < ends:
        if stop.wait(1):
            raise Stopped


def _destroy(dynamodb: Any, tenant: str, folder: Path, by: str) -> None:
    name = _named(tenant).name
    confirm(f"All of {name} is in {folder}: look at it. The next step destroys its keys, and nothing else opens any more.", tenant)
    with _inside(tenant, by):
        webhooks.delete_all()
        contents.remove()
        closing.finish()
    now = clock.now()
    print(f"{name} is closed. Functions that opened its key lately forget it by {now + timedelta(seconds=keys.CACHED_SECONDS):%H:%M} UTC.")
    print(f"Recovery could still bring the key back until {now + RECOVERABLE:%Y-%m-%d}.")
    for backup in holding(dynamodb, config.STAGE):
        print(f"So could the backup {backup}, until it is deleted.")


def _named(tenant: str) -> Any:
    """The company as it stands. The platform is none."""
    known.forget()
    try:
        with tenancy.inside(tenant):
            if ids.is_tenant_id(tenant):
                return known.tenant()
    except NotFound:
        pass
    raise Trouble(f"There is no company {tenant} here.")


@contextmanager
def _inside(tenant: str, by: str) -> Iterator[None]:
    """At work in a company; what the house refuses is said in one line."""
    try:
        with tenancy.inside(tenant, by=by):
            yield
    except DomainError as error:
        raise Trouble(" ".join([error.said("en"), *(one.message for one in error.errors)])) from None
