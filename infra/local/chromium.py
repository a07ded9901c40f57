"""The browser of the browser tests: Debian's own Chromium. `python -m infra.local.chromium` installs it where it can."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def path() -> str | None:
    """Where it is, if it is."""
    return os.environ.get("CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)


def main() -> None:
    if path():
        return
    advice = "The browser tests need Chromium: install the package `chromium`, or name a Chrome by CHROMIUM=/path/to/chrome."
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit(advice)
    print("Installing Chromium …", flush=True)
    for step in (["update"], ["install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"]):
        subprocess.run(["apt-get", "-qq", *step], check=False, stdout=subprocess.DEVNULL, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    if not path():
        sys.exit(advice)


if __name__ == "__main__":
    main()
