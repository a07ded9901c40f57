"""What people sent as files: taken out beside the lines of an export, and removed with their company."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

from chalicelib.files import store
from chalicelib.foundation import aws, config, tenancy
from infra.moves.progress import Progress
from infra.moves.stopping import Stopped

FOLDER, SUMS = "files", "files.sha256"
Row = dict[str, Any]


def place_of(file: Any) -> Row:
    """Where the content of a file lies in the export; nowhere for one that was never kept, or is erased."""
    return {"content": f"{FOLDER}/{file.id}.{file.kind}" if file.state == "kept" else None, "object": file.kept_as}


def take_out(folder: Path, stop: Event) -> Row:
    """Every content that the lines of `files.jsonl` name, and a list of sums as `sha256sum -c` reads it. What is there is not fetched again."""
    wanted = [row for row in _rows(folder) if row["content"]]
    progress, size = Progress(FOLDER), 0
    sums = []
    for number, row in enumerate(wanted, start=1):
        path = folder / row["content"]
        is_new, is_last = not path.exists(), number == len(wanted)
        if is_new:
            _fetch(row, path)
        size += path.stat().st_size
        sums.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {row['content']}\n")
        progress.looked(number, len(wanted), f"{size:,} bytes", last=is_last or stop.is_set())
        if is_new and not is_last and stop.is_set():
            raise Stopped
    if wanted:
        _write(folder / SUMS, "".join(sorted(sums)).encode())
    return {"count": len(wanted), "bytes": size}


def _rows(folder: Path) -> Iterator[Row]:
    """A file of a lead may have been told twice, when the export was cut off: the last line counts."""
    path = folder / f"{FOLDER}.jsonl"
    if path.exists():
        yield from {row["key"]: row for row in map(json.loads, path.read_text().splitlines())}.values()


def _fetch(row: Row, path: Path) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    content, _ = store.get(row["object"], int(row["size"]))
    whole = path.with_suffix(".unfinished")
    _write(whole, content)
    whole.replace(path)


def _write(path: Path, content: bytes) -> None:
    """For nobody but the operator."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)


def remove() -> int:
    """All objects of the current tenant, with every former version: keys do not seal them. Answers how many. A repeat goes on."""
    s3, gone = aws.client("s3"), 0
    for place in ("incoming", "kept"):
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=config.FILES_BUCKET, Prefix=f"{place}/{tenancy.tenant()}/"):
            for one in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                s3.delete_object(Bucket=config.FILES_BUCKET, Key=one["Key"], VersionId=one["VersionId"])
                gone += 1
    return gone
