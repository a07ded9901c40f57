"""The roles and functions of the template, with ARNs in the place of references."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from chalice.package import YAMLTemplateSerializer

from infra.package.merge import merged

REGION, ACCOUNT = "eu-west-3", "123456789012"
STAGE = "test"
NAMES = {"WebsocketConnect": "enter", "WebsocketMessage": "heed", "APIHandler": "api_handler"}
"""What Chalice calls a function, where that is not its handler's name in capitals."""

ARNS = {
    "AWS::DynamoDB::Table": ("TableName", "arn:aws:dynamodb:{region}:{account}:table/{name}"),
    "AWS::SQS::Queue": ("QueueName", "arn:aws:sqs:{region}:{account}:{name}"),
    "AWS::Events::EventBus": ("Name", "arn:aws:events:{region}:{account}:event-bus/{name}"),
    "AWS::KMS::Key": (None, "arn:aws:kms:{region}:{account}:key/{name}"),
    "AWS::IAM::Role": ("RoleName", "arn:aws:iam::{account}:role/{name}"),
    "AWS::S3::Bucket": ("BucketName", "arn:aws:s3:::{name}"),
    "AWS::Logs::LogGroup": ("LogGroupName", "arn:aws:logs:{region}:{account}:log-group:{name}:*"),
}
"""By kind of resource: the property that names it (without one, it is known by its logical id here), and what its ARN looks like."""

Conditions = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Statement:
    owner: str
    sid: str
    effect: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: Conditions


@dataclass(frozen=True)
class Role:
    name: str
    arn: str
    trust: tuple[dict[str, Any], ...]
    statements: tuple[Statement, ...]
    borrowed: tuple[str, ...]
    """Policies of AWS's own."""


@dataclass(frozen=True)
class Function:
    name: str
    role: str
    """The ARN of its role."""

    variables: dict[str, str]


class Cloud:
    """One stage's template."""

    def __init__(self, template: dict[str, Any]) -> None:
        self.resources: dict[str, Any] = template["Resources"]
        self._globals = self._resolved(template["Globals"]["Function"]["Environment"]["Variables"])
        self.roles = {name: self._role(name) for name in self._of_kind("AWS::IAM::Role")}
        ours = [name for name, one in self.resources.items() if "Role" in one.get("Properties", {})]
        self.functions = {found.name: found for found in map(self._function, ours)}

    def arn(self, logical_id: str) -> str:
        resource = self.resources[logical_id]
        called, pattern = ARNS[resource["Type"]]
        name = self._resolved(resource["Properties"].get(called, logical_id))
        return pattern.format(region=REGION, account=ACCOUNT, name=name)

    def role(self, arn: str) -> Role:
        [found] = [role for role in self.roles.values() if role.arn == arn]
        return found

    def _of_kind(self, kind: str) -> list[str]:
        return [name for name, resource in self.resources.items() if resource.get("Type") == kind]

    def _role(self, name: str) -> Role:
        properties = self._resolved(self.resources[name]["Properties"])
        documents = [policy["PolicyDocument"] for policy in properties.get("Policies", [])]
        attached = properties.get("ManagedPolicyArns", [])
        documents += [self._resolved(self.resources[one]["Properties"]["PolicyDocument"]) for one in attached if one in self.resources]
        borrowed = tuple(one for one in attached if one not in self.resources)
        statements = tuple(_statement(name, one) for document in documents for one in document["Statement"])
        return Role(name, self.arn(name), tuple(properties["AssumeRolePolicyDocument"]["Statement"]), statements, borrowed)

    def _function(self, name: str) -> Function:
        properties = self._resolved(self.resources[name]["Properties"])
        called = NAMES.get(name) or re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
        return Function(called, properties["Role"], self._globals | properties.get("Environment", {}).get("Variables", {}))

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._resolved(one) for one in value]
        if not isinstance(value, dict):
            return value
        match value:
            case {"Fn::Sub": str(text)}:
                return re.sub(r"\$\{([^}]+)\}", lambda found: self._named(found[1]), text)
            case {"Fn::GetAtt": [name, attribute]}:
                return self._named(f"{name}.{attribute}")
            case {"Ref": name}:
                return self._named(name)
        return {key: self._resolved(one) for key, one in value.items()}

    def _named(self, name: str) -> str:
        if name.startswith("!"):
            return f"${{{name[1:]}}}"  # IAM's own variable, which CloudFormation leaves alone
        known = {"Stage": STAGE, "AWS::Region": REGION, "AWS::AccountId": ACCOUNT, "AWS::Partition": "aws"}
        logical_id, _, attribute = name.partition(".")
        match attribute:
            case "":
                return known.get(name, name)
            case "Arn" if logical_id in self.resources and self.resources[logical_id]["Type"] in ARNS:
                return self.arn(logical_id)
            case "StreamArn":
                return f"{self.arn(logical_id)}/stream/2026-01-01T00:00:00.000"
        return name


def _statement(owner: str, one: dict[str, Any]) -> Statement:
    resources = tuple(listed(one["Resource"]))
    return Statement(owner, one.get("Sid", ""), one["Effect"], tuple(listed(one["Action"])), resources, one.get("Condition", {}))


def listed(value: Any) -> list[Any]:
    """IAM writes a list of one without brackets."""
    return value if isinstance(value, list) else [value]


@cache
def document() -> dict[str, Any]:
    """As it is merged into what Chalice writes."""
    read: dict[str, Any] = YAMLTemplateSerializer().load_template(merged(STAGE))
    return read


@cache
def cloud() -> Cloud:
    return Cloud(document())
