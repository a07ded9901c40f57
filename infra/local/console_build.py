"""Builds the console when its sources are newer than what was built. `python -m infra.local.console_build [install]`."""

from __future__ import annotations

import hashlib
import subprocess
import sys

from infra.local.children import leash
from infra.local.preflight import node_trouble
from infra.local.settings import ROOT, Trouble

CONSOLE = ROOT / "console"
DIST = CONSOLE / "dist"
LOCK = CONSOLE / "package-lock.json"
STAMP = CONSOLE / "node_modules" / ".passerelle-lock"
SHOWN = 15


class _LockIncomplete(Exception):
    """Npm holds the lock file against package.json, and finds something missing."""


def install() -> None:
    """`npm ci`, when the lock file is another than the one installed."""
    if not LOCK.exists():
        return
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    try:
        _npm("ci", "--no-audit", "--no-fund")
    except _LockIncomplete:
        # A lock file made behind a partial mirror lacks the optional packages of other platforms, which `npm ci` cannot overlook.
        _npm("install", "--no-save", "--no-audit", "--no-fund")
    STAMP.write_text(wanted)


def build() -> bool:
    """Whether something was built."""
    if not LOCK.exists() or not _is_stale():
        return False
    install()
    _npm("exec", "--", "vite", "build")  # Without the types' check that `npm run build` begins with: `make check` does it.
    return True


def _is_stale() -> bool:
    built = DIST / "index.html"
    if not built.exists():
        return True
    at = built.stat().st_mtime
    sources = [path for path in CONSOLE.iterdir() if path.is_file()]
    sources += [path for folder in ("src", "public") for path in (CONSOLE / folder).rglob("*") if path.is_file()]
    return any(path.stat().st_mtime > at for path in sources)


def _npm(*arguments: str) -> None:
    trouble = node_trouble()
    if trouble:
        raise Trouble(trouble)
    # On the leash too, so that npm ends with the house and not when it likes.
    command = [*leash(), "npm", *arguments]
    done = subprocess.run(command, cwd=CONSOLE, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode and "EUSAGE" in done.stdout:
        raise _LockIncomplete
    if done.returncode:
        said = done.stdout.splitlines()
        print("\n".join(said if len(said) <= 2 * SHOWN else [*said[:SHOWN], "…", *said[-SHOWN:]]), flush=True)
        raise Trouble(f"`npm {' '.join(arguments)}` failed in {CONSOLE.relative_to(ROOT)}; its words are above.")


if __name__ == "__main__":
    try:
        install()
        if "install" not in sys.argv[1:]:
            build()
    except Trouble as trouble:
        sys.exit(str(trouble))
