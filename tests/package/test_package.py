"""The package of one stage, unpacked where nothing else is: what it lacks fails here and not in the cloud."""

import json
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from infra.local import stack
from infra.local.proxy_event import Request, proxy_event
from infra.local.settings import REGION
from infra.package.bundle import Trouble
from infra.package.report import rest_resources
from infra.package.services import used
from tests.emulator import SETTINGS
from tests.package.conftest import ROOT, STAGE, make

AIM = 16_000_000
UNCHECKED = 1
ABSENT = {
    "boto3", "s3transfer", "cffi", "pip", "setuptools", "wheel", "moto", "pytest", "chalice/cli", "chalice/local.py",
    "infra", "tests", "console", "vendor",
}  # fmt: skip
LACKING = ("ImportError", "ModuleNotFound", "DataNotFound", "UnknownService", "TemplateNotFound", "FileNotFound", "NoCredentials", "ResourceNotFound")


def samples(functions):
    """Each function's sample; the API's is a request that API Gateway would hand over."""
    request = Request("GET", "/api/v1/openapi.json", "", [("Host", "api.example.com")], b"", "203.0.113.7", "443")
    events = {name: json.loads((ROOT / "events" / f"{name}.json").read_text()) for name in functions if name != "app"}
    return events | {"app": proxy_event(request, request.path, {}, ())}


@pytest.mark.package
def test_the_package_is_small_and_holds_nothing_of_the_workshop(made):
    with ZipFile(made / "deployment.zip") as archive:
        names = archive.namelist()
    assert (made / "deployment.zip").stat().st_size <= AIM
    assert [name for name in names if name in ABSENT or name.startswith(tuple(f"{folder}/" for folder in ABSENT))] == []
    assert [name for name in names if ".dist-info/" in name or "/tests/" in name] == []
    assert "dateutil/zoneinfo/dateutil-zoneinfo.tar.gz" in names, "a Lambda may lack a table of zones, and by it one knows when one may call"
    data = {name.split("/")[2] for name in names if name.startswith("botocore/data/") and name.count("/") > 2}
    assert data == used(ROOT) >= {"dynamodb", "sts", "sqs", "kms", "sesv2", "apigatewaymanagementapi"}


@pytest.mark.package
def test_every_module_is_compiled_and_its_date_never_asked(made):
    with ZipFile(made / "deployment.zip") as archive:
        names = set(archive.namelist())
        bytecode = [name for name in names if name.endswith(".pyc")]
        assert all(archive.read(name)[4] == 0b01 for name in bytecode)
    assert len(bytecode) == len([name for name in names if name.endswith(".py")])


@pytest.mark.package
def test_every_function_answers_its_sample_from_the_package_alone(emulated, made, functions, tmp_path):
    stack.create(STAGE, SETTINGS.aws_endpoint)
    alone, answers = tmp_path / "task", tmp_path / "answers.json"
    with ZipFile(made / "deployment.zip") as archive:
        archive.extractall(alone)
    environment = functions["app"]["Environment"]["Variables"] | {
        "AWS_ENDPOINT_URL": SETTINGS.aws_endpoint, "PASSERELLE_SOCKETS_ENDPOINT": SETTINGS.aws_endpoint, "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_EC2_METADATA_DISABLED": "true",
    }  # fmt: skip
    events = samples(functions)
    asked = json.dumps({"events": events, "services": sorted(used(ROOT))})
    command = [sys.executable, "-S", "-I", str(Path(__file__).with_name("arrival.py")), str(alone), str(answers)]
    told = subprocess.run(command, input=asked, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    said = told.stdout + told.stderr
    assert told.returncode == 0, said
    assert [word for word in LACKING if word in said] == [], said

    seen = json.loads(answers.read_text())
    assert set(seen["answers"]) == set(functions)
    for name, answer in seen["answers"].items():
        if "Records" in events[name]:
            assert set(answer) == {"batchItemFailures"}, name
        else:
            assert answer is None or answer["statusCode"] in {200, 401}, name
    assert seen["answers"]["relay"] == {"batchItemFailures": []}
    assert set(seen["services"]) == used(ROOT)
    assert json.loads(seen["answers"]["app"]["body"])["openapi"]
    assert 'name="email"' in seen["form"]
    assert seen["password"] is True
    assert seen["totp"].startswith("<svg")
    standard = Path(os.__file__).parent
    strangers = [file for file in seen["from"] if not Path(file).is_relative_to(alone) and not Path(file).is_relative_to(standard)]
    assert strangers == [str(Path(__file__).with_name("arrival.py"))]
    assert [file for file in seen["from"] if "site-packages" in file] == []


@pytest.mark.package
def test_an_unknown_stage_or_architecture_is_one_clear_line(tmp_path):
    for told in (make("prod", tmp_path), make(STAGE, tmp_path, "sparc")):
        assert told.returncode == 1
        assert told.stderr.startswith("Not packaged: ")
        assert len(told.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_resources_are_the_segments_of_all_paths(tmp_path):
    paths = {path: {} for path in ("/", "/a", "/a/{b}", "/a/{b}/c", "/d/e")}
    template = {"Resources": {"RestAPI": {"Properties": {"DefinitionBody": {"paths": paths}}}}}
    (tmp_path / "sam.yaml").write_text(json.dumps(template))
    assert rest_resources(tmp_path / "sam.yaml") == len(["root", "a", "b", "c", "d", "e"])


def test_a_service_must_be_named_in_place(tmp_path):
    (tmp_path / "chalicelib").mkdir()
    (tmp_path / "app.py").write_text('aws.client("sqs").send_message()')
    assert used(tmp_path) == {"dynamodb", "sts", "sqs"}
    (tmp_path / "app.py").write_text("aws.client(name)")
    with pytest.raises(Trouble, match=r"app\.py:1 does not name"):
        used(tmp_path)
