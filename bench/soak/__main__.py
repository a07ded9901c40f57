"""`python -m bench.soak [--leads 2000] [--folder …] [--anew]`: see `docs/faults.md`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from bench.soak import plan
from infra.local.settings import ROOT, without_real_account
from infra.trouble import Trouble


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m bench.soak")
    asked.add_argument("--leads", type=int, default=plan.LEADS)
    asked.add_argument("--folder", type=Path, default=ROOT / ".local" / "soak")
    asked.add_argument("--anew", action="store_true", help="forget a run that was stopped")
    given = asked.parse_args()
    folder = given.folder.resolve()
    goes_on = plan.prepared(folder, given.leads, anew=given.anew)
    chosen = plan.Plan.kept(folder)
    os.environ.update(without_real_account(dict(os.environ)) | chosen.settings(folder).environment())
    from bench.soak import report, run  # noqa: PLC0415 -- only now is the environment known

    print(f"{'On with' if goes_on else 'Now for'} {chosen.leads} leads; what the house says is in {folder / 'house.log'}.", flush=True)
    try:
        verdict = run.Run(folder).live()
    except run.Stopped:
        print("Stopped; the same command goes on from here, with --anew another begins.")
        return 130
    told = report.Report(verdict)
    told.keep(folder)
    if chosen.leads > plan.FEW and verdict.holds:
        told.publish()
    print(told.text)
    return 0 if verdict.holds else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        sys.exit(str(trouble))
