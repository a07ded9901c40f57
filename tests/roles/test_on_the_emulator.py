"""With the roles on, a whole house works, and each of its sessions is asked of STS once, by whichever thread comes first."""

from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from chalicelib.foundation import aws, config, tenancy
from chalicelib.leads import queries as leads
from infra.local.settings import ACCOUNT
from tests.builders import ANSWERS, a_company


@pytest.fixture
def asked(emulated, monkeypatch):
    """Which sessions STS was asked for: role and tenant."""
    monkeypatch.setattr(config, "TENANT_ROLE", f"arn:aws:iam::{ACCOUNT}:role/passerelle-test-tenant")
    monkeypatch.setattr(config, "PLATFORM_ROLE", f"arn:aws:iam::{ACCOUNT}:role/passerelle-test-platform")
    monkeypatch.setattr(aws, "_assumed", {})
    seen = []

    def see(params, **_):
        seen.append((params["RoleArn"].rpartition("-")[2], params["Tags"][0]["Value"]))

    events = aws.client("sts").meta.events
    events.register("provide-client-params.sts.AssumeRole", see)
    yield seen
    events.unregister("provide-client-params.sts.AssumeRole", see)


def test_leads_walk_the_road_with_sessions_of_sts(asked, house):
    company = a_company(double_optin=False)
    house.settle()
    for number in range(5):
        answers = ANSWERS | {"email": f"client{number}@example.org", "phone": f"06 12 34 56 7{number}"}
        assert urlopen(f"{house.api}{company.form_path}", urlencode(answers).encode(), timeout=10).status == 200
    house.settle()
    with tenancy.inside(company.tenant):
        found, _ = leads.newest(lambda _: True, limit=10, cursor=None)
    assert [lead.state for lead in found] == ["assigned"] * 5
    assert {("tenant", company.tenant), ("platform", company.tenant), ("tenant", "sys")} <= set(asked)
    assert len(asked) == len(set(asked))
