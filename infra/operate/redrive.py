"""`make redrive`: what failed too often is shown, and sent home once somebody has said yes. Stopped, it goes on where it was."""

from __future__ import annotations

import sys
from contextlib import closing

from infra.moves.stage import confirm, enter
from infra.operate.letters import table
from infra.operate.piles import Pile, pile

SELDOM = 500


def redrive(stage: str, name: str) -> None:
    found = pile(enter(stage), stage, name)
    letters = found.look()
    if not letters:
        print(f"{found.name} is empty.")
        return
    print(f"{found.name} holds about {max(found.count(), 1)}. Of them {len(letters)} can be seen:\n{table(letters)}")
    confirm(f"What failed for a reason fails again while the reason is there (docs/runbook.md#dead-letters). Send all to {found.home}?")
    _send_home(found)


def _send_home(found: Pile) -> None:
    about, sent = found.count(), 0
    try:
        with closing(found.send_home()) as going:
            for _ in going:
                sent += 1
                _show(sent, f"{sent} of about {max(about, sent)} sent to {found.home}")
    except KeyboardInterrupt:
        sys.exit(f"\nStopped after {sent}. The others lie where they lay; the same command goes on.")
    print(f"\n{found.name} is empty: {sent} sent to {found.home}.")


def _show(sent: int, text: str) -> None:
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end="", flush=True)
    elif sent % SELDOM == 0:
        print(text, flush=True)
