"""Which AWS services the code uses, read from the code: the package carries botocore's data for these and no others."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from infra.package.bundle import Trouble

ALWAYS = {"dynamodb", "sts"}  # PynamoDB makes its own client, and credentials may come from a role.


def used(folder: Path) -> set[str]:
    """The services of each `aws.client("…")` under `chalicelib/`."""
    modules = [*(folder / "chalicelib").rglob("*.py"), folder / "app.py"]
    return ALWAYS | {name for path in modules for name in _named(path, folder)}


def _named(path: Path, folder: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or ast.unparse(node.func) not in {"aws.client", "client"}:
            continue
        match node.args:
            case [ast.Constant(value=str(name)), *_]:
                yield name
            case _:
                raise Trouble(f"{path.relative_to(folder)}:{node.lineno} does not name its AWS service in place, so the package cannot know it.")
