"""All that is kept of one company, opened, as files of JSON lines with a manifest. What nobody should carry about is left out, and said so.

The place reached is kept beside the files after every page: a run that was stopped, or killed, goes on there.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import app  # noqa: F401 - with it every kind of record is known
from chalicelib.contacts import queries as contacts
from chalicelib.distribution.models import seats
from chalicelib.foundation import clock, config, facts, tenancy
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.records import LeaseRecord, MainRecord, TallyRecord, TraceRecord
from chalicelib.identity import queries as identity
from infra.moves import contents
from infra.moves.progress import Progress
from infra.moves.stopping import Stopped
from infra.trouble import Trouble

PAGE = 200
MANIFEST, PLACE = "manifest.json", "unfinished.json"
Item = dict[str, dict[str, Any]]
Row = dict[str, Any]

STORED_ONLY = frozenset({"pk", "sk", "t", "said", "version", "wk", "ws", "dd", "dv", "dk", "ds", "expires", "sealed", "salt"})
"""How an item is found and sealed says nothing that its file does not say in clear."""


def _nothing_more(_record: Any) -> Row:
    return {}


@dataclass(frozen=True)
class Kind:
    """One kind of item: its file, what its sealed part says, and what is never written out."""

    file: str
    opened: Callable[[Any], Row] = _nothing_more
    without: frozenset[str] = frozenset()


def _click(lead: Any) -> Row:
    person = contacts.kept(lead.person_id)
    return {"click": lead.read_click(person.cipher)} if person else {}


def _note(note: Any) -> Row:
    try:
        return {"text": note.read(contacts.person(note.pk.rpartition("#")[2]).cipher)}
    except NotFound:
        return {"text": None}


def _dues(seat: Any) -> Row:
    return {"dues": seats.unpacked(seat.dues)}


def _answers(invitation: Any) -> Row:
    try:
        return {"answers": invitation.read(contacts.person(invitation.person_id).cipher)}
    except NotFound:
        return {"answers": None}


def _conversation(call: Any) -> Row:
    """A recording stays where Connect put it."""
    person = contacts.kept(call.person_id)
    return {"said": call.read_transcript(person.cipher)} if person and call.sealed else {}


CREDENTIALS = frozenset({"password_hash", "totp_sealed", "totp_step", "recovery", "epoch"})
KINDS = {
    ("main", "TE"): Kind("company"),
    ("main", "CE"): Kind("centres"),
    ("main", "US"): Kind("users", lambda user: {"name": user.name, "email": user.email}, CREDENTIALS),
    ("main", "DR"): Kind("distribution_rules"),
    ("main", "A"): Kind("seats", _dues, frozenset({"dues"})),
    ("main", "AD"): Kind("seat_days", _dues, frozenset({"dues"})),
    ("main", "HO"): Kind("handovers"),
    ("main", "CZ"): Kind("closures"),
    ("main", "AK"): Kind("api_keys", without=frozenset({"hashed"})),
    ("main", "VI"): Kind("visits"),
    ("main", "S"): Kind("senders"),
    ("main", "F"): Kind("forms"),
    ("main", "FE"): Kind("editions"),
    ("main", "WH"): Kind("endpoints"),
    ("main", "P"): Kind("persons", lambda person: person.read()),
    ("main", "L"): Kind("leads", _click),
    ("main", "FI"): Kind("files", contents.place_of, frozenset({"etag", "upload"})),
    ("main", "RT"): Kind("turns_of_centres"),
    ("main", "N"): Kind("notes", _note),
    ("main", "OC"): Kind("outcomes_of_centres"),
    ("main", "NP"): Kind("note_models"),
    ("main", "TG"): Kind("tags"),
    ("main", "FW"): Kind("flows"),
    ("main", "TC"): Kind("calls", _conversation),
    ("main", "TL"): Kind("telephony"),
    ("main", "LS"): Kind("marketing_lists"),
    ("main", "LM"): Kind("list_members"),
    ("main", "RP"): Kind("relance_plans"),
    ("main", "RL"): Kind("relances"),
    ("main", "TX"): Kind("text_lines"),
    ("main", "AI"): Kind("note_reading", without=frozenset({"key_end"})),
    ("main", "NL"): Kind("note_labels"),
    ("main", "LL"): Kind("lead_labels"),
    ("main", "NF"): Kind("note_figures", lambda figures: {"counts": dict(figures.counts.attribute_values)}, frozenset({"counts"})),
    ("main", "SV"): Kind("surveys"),
    ("main", "SR"): Kind("survey_figures", lambda figures: {"counts": dict(figures.counts.attribute_values)}, frozenset({"counts"})),
    ("main", "SI"): Kind("survey_answers", _answers),
    ("main", "LB"): Kind("lead_batches"),
    ("main", "ME"): Kind("mails_that_came_back"),
    ("main", "HP"): Kind("held_posts", lambda post: post.read() if post.sealed else {}),
    ("main", "AL"): Kind("alerts"),
    ("main", "AR"): Kind("alert_rules"),
    ("main", "NR"): Kind("notice_settings"),
    ("tally", "FD"): Kind("form_days"),
    ("lease", "WD"): Kind("deliveries"),
    ("lease", "ML"): Kind("mails"),
    ("lease", "SD"): Kind("sender_days"),
}

LEFT_OUT = {
    ("main", "KR"): "the company's own key, which opens everything",
    ("main", "X"): "keyed hashes of e-mail addresses and phone numbers; the persons have both in clear",
    ("main", "DN"): "keyed hashes of numbers that nobody calls; notes of their persons say why",
    ("main", "NM"): "keyed hashes of the addresses that want no more mail about a form; their leads say so",
    ("main", "LG"): "keyed hashes of users' addresses, which belong to the platform; the users have them in clear",
    ("main", "TN"): "the platform's list; the company has its name",
    ("main", "PG"): "who was given a proof sheet within a day; the facts keep it for ever",
    ("main", "BL"): "a note of the sweep that somebody waits; the leads say so",
    ("main", "RF"): "keyed hashes of partners' names for their leads; the persons' requests have them in clear",
    ("main", "AW"): "when each centre is looked at next for what is late",
    ("main", "AM"): "up to which alert somebody was written to",
    ("lease", "LP"): "rows of partners' batches, which become leads or are forgotten within a week",
    ("lease", "RC"): "when a person was last written to by plans, within a month; their relances say so",
    ("lease", "TT"): "about which lead a number was last written to, by a keyed hash of it; the leads' histories say so",
    ("lease", "TW"): "until when WhatsApp takes free words to a number, by a keyed hash of it",
    ("lease", "TH"): "which texts were heard within two weeks; the notes that they became say what they said",
    ("lease", "TS"): "texts of numbers that nobody has, for a month; the console shows them",
    ("lease", "OT"): "counted mails that authors sent to themselves, in this hour",
    ("lease", "SE"): "sessions",
    ("lease", "LO"): "counted tries to sign in",
    ("lease", "SP"): "leads counted against allowances, by keyed hashes of addresses",
    ("lease", "CL"): "who has a lead open at this moment",
    ("lease", "KD"): "who is just dialling a person",
    ("lease", "KC"): "which call a conversation of Connect is; the calls say so",
    ("lease", "N"): "open consoles",
}
"""Besides: passwords of users, second factors, passwords of mail servers, secrets of endpoints and of API keys. They are credentials, not data."""

BASES: dict[str, Any] = {"main": MainRecord, "tally": TallyRecord, "lease": LeaseRecord}
TABLES = ("main", "trace", "tally", "lease")


@dataclass
class Place:
    """How far it came. `left`: the tables to look through, the first of them from `position` on.

    `written`: bytes and lines of each file that count; whatever is behind them was cut off.
    """

    tenant: str
    began_at: int
    left: list[str] = field(default_factory=lambda: list(TABLES))
    position: Item | None = None
    written: dict[str, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, tenant: str, folder: Path) -> Place:
        try:
            return cls(**json.loads((folder / PLACE).read_text()))
        except FileNotFoundError:
            return cls(tenant, clock.now_ms())

    def keep(self, folder: Path) -> None:
        new = folder / f"{PLACE}.new"
        _write(new, json.dumps(vars(self)))
        new.replace(folder / PLACE)


def export(dynamodb: Any, tenant: str, folder: Path, *, stop: Event | None = None, page: int = PAGE) -> Row:
    """The manifest. A folder that holds one is complete and is not written again. Raises `Stopped`, `Trouble`."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (folder / MANIFEST).exists():
        return _manifest_of(tenant, folder)
    place = Place.of(tenant, folder)
    if place.tenant != tenant or (not (folder / PLACE).exists() and any(folder.iterdir())):
        raise Trouble(f"{folder} holds something else: name an empty folder.")
    _cut_back(place, folder)
    place.keep(folder)
    with tenancy.inside(tenant):
        while place.left:
            _take_out(dynamodb, place, folder, stop or Event(), page)
        manifest = _sum_up(place, folder, contents.take_out(folder, stop or Event()))
    (folder / PLACE).unlink()
    return manifest


def _take_out(dynamodb: Any, place: Place, folder: Path, stop: Event, size: int) -> None:
    table = place.left[0]
    about, looked, progress = dynamodb.describe_table(TableName=config.named(table))["Table"]["ItemCount"], 0, Progress(table)
    while place.left[:1] == [table]:
        page = _page(dynamodb, table, place, size)
        _append([row for item in page["Items"] for row in _rows(table, item)], place, folder)
        looked += page["ScannedCount"]
        place.position = page.get("LastEvaluatedKey")
        if place.position is None:
            place.left.pop(0)
        place.keep(folder)
        written = f"{sum(lines for _, lines in place.written.values()):,} written out"
        progress.looked(looked, about, written, last=place.position is None or stop.is_set())
        if stop.is_set():
            raise Stopped


def _page(dynamodb: Any, table: str, place: Place, size: int) -> dict[str, Any]:
    page: dict[str, Any] = dynamodb.scan(
        TableName=config.named(table), ConsistentRead=True, Limit=size,
        FilterExpression="begins_with(pk, :t)", ExpressionAttributeValues={":t": {"S": f"{place.tenant}#"}},
        **({"ExclusiveStartKey": place.position} if place.position else {}),
    )  # fmt: skip
    return page


def _rows(table: str, item: Item) -> Iterator[tuple[str, Row]]:
    """The file and the line of an item; none for what is left out. A kind that nobody thought of stops it: nothing is lost in silence."""
    name = f"{item['pk']['S'].partition('#')[2]}/{item['sk']['S']}"
    if table == "trace":
        fact = TraceRecord.from_raw_data(item)
        yield "facts", {"key": name, "type": fact.t, "at": fact.at, "by": fact.by, "data": facts.as_named_today(fact.t, fact.data)}
        return
    place = table, item["t"]["S"]
    if place in KINDS:
        kind = KINDS[place]
        yield kind.file, {"key": name} | _plain(BASES[table].from_raw_data(item), kind)
    elif place not in LEFT_OUT:
        raise Trouble(f"Items of kind {place[1]} in {table} have no file: this program is older than the stage.")


def _plain(record: Any, kind: Kind) -> Row:
    names = record.get_attributes().keys() - STORED_ONLY - kind.without
    values = {name: getattr(record, name) for name in sorted(names)}
    kept = {name: sorted(value) if isinstance(value, set) else value for name, value in values.items() if value is not None}
    return kept | kind.opened(record)


def _append(rows: list[tuple[str, Row]], place: Place, folder: Path) -> None:
    for file in sorted({file for file, _ in rows}):
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for named, row in rows if named == file]
        with _opened(folder / f"{file}.jsonl", os.O_APPEND) as out:
            out.writelines(lines)
            out.flush()
            os.fsync(out.fileno())
        size, count = place.written.get(file, (0, 0))
        place.written[file] = size + sum(len(line.encode()) for line in lines), count + len(lines)


def _cut_back(place: Place, folder: Path) -> None:
    """To what is known to be written: a page that was cut off comes again whole."""
    for path in folder.glob("*.jsonl"):
        os.truncate(path, place.written.get(path.stem, (0, 0))[0])


def _sum_up(place: Place, folder: Path, taken: Row) -> Row:
    files = {
        f"{file}.jsonl": {"lines": lines, "sha256": hashlib.sha256((folder / f"{file}.jsonl").read_bytes()).hexdigest()}
        for file, (_, lines) in sorted(place.written.items())
    }
    manifest = {
        "company": identity.tenant().name, "tenant": place.tenant, "stage": config.STAGE, "began_at": clock.iso(place.began_at), "files": files,
        "contents": taken,
        "left_out": sorted({*LEFT_OUT.values(), "passwords, second factors, and secrets of mail servers, endpoints and API keys"}),
    }  # fmt: skip
    _write(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
    return manifest


def _manifest_of(tenant: str, folder: Path) -> Row:
    manifest: Row = json.loads((folder / MANIFEST).read_text())
    if manifest["tenant"] != tenant:
        raise Trouble(f"{folder} holds the export of {manifest['company']}: name another folder.")
    return manifest


def _write(path: Path, text: str) -> None:
    with _opened(path, os.O_TRUNC) as out:
        out.write(text)


def _opened(path: Path, how: int) -> Any:
    """For nobody but the operator: these are the only copies in clear."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600), "w" if how == os.O_TRUNC else "a", encoding="utf-8")
