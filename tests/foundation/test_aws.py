"""Who signs: a session of the tenant at work, in whatever thread and order; and where none is to be had, nobody."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from botocore.exceptions import ClientError
from pynamodb.exceptions import PynamoDBException

from chalicelib.foundation import aws, config, fence, keys, platform, tenancy
from chalicelib.foundation.records import CONNECTION, MainRecord, transaction
from chalicelib.foundation.tenancy import NoTenant
from chalicelib.leads.queries import Claim
from tests.builders import ANSWERS, a_company

ONE, TWO = "k3x9p2ab", "p4z8m1wq"
REFUSED = ClientError({"Error": {"Code": "AccessDenied", "Message": "not you"}}, "AssumeRole")


class Sts:
    """Gives keys that tell for whom they were asked."""

    def __init__(self):
        self.asked = []
        self.lasts = timedelta(hours=1)
        self.refusal = None

    def assume_role(self, **asked):
        self.asked.append(asked)
        if self.refusal:
            raise self.refusal
        name = f"{asked['RoleArn'].rpartition('-')[2]}_{asked['Tags'][0]['Value']}_{len(self.asked)}"
        return {"Credentials": {"AccessKeyId": name, "SecretAccessKey": "s", "SessionToken": "t", "Expiration": datetime.now(UTC) + self.lasts}}


@pytest.fixture
def sts(world, monkeypatch):
    double, real = Sts(), aws.client
    monkeypatch.setattr(aws, "client", lambda name, endpoint=None: double if name == "sts" else real(name, endpoint))
    monkeypatch.setattr(config, "TENANT_ROLE", "arn:aws:iam::123456789012:role/passerelle-test-tenant")
    monkeypatch.setattr(config, "PLATFORM_ROLE", "arn:aws:iam::123456789012:role/passerelle-test-platform")
    monkeypatch.setattr(aws, "_assumed", {})
    return double


@pytest.fixture
def signed(world):
    """What left for tables and keys: operation and access key."""
    seen = []

    def see(request, operation_name, **_):
        seen.append((operation_name, re.search(r"Credential=(\w+)", request.headers["Authorization"])[1]))

    events = [CONNECTION.client.meta.events, aws.client("kms").meta.events]
    for one in events:
        one.register_last("request-created", see)
    yield seen
    for one in events:
        one.unregister("request-created", see)


def look(tenant):
    with tenancy.inside(tenant):
        return MainRecord.find(f"{tenant}#P#1", "P")


def test_a_request_is_signed_for_the_tenant_at_work(sts, signed):
    look(ONE)
    look(TWO)
    with platform.ground():
        MainRecord.find("sys#TN", ONE)
        look(ONE)
        with tenancy.inside(TWO), transaction() as tx:
            tx.save(Claim(f"{TWO}#US", "1", holder="h", until=1))
            tx.save(Claim("sys#LG#1", TWO, holder="h", until=1))
    look(ONE)
    names = ["tenant_k3x9p2ab_1", "tenant_p4z8m1wq_2", "platform_sys_3", "platform_k3x9p2ab_4", "platform_p4z8m1wq_5", "tenant_k3x9p2ab_1"]
    assert [name for _, name in signed] == names


def test_a_data_key_is_asked_for_by_its_tenant(sts, signed):
    company = a_company()
    keys.forget()
    signed.clear()
    with tenancy.inside(company.tenant):
        keys.of(company.tenant)
        keys.of(tenancy.PLATFORM)
    theirs, platforms = f"tenant_{company.tenant}", "tenant_sys"
    assert [(operation, name.rpartition("_")[0]) for operation, name in signed] == [
        ("GetItem", theirs), ("Decrypt", theirs), ("GetItem", platforms), ("Decrypt", platforms),
    ]  # fmt: skip


def test_threads_side_by_side_each_sign_for_their_own_and_sts_is_asked_once_a_tenant(sts, signed):
    together = Barrier(8)

    def work(number):
        tenant = (ONE, TWO)[number % 2]
        together.wait()
        with tenancy.inside(tenant):
            for _ in range(5):
                fence_and_signature = CONNECTION.client.get_item(TableName=config.named("main"), Key={"pk": {"S": f"{tenant}#P"}, "sk": {"S": "x"}})
        return fence_and_signature["ResponseMetadata"]["HTTPStatusCode"]

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(8))) == {200}
    assert sorted(asked["Tags"][0]["Value"] for asked in sts.asked) == [ONE, TWO]
    assert sorted({name.rpartition("_")[0] for _, name in signed}) == [f"tenant_{ONE}", f"tenant_{TWO}"]
    assert len(signed) == 40


def test_a_session_is_renewed_before_it_ends(sts, signed):
    sts.lasts = timedelta(minutes=9)
    look(ONE)
    sts.lasts = timedelta(hours=1)
    look(ONE)
    look(ONE)
    assert [name for _, name in signed] == ["tenant_k3x9p2ab_1", "tenant_k3x9p2ab_2", "tenant_k3x9p2ab_2"]


@pytest.mark.parametrize("request_", [
    lambda: look(ONE),
    lambda: Claim(f"{ONE}#P#1", "P", holder="h", until=1).save(),
    lambda: list(MainRecord.work.query(f"{ONE}#Q#1")),
    lambda: keys.make(ONE),
])  # fmt: skip
def test_a_role_that_is_refused_ends_the_request_and_nobody_else_signs_it(sts, signed, request_):
    sts.refusal = REFUSED
    with tenancy.inside(ONE), pytest.raises((ClientError, PynamoDBException), match="not you"):
        request_()
    assert signed == []
    sts.refusal = None
    assert look(ONE) is None, "asked again as soon as it may"


def test_a_visitor_whose_tenant_does_not_open_is_told_that_it_was_us(sts, ask, monkeypatch):
    with monkeypatch.context() as outside:
        outside.setattr(config, "TENANT_ROLE", None)
        company = a_company()
    sts.refusal = REFUSED
    assert ask("POST", company.form_path, form=ANSWERS).status == 500
    sts.refusal = None
    assert ask("POST", company.form_path, form=ANSWERS).status == 303


def test_a_warm_form_post_is_one_round_trip_with_roles_too(sts, signed, ask):
    company = a_company()
    others = ANSWERS | {"email": "sana@example.org", "phone": "06 98 76 54 32"}
    assert ask("POST", company.form_path, form=ANSWERS).status == 303
    signed.clear()
    sts.asked.clear()
    assert ask("POST", company.form_path, form=others).status == 303
    assert [operation for operation, _ in signed] == ["TransactWriteItems"]
    assert sts.asked == []


def test_outside_of_any_tenant_nothing_is_signed(sts, signed):
    with pytest.raises(NoTenant):
        aws.client("kms").list_aliases()
    with pytest.raises(fence.FenceBreached):
        MainRecord.find("sys#TN", ONE)
    assert (signed, sts.asked) == ([], [])


def test_without_a_role_the_process_signs_as_itself(signed):
    look(ONE)
    assert [name for _, name in signed] == [aws.SESSION.get_credentials().access_key]
