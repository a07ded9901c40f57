"""Files leave with their company: each content beside the lines, resumable; and nothing of them stays when it is closed."""

import hashlib
import json
import stat
from threading import Event

import botocore.session
import pytest

from chalicelib.files import store
from chalicelib.foundation import config, tenancy
from infra.moves import contents
from infra.moves.export import MANIFEST, export
from infra.moves.stopping import Stopped
from tests.files.contents import PDF


def objects(tenant):
    found = botocore.session.get_session().create_client("s3").list_objects_v2(Bucket=config.FILES_BUCKET).get("Contents", [])
    return [one["Key"] for one in found if one["Key"].split("/")[1] == tenant]


def test_every_kept_file_is_taken_along(dynamodb, ours, theirs, tmp_path):
    manifest = export(dynamodb, ours.tenant, tmp_path)
    rows = [json.loads(line) for line in (tmp_path / "files.jsonl").read_text().splitlines()]
    assert {row["state"] for row in rows} == {"kept"}
    for row in rows:
        path = tmp_path / row["content"]
        assert path.read_bytes() == PDF
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    sums = dict(reversed(line.split("  ")) for line in (tmp_path / contents.SUMS).read_text().splitlines())
    assert sums == {row["content"]: hashlib.sha256(PDF).hexdigest() for row in rows}
    assert manifest["contents"] == {"count": len(rows), "bytes": len(rows) * len(PDF)}
    persons = [json.loads(line) for line in (tmp_path / "persons.jsonl").read_text().splitlines()]
    named = {file["id"]: file["name"] for person in persons for request in person["requests"].values() for file in request.get("files", [])}
    assert {row["key"].rpartition("#")[2]: "cv.pdf" for row in rows} == named


def test_a_stopped_export_goes_on_and_fetches_nothing_twice(dynamodb, ours, tmp_path, monkeypatch):
    stop = Event()
    get = store.get

    def stopping(*asked):
        stop.set()
        return get(*asked)

    with monkeypatch.context() as once:
        once.setattr(store, "get", stopping)
        with pytest.raises(Stopped):
            export(dynamodb, ours.tenant, tmp_path, stop=stop)
    assert not (tmp_path / MANIFEST).exists()
    [first] = (tmp_path / contents.FOLDER).iterdir()
    at = first.stat().st_mtime_ns
    assert export(dynamodb, ours.tenant, tmp_path)["contents"]["count"] == 2
    assert first.stat().st_mtime_ns == at


def test_nothing_is_left_of_a_company_that_is_gone(ours, theirs):
    assert objects(ours.tenant)
    before = objects(theirs.tenant)
    with tenancy.inside(ours.tenant):
        assert contents.remove() > 0
        assert contents.remove() == 0
    assert objects(ours.tenant) == []
    assert objects(theirs.tenant) == before
