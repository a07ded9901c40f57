"""Every call to AWS that a function makes, judged by the function's own policies as it leaves.

Hung on botocore after the signer, so that what is judged is what was signed: the access key in the header says who asks, a function itself or a
session that it assumed. A request that no policy allows fails as AWS would fail it, and is kept in `denied`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import product
from typing import Any

from botocore.exceptions import ClientError
from chalice.app import EventSourceHandler

from chalicelib.forms import queries as forms
from chalicelib.foundation import aws, config, keys, records
from chalicelib.foundation.aws import client, queue_url
from chalicelib.foundation.door import FrontDoor
from chalicelib.identity import queries as people
from tests.roles.asks import asks
from tests.roles.judge import Request, granted_by, trusts
from tests.roles.template import Cloud, Function, Role

_running: ContextVar[Function | None] = ContextVar("running", default=None)
KEY_OF_A_REQUEST = re.compile(r"Credential=(\w+)/")


class Recorder:
    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.functions: set[str] = set()
        self.denied: list[str] = []
        self._used: set[tuple[str, str, str, str]] = set()
        self._sessions: dict[str, tuple[Role, str]] = {}

    @contextmanager
    def watch(self, patch: Any) -> Iterator[Recorder]:
        """While it lasts, functions run with their roles, each time as a process that has just started."""
        patch.setattr(EventSourceHandler, "__call__", self._in_its_role(EventSourceHandler.__call__, lambda handler: handler.func.__name__))
        patch.setattr(FrontDoor, "__call__", self._in_its_role(FrontDoor.__call__, lambda _: "api_handler"))
        hooks = {"provide-client-params": _keep, "request-created": self._judge, "after-call.sts.AssumeRole": self._learn}
        for event, hook in hooks.items():
            aws.SESSION.register(event, hook)
        _new_clients()
        try:
            yield self
        finally:
            for event, hook in hooks.items():
                aws.SESSION.unregister(event, hook)
            _new_clients()

    def unused(self, unseen: set[str]) -> list[str]:
        """What the roles allow and nobody asked for, but for the actions that cannot be seen here."""
        ours = {function.role for function in self.cloud.functions.values()} | {role.arn for role, _ in self._sessions.values()}
        return [
            f"{role.name} {statement.sid}: {action} on {resource}"
            for role in self.cloud.roles.values()
            for statement in role.statements
            for action, resource in product(statement.actions, statement.resources)
            if role.arn in ours and action not in unseen and (role.name, statement.sid, action, resource) not in self._used
        ]

    def _in_its_role(self, call: Callable[..., Any], name: Callable[[Any], str]) -> Callable[..., Any]:
        def called(handler: Any, event: Any, context: Any) -> Any:
            function = self.cloud.functions[name(handler)]
            self.functions.add(function.name)
            start_cold()
            entered = _running.set(function)
            config.TENANT_ROLE, config.PLATFORM_ROLE = function.variables["PASSERELLE_TENANT_ROLE"], function.variables["PASSERELLE_PLATFORM_ROLE"]
            try:
                return call(handler, event, context)
            finally:
                config.TENANT_ROLE = config.PLATFORM_ROLE = None
                _running.reset(entered)

        return called

    def _learn(self, parsed: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        asked = context["params"]
        self._sessions[parsed["Credentials"]["AccessKeyId"]] = (self.cloud.role(asked["RoleArn"]), asked["Tags"][0]["Value"])

    def _judge(self, request: Any, event_name: str, **_: Any) -> None:
        if function := _running.get():
            _, service, operation = event_name.split(".")
            key = KEY_OF_A_REQUEST.search(request.headers["Authorization"])[1]
            role, tenant = self._sessions.get(key) or (self.cloud.role(function.role), None)
            tags = {"aws:PrincipalTag/tid": [tenant]} if tenant else {}
            for asked in asks(service, operation, request.context["params"]):
                if not self._is_allowed(role, Request(asked.action, asked.resource, asked.context | tags)):
                    self.denied.append(f"{function.name} as {role.name} of {tenant}: {asked}")
                    raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": self.denied[-1]}}, operation)

    def _is_allowed(self, role: Role, asked: Request) -> bool:
        grant = granted_by(role.statements, asked)
        if grant is None or (asked.action.startswith("sts:") and not trusts(self.cloud.role(asked.resource), role.arn, asked)):
            return False
        self._used.add((role.name, grant.statement.sid, asked.action, grant.resource))
        return True


def start_cold() -> None:
    """What a process remembers hides what the next one has to ask for."""
    aws._assumed.clear()
    queue_url.cache_clear()
    keys.forget()
    people.forget()
    forms._editions.clear()


def _keep(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
    context["params"] = params


def _new_clients() -> None:
    """A client has the hooks that its session had when it was made."""
    client.cache_clear()
    records.CONNECTION._client = None
    aws._assumed.clear()
