"""AWS clients: one botocore session for the process, one client per service, made when first needed.

Items, data keys and files belong to tenants, so requests for them are signed for the current one where the stage names a role for that. The
functions' own roles reach none: a request that is signed otherwise, by whatever mistake, is denied.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.credentials import DeferredRefreshableCredentials, create_assume_role_refresher

from chalicelib.foundation import config, fence, tenancy

SESSION = botocore.session.get_session()
OF_TENANTS = ("dynamodb", "kms", "s3")
NEVER_TWICE = ("sesv2", "pinpoint-sms-voice-v2", "socialmessaging")
"""Asked again after an answer that got lost, they would send the message again. The queue tries again, which knows what is in doubt."""

ASKED_ONCE = ("bedrock-runtime",)
"""Whoever asks has another answer at hand, and no time to wait for a second try."""


def _of_s3(endpoint: str | None) -> dict[str, Any]:
    """What it signs for browsers is signed as all else, and for the region's own address, which a page's policy names. By itself it does neither."""
    return {"signature_version": "s3v4", "s3": {"addressing_style": "path" if endpoint else "virtual"}}


@lru_cache
def client(name: str, endpoint: str | None = None) -> Any:
    """The client of a service. ``AWS_ENDPOINT_URL`` points all of them at an emulator."""
    tries = {"total_max_attempts": 1} if name in NEVER_TWICE + ASKED_ONCE else {"max_attempts": 3}
    own = _of_s3(config.endpoint()) if name == "s3" else {}
    settings = Config(retries={"mode": "standard", **tries}, connect_timeout=2, read_timeout=10, **own)
    return SESSION.create_client(name, region_name=config.REGION, endpoint_url=endpoint, config=settings)


@lru_cache
def queue_url(wire: str) -> str:
    """The address of a wire's queue."""
    return str(client("sqs").get_queue_url(QueueName=config.named(wire))["QueueUrl"])


_assumed: dict[tuple[str, str], DeferredRefreshableCredentials] = {}


def _sign_for_tenant(request: Any, **_: Any) -> None:
    """Choose the credentials of one request. botocore calls this before it signs, in the thread and context of whoever asks."""
    if config.TENANT_ROLE is None or config.PLATFORM_ROLE is None:
        return
    if fence.on_platform():
        credentials = _assume(config.PLATFORM_ROLE, tenancy.tenant_or_none() or tenancy.PLATFORM)
    else:
        credentials = _assume(config.TENANT_ROLE, tenancy.tenant())
    request.context["signing"] = {**request.context.get("signing", {}), "request_credentials": credentials}


def _assume(role: str, tenant: str) -> DeferredRefreshableCredentials:
    """The role as tagged with one tenant: asked of STS when first used and again before it ends, by one thread for all."""
    if (role, tenant) not in _assumed:
        asked = {"RoleArn": role, "RoleSessionName": tenant, "Tags": [{"Key": "tid", "Value": tenant}]}
        made = DeferredRefreshableCredentials(create_assume_role_refresher(client("sts"), asked), "assume-role")
        _assumed.setdefault((role, tenant), made)  # of two threads that come at once, both use the first one's
    return _assumed[role, tenant]


for _service in OF_TENANTS:
    SESSION.register(f"before-sign.{_service}", _sign_for_tenant)
SESSION.register("provide-client-params.s3", fence.guard_object)
