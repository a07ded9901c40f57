"""The contents of files, in S3. A browser sends and reads them there itself, by what is signed here: each for one object, and for minutes."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from botocore.exceptions import ClientError

from chalicelib.foundation import aws, config, fence, tenancy

SEND_WITHIN = 10 * 60
READ_WITHIN = 60
GONE = frozenset({"NoSuchKey", "404"})
CHANGED = frozenset({"PreconditionFailed", "412"})


class Gone(Exception):
    """No such object."""


class Changed(Exception):
    """Not the object that was looked into."""


def incoming(upload: str) -> str:
    return f"incoming/{tenancy.tenant()}/{upload}"


def policy(name: str, media_type: str, size: int) -> dict[str, Any]:
    """What a browser posts, and where, to put this very object: its name, its type, its size."""
    fence.expect_own_object(name, "PostObject")  # no request leaves for this, which the fence would see
    fixed = {"Content-Type": media_type}
    signed: dict[str, Any] = aws.client("s3").generate_presigned_post(
        config.FILES_BUCKET, name, Fields=fixed, Conditions=[fixed, ["content-length-range", size, size]], ExpiresIn=SEND_WITHIN
    )
    return signed


def put(name: str, media_type: str, content: bytes) -> None:
    aws.client("s3").put_object(Bucket=config.FILES_BUCKET, Key=name, Body=content, ContentType=media_type)


def get(name: str, most: int) -> tuple[bytes, str]:
    """Its content and its tag; no more than `most` bytes and one. Raises `Gone`."""
    try:
        found = aws.client("s3").get_object(Bucket=config.FILES_BUCKET, Key=name)
    except ClientError as error:
        raise _told(error) from error
    return found["Body"].read(most + 1), found["ETag"]


def copy(source: str, target: str, etag: str) -> None:
    """Within the bucket, as long as it is what `etag` says. Again: the same. Raises `Gone`, `Changed`."""
    try:
        aws.client("s3").copy_object(
            Bucket=config.FILES_BUCKET, Key=target, CopySource={"Bucket": config.FILES_BUCKET, "Key": source}, CopySourceIfMatch=etag
        )
    except ClientError as error:
        raise _told(error) from error


def delete(name: str) -> None:
    """Out of reach at once; of its disk after the days of the bucket's life cycle."""
    aws.client("s3").delete_object(Bucket=config.FILES_BUCKET, Key=name)


def reading_address(name: str, called: str, media_type: str) -> str:
    """From where a browser reads it, for a minute: to be saved, never to be shown in its window."""
    plain = called.encode("ascii", "replace").decode().replace("?", "_")
    asked = {
        "Bucket": config.FILES_BUCKET, "Key": name, "ResponseContentType": media_type,
        "ResponseContentDisposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(called, safe='')}",
        "ResponseCacheControl": "no-store",
    }  # fmt: skip
    return str(aws.client("s3").generate_presigned_url("get_object", Params=asked, ExpiresIn=READ_WITHIN))


def _told(error: ClientError) -> Exception:
    code = error.response["Error"]["Code"]
    return Gone() if code in GONE else Changed() if code in CHANGED else error
