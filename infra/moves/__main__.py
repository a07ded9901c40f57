"""`python -m infra.moves migrate production`: what `make migrate`, `make backup` … start."""

from __future__ import annotations

import os
import signal
import sys
from threading import Event

from botocore.exceptions import BotoCoreError, ClientError

from infra.moves.stage import LOCAL, confirm, enter
from infra.trouble import Trouble

MOST_PARTS = 100


def migrate(stage: str) -> None:
    from infra.moves.migrate import Migrator, Stopped
    from infra.moves.migrations import MIGRATIONS

    stop = Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    dry, parts = bool(os.environ.get("DRY")), _parts()
    migrator = Migrator(enter(stage).client("dynamodb"), stage, dry=dry, parts=parts, stop=stop)
    missing = [migration.name for migration in MIGRATIONS if not migrator.has(migration)]
    if not missing:
        print(f"{stage} has every migration; the last one is {MIGRATIONS[-1].name}.")
        return
    if not dry and stage != LOCAL:
        confirm(f"{stage} is to get {', '.join(missing)}. A backup first is make backup.")
    try:
        migrator.run()
    except Stopped:
        sys.exit("Stopped. The same command goes on where it was.")


def _parts() -> int:
    asked = os.environ.get("PARTS", "1")
    if not asked.isdecimal() or not 1 <= int(asked) <= MOST_PARTS:
        raise Trouble(f"PARTS={asked} is not a number from 1 to {MOST_PARTS}.")
    return int(asked)


COMMANDS = {"migrate": migrate}


def main() -> None:
    match sys.argv[1:]:
        case [command, stage] if command in COMMANDS and stage:
            pass
        case _:
            sys.exit("Name a stage of .chalice/config.json, or local: make migrate STAGE=production")
    try:
        COMMANDS[command](stage)
    except Trouble as trouble:
        sys.exit(str(trouble))
    except ClientError as error:
        sys.exit(f"AWS refused {error.operation_name}: {error.response['Error']['Message']} What is done stays done; the same command goes on.")
    except BotoCoreError as error:
        sys.exit(f"AWS cannot be asked: {error} What is done stays done; the same command goes on.")
    except KeyboardInterrupt:
        sys.exit("Stopped. The same command goes on where it was.")


if __name__ == "__main__":
    main()
