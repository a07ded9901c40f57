"""`python -m infra.operate redrive production mail-optin`, `… classify notes.txt`: what `make redrive` and `make classify` start."""

from __future__ import annotations

import sys

from botocore.exceptions import BotoCoreError, ClientError

from infra.operate.classify import classify
from infra.operate.redrive import redrive
from infra.trouble import Trouble


def main() -> None:
    try:
        match sys.argv[1:]:
            case ["redrive", stage, queue] if stage and queue:
                redrive(stage, queue)
            case ["classify", name] if name:
                classify(name)
            case ["classify", *_]:
                sys.exit("Name a file with one note a line: make classify FILE=notes.txt")
            case _:
                sys.exit("Name a stage, or local, and a queue: make redrive STAGE=production QUEUE=mail-optin")
    except Trouble as trouble:
        sys.exit(str(trouble))
    except (BotoCoreError, ClientError) as error:
        sys.exit(f"AWS says: {error} What has not arrived lies where it lay; the same command goes on.")
    except KeyboardInterrupt:
        sys.exit("\nStopped. Nothing was sent.")


if __name__ == "__main__":
    main()
