"""A stage comes into being, or becomes what it is to be today. Each step finds what an earlier try left, and goes on from there."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from urllib.parse import urlsplit

from infra.deploy import adopting, changes, console, emulator, smoke
from infra.deploy.account import Account
from infra.deploy.artefacts import Artefacts
from infra.deploy.asking import answer
from infra.deploy.changes import Change
from infra.deploy.release import Release
from infra.deploy.stack import Refused, Stack
from infra.package.__main__ import package
from infra.package.bundle import ROOT, architecture
from infra.trouble import Trouble

EXAMPLES = (".example.com", ".example.org", ".example.net", ".example", ".test", ".invalid", ".localhost")

MENDED_BY_HAND = {
    "ROLLBACK_COMPLETE": "make destroy, then deploy again",
    "ROLLBACK_FAILED": "make destroy, then deploy again",
    "CREATE_FAILED": "make destroy, then deploy again",
    "DELETE_FAILED": "make destroy again",
    "UPDATE_ROLLBACK_FAILED": "aws cloudformation continue-update-rollback",
}


def deploy(stage: str) -> None:
    architecture(stage)  # A wrong stage is known before AWS is asked anything.
    account = Account.here()
    stack = Stack(account, f"passerelle-{stage}")
    print(f"Deploying {stage} to {account}", flush=True)
    state = stack.rest()
    if state in MENDED_BY_HAND:
        raise Trouble(f"{stack.name} is {state}, which no deploy can mend: {MENDED_BY_HAND[state]}.")
    folder = ROOT / "build" / stage
    package(stage, folder)
    release = Release.of(stage, folder)
    pages = console.content(release.variables)
    bring(account, stack, release)
    console.publish(account, stack.outputs(), pages)
    print(_addresses(release.variables, stack.outputs()))
    try:
        smoke.walk(account, release.variables, stack.outputs())
    except Trouble as trouble:
        raise Trouble(f"the stage stands, but its main journey does not: {trouble}") from trouble


def bring(account: Account, stack: Stack, release: Release) -> None:
    """The stack becomes what the release says, once somebody has seen what that changes and said yes."""
    check_addresses(account, release)
    check_names(account, stack, release)
    changed = _propose(account, stack, release)
    if not changed:
        print("The stack is as it should be.")
        return
    print(changes.table(changed), flush=True)
    _confirm(stack, release.stage, changed)
    stack.execute()


def check_addresses(account: Account, release: Release) -> None:
    """An emulator may be asked under any name; on AWS the example's belong to somebody else."""
    for name in ("PASSERELLE_API_URL", "PASSERELLE_CONSOLE_URL"):
        host = urlsplit(release.variables[name]).hostname or ""
        if account.endpoint is None and f".{host}".endswith(EXAMPLES):
            raise Trouble(f"{name} of {release.stage} is the example {host}: write your own addresses into .chalice/config.json.")


def check_names(account: Account, stack: Stack, release: Release) -> None:
    """CloudFormation would find out half-way, and an emulator's would empty the table."""
    ours = {one["LogicalResourceId"] for one in stack.resources()} if stack.described() else set()
    left = adopting.left_behind(account, release, ours)
    names = ", ".join(adopting.in_the_way(release, left))
    if not names:
        return
    if ours:
        raise Trouble(f"{names}: already there, and not of {stack.name}, which is: docs/deploy.md, “What exists already”.")
    if not os.environ.get("ADOPT"):
        raise Trouble(f"{names}: already there, and of no stack. ADOPT=1 takes it in; docs/deploy.md, “What exists already”, says when.")
    print(f"Taking in what is there: {names}, and its keys")
    template, identified = adopting.imported(release, left)
    stack.adopt(template, identified)


def _propose(account: Account, stack: Stack, release: Release) -> list[Change]:
    if account.endpoint:
        release = replace(release, template=emulator.fitted(release.template, account.endpoint))
    print("Sending what is new:", flush=True)
    artefacts = Artefacts(account)
    code = artefacts.keep("package.zip", release.package)
    try:
        return stack.propose(artefacts.keep("template.json", release.written(code)).url)
    except Refused as refused:
        unknown = emulator.unrecognised(refused.reason) if account.endpoint else set()
        if not unknown:
            raise
    held, left_out = emulator.without(release.template, unknown)
    print(f"{account.endpoint} does not know {', '.join(sorted(unknown))}. What stays out: {', '.join(left_out)}")
    return stack.propose(artefacts.keep("template.json", replace(release, template=held).written(code)).url)


def _confirm(stack: Stack, stage: str, changed: list[Change]) -> None:
    """`YES=1` answers for whoever is not there; not where data would be left behind."""
    losing = [one.what for one in changed if one.loses_data]
    if losing:
        question, yes = f"{', '.join(losing)} would go with all data. Type the name of the stage to do it: ", stage
    elif os.environ.get("YES"):
        return
    else:
        question, yes = "Do it? [y/N] ", "y"
    if answer(question) != yes:
        stack.withdraw()
        raise Trouble("nothing was changed." if sys.stdin.isatty() else "nothing was changed: nobody is here to say yes. YES=1 does.")


def _addresses(variables: dict[str, str], outputs: dict[str, str]) -> str:
    """What people open, and what each name has to point to where no hosted zone does it."""
    rows = [(what, variables[f"PASSERELLE_{what.upper()}_URL"], outputs.get(f"{what}AddressTarget")) for what in ("Console", "Api", "Sockets")]
    return "\n".join(f"{what:<8} {address:<36} {f'→ {target}' if target else ''}".rstrip() for what, address, target in rows)
