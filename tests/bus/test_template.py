"""The part of the template that hangs on the bus, read as CloudFormation would, and partners made from their list."""

import json
import subprocess
import sys
from functools import reduce
from pathlib import Path

import pytest
from chalice.package import TemplateDeepMerger, YAMLTemplateSerializer

from chalicelib.foundation import ids, relay
from infra import partners
from infra.package.bundle import ROOT
from infra.package.merge import merged
from infra.trouble import Trouble

ACME = {"name": "acme", "tenant": "k3x9p2ab", "bus_arn": "arn:aws:events:eu-west-3:444455556666:event-bus/leads"}
INFRA = ROOT / "infra"


@pytest.fixture(scope="module")
def template():
    yaml = YAMLTemplateSerializer()
    parts = [yaml.load_template(path.read_text()) for path in (INFRA / "template.yaml", INFRA / "cloud/bus.yaml", INFRA / "cloud/schemas.yaml")]
    return reduce(lambda whole, part: TemplateDeepMerger().merge(part, whole), [*parts, partners.part([ACME])])


def test_the_relay_tells_the_bus_of_the_template(template):
    assert template["Resources"]["Bus"]["Properties"]["Name"] == {"Fn::Sub": relay.BUS.replace("-test", "-${Stage}")}


def test_a_partner_hears_their_own_company_only_and_their_role_reaches_their_bus_only(template):
    rule, role = (template["Resources"][f"PartnerAcme{kind}"]["Properties"] for kind in ("Rule", "Role"))
    assert rule["EventPattern"] == {"source": [relay.SOURCE], "resources": [ACME["tenant"]]}
    [target] = rule["Targets"]
    assert (target["Arn"], target["RoleArn"]) == (ACME["bus_arn"], {"Fn::GetAtt": ["PartnerAcmeRole", "Arn"]})
    assert target["DeadLetterConfig"] == {"Arn": {"Fn::GetAtt": ["PartnerDeadQueue", "Arn"]}}
    [grant] = role["Policies"][0]["PolicyDocument"]["Statement"]
    assert grant == {"Effect": "Allow", "Action": "events:PutEvents", "Resource": ACME["bus_arn"]}
    [trust] = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Condition"]["ArnEquals"]["aws:SourceArn"]["Fn::Sub"].endswith(f":rule/${{Bus}}/{rule['Name']['Fn::Sub']}")


def test_cloudformation_has_nothing_to_say_against_it_nor_against_the_one_that_partners_get(template, tmp_path):
    path = tmp_path / "bus.json"
    path.write_text(json.dumps(template))
    command = [Path(sys.executable).with_name("cfn-lint"), path, ROOT / "docs/guides/partner-bus.yaml"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout


def test_every_partner_of_a_stage_is_in_its_template():
    listed = json.loads((INFRA / "stages" / "production.json").read_text())["partners"]
    made = YAMLTemplateSerializer().load_template(merged("production"))["Resources"]
    assert listed
    assert partners.part(listed)["Resources"].items() <= made.items()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "Acme & Co"}, "name of a partner cannot be 'Acme & Co'"),
        ({"name": "a" * 31}, "30 characters at most"),
        ({"tenant": "Soleil"}, "tenant of a partner cannot be 'Soleil'"),
        ({"bus_arn": "arn:aws:sqs:eu-west-3:444455556666:leads"}, "bus_arn of a partner cannot be"),
        ({"email": "a@example.org"}, "and nothing else"),
    ],
)
def test_a_partner_who_cannot_be_is_refused_in_a_line(change, said):
    with pytest.raises(Trouble, match=said) as refused:
        partners.part([ACME | change])
    assert "\n" not in str(refused.value)


def test_two_partners_of_one_name_are_refused_and_two_of_one_company_are_not():
    with pytest.raises(Trouble, match="stands once"):
        partners.part([ACME, ACME])
    assert len(partners.part([ACME, ACME | {"name": "acme-paris"}])["Resources"]) == 4


def test_any_tenant_may_have_a_partner():
    tenants = ["".join(letters) for letters in zip(*[iter(ids.CROCKFORD)] * ids.TENANT_SIZE, strict=True)]
    assert len(partners.part([ACME | {"name": f"p-{tenant}", "tenant": tenant} for tenant in tenants])["Resources"]) == 2 * len(tenants)
