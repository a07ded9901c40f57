from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib.contacts import queries as contacts
from chalicelib.files import kinds, store, tickets
from chalicelib.files.models import File
from chalicelib.files.tickets import Upload
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, Conflict, Gone
from chalicelib.leads import queries as leads


class FileOnItsWay(Conflict):
    fr = "Ce fichier vient d'arriver : réessayez dans quelques secondes."
    en = "This file has just arrived: try again in some seconds."


class FileGone(Gone):
    fr = "Ce fichier n'existe plus."
    en = "This file is no longer there."


@dataclass(frozen=True)
class Looked:
    """A file that was looked into: it is what it says. `etag` names this very content."""

    upload: Upload
    etag: str


@dataclass(frozen=True)
class Sending:
    """How a browser sends the content itself: `fields`, then the file, posted to `url`."""

    ticket: str
    url: str
    fields: dict[str, str]


def prepare(name: str, size: int, *, form_id: str, field: str) -> Sending:
    """Let a browser send a file of this size, whose ending names a kind that we know, to where it lies for two days."""
    upload = _upload(name, size, form_id=form_id, field=field)
    signed = store.policy(store.incoming(upload.id), kinds.ABOUT[upload.kind].media_type, size)
    return Sending(tickets.written(upload), signed["url"], signed["fields"])


def take(name: str, content: bytes, *, form_id: str, field: str, is_wanted: bool) -> str:
    """The ticket of a file that came through us, from a page without a script. One that the form will refuse is not even put down."""
    upload = _upload(name, len(content), form_id=form_id, field=field)
    if is_wanted:
        store.put(store.incoming(upload.id), kinds.ABOUT[upload.kind].media_type, content)
    return tickets.written(upload)


def _upload(name: str, size: int, *, form_id: str, field: str) -> Upload:
    return tickets.made(kinds.safe(name), size, kinds.kind_of(name) or "", form_id=form_id, field=field)


def look(upload: Upload) -> Looked | str:
    """Read what was sent, or say why it cannot be taken: ``file_lost`` where nothing (or another size) lies there, ``file_unlike``."""
    try:
        content, etag = store.get(store.incoming(upload.id), upload.size)
    except store.Gone:
        return "file_lost"
    if len(content) != upload.size:
        return "file_lost"
    return Looked(upload, etag) if kinds.is_really(upload.kind, content) else "file_unlike"


def receive(tx: TransactWrite, lead_id: str, looked: list[Looked]) -> None:
    """Bind files to a request, in the transaction that opens its lead. The wire `keep-files` brings them to where they stay."""
    for one in looked:
        File.new(lead_id, one.upload.kind, one.upload.size, one.etag, one.upload.id).receive(tx)


def named(looked: list[Looked]) -> list[dict[str, str]]:
    """What is kept of files among the sealed answers: what they are called."""
    return [{"id": one.upload.id, "field": one.upload.field, "name": one.upload.name} for one in looked]


def keep(lead_id: str, file_id: str) -> None:
    """Copy what was sent to where it stays. A repeat changes nothing; one erased meanwhile does not come back."""
    file = File.known(lead_id, file_id)
    if file.state == "erased":
        store.delete(file.kept_as)  # what an earlier try may have copied after the erasure
    if file.state != "received":
        raise AlreadyDone
    try:
        store.copy(store.incoming(file.upload), file.kept_as, file.etag)
    except (store.Gone, store.Changed):
        file.lose()
        return
    file.keep()


def erase(lead_id: str) -> None:
    """The person is forgotten, and with them all that they sent. A repeat changes nothing."""
    for file in File.of_lead(lead_id):
        with suppress(AlreadyDone):
            file.erase()
        store.delete(file.kept_as)
        store.delete(store.incoming(file.upload))


def open(lead_id: str, file_id: str, caller: Caller) -> str:  # noqa: A001 - the word of the trade
    """The address from which the caller's browser saves the file, within a minute. Told in the history of the lead.

    Raises `NotFound`, `FileOnItsWay`, `FileGone`.
    """
    lead = leads.visible(lead_id, caller, "leads.read")
    file = File.known(lead.id, file_id)
    if file.state == "received":
        raise FileOnItsWay
    if file.state != "kept":
        raise FileGone
    about = kinds.ABOUT[file.kind]
    address = store.reading_address(file.kept_as, _called(lead.person_id, lead.number, file), about.media_type)
    file.open()
    return address


def _called(person_id: str, number: int, file: File) -> str:
    request: dict[str, Any] = contacts.details(person_id)["requests"][str(number)]
    return next((one["name"] for one in request.get("files", []) if one["id"] == file.id), f"{file.id}.{kinds.ABOUT[file.kind].endings[0]}")
