"""`python -m infra.package production [build]`: packages one stage into `build/production/`, as `deployment.zip` and `sam.yaml`."""

from __future__ import annotations

import sys
from pathlib import Path

from infra.package import report
from infra.package.bundle import ROOT, Trouble, architecture, bundle
from infra.package.merge import merged, without_aliases
from infra.package.trim import compiled, trimmed, unpacked, zipped


def package(stage: str, into: Path) -> None:
    """Made anew each time: nothing of an older package stays in the folder."""
    chosen = architecture(stage)
    print(f"Packaging {stage} for {chosen} …", flush=True)
    made = bundle(stage, chosen, into / "source", merged(stage))
    whole, folder = made / "deployment.zip", unpacked(made / "deployment.zip", into / "unpacked")
    report.complete(folder, ROOT / "requirements.txt")
    before = report.Size.of(whole, folder)
    trimmed(folder)
    compiled(folder)
    small = zipped(folder, into / "deployment.zip")
    (into / "sam.yaml").write_text(without_aliases((made / "sam.yaml").read_text()))
    report.sizes(before, report.Size.of(small, folder), folder)
    report.resources(into / "sam.yaml")
    print(f"In {into}: deployment.zip, sam.yaml")


def main() -> None:
    match sys.argv[1:]:
        case [stage, *rest] if len(rest) < 2 and stage:  # noqa: PLR2004 - the stage, and perhaps a folder
            into = Path(rest[0] if rest else "build").resolve() / stage
        case _:
            sys.exit("Name a stage of .chalice/config.json: make package STAGE=production")
    try:
        package(stage, into)
    except Trouble as trouble:
        sys.exit(f"Not packaged: {trouble}")


if __name__ == "__main__":
    main()
