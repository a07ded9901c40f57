"""`python -m infra.deploy deploy|destroy STAGE`. `make deploy` and `make destroy` call it; `docs/deploy.md` says what they do."""

from __future__ import annotations

import sys

from botocore.exceptions import BotoCoreError, ClientError

from infra.deploy import deploying, destroying
from infra.trouble import Trouble

COMMANDS = {"deploy": deploying.deploy, "destroy": destroying.destroy}
INTERRUPTED = 130


def main() -> None:
    match sys.argv[1:]:
        case [command, stage] if command in COMMANDS and stage:
            pass
        case _:
            sys.exit("Name a stage of .chalice/config.json: make deploy STAGE=production")
    try:
        COMMANDS[command](stage)
    except Trouble as trouble:
        sys.exit(f"Not {command}ed: {trouble}")
    except (BotoCoreError, ClientError) as error:
        sys.exit(f"Not {command}ed: AWS says: {error}")
    except KeyboardInterrupt:
        print(f"\nStopped. What CloudFormation has begun it goes on with; `make {command} STAGE={stage}` goes on from there.", file=sys.stderr)
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
