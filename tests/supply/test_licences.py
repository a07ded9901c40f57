"""Every licence that we build on is one that we accept, and what is deployed asks for no more than its notice."""

import pytest

from infra.supply import licences, sbom
from infra.supply.licences import Package
from infra.supply.lists import LAMBDA, pins


@pytest.mark.parametrize("package", [*licences.of_python(), *licences.of_console()], ids=lambda one: one.name)
def test_a_licence_is_accepted(package):
    assert package.is_accepted, f"{package.name} is under {package.licence or 'no licence that it names'}"


@pytest.mark.parametrize(
    ("licence", "shipped", "used"),
    [
        ("MIT", True, True), ("MPL-2.0", False, True), ("GPL-3.0-only", False, False), ("AGPL-3.0-only OR MIT", True, True),
        ("MIT AND GPL-2.0-only", False, False), ("(MIT OR CC0-1.0)", True, True), ("", False, False),
    ],
)  # fmt: skip
def test_which_licences_are_accepted(licence, shipped, used):
    assert Package("one", "1.0", licence, is_shipped=True).is_accepted is shipped
    assert Package("one", "1.0", licence, is_shipped=False).is_accepted is used


def test_the_bill_of_materials_has_every_package_with_hash_and_licence():
    bill = sbom.functions()
    assert {one["name"].lower(): one["version"] for one in bill["components"]} == pins(LAMBDA)
    assert all(one["licenses"] for one in bill["components"])
    assert all("hashes" in one["externalReferences"][0] for one in bill["components"])


def test_the_consoles_bill_has_no_tools():
    bill = sbom.console()
    assert {one["name"] for one in bill["components"]} == {one.name for one in licences.of_console() if one.is_shipped} >= {"react", "react-dom"}
    assert all(one["licenses"] and one["hashes"] for one in bill["components"])
    references = {one["bom-ref"] for one in (bill["metadata"]["component"], *bill["components"])}
    assert {below for one in bill["dependencies"] for below in (one["ref"], *one["dependsOn"])} == references
