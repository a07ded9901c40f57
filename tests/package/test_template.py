"""The template of production, before and after AWS's translator: what it promises, and that checkers of others find no fault."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from chalice.package import YAMLTemplateSerializer

from infra.local import apart, emulator
from infra.local.settings import REGION
from infra.package.bundle import CONFIG
from infra.package.merge import STAGES, merged
from infra.trouble import Trouble
from tests.package.conftest import HERE, ROOT, STAGE

pytestmark = pytest.mark.package

CHECKOV = ROOT / "infra" / "package" / "requirements-checkov.txt"
ACCEPTED = ROOT / "infra" / "package" / "accepted.yaml"
MEGABYTE = 1_000_000
SIX_TIMES = 6


@pytest.fixture(scope="session")
def translated(made, tmp_path_factory):
    """The file that CloudFormation would work from."""
    out = tmp_path_factory.mktemp("translated") / "template.json"
    command = [str(emulator.python()), str(Path(__file__).with_name("translate.py")), str(made / "sam.yaml"), str(out)]
    told = subprocess.run(command, env=os.environ | {"AWS_DEFAULT_REGION": REGION}, capture_output=True, text=True, check=False, timeout=120)
    assert told.returncode == 0, told.stderr
    return out


@pytest.fixture(scope="session")
def resources(translated):
    return json.loads(translated.read_text())["Resources"]


def of(resources, kind):
    return {name: resource["Properties"] for name, resource in resources.items() if resource.get("Type") == kind}


def test_the_template_is_written_without_aliases(made):
    """CloudFormation takes none."""
    events = yaml.parse((made / "sam.yaml").read_text())
    assert [event for event in events if isinstance(event, yaml.AliasEvent)] == []


def test_the_template_is_a_good_one_before_and_after_translation(made, translated):
    for file in (made / "sam.yaml", translated):
        command = [str(Path(sys.executable).with_name("cfn-lint")), str(file)]
        told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert told.returncode == 0, told.stdout


def test_the_template_fits(translated, resources):
    assert len(resources) < 500
    assert len(json.dumps(json.loads(translated.read_text()))) < MEGABYTE


def test_checkov_finds_only_what_is_explained(translated):
    checkov = apart.python("checkov", CHECKOV).with_name("checkov")
    command = [str(checkov), "--file", str(translated), "--framework", "cloudformation", "--quiet", "--output", "json"]
    told = subprocess.run(command, env=os.environ | {"LOG_LEVEL": "ERROR"}, capture_output=True, text=True, check=False, timeout=300)
    report = json.loads(told.stdout)
    assert report["summary"]["parsing_errors"] == 0
    found = {(one["check_id"], one["resource"]) for one in report["results"]["failed_checks"]}
    accepted = {(check, at) for check, said in yaml.safe_load(ACCEPTED.read_text()).items() for at in said["at"]}
    explained = {(check, resource): {(check, resource), (check, resource.partition(".")[0])} & accepted for check, resource in found}
    assert sorted(finding for finding, because in explained.items() if not because) == []
    assert accepted - set().union(*explained.values()) == set(), "no longer needed"


def test_every_wire_answers_with_what_failed_and_its_source_exists(functions, template):
    for name, function in functions.items():
        assert function["Architectures"] == [HERE]
        for source in function.get("Events", {}).values():
            if source["Type"] not in {"SQS", "DynamoDB"}:
                continue
            assert source["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"], name
            assert len(source["Properties"].get("Queue", source["Properties"].get("Stream"))) == 1, "merged, not replaced"
    assert template["Parameters"]["Stage"]["AllowedValues"] == [STAGE]


def test_the_relay_loses_nothing(resources):
    [mapping] = [one for one in of(resources, "AWS::Lambda::EventSourceMapping").values() if "MainTable" in json.dumps(one["EventSourceArn"])]
    assert mapping["StartingPosition"] == "TRIM_HORIZON"
    assert mapping["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["FailuresBucket", "Arn"]}
    assert mapping["BisectBatchOnFunctionError"] is True
    assert 0 < mapping["MaximumRecordAgeInSeconds"] < 24 * 3600, "the stream forgets after a day, without telling"
    [pattern] = [json.loads(one["Pattern"]) for one in mapping["FilterCriteria"]["Filters"]]
    assert pattern == {"dynamodb": {"NewImage": {"ev": {"S": [{"exists": True}]}}}}


def test_a_message_stays_hidden_for_six_times_its_functions_time_out(resources):
    functions, queues = of(resources, "AWS::Lambda::Function"), of(resources, "AWS::SQS::Queue")
    read = {}
    for mapping in of(resources, "AWS::Lambda::EventSourceMapping").values():
        named = re.search(r"\$\{(\w+Queue)\.Arn\}", json.dumps(mapping["EventSourceArn"]))
        if named:
            read[named[1]] = functions[mapping["FunctionName"]["Ref"]]["Timeout"]
    assert {"MailOptinQueue", "DistributeQueue", "SendWebhookQueue"} < read.keys()
    assert {name: queues[name]["VisibilityTimeout"] for name in read} == {name: SIX_TIMES * seconds for name, seconds in read.items()}


def test_every_function_writes_to_a_log_that_ends(resources):
    groups = of(resources, "AWS::Logs::LogGroup")
    written = {name: function["LoggingConfig"]["LogGroup"]["Ref"] for name, function in of(resources, "AWS::Lambda::Function").items()}
    assert written == {name: f"{name}Logs" for name in written}
    assert all(group["RetentionInDays"] and group["KmsKeyId"] for group in groups.values())


def test_every_role_is_written_by_us_and_every_function_knows_its_sessions(resources):
    ours = of(YAMLTemplateSerializer().load_template(merged(STAGE))["Resources"], "AWS::IAM::Role")
    assert set(of(resources, "AWS::IAM::Role")) == set(ours)
    roles = {name: function["Role"]["Fn::GetAtt"][0] for name, function in of(resources, "AWS::Lambda::Function").items()}
    assert roles == {name: f"{name}Role" for name in roles}
    for name, function in of(resources, "AWS::Lambda::Function").items():
        told = function["Environment"]["Variables"]
        assert told["PASSERELLE_TENANT_ROLE"] == {"Fn::GetAtt": ["HistoryRole" if name == "Relay" else "TenantRole", "Arn"]}
        assert told["PASSERELLE_PLATFORM_ROLE"] == {"Fn::GetAtt": ["PlatformRole", "Arn"]}


def test_the_doors_log_nothing_personal(resources):
    formats = [
        resources["RestAPIapiStage"]["Properties"]["AccessLogSetting"]["Format"],
        resources["WebsocketAPIStage"]["Properties"]["AccessLogSettings"]["Format"],
    ]
    for line in formats:
        json.loads(line)
        assert not re.search(r"identity|\$context\.path\b|authorizer|querystring|header", line)


def test_what_api_gateway_answers_itself_is_a_problem_that_any_page_can_read(resources):
    answers = resources["RestAPI"]["Properties"]["Body"]["x-amazon-apigateway-gateway-responses"]
    assert {"DEFAULT_4XX", "DEFAULT_5XX", "THROTTLED", "WAF_FILTERED", "MISSING_AUTHENTICATION_TOKEN", "REQUEST_TOO_LARGE"} <= answers.keys()
    for answer in answers.values():
        problem = json.loads(answer["responseTemplates"]["application/json"])
        assert problem["type"].startswith("urn:passerelle:problem:")
        assert {"title", "detail"} <= problem.keys()
        assert problem.get("status", answer.get("statusCode")) in {None, answer.get("statusCode"), int(answer.get("statusCode", 0))}
        headers = answer["responseParameters"]
        assert headers["gatewayresponse.header.Content-Type"] == "'application/problem+json'"
        assert headers["gatewayresponse.header.Access-Control-Allow-Origin"] == "'*'"


def test_every_route_that_is_throttled_exists(resources):
    stage, paths = resources["RestAPIapiStage"]["Properties"], resources["RestAPI"]["Properties"]["Body"]["paths"]
    named = {
        (one["ResourcePath"][1:].replace("~1", "/"), one["HttpMethod"].lower()) for one in stage["MethodSettings"] if one["ResourcePath"] != "/*"
    }
    assert named
    assert {(path, method) for path, method in named if method not in paths.get(path, {})} == set()


@pytest.mark.parametrize(
    ("path", "rules"),
    [
        ("/f/3kJx", {"public-pages"}),
        ("/c/abc/renewals", {"public-pages"}),
        ("/api/v1/sessions", {"signing-in"}),
        ("/api/v1/sessions/totp", {"signing-in"}),
        ("/api/v1/password-resets", {"signing-in"}),
        ("/api/v1/sessions/refresh", set()),
        ("/api/v1/leads", set()),
        ("/api/c", set()),
    ],
)
def test_the_firewall_counts_what_it_should(resources, path, rules):
    counted = {}
    for rule in resources["Firewall"]["Properties"]["Rules"]:
        scope = rule["Statement"]["RateBasedStatement"].get("ScopeDownStatement")
        if scope:
            counted[rule["Name"]] = scope["RegexMatchStatement"]["RegexString"]
    assert {name for name, pattern in counted.items() if re.search(pattern, path)} == rules
    assert counted.keys() == {"public-pages", "signing-in"}


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("/", "/index.html"),
        ("/leads", "/index.html"),
        ("/leads/01J.XY", "/index.html"),
        ("/config.json", "/config.json"),
        ("/icon.svg", "/icon.svg"),
        ("/assets/index-4f.js", "/assets/index-4f.js"),
    ],
)
def test_an_address_of_the_console_is_a_file_or_the_page(resources, address, read):
    code = resources["ConsoleAddresses"]["Properties"]["FunctionCode"]
    asked = json.dumps({"request": {"uri": address}})
    node = shutil.which("node")
    told = subprocess.run([node, "-e", f"{code}\nconsole.log(handler({asked}).uri)"], capture_output=True, text=True, check=True, timeout=30)
    assert told.stdout.strip() == read


def test_no_bucket_is_public_or_takes_plain_http(resources):
    policies = [one["PolicyDocument"]["Statement"] for one in of(resources, "AWS::S3::BucketPolicy").values()]
    buckets = of(resources, "AWS::S3::Bucket")
    assert len(policies) == len(buckets)
    assert all("NoPlainHttp" in {statement["Sid"] for statement in statements} for statements in policies)
    assert all(
        set(bucket["PublicAccessBlockConfiguration"].values()) == {True} and len(bucket["PublicAccessBlockConfiguration"]) == 4
        for bucket in buckets.values()
    )


def test_every_stage_has_its_settings_and_no_stage_another_ones():
    stages = json.loads(CONFIG.read_text())["stages"]
    assert sorted(file.stem for file in STAGES.glob("*.json")) == sorted(stages)
    for stage in stages:
        assert YAMLTemplateSerializer().load_template(merged(stage))["Parameters"]["Stage"]["Default"] == stage


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (None, "production.json is missing"),
        ("{", "cannot be read"),
        ("{}", "lacks: .*ConsoleCertificateArn"),
        ('{"parameters": {"Certificate": "a"}}', "does not know: Certificate"),
        ('{"parameters": {"CertificateArn": "a", "ConsoleCertificateArn": "a", "AlarmEmail": "a@b"}}', "CertificateArn cannot be a"),
    ],
)
def test_a_stage_without_its_settings_is_one_clear_line(monkeypatch, tmp_path, written, said):
    monkeypatch.setattr("infra.package.merge.STAGES", tmp_path)
    if written is not None:
        (tmp_path / "production.json").write_text(written)
    with pytest.raises(Trouble, match=said):
        merged(STAGE)
