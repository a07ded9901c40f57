"""How an operator's command comes into a stage: told what its functions are told, with the operator's own credentials."""

from __future__ import annotations

import json
import os

from botocore.exceptions import EndpointConnectionError

from infra.deploy.account import Account
from infra.deploy.asking import answer as typed
from infra.local.settings import ROOT, Settings
from infra.trouble import Trouble

CONFIG = ROOT / ".chalice" / "config.json"
LOCAL = "local"
BEFOREHAND = "YES"
PLAIN = "yes"


def enter(stage: str, *, may_lack_tables: bool = False) -> Account:
    """Before anything of `chalicelib` is read: it asks for the stage's settings as it is. Raises `Trouble`."""
    os.environ.update(_environment(stage))
    account = Account.here()
    os.environ.setdefault("AWS_REGION", account.region)
    os.environ.setdefault("PASSERELLE_FILES_BUCKET", f"passerelle-{stage}-files-{account.number}")
    dynamodb = account.client("dynamodb")
    try:
        dynamodb.describe_table(TableName=f"passerelle-{stage}-main")
    except dynamodb.exceptions.ResourceNotFoundException:
        if may_lack_tables:
            return account
        raise Trouble(f"There is no stage {stage} in {account}: make deploy STAGE={stage} makes it.") from None
    except EndpointConnectionError:
        raise Trouble("The local house does not answer: start it with make run.") from None
    return account


def _environment(stage: str) -> dict[str, str]:
    if stage == LOCAL:
        return Settings().environment()
    stages = json.loads(CONFIG.read_text())["stages"]
    if stage not in stages:
        raise Trouble(f"{stage} is no stage of .chalice/config.json, which has {', '.join(stages)}; the house of make run is {LOCAL}.")
    settings: dict[str, str] = stages[stage]["environment_variables"]
    return settings


def operator(account: Account) -> str:
    """Whom the history names. The principal's id, not its session, which is often somebody's e-mail address; CloudTrail knows who it was."""
    return f"system:operator:{account.client('sts').get_caller_identity()['UserId'].partition(':')[0]}"


def confirm(question: str, answer: str = PLAIN) -> None:
    """Ask for the very `answer`. `YES` in the environment gives it beforehand (`YES=1` for a plain yes). Raises `Trouble` for any other."""
    if os.environ.get(BEFOREHAND) in {answer, "1" if answer == PLAIN else answer}:
        return
    if typed(f"{question} Type {answer} to go on: ") != answer:
        raise Trouble("Nothing more was done.")
