"""`make redrive`: what failed too often is shown, and sent home once somebody has said yes. Stopped, it goes on where it was."""

from __future__ import annotations

import signal
import sys
from contextlib import closing
from itertools import islice
from threading import Event

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
    about = max(found.count(), len(letters))
    print(f"{found.name} holds about {about}. Of them {len(letters)} can be seen:\n{table(letters)}")
    confirm(f"What failed for a reason fails again while the reason is there (docs/runbook.md#dead-letters). Send all to {found.home}?")
    stop = Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    send_home(found, about, stop)


def send_home(found: Pile, about: int, stop: Event) -> None:
    """No more than there were: what fails again at once would keep us busy for ever. Stopped between two messages only."""
    sent = 0
    with closing(found.send_home()) as going:
        for _ in islice(going, about):
            sent += 1
            _show(sent, f"{sent} of about {about} sent to {found.home}")
            if stop.is_set():
                break
    left = found.count()
    if stop.is_set() and left:
        sys.exit(f"\nStopped after {sent}. The others lie where they lay; the same command goes on.")
    print(f"\n{sent} sent to {found.home}. " + (f"{left} are here now; the same command shows them." if left else f"{found.name} is empty."))


def _show(sent: int, text: str) -> None:
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end="", flush=True)
    elif sent % SELDOM == 0:
        print(text, flush=True)
