"""One stack of CloudFormation: what it is doing, a change set and what becomes of it, its end."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from infra.deploy.account import Account
from infra.deploy.changes import Change
from infra.trouble import Trouble

PAUSE = 2
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
NO_CHANGES = ("didn't contain changes", "No updates are to be performed")
CHANGE_SET = "deploy"
STACK = "AWS::CloudFormation::Stack"
SHELL = "REVIEW_IN_PROGRESS"
STARTS = {"CREATE_IN_PROGRESS", "IMPORT_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS"}


class Refused(Trouble):
    """CloudFormation does not take the template."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"CloudFormation refuses the template: {reason}")
        self.reason = reason


@dataclass(frozen=True)
class Event:
    id: str
    at: Any
    what: str
    kind: str
    status: str
    reason: str

    @property
    def failed(self) -> bool:
        """Its own doing. What CloudFormation gives up because of another is called cancelled."""
        return self.status.endswith("FAILED") and "cancelled" not in self.reason

    @property
    def ended(self) -> bool:
        return not self.status.endswith("IN_PROGRESS")

    def __str__(self) -> str:
        line = f"  {self.at:%H:%M:%S}  {self.status:<24} {self.what:<40} {self.kind.removeprefix('AWS::')}"
        return f"{line}\n            {self.reason}" if self.failed else line


class Stack:
    def __init__(self, account: Account, name: str) -> None:
        self.account, self.name = account, name
        self.cloudformation = account.client("cloudformation")

    def described(self) -> dict[str, Any] | None:
        """None: there is none, or only the shell that a first change set lies in."""
        found = self._found(self.name)
        return None if found is None or found["StackStatus"] in {SHELL, "DELETE_COMPLETE"} else found

    def outputs(self) -> dict[str, str]:
        return {one["OutputKey"]: one["OutputValue"] for one in (self.described() or {}).get("Outputs", [])}

    def resources(self, stack_id: str | None = None) -> list[dict[str, Any]]:
        """Those that came into being and have not gone."""
        pages = self.cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack_id or self.name)
        found = [one for page in pages for one in page["StackResourceSummaries"]]
        return [one for one in found if one.get("PhysicalResourceId") and one["ResourceStatus"] != "DELETE_COMPLETE"]

    def template(self) -> dict[str, Any]:
        """As CloudFormation holds it, with what the transform made of it."""
        body = self.cloudformation.get_template(StackName=self.name, TemplateStage="Processed")["TemplateBody"]
        return dict(json.loads(body) if isinstance(body, str) else body)

    def rest(self) -> str | None:
        """What an earlier command began is watched to its end. The state it is in then; None: there is no stack."""
        found = self.described()
        if found and found["StackStatus"].endswith("IN_PROGRESS"):
            print(f"{self.name} is at work already:")
            self._follow(found["StackId"], after=None)
            found = self.described()
        return str(found["StackStatus"]) if found else None

    def propose(self, template_url: str) -> list[Change]:
        """The change set. Empty when there is nothing to change."""
        # A first deploy that fails leaves nothing behind.
        kind = {"ChangeSetType": "CREATE", "OnStackFailure": "DELETE"} if self.described() is None else {"ChangeSetType": "UPDATE"}
        if self._found(self.name):
            self.cloudformation.delete_change_set(StackName=self.name, ChangeSetName=CHANGE_SET)
        try:
            self.cloudformation.create_change_set(
                StackName=self.name, ChangeSetName=CHANGE_SET, TemplateURL=template_url, Capabilities=CAPABILITIES, **kind
            )
        except ClientError as error:
            raise Refused(error.response["Error"]["Message"]) from error
        made = self._await_change_set()
        if made["Status"] == "FAILED":
            self.withdraw()
            if any(words in made["StatusReason"] for words in NO_CHANGES):
                return []
            raise Refused(made["StatusReason"])
        pages = self.cloudformation.get_paginator("describe_change_set").paginate(StackName=self.name, ChangeSetName=CHANGE_SET)
        return [Change.of(one["ResourceChange"]) for page in pages for one in page["Changes"]]

    def adopt(self, template: dict[str, Any], identified: list[dict[str, Any]]) -> None:
        """A new stack of what is there already."""
        self.cloudformation.create_change_set(
            StackName=self.name, ChangeSetName=CHANGE_SET, ChangeSetType="IMPORT", TemplateBody=json.dumps(template), Capabilities=CAPABILITIES,
            ResourcesToImport=identified,
        )  # fmt: skip
        made = self._await_change_set()
        if made["Status"] == "FAILED":
            self.withdraw()
            raise Trouble(f"CloudFormation does not take it in: {made['StatusReason']}")
        _, status, cause = self._do("execute_change_set", ChangeSetName=CHANGE_SET)
        if status != "IMPORT_COMPLETE":
            raise Trouble(f"{self.name} is {status}. {cause}")

    def withdraw(self) -> None:
        """The change set goes, and with it the empty shell that a first one makes."""
        found = self._found(self.name)
        if found:
            self.cloudformation.delete_change_set(StackName=self.name, ChangeSetName=CHANGE_SET)
            if found["StackStatus"] == SHELL:
                self.cloudformation.delete_stack(StackName=found["StackId"])

    def execute(self) -> None:
        is_first = self.described() is None
        # What a deploy made that fails goes again, even if it is kept for ever once it is in use.
        stack_id, status, cause = self._do("execute_change_set", ChangeSetName=CHANGE_SET, RetainExceptOnCreate=True)
        if is_first and status in {"DELETE_FAILED", "ROLLBACK_FAILED"}:
            status = self._clear(stack_id)
        if status not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
            raise Trouble(f"{self.name} is {status}. {cause}")

    def delete(self) -> None:
        _, status, cause = self._do("delete_stack")
        if status != "DELETE_COMPLETE":
            raise Trouble(f"{self.name} is {status}. {cause}")

    def _clear(self, stack_id: str) -> str:
        """What is left of a first deploy that failed: tables protect themselves from deletion from their first moment. Nothing is in them yet."""
        print("Clearing away what protects itself from deletion:")
        dynamodb = self.account.client("dynamodb")
        for one in self.resources(stack_id):
            if one["ResourceType"] == "AWS::DynamoDB::Table":
                table = {"TableName": one["PhysicalResourceId"]}
                dynamodb.update_table(**table, DeletionProtectionEnabled=False)
                dynamodb.get_waiter("table_exists").wait(**table)
                dynamodb.delete_table(**table)
                dynamodb.get_waiter("table_not_exists").wait(**table)
        _, status, _ = self._do("delete_stack")
        return status

    def _do(self, operation: str, **asked: Any) -> tuple[str, str, str]:
        """The stack's id, its last status, and the first cause if something went wrong."""
        stack_id = (self._found(self.name) or {})["StackId"]
        last = next(self._events(stack_id), None)
        getattr(self.cloudformation, operation)(StackName=self.name, **asked)
        return stack_id, *self._follow(stack_id, after=last.id if last else None)

    def _follow(self, stack_id: str, after: str | None) -> tuple[str, str]:
        """Prints what happens until the stack is at rest. Its last status, and the first cause if something went wrong."""
        told: list[Event] = []
        while True:
            for event in self._since(stack_id, after):
                if event.ended:
                    print(event, flush=True)
                told.append(event)
                after = event.id
            status = (self._found(stack_id) or {})["StackStatus"]
            own = [event.status for event in told if event.kind == STACK]
            if own and own[-1] == status and not status.endswith("IN_PROGRESS"):
                break
            time.sleep(PAUSE)
        return status, next((f"{event.what}: {event.reason}" for event in told if event.failed), "")

    def _since(self, stack_id: str, after: str | None) -> list[Event]:
        """Oldest first: what came after an event, else all of the operation at hand."""
        found = []
        for event in self._events(stack_id):
            if event.id == after:
                break
            found.append(event)
            if after is None and event.kind == STACK and event.status in STARTS:
                break
        return found[::-1]

    def _events(self, stack_id: str) -> Iterator[Event]:
        for page in self.cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack_id):
            for one in page["StackEvents"]:
                yield Event(
                    one["EventId"], one["Timestamp"], one["LogicalResourceId"], one["ResourceType"], one["ResourceStatus"],
                    one.get("ResourceStatusReason", ""),
                )  # fmt: skip

    def _await_change_set(self) -> dict[str, Any]:
        while True:
            made: dict[str, Any] = self.cloudformation.describe_change_set(StackName=self.name, ChangeSetName=CHANGE_SET)
            if made["Status"] in {"CREATE_COMPLETE", "FAILED"}:
                return made
            time.sleep(PAUSE)

    def _found(self, name: str) -> dict[str, Any] | None:
        try:
            [found] = self.cloudformation.describe_stacks(StackName=name)["Stacks"]
        except ClientError as error:
            if "does not exist" in error.response["Error"]["Message"]:
                return None
            raise
        return dict(found)
