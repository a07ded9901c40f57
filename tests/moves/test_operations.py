"""What an operator needs is written down, and no function of the house may do it."""

import re

import pytest

from chalicelib.foundation import tenancy
from chalicelib.foundation.fence import FenceBreached
from chalicelib.foundation.records import MainRecord
from infra.local.settings import ROOT
from infra.moves.__main__ import COMMANDS
from infra.moves.migrations import MIGRATIONS

PAGE = (ROOT / "docs" / "operations.md").read_text()
CODE = "\n".join(path.read_text() for path in (ROOT / "infra" / "moves").glob("*.py"))


def test_every_call_of_dynamodb_is_among_the_permissions():
    called = set(re.findall(r"dynamodb\.((?:[a-z]+_)*[a-z]+)\b[(,]", CODE)) | {"scan"}
    actions = {"dynamodb:" + "".join(word.capitalize() for word in name.split("_")) for name in called - {"get_paginator"}}
    assert len(actions) > 10
    assert sorted(action for action in actions if f"`{action}`" not in PAGE) == []


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_described(command):
    assert f"make {command} STAGE=" in PAGE
    assert re.search(rf"^{command}:.*\n\t.*infra\.moves {command} ", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_every_migration_is_described():
    assert [one.name for one in MIGRATIONS if f"| {one.name} |" not in PAGE] == []


def test_the_house_itself_cannot_scan(world):
    with tenancy.inside("00000000"), pytest.raises(FenceBreached):
        list(MainRecord.scan())
