"""Partners who listen from their own AWS account: a rule and a role each, from the list in `infra/stages/{stage}.json`.

CloudFormation has no loop, so this part of the template is made and not written. What a partner does at their end is in
`docs/guides/partner.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from infra.trouble import Trouble

FIELDS = {
    "name": r"[a-z][a-z0-9]*(-[a-z0-9]+)*",
    "tenant": r"[0-9a-hjkmnp-tv-z]{8}",
    "bus_arn": r"arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]{12}:event-bus/[\w./-]+",
}
LONGEST_NAME = 30
"""The rule is called after its stage and its partner, in 64 characters."""

Partner = dict[str, str]


def part(partners: Iterable[Partner]) -> dict[str, Any]:
    """A part of the template, as those of `infra/cloud/`."""
    resources: dict[str, Any] = {}
    for partner in partners:
        _check(partner)
        logical_id = "Partner" + partner["name"].title().replace("-", "")
        if f"{logical_id}Rule" in resources:
            raise Trouble(f"Two partners are called {partner['name']}: every name stands once.")
        resources |= {f"{logical_id}Rule": _rule(partner, f"{logical_id}Role"), f"{logical_id}Role": _role(partner)}
    return {"Resources": resources}


def _check(partner: Partner) -> None:
    if partner.keys() != FIELDS.keys():
        raise Trouble(f"A partner has {', '.join(FIELDS)}, and nothing else; this one has {', '.join(partner) or 'nothing'}.")
    for name, pattern in FIELDS.items():
        if not re.fullmatch(pattern, partner[name], re.ASCII):
            raise Trouble(f"The {name} of a partner cannot be {partner[name]!r}: it looks like {pattern}.")
    if len(partner["name"]) > LONGEST_NAME:
        raise Trouble(f"The name of a partner has {LONGEST_NAME} characters at most: {partner['name']} is too long.")


def _rule(partner: Partner, role: str) -> dict[str, Any]:
    """What their own company says, and nothing else: the relay names the tenant of each fact among its resources."""
    target = {
        "Id": "bus",
        "Arn": partner["bus_arn"],
        "RoleArn": {"Fn::GetAtt": [role, "Arn"]},
        "DeadLetterConfig": {"Arn": {"Fn::GetAtt": ["PartnerDeadQueue", "Arn"]}},
    }
    properties = {
        "Name": {"Fn::Sub": f"passerelle-${{Stage}}-{partner['name']}"},
        "EventBusName": {"Ref": "Bus"},
        "EventPattern": {"source": ["passerelle"], "resources": [partner["tenant"]]},
        "Targets": [target],
    }
    return {"Type": "AWS::Events::Rule", "Properties": properties}


def _role(partner: Partner) -> dict[str, Any]:
    """Taken by that one rule, to put onto that one bus."""
    rule = f"arn:${{AWS::Partition}}:events:${{AWS::Region}}:${{AWS::AccountId}}:rule/${{Bus}}/passerelle-${{Stage}}-{partner['name']}"
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}, "ArnEquals": {"aws:SourceArn": {"Fn::Sub": rule}}},
    }
    put = {"Effect": "Allow", "Action": "events:PutEvents", "Resource": partner["bus_arn"]}
    properties = {
        "AssumeRolePolicyDocument": _document(trust),
        "Policies": [{"PolicyName": "put-on-their-bus", "PolicyDocument": _document(put)}],
    }
    return {"Type": "AWS::IAM::Role", "Properties": properties}


def _document(statement: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [statement]}
