"""A company comes, from the command line: what is missing is said in one line, and a repeat adds nothing."""

import json
import signal

import pytest

from infra.local import stack
from tests.emulator import SETTINGS
from tests.moves.commands import command, refusal

COMPANY = {
    "name": "Soleil Vert", "language": "fr", "country": "FR", "timezone": "Europe/Paris",
    "admin": {"email": "claire.fontaine@soleil-vert.example", "name": "Claire Fontaine"},
    "sender": {"kind": "ses", "from_name": "Soleil Vert", "from_address": "contact@soleil-vert.example"},
}  # fmt: skip
PASSWORD = "trois chats sur un toit"


@pytest.fixture
def local(emulated):
    stack.create("local", SETTINGS.aws_endpoint)
    return emulated.client("dynamodb")


@pytest.fixture
def file(tmp_path):
    def written(**changes):
        path = tmp_path / "company.json"
        path.write_text(json.dumps({name: value for name, value in (COMPANY | changes).items() if value is not None}))
        return str(path)

    return written


def run(*words, typed="", **more):
    asked = command(*words, **more)
    told, _ = asked.communicate(typed, timeout=60)
    return asked.returncode, told


def kept(local):
    found = {}
    for item in local.scan(TableName="passerelle-local-main", ConsistentRead=True)["Items"]:
        found.setdefault(item["t"]["S"], []).append(item)
    return found


def test_a_company_comes_once_and_its_admin_is_invited(local, file):
    first = run("tenant", "local", FILE=file())
    assert first == run("tenant", "local", FILE=file())
    status, told = first
    there = kept(local)
    (listed,) = there["TN"]
    assert (status, told) == (0, f"Soleil Vert is {listed['sk']['S']}; claire.fontaine@soleil-vert.example is invited to it.\n")
    (admin,) = there["US"]
    assert (admin["s"]["S"], admin["ro"]["S"]) == ("invited", "admin")
    said = [json.loads(item["ev"]["S"]) for kind in ("TE", "US", "S") for item in there[kind] if "ev" in item]
    assert {one["t"] for one in said} == {"TenantOpened", "UserInvited", "SenderAdded"}
    assert {one["by"].rpartition(":")[0] for one in said} == {"system:operator"}


def test_somebody_runs_the_platform(local):
    typed = f"nadege@passerelle.example\nNadège Simon\n{PASSWORD}\n"
    assert run("super-admin", "local", typed=typed)[0] == 0
    (user,) = kept(local)["US"]
    assert (user["pk"]["S"], user["s"]["S"], user["ro"]["S"]) == ("sys#US", "active", "super_admin")
    status, told = run("super-admin", "local", typed=typed)
    assert (status, "already has an account" in told) == (1, True)
    status, told = run("super-admin", "local", typed="x@passerelle.example\nX\ncourt\n")
    assert (status, "Traceback" in told, len(kept(local)["US"])) == (1, False, 1)


def test_one_line_says_what_is_wrong(local, file, tmp_path):
    assert "FILE= is missing" in refusal("tenant", "local")
    assert "There is no file" in refusal("tenant", "local", FILE=str(tmp_path / "none.json"))
    (tmp_path / "broken.json").write_text("{")
    assert "is no JSON" in refusal("tenant", "local", FILE=str(tmp_path / "broken.json"))
    assert "timezone: " in refusal("tenant", "local", FILE=file(timezone="Paris"))
    assert "admin.email" in refusal("tenant", "local", FILE=file(admin={"name": "Claire"}))
    assert "The platform has no sender" in refusal("tenant", "local", FILE=file(sender=None))
    assert "TN" not in kept(local)
    assert "TENANT= is missing" in refusal("tenant-close", "local")
    assert "There is no company 00000000 here" in refusal("tenant-close", "local", TENANT="00000000", FOLDER=str(tmp_path))
    assert "There is no company sys here" in refusal("tenant-close", "local", TENANT="sys", FOLDER=str(tmp_path))
    assert "There is no company ../x here" in refusal("tenant-export", "local", TENANT="../x", FOLDER=str(tmp_path))


def test_a_company_leaves_from_the_command_line(local, file, tmp_path):
    """Its doors are shut by one command; Ctrl-C ends the wait for those who are inside, and nothing else has happened."""
    run("tenant", "local", FILE=file())
    tenant = kept(local)["TN"][0]["sk"]["S"]
    asked = command("tenant-close", "local", TENANT=tenant, FOLDER=str(tmp_path / "out"), YES="Soleil Vert")
    for line in asked.stdout:
        if "Waiting" in line:
            break
    asked.send_signal(signal.SIGINT)
    told, _ = asked.communicate(timeout=60)
    assert (asked.returncode, told.splitlines()[-1]) == (1, "Stopped. Give the same command again.")
    there = kept(local)
    assert there["US"][0]["s"]["S"] == "disabled"
    assert "wk1" in next(ring for ring in there["KR"] if ring["pk"]["S"].startswith(tenant))
    assert not (tmp_path / "out").exists()
