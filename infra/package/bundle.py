"""Chalice's own part: functions, doors and packages of one stage, made in a copy of the house so that the work tree stays as it is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from infra.trouble import Trouble

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / ".chalice" / "config.json"
ARCHITECTURES = ("x86_64", "arm64")
CLI = "import sys; from chalice.cli import main; sys.exit(main())"
REGION = "eu-west-3"  # The app asks for one when it is read; no name in the template depends on it.


def architecture(stage: str) -> str:
    """`PASSERELLE_ARCH`, else the stage's `lambda_architecture`, else Lambda's own default."""
    stages = json.loads(CONFIG.read_text())["stages"]
    if stage not in stages:
        raise Trouble(f"{stage} is no stage of .chalice/config.json, which has {', '.join(stages)}.")
    asked = os.environ.get("PASSERELLE_ARCH") or stages[stage].get("lambda_architecture", ARCHITECTURES[0])
    chosen = asked.replace("-", "_")
    if chosen not in ARCHITECTURES:
        raise Trouble(f"{asked} is no architecture of Lambda: {' or '.join(ARCHITECTURES)}.")
    return chosen


def bundle(stage: str, chosen: str, source: Path, merge: str) -> Path:
    """The folder with Chalice's `deployment.zip` and `sam.yaml`."""
    _copied(stage, chosen, source)
    (source / "merge.yaml").write_text(merge)
    command = [sys.executable, "-c", CLI, "package", "--stage", stage, "--merge-template", "merge.yaml", "--template-format", "yaml", "out"]
    done = subprocess.run(command, cwd=source, env=_environment(), check=False, capture_output=True, text=True)  # noqa: S603 - our own interpreter
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        raise Trouble(f"chalice package stopped: {said[-1]}")
    return source / "out"


def _copied(stage: str, chosen: str, source: Path) -> None:
    """Chalice packages app.py, chalicelib/ and the contents of vendor/ only; templates/ comes along by a link in vendor/."""
    shutil.rmtree(source, ignore_errors=True)
    (source / "vendor").mkdir(parents=True)
    for folder in ("chalicelib", "templates"):
        shutil.copytree(ROOT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("app.py", "requirements.txt"):
        shutil.copy(ROOT / file, source / file)
    (source / "vendor" / "templates").symlink_to(source / "templates")
    config = json.loads(CONFIG.read_text())
    config["stages"][stage]["lambda_architecture"] = chosen
    (source / ".chalice").mkdir()
    (source / ".chalice" / "config.json").write_text(json.dumps(config))


def _environment() -> dict[str, str]:
    """The stage's variables come from the configuration; what this shell knows of a house or an account stays out."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PASSERELLE_", "PYTHON"))}
    return kept | {"AWS_DEFAULT_REGION": REGION, "AWS_EC2_METADATA_DISABLED": "true"}
