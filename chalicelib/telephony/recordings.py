"""What Connect records, in our own bucket: under the company's own prefix, so that the fence and the role of another company end before it."""

from __future__ import annotations

from chalicelib.foundation import aws, config, tenancy

HEARD_WITHIN = 5 * 60


def prefix() -> str:
    return f"calls/{tenancy.tenant()}/"


def address(name: str) -> str:
    """From which a browser hears one recording."""
    asked = {"Bucket": config.FILES_BUCKET, "Key": name, "ResponseContentType": "audio/wav"}
    signed: str = aws.client("s3").generate_presigned_url("get_object", Params=asked, ExpiresIn=HEARD_WITHIN)
    return signed
