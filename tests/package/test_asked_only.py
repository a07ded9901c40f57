"""Of a large service the package carries what is asked of it: no less, or a call would fail on Lambda alone."""

import ast
import gzip
import json
from pathlib import Path

import botocore
import pytest
from botocore import xform_name
from botocore.model import ServiceModel

from infra.package.bundle import ROOT
from infra.package.trim import ONLY, asked_only

DATA = Path(botocore.__file__).parent / "data"


def model_of(service):
    [path] = DATA.glob(f"{service}/*/service-2.json.gz")
    return json.loads(gzip.decompress(path.read_bytes()))


@pytest.mark.parametrize("service", sorted(ONLY))
def test_what_is_kept_can_be_asked(service):
    whole = model_of(service)
    kept = asked_only(whole, ONLY[service])
    model = ServiceModel(kept, service)
    assert set(model.operation_names) == ONLY[service]
    for name in model.operation_names:
        operation = model.operation_model(name)
        assert operation.input_shape.members  # of each shape that is named, botocore looks up the next
        assert operation.error_shapes
    assert len(json.dumps(kept)) < len(json.dumps(whole)) / 5


def test_everything_that_is_asked_of_connect_is_kept():
    tree = ast.parse((ROOT / "chalicelib" / "telephony" / "connect.py").read_text())
    asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "_connect()"} - {"exceptions"}
    assert asked == {xform_name(name) for name in ONLY["connect"]}


def test_a_service_that_is_not_listed_stays_whole():
    model = {"operations": {"A": {}}, "shapes": {}}
    assert asked_only(model, None) is model
