"""`python -m infra.local`, or rather `make run`."""

from __future__ import annotations

import asyncio
import errno
import os
import sys

from infra.local.house import House, check_disk
from infra.local.settings import Settings, Trouble


async def main() -> None:
    settings = Settings(endpoint=os.environ.get("AWS_ENDPOINT_URL"))
    check_disk(settings.state)
    await House(settings).live()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except Trouble as trouble:
        sys.exit(str(trouble))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        sys.exit("The disk is full. Free some space, then start again: what was saved is still there.")
