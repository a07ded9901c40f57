"""What IAM would say to a request: as much of its language as our policies use, and a refusal to guess at the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.roles.template import Conditions, Role, Statement, listed

VARIABLE = re.compile(r"\$\{([^}]+)\}")


@dataclass(frozen=True)
class Request:
    """One action on one resource. `context`: the condition keys that come with it, all of them with a list of values."""

    action: str
    resource: str
    context: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Grant:
    """What allows a request: a statement, and the one of its resources that matches."""

    statement: Statement
    resource: str


def granted_by(statements: Iterable[Statement], request: Request) -> Grant | None:
    """What allows it, if something does and nothing denies it."""
    speaking = [one for one in statements if _speaks_of(one, request)]
    if not speaking or any(one.effect == "Deny" for one in speaking):
        return None
    return Grant(speaking[0], next(one for one in speaking[0].resources if _named(request, one)))


def trusts(role: Role, caller: str, request: Request) -> bool:
    """Whether the role lets itself be assumed by the caller: an ARN, or a service."""
    return any(
        caller in [who for whos in one["Principal"].values() for who in listed(whos)]
        and request.action in listed(one["Action"])
        and _hold(one.get("Condition", {}), request.context)
        for one in role.trust
    )


def _speaks_of(statement: Statement, request: Request) -> bool:
    return (
        any(_like(request.action, action) for action in statement.actions)
        and any(_named(request, resource) for resource in statement.resources)
        and _hold(statement.conditions, request.context)
    )


def _named(request: Request, resource: str) -> bool:
    filled = _filled(resource, request.context)
    return filled is not None and _like(request.resource, filled)


def _hold(conditions: Conditions, context: dict[str, list[str]]) -> bool:
    return all(
        _holds(operator, context.get(key), [_filled(one, context) for one in listed(wanted)])
        for operator, tests in conditions.items()
        for key, wanted in tests.items()
    )


def _holds(operator: str, actual: list[str] | None, wanted: list[str | None]) -> bool:
    match operator:
        case "Null":
            return (actual is None) == (wanted == ["true"])
        case "ForAllValues:StringLike" | "ForAllValues:StringEquals":
            # IAM finds it true of no value at all, hence our `Null` beside it.
            return all(_holds(operator.removeprefix("ForAllValues:"), [value], wanted) for value in actual or [])
        case "StringEquals":
            return actual is not None and actual[0] in wanted
        case "StringLike":
            return actual is not None and any(one is not None and _like(actual[0], one) for one in wanted)
    raise NotImplementedError(f"teach tests/roles/judge.py what {operator} means")


def _filled(text: str, context: dict[str, list[str]]) -> str | None:
    """With the values of its variables; None where one is unknown, which matches nothing."""
    if any(name not in context for name in VARIABLE.findall(text)):
        return None
    return VARIABLE.sub(lambda found: context[found[1]][0], text)


def _like(text: str, pattern: str) -> bool:
    parts = {"*": ".*", "?": "."}
    return re.fullmatch("".join(parts.get(letter, re.escape(letter)) for letter in pattern), text, re.DOTALL) is not None
