"""Serves MiniStack and keeps its state on disk. Runs inside the emulator's own virtual environment.

This is the only file that touches MiniStack's private API. By itself MiniStack saves on SIGTERM only, and it never saves
the records of streams (facts not yet relayed) nor the mails that were sent; the house can lose neither.
"""
# ruff: noqa: SLF001 -- it is here to reach into MiniStack, so that nothing else does

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ministack.app as ministack
from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack.core import persistence
from ministack.services import dynamodb, ses

SAVE_EVERY = 30
FREE_BYTES = 50_000_000
Scope = dict[str, Any]
CHECKPOINTS = "-checkpoints"
# Any sender may write: the only reader is the inbox page. SES itself wants each address or domain verified.
ses._identity_verified = lambda *_, **__: True

READS = ("Get", "List", "Describe", "Query", "Scan", "BatchGet", "TransactGet", "ReceiveMessage", "Decrypt", "Encrypt", "GenerateDataKey")


class Keeper:
    """Saves what changed, from a forked copy of the process: nobody waits, and all services are of one instant."""

    def __init__(self) -> None:
        self.changed = False
        self.marked = None
        self._saving: threading.Thread | None = None

    def noticed(self, scope: Scope) -> None:
        """Whether this request may change something that must outlive us."""
        if scope["method"] != "GET" and not action(scope).startswith(READS):
            self.changed = True

    async def every_so_often(self) -> None:
        while True:
            await asyncio.sleep(SAVE_EVERY)
            if not self.changed or (self._saving and self._saving.is_alive()):
                continue
            if shutil.disk_usage(persistence.STATE_DIR).free < FREE_BYTES:
                print("WARNING The disk is full: what changes now is not saved until there is room again.", flush=True)
                continue
            self.changed = False
            self._save_apart()

    def _save_apart(self) -> None:
        pending = unread_records()
        child = os.fork()
        if child == 0:
            status = 1
            try:
                os.nice(10)
                save(ministack._build_persistence_save_dict(), pending)
                status = 0
            finally:
                os._exit(status)
        self._saving = threading.Thread(target=os.waitpid, args=(child, 0), daemon=True)
        self._saving.start()

    def rest(self) -> None:
        """Until the save at hand is done. Two at once would write into the same files."""
        if self._saving:
            self._saving.join()

    def last_save(self) -> None:
        """After MiniStack's own save, which it makes as it ends."""
        save({}, unread_records())

    def mark(self) -> None:
        state = {name: get() for name, get in ministack._build_persistence_save_dict().items()}
        self.marked = json.dumps(state, default=persistence._json_default)

    def rewind(self) -> None:
        ministack._reset_all_state()
        for name, state in json.loads(self.marked, object_hook=persistence._json_object_hook).items():
            if state:
                ministack._get_module(ministack._state_map[name]).load_persisted_state(state)


def unread_records() -> dict[tuple[str, str, str], list[Any]]:
    """The records that a reader has not passed yet. Readers keep their place in a table called …-checkpoints."""
    passed = {}
    for (_, _, name), table in dynamodb._tables.all_items():
        if name.endswith(CHECKPOINTS):
            for rows in table["items"].values():
                passed |= {row["stream"]["S"]: row["position"]["S"] for row in rows.values()}
    return {
        key: [record for record in records if record["dynamodb"]["SequenceNumber"] > passed[key[2]]]
        for key, records in dynamodb._stream_records._data.items()
        if key[2] in passed
    }


def save(services: dict[str, Callable[[], Any]], pending: dict[tuple[str, str, str], list[Any]]) -> None:
    persistence.save_all(services)
    streams = [{"key": list(key), "records": records} for key, records in pending.items()]
    mails = [{"key": list(key), "mails": mails} for key, mails in ses._sent_emails._data.items()]
    persistence.save_state("house", {"streams": streams, "mails": mails})


def restore() -> None:
    Path(persistence.STATE_DIR).mkdir(parents=True, exist_ok=True)
    kept = persistence.load_state("house") or {}
    for stream in kept.get("streams", []):
        dynamodb._stream_records._data[tuple(stream["key"])] = stream["records"]
    for box in kept.get("mails", []):
        ses._sent_emails._data[tuple(box["key"])] = box["mails"]


def serving(keeper: Keeper) -> Callable[..., Any]:
    async def app(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            keeper.noticed(scope)
            if scope["path"].startswith("/_house/"):
                # For the tests: remember the empty stack, and come back to it in a few milliseconds.
                {"/_house/mark": keeper.mark, "/_house/rewind": keeper.rewind}[scope["path"]]()
                await send({"type": "http.response.start", "status": 204, "headers": []})
                await send({"type": "http.response.body"})
                return
            if action(scope) == "ReceiveMessage":
                await until_gone(scope, receive, send)
                return
        await ministack.app(scope, receive, send)

    return app


async def until_gone(scope: Scope, receive: Any, send: Any) -> None:
    """A long poll ends with its client; otherwise it would take a message for somebody who is not there any more."""
    body = [await receive()]
    while body[-1].get("more_body"):
        body.append(await receive())
    given = iter(body)

    async def replay() -> dict[str, Any]:
        return next(given)

    answering, leaving = asyncio.create_task(ministack.app(scope, replay, send)), asyncio.create_task(receive())
    _, unfinished = await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
    for task in unfinished:
        task.cancel()


def action(scope: Scope) -> str:
    return dict(scope["headers"]).get(b"x-amz-target", b"").decode().rpartition(".")[2]


async def main(fd: int) -> None:
    config = Config()
    config.bind = [f"fd://{fd}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 0.5
    config.loglevel = "WARNING"
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # Requests cut off at the end are no news.
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    restore()
    keeper = Keeper()
    saving = asyncio.create_task(keeper.every_so_often()) if persistence.PERSIST_STATE else None

    async def ended() -> None:
        await stop.wait()
        if saving:
            saving.cancel()
            await asyncio.to_thread(keeper.rest)

    await serve(serving(keeper), config, shutdown_trigger=ended)
    if saving:
        keeper.last_save()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
