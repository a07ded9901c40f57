"""`install.py house|dev .venv`: the virtual environment with the packages of one list, each checked by its hash. Does nothing when they are there.

Only the standard library is here: it runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LISTS = {"house": ROOT / "requirements-house.txt", "dev": ROOT / "requirements-dev.txt"}
BRINGS = {"house": ["house"], "dev": ["dev", "house"]}


def wanted(what: str) -> str:
    return hashlib.sha256(sys.version.encode() + LISTS[what].read_bytes()).hexdigest()


def main() -> None:
    what, home = sys.argv[1], Path(sys.argv[2])
    stamp = home / f"{what}.installed"
    if stamp.exists() and stamp.read_text() == wanted(what):
        return
    python = home / "bin" / "python"
    if not is_of_this_python(home):
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=False, stdout=subprocess.DEVNULL)
        if made.returncode:
            shutil.rmtree(home, ignore_errors=True)
            sys.exit("Python cannot make a virtual environment here. On Debian and Ubuntu: apt-get install python3-venv")
    print(f"Installing {LISTS[what].name} into {home} …", flush=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement", str(LISTS[what])]
    run(install, "the package index cannot be reached, or a package does not install here; pip's words are above")
    for each in BRINGS[what]:
        (home / f"{each}.installed").write_text(wanted(each))


def is_of_this_python(home: Path) -> bool:
    described = home / "pyvenv.cfg"
    return described.exists() and f"version = {sys.version_info[0]}.{sys.version_info[1]}." in described.read_text()


def run(command: list[str], reason: str) -> None:
    if subprocess.run(command, check=False).returncode:
        sys.exit(f"Installing stopped: {reason}.")


if __name__ == "__main__":
    main()
