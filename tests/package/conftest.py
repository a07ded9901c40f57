import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest
from chalice.package import YAMLTemplateSerializer

ROOT = Path(__file__).parents[2]
STAGE = "production"
HERE = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}[platform.machine().lower()]


def make(stage, into, architecture=HERE):
    environment = os.environ | {"PASSERELLE_ARCH": architecture}
    command = [sys.executable, "-m", "infra.package", stage, str(into)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=600)


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The folder that `make package` leaves."""
    into = tmp_path_factory.mktemp("package")
    told = make(STAGE, into)
    assert told.returncode == 0, told.stdout + told.stderr
    return into / STAGE


@pytest.fixture(scope="session")
def template(made):
    return YAMLTemplateSerializer().load_template((made / "sam.yaml").read_text())


@pytest.fixture(scope="session")
def functions(template):
    """What Lambda would call, with the variables it would set."""
    found = [resource["Properties"] for resource in template["Resources"].values() if resource["Type"] == "AWS::Serverless::Function"]
    return {one["Handler"].removeprefix("app."): one for one in found}
