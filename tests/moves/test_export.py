"""What a company takes along: everything of its own, opened, and no credentials; the same whether or not it was cut off on the way."""

import hashlib
import json
import stat
from threading import Event

import pytest

from infra.moves.export import BASES, CREDENTIALS, KINDS, LEFT_OUT, MANIFEST, PLACE, export
from infra.moves.stopping import Stopped
from infra.trouble import Trouble
from tests.isolation.companies import NOTE


def rows(folder, file):
    return [json.loads(line) for line in (folder / f"{file}.jsonl").read_text().splitlines()]


def lines(folder):
    """Every line of every file; pages come in any order."""
    return {path.name: sorted(path.read_text().splitlines()) for path in folder.glob("*.jsonl")}


def below(kind):
    return {one for child in kind.__subclasses__() for one in {child, *below(child)}}


def test_everything_is_there_and_opened(dynamodb, ours, theirs, tmp_path):
    manifest = export(dynamodb, ours.tenant, tmp_path)
    persons = {f"{one['first_name']} {one['email']}" for one in rows(tmp_path, "persons")}
    assert persons == {f"Zorglub Zorglub{number}@example.org" for number in range(1, 5)}
    assert {one["requests"]["1"]["answers"]["project"] for one in rows(tmp_path, "persons")} == {"solar"}
    assert [(one["key"].rpartition("#")[2], one["text"]) for one in rows(tmp_path, "notes")] == [(NOTE, "Note sur Zorglub")]
    assert {"gone@zorglub.example", "far@zorglub.example"} <= {one["email"] for one in rows(tmp_path, "users")}
    assert {one["state"] for one in rows(tmp_path, "leads")} == {"pending", "in_progress", "assigned", "ready"}
    assert len(rows(tmp_path, "forms")) == 3
    assert {"LeadOpened", "LeadAssigned", "UserJoined"} <= {one["type"] for one in rows(tmp_path, "facts")}
    assert manifest["company"] == "Soleil Vert"
    for file, about in manifest["files"].items():
        written = (tmp_path / file).read_bytes()
        assert about == {"lines": written.count(b"\n"), "sha256": hashlib.sha256(written).hexdigest()}
        assert stat.S_IMODE((tmp_path / file).stat().st_mode) == 0o600
    assert json.loads((tmp_path / MANIFEST).read_text()) == manifest
    assert not (tmp_path / PLACE).exists()


def test_nothing_of_another_company_and_no_credential(dynamodb, ours, theirs, tmp_path):
    export(dynamodb, ours.tenant, tmp_path)
    written = "".join(path.read_text() for path in tmp_path.iterdir() if path.is_file())
    assert "quetsche" not in written.lower()
    assert theirs.tenant not in written
    assert ours.key.split("_", 3)[3] not in written
    for mark in ("$argon2", "whsec_"):
        assert mark not in written
    assert not any(CREDENTIALS & one.keys() for one in rows(tmp_path, "users"))
    assert all("hashed" not in one for one in rows(tmp_path, "api_keys"))


def test_every_kind_of_item_has_a_file_or_a_reason_not_to():
    kinds = {(table, one.t.get_discriminator(one)) for table, base in BASES.items() for one in below(base)}
    kinds -= {("main", None)}  # what a kind is made from is no kind of its own
    assert kinds == KINDS.keys() | LEFT_OUT.keys()
    assert not KINDS.keys() & LEFT_OUT.keys()


def test_a_kind_that_nobody_thought_of_stops_it(dynamodb, ours, tmp_path):
    item = {"pk": {"S": f"{ours.tenant}#CF"}, "sk": {"S": "?"}, "t": {"S": "??"}}
    dynamodb.put_item(TableName="passerelle-test-main", Item=item)
    with pytest.raises(Trouble, match="no file"):
        export(dynamodb, ours.tenant, tmp_path)
    assert not (tmp_path / MANIFEST).exists()


def test_stopped_after_any_page_it_goes_on(dynamodb, ours, tmp_path):
    whole = tmp_path / "whole"
    export(dynamodb, ours.tenant, whole)
    parts, stop, runs = tmp_path / "parts", Event(), 0
    stop.set()
    left = ["main"]
    while left:
        with pytest.raises(Stopped):
            export(dynamodb, ours.tenant, parts, stop=stop, page=40)
        left, runs = json.loads((parts / PLACE).read_text())["left"], runs + 1
    export(dynamodb, ours.tenant, parts, page=40)
    assert runs > 3
    assert lines(parts) == lines(whole)


def test_killed_within_a_page_it_writes_nothing_twice(dynamodb, ours, tmp_path):
    whole, parts, stop = tmp_path / "whole", tmp_path / "parts", Event()
    export(dynamodb, ours.tenant, whole)
    stop.set()

    def one_page():
        with pytest.raises(Stopped):
            export(dynamodb, ours.tenant, parts, stop=stop, page=10)
        return (parts / PLACE).read_text(), sum(map(len, lines(parts).values()))

    (before, written), (after, more) = one_page(), one_page()
    while more == written:
        before, (after, more) = after, one_page()
    (parts / PLACE).write_text(before)  # The lines of the last page are out, and it was killed before it could keep its place.
    export(dynamodb, ours.tenant, parts, page=40)
    assert lines(parts) == lines(whole)


def test_a_folder_is_of_one_company(dynamodb, ours, theirs, tmp_path):
    export(dynamodb, ours.tenant, tmp_path)
    assert export(dynamodb, ours.tenant, tmp_path)["tenant"] == ours.tenant, "complete, and not written again"
    with pytest.raises(Trouble, match="Soleil Vert"):
        export(dynamodb, theirs.tenant, tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    (other / "holidays.jpg").touch()
    with pytest.raises(Trouble, match="something else"):
        export(dynamodb, ours.tenant, other)
