"""`python -m infra.moves migrate production`: what `make migrate`, `make backup` … start. `docs/operations.md` says what they do."""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime
from getpass import getpass
from pathlib import Path
from threading import Event

from botocore.exceptions import BotoCoreError, ClientError

from infra.deploy.asking import answer
from infra.moves.stage import LOCAL, confirm, enter, operator
from infra.moves.stopping import Stopped
from infra.trouble import Trouble

MOST_PARTS = 100
STOP = Event()


def migrate(stage: str) -> None:
    from infra.moves.migrate import Migrator
    from infra.moves.migrations import MIGRATIONS

    dry, parts = bool(os.environ.get("DRY")), _parts()
    migrator = Migrator(enter(stage).client("dynamodb"), stage, dry=dry, parts=parts, stop=STOP)
    missing = [migration.name for migration in MIGRATIONS if not migrator.has(migration)]
    if not missing:
        print(f"{stage} has every migration; the last one is {MIGRATIONS[-1].name}.")
        return
    if not dry and stage != LOCAL:
        confirm(f"{stage} is to get {', '.join(missing)}. A backup first is make backup.")
    migrator.run()


def reindex(stage: str) -> None:
    dynamodb = enter(stage).client("dynamodb")
    from infra.moves.reindex import Reindexer

    Reindexer(dynamodb, stage, parts=_parts(), stop=STOP).begin()


def _parts() -> int:
    asked = os.environ.get("PARTS", "1")
    if not asked.isdecimal() or not 1 <= int(asked) <= MOST_PARTS:
        raise Trouble(f"PARTS={asked} is not a number from 1 to {MOST_PARTS}.")
    return int(asked)


def backup(stage: str) -> None:
    from infra.moves.backups import backup

    moment = backup(enter(stage).client("dynamodb"), stage)
    print(f"make restore STAGE={stage} BACKUP={moment} INTO=… brings it back.")


def restore(stage: str) -> None:
    from infra.moves import backups

    into, moment, at = _asked("INTO"), os.environ.get("BACKUP"), os.environ.get("AT")
    if bool(moment) == bool(at):
        raise Trouble("Say what to restore: BACKUP=20261122T013000Z, AT=2026-11-22T01:30:00Z, or AT=latest.")
    then = _moment(at) if at else None
    dynamodb = enter(stage, may_lack_tables=True).client("dynamodb")
    if moment:
        backups.restore_backup(dynamodb, stage, moment, into)
    else:
        backups.restore_moment(dynamodb, stage, then, into)
    # From here on the house's own code reads the restored tables, under the key of the stage that they come from.
    os.environ["PASSERELLE_STAGE"] = into
    from infra.moves.check import check

    check(dynamodb, stage, into)
    print(f"passerelle-{into}-main and passerelle-{into}-trace are whole; docs/operations.md says what next.")


def _moment(text: str) -> datetime | None:
    """None: the latest."""
    if text == "latest":
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Trouble(f"AT={text} is no moment like 2026-11-22T01:30:00Z.") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def tenant(stage: str) -> None:
    file = Path(_asked("FILE"))
    account = enter(stage)
    from infra.moves.companies import NewCompany, add

    wanted = NewCompany.read(file)
    print(f"{wanted.name} is {add(wanted, by=operator(account))}; {wanted.admin.email} is invited to it.")


def super_admin(stage: str) -> None:
    account = enter(stage)
    from infra.moves.companies import appoint

    email, name = answer("E-mail: "), answer("Name: ")
    password = getpass("Password: ") if sys.stdin.isatty() else answer("")
    appoint(email, name, password, by=operator(account))
    print(f"{email} may sign in, and is asked for a second factor at once.")


def export(stage: str) -> None:
    company, folder = _asked("TENANT"), Path(_asked("FOLDER"))
    account = enter(stage)
    from infra.moves.companies import take_out

    manifest = take_out(account.client("dynamodb"), company, folder, by=operator(account), stop=STOP)
    print(f"All of {manifest['company']} is in {folder}, in clear: keep it safe.")


def close(stage: str) -> None:
    company, folder = _asked("TENANT"), Path(_asked("FOLDER"))
    account = enter(stage)
    from infra.moves import companies

    companies.close(account.client("dynamodb"), company, folder, by=operator(account), stop=STOP)


def _asked(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise Trouble(f"{name}= is missing; docs/operations.md shows the command.")
    return value


COMMANDS = {
    "migrate": migrate, "reindex": reindex, "backup": backup, "restore": restore,
    "tenant": tenant, "tenant-export": export, "tenant-close": close, "super-admin": super_admin,
}  # fmt: skip
BETWEEN_PAGES = {"migrate", "reindex", "tenant-export", "tenant-close"}
"""These stop between two pages; the others wherever they are, and AWS goes on with what it was asked for."""


def _stop(*_: object) -> None:
    """The second time at once: whoever waits at a question will not wait for a page."""
    if STOP.is_set():
        raise KeyboardInterrupt
    STOP.set()
    os.write(sys.stdout.fileno(), "\nStopping at the next page …\n".encode())  # print may be at work when the signal comes


def main() -> None:
    match sys.argv[1:]:
        case [command, stage] if command in COMMANDS and stage:
            pass
        case _:
            sys.exit("Name a stage of .chalice/config.json, or local: make migrate STAGE=production")
    if command in BETWEEN_PAGES:
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, _stop)
    try:
        COMMANDS[command](stage)
    except (Stopped, KeyboardInterrupt):
        sys.exit("Stopped. Give the same command again.")
    except Trouble as trouble:
        sys.exit(str(trouble))
    except (ClientError, BotoCoreError, OSError) as error:
        sys.exit(f"{error} What is done stays done; the same command goes on.")


if __name__ == "__main__":
    main()
