"""Where a stage goes to: an account and a region of AWS, or what stands behind `AWS_ENDPOINT_URL`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

from infra.trouble import Trouble

SETTINGS = Config(retries={"mode": "standard", "max_attempts": 5}, connect_timeout=5, read_timeout=60)


@dataclass(frozen=True)
class Account:
    number: str
    region: str
    endpoint: str | None
    """None: AWS itself."""
    session: Any

    @classmethod
    def here(cls) -> Account:
        """What this shell's credentials open. Raises `Trouble` when they open nothing."""
        try:
            session = botocore.session.Session()
            # botocore reads AWS_DEFAULT_REGION only; Lambda and most tools say AWS_REGION.
            region = os.environ.get("AWS_REGION") or session.get_config_variable("region")
            if not region:
                raise Trouble("no region is chosen: set AWS_REGION, or AWS_PROFILE to one that has it.")
            number = session.create_client("sts", region_name=region, config=SETTINGS).get_caller_identity()["Account"]
        except (NoCredentialsError, PartialCredentialsError) as error:
            raise Trouble("there are no AWS credentials here: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.") from error
        except ClientError as error:
            raise Trouble(f"AWS refuses these credentials: {error.response['Error']['Message']}") from error
        except BotoCoreError as error:
            raise Trouble(f"AWS cannot be asked who you are: {error}") from error
        return cls(number, region, os.environ.get("AWS_ENDPOINT_URL"), session)

    @cache  # noqa: B019 - an account lives as long as its command
    def client(self, service: str) -> Any:
        return self.session.create_client(service, region_name=self.region, endpoint_url=self.endpoint, config=SETTINGS)

    def __str__(self) -> str:
        return f"account {self.number} in {self.region}" + (f", behind {self.endpoint}" if self.endpoint else "")
