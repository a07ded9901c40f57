"""Reads `infra/template.yaml` the way CloudFormation would, as far as our resources need it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from infra.local.settings import ACCOUNT, REGION

TEMPLATE = Path(__file__).parents[1] / "template.yaml"


class _Loader(yaml.SafeLoader):
    """Keeps CloudFormation's short tags as `{"Fn::…": value}`."""


def _tagged(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value: Any = loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else loader.construct_sequence(node)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {"Ref" if suffix == "Ref" else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _tagged)


def document(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.load(path.read_text(), _Loader)
    return read


@dataclass(frozen=True)
class Resource:
    logical_id: str
    kind: str
    properties: dict[str, Any]


class _NotYet(Exception):
    """A resource names one that is not created yet."""


@dataclass
class Template:
    """The template of one stage. What a creation learns (an ARN, an id) is told by `learnt`, for those that name it."""

    stage: str
    document: dict[str, Any]
    known: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, stage: str) -> Template:
        return cls(stage, document(TEMPLATE))

    def resources(self) -> Iterator[Resource]:
        """All of them, those that others name before the others."""
        waiting = deque(self.document["Resources"].items())
        while waiting:
            logical_id, resource = waiting.popleft()
            try:
                yield Resource(logical_id, resource["Type"], self._resolved(resource.get("Properties", {})))
            except _NotYet:
                waiting.append((logical_id, resource))

    def learnt(self, resource: Resource, attribute: str, value: str) -> None:
        self.known[resource.logical_id, attribute] = value

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._resolved(item) for item in value]
        if not isinstance(value, dict):
            return value
        if "Fn::Sub" in value:
            return re.sub(r"\$\{([^}]+)\}", lambda match: self._parameter(match[1]), value["Fn::Sub"])
        if "Fn::GetAtt" in value:
            return self._known(*value["Fn::GetAtt"])
        if "Ref" in value:
            return self._known(value["Ref"], "Ref")
        return {key: self._resolved(item) for key, item in value.items()}

    def _known(self, logical_id: str, attribute: str) -> str:
        if (logical_id, attribute) not in self.known:
            raise _NotYet
        return self.known[logical_id, attribute]

    def _parameter(self, name: str) -> str:
        return {"Stage": self.stage, "AWS::Region": REGION, "AWS::AccountId": ACCOUNT, "AWS::Partition": "aws"}[name]
