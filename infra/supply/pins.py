"""`make pins`: every `.in` compiled into its `.txt`. What is pinned stays as it is; `UPGRADE=1` takes the newest of what others bring."""

from __future__ import annotations

import subprocess
import sys

from infra.local import apart
from infra.local.settings import ROOT
from infra.supply.lists import APART, DEV, LISTS, TOOLS
from infra.trouble import Trouble

PYTHON = "3.11"
"""The oldest that may run it. The lists hold for all newer ones too, and for every system."""

HEADER = "# Compiled from {name}, with the hash of every file that may be installed. Do not edit:\n# add the package there, and run `make pins`.\n"


def compile_all(*, upgrade: bool) -> None:
    """The widest list first: the others take their versions from it."""
    uv = apart.python("supply", TOOLS).with_name("uv")
    for listed in LISTS:
        asked = listed.with_suffix(".in")
        same = [] if listed == DEV or listed in APART else ["--constraint", str(DEV.relative_to(ROOT))]
        command = [
            str(uv), "pip", "compile", "--quiet", "--universal", "--python-version", PYTHON, "--generate-hashes", "--no-header", *same,
            *(["--upgrade"] if upgrade else []), str(asked.relative_to(ROOT)), "--output-file", str(listed.relative_to(ROOT)),
        ]  # fmt: skip
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)  # noqa: S603 -- our own tool
        if done.returncode:
            raise Trouble(f"{asked.relative_to(ROOT)} cannot be compiled: {_reason(done.stderr)}")
        listed.write_text(HEADER.format(name=asked.name) + listed.read_text())


def _reason(said: str) -> str:
    return " ".join(said.split()) or "no reason given"


def main() -> None:
    try:
        compile_all(upgrade="--upgrade" in sys.argv[1:])
    except Trouble as trouble:
        sys.exit(f"Not compiled: {trouble}")
    except KeyboardInterrupt:
        sys.exit("Stopped. Compiled lists are whole; `make pins` does the rest.")


if __name__ == "__main__":
    main()
