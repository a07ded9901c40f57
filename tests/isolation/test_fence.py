"""The fence between tenants, tried on every operation of DynamoDB: one foreign key among any number of good ones ends the request."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.foundation import config, fence, ids, tenancy
from chalicelib.foundation.fence import HASH_KEYS, FenceBreached
from chalicelib.foundation.records import CONNECTION, MainRecord, TraceRecord, transaction
from chalicelib.leads.queries import Claim

OURS = "k3x9p2ab"
MAIN, LEASE = config.named("main"), config.named("lease")
QUICK = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])

rests = st.text(ids.CROCKFORD + "#", max_size=12)
others = st.text(ids.CROCKFORD, min_size=8, max_size=8).filter(lambda tenant: tenant != OURS)
good = rests.map(lambda rest: f"{OURS}#{rest}")
foreign = st.one_of(
    st.builds(lambda tenant, rest: f"{tenant}#{rest}", others, rests),
    st.builds(lambda rest: f"sys#{rest}", rests),
    st.builds(lambda shard: f"due#{shard}", st.integers(0, 15)),
    # What a careless comparison would let through.
    st.sampled_from([OURS, f"{OURS}x#P", f"{OURS[:-1]}#P", f"{OURS.upper()}#P", f" {OURS}#P", f"#{OURS}#P", f"x{OURS}#P", "#", "P"]),
)


SET = {"UpdateExpression": "SET #a = :a", "ExpressionAttributeNames": {"#a": "a"}, "ExpressionAttributeValues": {":a": {"S": "1"}}}


def key(pk):
    return {"pk": {"S": pk}, "sk": {"S": "x"}}


def query(index=None):
    def params(pk):
        named = {"#k": HASH_KEYS[index]}
        return ({"IndexName": index} if index else {}) | {
            "TableName": config.named("trace") if index == "actor" else MAIN, "KeyConditionExpression": "#k = :k",
            "ExpressionAttributeNames": named, "ExpressionAttributeValues": {":k": {"S": pk}},
        }  # fmt: skip

    return params


def among(build):
    """A request of many keys, where the one in question stands anywhere."""
    return lambda pk, before, after: build([*before, pk, *after])


def alone(build):
    return lambda pk, _before, _after: build(pk)


def written(pks):
    return {"RequestItems": {MAIN: [{"PutRequest": {"Item": key(pk)}} for pk in pks[:-1]], LEASE: [{"DeleteRequest": {"Key": key(pks[-1])}}]}}


def changed(pks):
    put, update, delete, check = (
        lambda pk: {"Put": {"TableName": MAIN, "Item": key(pk)}},
        lambda pk: {"Update": {"TableName": MAIN, "Key": key(pk), **SET}},
        lambda pk: {"Delete": {"TableName": MAIN, "Key": key(pk)}},
        lambda pk: {"ConditionCheck": {"TableName": MAIN, "Key": key(pk), "ConditionExpression": "attribute_not_exists(zz)"}},
    )  # fmt: skip
    return {"TransactItems": [(put, update, delete, check)[place % 4](pk) for place, pk in enumerate(pks)]}


REQUESTS = {
    "get_item": alone(lambda pk: {"TableName": MAIN, "Key": key(pk)}),
    "put_item": alone(lambda pk: {"TableName": MAIN, "Item": key(pk)}),
    "update_item": alone(lambda pk: {"TableName": MAIN, "Key": key(pk), **SET}),
    "delete_item": alone(lambda pk: {"TableName": MAIN, "Key": key(pk)}),
    "batch_get_item": among(lambda pks: {"RequestItems": {MAIN: {"Keys": [key(pk) for pk in pks]}}}),
    "batch_write_item": among(written),
    "transact_write_items": among(changed),
    "transact_get_items": among(lambda pks: {"TransactItems": [{"Get": {"TableName": MAIN, "Key": key(pk)}} for pk in pks]}),
    "query": alone(query()),
} | {f"query of {index}": alone(query(index)) for index in HASH_KEYS if index}


def send(operation, params):
    return getattr(CONNECTION.client, operation.partition(" ")[0])(**params)


def test_all_nine_operations_are_tried():
    assert len({name.partition(" ")[0] for name in REQUESTS}) == 9


@pytest.mark.parametrize("operation", REQUESTS)
@QUICK
@given(data=st.data())
def test_one_foreign_key_ends_the_request(cloud, operation, data):
    several = st.lists(good, max_size=3, unique=True)
    params = REQUESTS[operation](data.draw(foreign), data.draw(several), data.draw(several))
    with tenancy.inside(OURS), pytest.raises(FenceBreached):
        send(operation, params)
    with pytest.raises(FenceBreached):  # nobody's request reaches anybody
        send(operation, REQUESTS[operation](f"{OURS}#P", [], []))


@pytest.mark.parametrize("operation", sorted(set(REQUESTS) - {"query of due"}))
def test_keys_of_ones_own_pass(cloud, operation):
    # The due index holds timers of every tenant, so a tenant's own key in it is none of theirs to ask for either.
    params = REQUESTS[operation](f"{OURS}#P#1", [f"{OURS}#P#2"], [f"{OURS}#P#3"])
    with tenancy.inside(OURS):
        assert send(operation, params)["ResponseMetadata"]["HTTPStatusCode"] == 200


@QUICK
@given(foreign=foreign.filter(lambda pk: not pk.startswith(("sys#", "due#"))))
def test_the_platforms_ground_opens_no_other_tenant(cloud, foreign):
    with tenancy.inside(OURS), fence.platform():
        for operation in ("get_item", "query", "query of due", "put_item"):
            with pytest.raises(FenceBreached):
                send(operation, REQUESTS[operation](foreign, [], []))


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("scan", {"TableName": MAIN}),
        ("execute_statement", {"Statement": f'SELECT * FROM "{MAIN}"'}),
        ("batch_execute_statement", {"Statements": [{"Statement": f'SELECT * FROM "{MAIN}"'}]}),
        ("execute_transaction", {"TransactStatements": [{"Statement": f'SELECT * FROM "{MAIN}"'}]}),
        ("export_table_to_point_in_time", {"TableArn": "arn:aws:dynamodb:eu-west-3:1:table/x", "S3Bucket": "x"}),
        ("delete_table", {"TableName": MAIN}),
        ("query", {"TableName": MAIN, "KeyConditions": {"pk": {"AttributeValueList": [{"S": f"{OURS}#P"}], "ComparisonOperator": "EQ"}}}),
        ("query", {"TableName": MAIN, "KeyConditionExpression": "sk = :k", "ExpressionAttributeValues": {":k": {"S": f"{OURS}#P"}}}),
    ],
)
def test_what_names_no_partition_is_not_let_through(cloud, operation, params):
    with tenancy.inside(OURS), fence.platform(), pytest.raises(FenceBreached):
        send(operation, params)


def in_one(change):
    with transaction() as tx:
        change(tx)


RECORDS = {
    "get": lambda pk: MainRecord.get(pk, "x"),
    "find": lambda pk: Claim.find(pk, "x"),
    "query": lambda pk: list(MainRecord.query(pk)),
    "count": MainRecord.count,
    "query work": lambda pk: list(MainRecord.work.query(pk)),
    "query day": lambda pk: list(MainRecord.day.query(pk)),
    "query due": lambda pk: list(MainRecord.due.query(pk)),
    "query actor": lambda pk: list(TraceRecord.actor.query(pk)),
    "batch_get": lambda pk: list(MainRecord.batch_get([(f"{OURS}#P", "x"), (pk, "x")])),
    "save": lambda pk: Claim(pk, "x", holder="h", until=1).save(),
    "update": lambda pk: Claim(pk, "x", holder="h", until=1).update([Claim.expires.set(1)]),
    "delete": lambda pk: Claim(pk, "x", holder="h", until=1).delete(),
    "refresh": lambda pk: Claim(pk, "x", holder="h", until=1).refresh(),
    "scan": lambda pk: list(MainRecord.scan()),
    "transaction": lambda pk: in_one(lambda tx: tx.save(Claim(pk, "x", holder="h", until=1))),
}


@pytest.mark.parametrize("operation", RECORDS)
@QUICK
@given(foreign=foreign)
def test_no_verb_of_a_record_reaches_another_tenant(cloud, operation, foreign):
    with tenancy.inside(OURS), pytest.raises(FenceBreached):
        RECORDS[operation](foreign)


@pytest.mark.parametrize("index", fence.LISTED_UNDER)
@QUICK
@given(pk=foreign)
def test_no_write_lists_its_item_under_a_foreign_key(index, pk):
    item = key(f"{OURS}#P#1") | {index: {"S": pk}}
    update = {
        "TableName": MAIN, "Key": key(f"{OURS}#P#1"), "UpdateExpression": "SET #v = :v, #i = :i REMOVE #x",
        "ExpressionAttributeNames": {"#v": "v", "#i": index, "#x": "x"}, "ExpressionAttributeValues": {":v": {"N": "1"}, ":i": {"S": pk}},
    }  # fmt: skip
    requests = {
        "PutItem": {"TableName": MAIN, "Item": item},
        "UpdateItem": update,
        "TransactWriteItems": {"TransactItems": [{"Put": {"TableName": MAIN, "Item": key(f"{OURS}#P#2")}}, {"Update": update}]},
        "BatchWriteItem": {"RequestItems": {MAIN: [{"PutRequest": {"Item": item}}]}},
    }
    for operation, params in requests.items():
        with tenancy.inside(OURS), pytest.raises(FenceBreached):
            CONNECTION.client._make_api_call(operation, params)
