"""The console: built with the stage's addresses, and put where CloudFront serves it from."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import time
from pathlib import Path
from typing import Any

from infra.deploy.account import Account
from infra.local import console_build

HASHED = "assets/"
FOREVER = "public, max-age=31536000, immutable"
ANEW = "no-cache"
FIRST_PAGE = "index.html"
NOT_SERVED = (".vite/",)
"""Vite's manifest, for the bundle's size check."""

mimetypes.add_type("font/woff2", ".woff2")  # not every system knows it


def content(variables: dict[str, str]) -> dict[str, bytes]:
    """All files of the console by their paths, the first page last: until it is there, nobody is told of the others."""
    print("Building the console …", flush=True)
    console_build.build()
    files = {path.relative_to(console_build.DIST).as_posix(): path for path in sorted(console_build.DIST.rglob("*")) if path.is_file()}
    told = {"config.json": json.dumps({"api": variables["PASSERELLE_API_URL"]}).encode()}
    pages = {name: path.read_bytes() for name, path in files.items() if not name.startswith(NOT_SERVED)}
    return dict(sorted((pages | told).items(), key=lambda each: (each[0] == FIRST_PAGE, not each[0].startswith(HASHED))))


def publish(account: Account, outputs: dict[str, str], pages: dict[str, bytes]) -> None:
    print("Putting the console in its place:", flush=True)
    Site(account, outputs["ConsoleBucketName"], outputs["ConsoleDistributionId"]).put(pages)


class Site:
    def __init__(self, account: Account, bucket: str, distribution: str) -> None:
        self.account, self.bucket, self.distribution = account, bucket, distribution
        self.s3 = account.client("s3")

    def put(self, files: dict[str, bytes]) -> None:
        """What is there already stays. Older assets stay too, for whoever has the page of yesterday open."""
        there = self._there()
        changed = {name: body for name, body in files.items() if there.get(name) != hashlib.md5(body, usedforsecurity=False).hexdigest()}
        for name, body in changed.items():
            print(f"  {name}", flush=True)
            self.s3.put_object(
                Bucket=self.bucket, Key=name, Body=body, ContentType=_kind(name), CacheControl=FOREVER if name.startswith(HASHED) else ANEW,
                ExpectedBucketOwner=self.account.number,
            )  # fmt: skip
        print(f"  {len(changed)} files sent, {len(files) - len(changed)} there already")
        if any(not name.startswith(HASHED) for name in changed):
            self._forget()

    def _there(self) -> dict[str, str]:
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, ExpectedBucketOwner=self.account.number)
        return {one["Key"]: one["ETag"].strip('"') for page in pages for one in page.get("Contents", [])}

    def _forget(self) -> None:
        """CloudFront forgets what it holds. One path, since any path of the console is answered with its first page."""
        batch: dict[str, Any] = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": str(time.time_ns())}
        self.account.client("cloudfront").create_invalidation(DistributionId=self.distribution, InvalidationBatch=batch)
        print("  CloudFront was told to forget the pages of before")


def _kind(name: str) -> str:
    return mimetypes.guess_type(Path(name).name)[0] or "application/octet-stream"
