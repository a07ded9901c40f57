"""Fills the local house with three companies and their last sixty days: `python -m infra.local.seed`, which `make run` starts by itself.

First what people need to sign in and to try a form, told in `.local/state/seeded.json`; then the history, behind the running house. It may be
ended at any moment: the next run looks at what is there and goes on.
"""

from __future__ import annotations

import os
import signal
import sys

from infra.local.demo.memory import Memory
from infra.local.settings import Settings

FRIENDLY = 10
"""How much everybody else comes first."""


def main() -> int:
    os.nice(FRIENDLY)
    memory = Memory(Settings().state)
    if memory.holds_all():
        memory.tell_again()
        print("the demo companies and their history are there")
        return 0
    # Only now: what makes up people and numbers takes longer to read than a house with its history takes to look.
    from infra.local.demo.seeding import Seeding  # noqa: PLC0415

    seeding = Seeding(memory)
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, seeding.end)
    seeding.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
