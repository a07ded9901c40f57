"""The bucket that CloudFormation and Lambda read from. Everything in it is named by its content: sent once, and never changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from botocore.exceptions import ClientError

from infra.deploy.account import Account

MEGA = 1_000_000


@dataclass(frozen=True)
class Artefact:
    bucket: str
    key: str
    url: str


class Artefacts:
    """One bucket for all stages of an account and region. No stack owns it, since the first one needs it to come into being."""

    def __init__(self, account: Account) -> None:
        self.account, self.s3 = account, account.client("s3")
        self.bucket = f"passerelle-artefacts-{account.number}-{account.region}"
        self._make()

    def keep(self, name: str, content: bytes) -> Artefact:
        """What is there already is not sent again, so an interrupted deploy goes on where it was."""
        stem, _, kind = name.rpartition(".")
        key = f"{stem}/{hashlib.sha256(content).hexdigest()}.{kind}"
        if self._has(key):
            print(f"  {name}: there already")
        else:
            print(f"  {name}: {len(content) / MEGA:.1f} MB …", flush=True)
            # Whoever took the bucket's name in another account must not be handed the code.
            self.s3.put_object(Bucket=self.bucket, Key=key, Body=content, ExpectedBucketOwner=self.account.number)
        return Artefact(self.bucket, key, f"{self.s3.meta.endpoint_url}/{self.bucket}/{key}")

    def _has(self, key: str) -> bool:
        try:
            self.s3.head_object(Bucket=self.bucket, Key=key, ExpectedBucketOwner=self.account.number)
        except ClientError as error:
            if error.response["Error"]["Code"] in {"404", "NoSuchKey", "NotFound"}:
                return False
            raise
        return True

    def _make(self) -> None:
        place = {} if self.account.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": self.account.region}}
        try:
            self.s3.create_bucket(Bucket=self.bucket, **place)
        except ClientError as error:
            # us-east-1 alone says nothing when the bucket is ours already.
            if error.response["Error"]["Code"] != "BucketAlreadyOwnedByYou":
                raise
            return
        everything = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
        self.s3.put_public_access_block(Bucket=self.bucket, PublicAccessBlockConfiguration=everything)
