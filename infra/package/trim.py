"""From Chalice's package to ours: less in it, and compiled.

What is left out is listed here with its reason; `tests/package` starts every function from what remains.
"""

from __future__ import annotations

import compileall
import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from infra.package import services

ONLY = {
    "connect": {"StartOutboundVoiceContact", "StopContact", "DescribeContact", "DescribeInstance", "GetContactAttributes"},
}
"""Of services that are large, what we ask of them: the rest of what botocore knows of them stays out."""

LAMBDA_ROOT = "/var/task"  # Where the package lies on Lambda: bytecode names its file, and no folder of this machine belongs there.

UNUSED = (
    "*.dist-info",  # nothing asks for its own version when it runs
    "*.data",
    "bin",
    "**/tests",
    "**/*.pyi",
    "**/py.typed",
    "boto3",  # PynamoDB and foundation/aws.py stand on botocore
    "s3transfer",
    "cffi",  # Argon2 and cryptography need its compiled half only, `_cffi_backend`
    "pycparser",
    "annotated_types/test_cases.py",
    "botocore/data/*/*/examples-1.json*",
    "aws_lambda_powertools/event_handler",  # its logger and metrics are used
    "aws_lambda_powertools/utilities/[!_j]*",  # all but jmespath_utils, which the logger reads
    "pydantic/v1",  # its former self, and what speaks of types to a checker
    "pydantic/mypy.py",
    "phonenumbers/geodata",  # places, carriers and time zones of numbers: only the rules are asked
    "phonenumbers/geocoder.py",
    "phonenumbers/carrierdata",
    "phonenumbers/carrier.py",
    "phonenumbers/tzdata",
    "phonenumbers/timezone.py",
    "phonenumbers/shortdata/region_*.py",  # of emergency calls and the like, read when asked for: nobody does
)


def unpacked(package: Path, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    with ZipFile(package) as archive:
        archive.extractall(folder)
    return folder


def trimmed(folder: Path) -> None:
    for pattern in UNUSED:
        for path in [*folder.glob(pattern)]:
            _remove(path)
    kept = services.used(folder)
    for path in (folder / "botocore" / "data").iterdir():
        if path.is_dir() and path.name not in kept:
            _remove(path)
    for model in folder.glob("botocore/data/*/*/service-2.json.gz"):
        known = asked_only(_undocumented(json.loads(gzip.decompress(model.read_bytes()))), ONLY.get(model.parts[-3]))
        said = json.dumps(known, separators=(",", ":"))
        model.write_bytes(gzip.compress(said.encode(), mtime=0))


def _undocumented(model: Any) -> Any:
    """Two thirds of what botocore knows of a service are texts for people. A member may have that name, too: that one is no text."""
    if isinstance(model, list):
        return [_undocumented(one) for one in model]
    if not isinstance(model, dict):
        return model
    return {name: _undocumented(value) for name, value in model.items() if name != "documentation" or not isinstance(value, str)}


def asked_only(model: dict[str, Any], operations: set[str] | None) -> dict[str, Any]:
    """A service's model with these operations alone, and the shapes that they lead to. None: whole."""
    if operations is None:
        return model
    kept = {name: operation for name, operation in model["operations"].items() if name in operations}
    found: dict[str, Any] = {}
    waiting = list(_named_shapes(kept))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = model["shapes"][name]
            waiting += _named_shapes(found[name])
    return model | {"operations": kept, "shapes": found}


def _named_shapes(part: Any) -> Iterator[str]:
    for name, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        if name == "shape" and isinstance(value, str):
            yield value
        else:
            yield from _named_shapes(value)


def compiled(folder: Path) -> None:
    """Unchecked, since every file of a zip is from 1980 to Lambda, and a package never changes once it is there."""
    compileall.compile_dir(folder, quiet=1, stripdir=folder, prependdir=LAMBDA_ROOT, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)


def zipped(folder: Path, package: Path) -> Path:
    """Without dates and owners: the same files give the same package."""
    with ZipFile(package, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = ZipInfo(path.relative_to(folder).as_posix())
                entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o100755 << 16
                archive.writestr(entry, path.read_bytes(), compresslevel=9)
    return package


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
