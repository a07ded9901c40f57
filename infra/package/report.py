"""What there is to say of a package, and what must not be in one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from chalice.package import YAMLTemplateSerializer

from infra.package.bundle import Trouble

MEGA = 1_000_000
AIM = 16 * MEGA
LAMBDA_UNPACKED = 250 * MEGA
REST_RESOURCES = 300
"""API Gateway's quota for one REST API."""


@dataclass(frozen=True)
class Size:
    packed: int
    unpacked: int

    @classmethod
    def of(cls, package: Path, folder: Path) -> Size:
        return cls(package.stat().st_size, sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()))

    def __str__(self) -> str:
        return f"{self.packed / MEGA:.1f} MB ({self.unpacked / MEGA:.1f} MB unpacked)"


def complete(folder: Path, requirements: Path) -> None:
    """Chalice only warns of a package that it finds no wheel for, and goes on without it."""
    wanted = {_plain(line.partition("==")[0]) for line in requirements.read_text().splitlines() if "==" in line}
    missing = wanted - {_plain(path.name.split("-")[0]) for path in folder.glob("*.dist-info")}
    if missing:
        raise Trouble(f"there is no wheel for this architecture and Python of: {', '.join(sorted(missing))}.")


def sizes(before: Size, after: Size, folder: Path) -> None:
    print(f"As Chalice makes it: {before}")
    print(f"Trimmed and compiled: {after}")
    if after.packed > AIM:
        print(f"That is above the aim of {AIM // MEGA} MB. The largest parts, packed:")
        for name, size in _parts(folder.parent / "deployment.zip").most_common(8):
            print(f"  {size / MEGA:5.1f} MB  {name}")
    if after.unpacked > LAMBDA_UNPACKED:
        raise Trouble(f"Lambda takes {LAMBDA_UNPACKED // MEGA} MB unpacked at most.")


def resources(template: Path) -> None:
    count = rest_resources(template)
    print(f"REST resources: {count} of {REST_RESOURCES}")
    if count > REST_RESOURCES:
        raise Trouble(f"API Gateway allows {REST_RESOURCES} resources in a REST API.")


def rest_resources(template: Path) -> int:
    """Every segment of every path is one, and so is the root."""
    document = YAMLTemplateSerializer().load_template(template.read_text(), template.name)
    paths = document["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    parts = [path.strip("/").split("/") for path in paths if path != "/"]
    return 1 + len({tuple(each[:depth]) for each in parts for depth in range(1, len(each) + 1)})


def _parts(package: Path) -> Counter[str]:
    found: Counter[str] = Counter()
    with ZipFile(package) as archive:
        for entry in archive.infolist():
            found[entry.filename.partition("/")[0]] += entry.compress_size
    return found


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower().strip()
