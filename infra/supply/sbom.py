"""`make sbom`: the bills of materials of what is deployed, in CycloneDX, into `build/sbom/`: one of the functions, one of the console."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from infra.local import apart
from infra.local.settings import ROOT
from infra.supply import licences, lists
from infra.trouble import Trouble

INTO = ROOT / "build" / "sbom"


def functions() -> dict[str, Any]:
    """From the compiled list, hashes included; the licences come from the installed packages, which the list does not know."""
    tool = apart.python("supply", lists.TOOLS).with_name("cyclonedx-py")
    bill = _made([str(tool), "requirements", str(lists.LAMBDA), "--output-reproducible", "--output-format", "JSON"], ROOT)
    known = {one.name: one.licence for one in licences.of_python()}
    for component in bill["components"]:
        licence = known.get(lists.plain(component["name"]))
        if licence:
            component["licenses"] = [{"expression": licence}]
    return bill


def console() -> dict[str, Any]:
    """What the browser gets. npm's own way to leave tools out loses what they share with the browser (React), so the lock file decides."""
    bill = _made(["npm", "sbom", "--sbom-format", "cyclonedx", "--package-lock-only"], ROOT / "console")
    shipped = {(one.name, one.version) for one in licences.of_console() if one.is_shipped}
    bill["components"] = [one for one in bill["components"] if (one["name"], one["version"]) in shipped]
    kept = {one["bom-ref"] for one in (bill["metadata"]["component"], *bill["components"])}
    bill["dependencies"] = [
        one | {"dependsOn": [below for below in one["dependsOn"] if below in kept]} for one in bill["dependencies"] if one["ref"] in kept
    ]
    return bill


def _made(command: list[str], folder: Path) -> dict[str, Any]:
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)  # noqa: S603 -- our own tools
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no reason given"]
        raise Trouble(f"{Path(command[0]).name} stopped: {said[-1]}")
    bill: dict[str, Any] = json.loads(done.stdout)
    return bill


def main() -> None:
    INTO.mkdir(parents=True, exist_ok=True)
    for name, made in {"functions": functions, "console": console}.items():
        try:
            bill, file = made(), INTO / f"{name}.cdx.json"
        except Trouble as trouble:
            sys.exit(f"No bill of the {name}: {trouble}")
        file.write_text(json.dumps(bill, indent=1) + "\n")
        print(f"{file.relative_to(ROOT)}: {len(bill['components'])} components")


if __name__ == "__main__":
    main()
