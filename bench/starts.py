"""How long a fresh interpreter takes to read the app, next to what it cannot do without."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from bench.figures import ROOT, Figure

RUNS = 7
BARE, NEEDED, WHOLE = "import chalice, boto3", "import chalice, boto3, pynamodb.models, pydantic, jwt, cryptography", "import app"


def figures() -> list[Figure]:
    """Medians of interleaved runs, after one that compiles the bytecode."""
    times: dict[str, list[float]] = {code: [] for code in (BARE, NEEDED, WHOLE)}
    for run in range(RUNS + 1):
        for code, found in times.items():
            taken = _timed(code)
            if run:
                found.append(taken)
    bare, needed, whole = (statistics.median(times[code]) * 1000 for code in (BARE, NEEDED, WHOLE))
    return [
        Figure("import of app.py, fresh interpreter", whole, "ms", "", "`import chalice, boto3`", bare),
        Figure("import of app.py, against its libraries alone", whole, "ms", "", "with pynamodb, pydantic, jwt and cryptography", needed),
    ]


def _timed(code: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
    return time.perf_counter() - began
