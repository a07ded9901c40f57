"""What happened, one JSON line each, written by all processes of a run: who is killed loses nothing that was written."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any


class Diary:
    def __init__(self, folder: Path) -> None:
        self.file = folder / "diary.jsonl"
        self._fd = os.open(self.file, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o644)

    def note(self, what: str, **more: Any) -> None:
        """One write to a file opened for appending: lines of several processes do not mix."""
        os.write(self._fd, (json.dumps({"at": round(time.time(), 3), "what": what} | more) + "\n").encode())

    def read(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.file.read_text().splitlines()]
