"""How long a fresh interpreter takes to read the app, next to what it cannot do without, and how many modules it reads.

`python -m bench.starts` measures these alone.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import sysconfig
from pathlib import Path

from bench.figures import ROOT, Figure, table

RUNS = 10
AIM = 1.5
OTHERS, OURS = 280, 320
"""The gates (`tests/proofs/test_start.py`): modules of packages, and our own, which are small. Python's own differ from one release to the next."""

PACKAGES = sysconfig.get_path("purelib")
PACKAGED = ROOT / "build" / "production" / "unpacked"
BARE, WHOLE = "import chalice, boto3, pynamodb.models", "import app"
COUNTED = f"{WHOLE}; import sys; print(*(name for name in sys.modules if name.partition('.')[0] not in sys.stdlib_module_names))"


def figures() -> list[Figure]:
    """Medians of interleaved runs, after one that compiles the bytecode. From the package too, where `make package` has made one.

    Processor time, which neighbours on the machine disturb less; a start waits for nothing else.
    """
    starts = {"bare": (BARE, [PACKAGES]), "app.py": (WHOLE, [str(ROOT), PACKAGES])}
    if PACKAGED.exists():
        starts["app.py from the package"] = (WHOLE, [str(PACKAGED)])
    times: dict[str, list[float]] = {name: [] for name in starts}
    for run in range(RUNS + 1):
        for name, (code, paths) in starts.items():
            taken = _timed(code, paths)
            if run:
                times[name].append(taken)
    (_, bare), *wholes = ((name, statistics.median(found) * 1000) for name, found in times.items())
    others, ours = modules()
    return [
        *(
            Figure(f"import of {name}, {taken / bare:.2f} times its bare libraries", taken, "ms", f"≤ {AIM} times", f"`{BARE}`", bare)
            for name, taken in wholes
        ),
        Figure("modules of packages read at the start", len(others), "modules", f"≤ {OTHERS}"),
        Figure("modules of ours read at the start", len(ours), "modules", f"≤ {OURS}"),
    ]


def modules() -> tuple[list[str], list[str]]:
    """Of packages, and ours."""
    read = _fresh(COUNTED, [str(ROOT), PACKAGES]).split()
    ours = [name for name in read if name.partition(".")[0] in {"app", "chalicelib"}]
    return sorted(set(read) - set(ours)), ours


def _timed(code: str, paths: list[str]) -> float:
    before = _children()
    _fresh(code, paths)
    return _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _fresh(code: str, paths: list[str]) -> str:
    """Isolated, as Lambda's own: no site packages but those named, and no variable that keeps bytecode from being kept."""
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {paths!r}; {code}"]
    return subprocess.run(command, check=True, cwd=Path("/"), stdout=subprocess.PIPE, text=True).stdout


def main() -> None:
    from tests import emulator  # noqa: F401, PLC0415 -- sets the environment that the app reads when it is imported

    print(table(figures()))


if __name__ == "__main__":
    main()
