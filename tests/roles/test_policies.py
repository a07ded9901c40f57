"""The policies as they are written: what no role may hold, and what the session roles open and keep shut."""

import re
from copy import deepcopy
from itertools import chain

import pytest
from cfnlint.data import AdditionalSpecs
from cfnlint.helpers import load_resource

import app
from tests.roles.judge import Request, granted_by, trusts
from tests.roles.template import ACCOUNT, REGION, STAGE, Cloud, cloud, document

OURS, THEIRS = "k3x9p2ab", "p4z8m1wq"
SESSIONS = {"TenantRole", "PlatformRole", "HistoryRole"}
HERE = f"{REGION}:{ACCOUNT}"
TABLE = f"arn:aws:dynamodb:{HERE}:table/passerelle-{STAGE}-"
FILES = f"arn:aws:s3:::passerelle-{STAGE}-files-{ACCOUNT}/"
KNOWN = load_resource(AdditionalSpecs, "Policies.json")
"""AWS's own list of actions, and of the resources that each can name, as cfn-lint carries it."""

WIDE = {
    f"arn:aws:ses:{HERE}:identity/*": "companies bring their own senders",
    f"arn:aws:execute-api:{HERE}:WebsocketAPI/api/POST/@connections/*": "a connection is named when it opens",
    f"arn:aws:execute-api:{HERE}:WebsocketAPI/api/DELETE/@connections/*": "as before",
    f"arn:aws:s3:::passerelle-{STAGE}-failures-{ACCOUNT}/*": "Lambda chooses the name of what it sets aside",
    f"arn:aws:bedrock:{REGION}::foundation-model/*": "companies name the model that reads their notes",
    f"{FILES}incoming/${{aws:PrincipalTag/tid}}/*": "one tenant's, each under a name made when it comes",
    f"{FILES}kept/${{aws:PrincipalTag/tid}}/*": "as before",
    f"{FILES}calls/${{aws:PrincipalTag/tid}}/*": "one tenant's, as Amazon Connect was told to lay them down",
    f"arn:aws:connect:{HERE}:instance/*": "companies bring their own instance; whose one is says its tag",
    f"arn:aws:sms-voice:{HERE}:phone-number/*": "companies bring their own numbers",
    f"arn:aws:sms-voice:{HERE}:pool/*": "as before",
    f"arn:aws:sms-voice:{HERE}:sender-id/*": "and their own names",
    f"arn:aws:social-messaging:{HERE}:phone-number-id/*": "as their numbers",
}
"""Resources that are more than one thing, and why."""

NOT_LISTED = {"connect:StartOutboundVoiceContact": ["contact"]}
"""Kinds of resources that the list leaves out, and that the service asks for: a refusal names the instance's contact."""

LOG_GROUP = ":*"
"""How the ARN of one log group ends."""

BORROWED = {"ApiAccountRole": ("arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",)}
"""API Gateway's one role of the whole account, as its documentation has it."""

DATA = {
    f"dynamodb:{name}"
    for name in ("GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "BatchGetItem", "BatchWriteItem", "ConditionCheckItem")
}  # fmt: skip
STREAM = {f"dynamodb:{name}" for name in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")}
ITS_OWN, PLATFORM, TIMERS = "${aws:PrincipalTag/tid}#*", "sys#*", "due#*"


def faults(seen):
    """What is wrong with the roles of a template, in words."""
    for role in seen.roles.values():
        yield from (f"{role.name} borrows {one}" for one in role.borrowed if one not in BORROWED.get(role.name, ()))
        for one in role.statements:
            for fault in chain(_too_wide(one), _open_tables(role.name, one), _open_files(role.name, one)):
                yield f"{role.name} {one.sid}: {fault}"
    for function in seen.functions.values():
        trusted = [one["Principal"] for one in seen.role(function.role).trust]
        if trusted != [{"Service": "lambda.amazonaws.com"}]:
            yield f"{function.name} lends its role to {trusted}"


def _too_wide(one):
    for action in one.actions:
        service, _, name = action.partition(":")
        known = KNOWN[service]["Actions"].get(name.lower())
        if known is None:
            yield f"no such action as {action}"
            continue
        formats = [
            form for kind in known.get("Resources", NOT_LISTED.get(action, [])) for form in KNOWN[service]["Resources"][kind.lower()]["ARNFormats"]
        ]
        yield from (f"{action} on {resource}" for resource in one.resources if not _is_narrow(resource, formats))


def _is_narrow(resource, formats):
    """One thing of a kind that the action knows, or one of the wide ones; anything only where nothing can be named."""
    if not formats:
        return resource == "*"
    if "*" in resource.removesuffix(LOG_GROUP) and resource not in WIDE:
        return False
    return any(re.fullmatch(re.sub(r"\$\{\w+}", r"[\\w-]+", form), resource) for form in formats)


def _open_tables(role, one):
    """Items are for session roles, and for partitions that the session's tag names."""
    asked = {action for action in one.actions if action.startswith("dynamodb:")} - STREAM
    if not asked:
        return
    yield from (f"{action} is no way to reach items" for action in sorted(asked - DATA))
    keys = one.conditions.get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys", [])
    if not keys or one.conditions.get("Null") != {"dynamodb:LeadingKeys": "false"}:
        yield "items without their leading keys"
    if role not in SESSIONS or set(keys) - {ITS_OWN} - ({PLATFORM, TIMERS} if role == "PlatformRole" else set()):
        yield f"partitions {keys}"
    if TIMERS in keys and (asked, one.resources) != ({"dynamodb:Query"}, (f"{TABLE}main/index/due",)):
        yield "timers may only be read, in their index"
    if any("-trace" in resource for resource in one.resources) and asked != {"dynamodb:PutItem" if role == "HistoryRole" else "dynamodb:Query"}:
        yield "the history is added to by the relay, and else read"


def _open_files(role, one):
    """What people sent is for the session of their tenant."""
    if any(resource.startswith(FILES) for resource in one.resources) and role != "TenantRole":
        yield "files without their tenant"


def test_no_role_is_too_wide():
    assert list(faults(cloud())) == []


def statements(template, role):
    [policy] = template["Resources"][role]["Properties"]["Policies"]
    return policy["PolicyDocument"]["Statement"]


SPOILT = {
    "any action": lambda all_: statements(all_, "PushRole")[0].update(Action="logs:*"),
    "half an action": lambda all_: statements(all_, "PushRole")[0].update(Action="logs:Put*"),
    "a misspelt action": lambda all_: statements(all_, "PushRole")[0].update(Action="logs:PutLogEvent"),
    "a resource of another kind": lambda all_: statements(all_, "PushRole")[0].update(
        Action="logs:PutLogEvents", Resource={"Fn::GetAtt": ["PushQueue", "Arn"]}
    ),
    "any resource": lambda all_: statements(all_, "PushRole")[2].update(Resource="*"),
    "any queue": lambda all_: statements(all_, "PushRole")[1].update(
        Action="sqs:ReceiveMessage", Resource={"Fn::Sub": "arn:${AWS::Partition}:sqs:*:*:passerelle-*"}
    ),
    "no leading keys": lambda all_: statements(all_, "TenantRole")[0].pop("Condition"),
    "true of no key at all": lambda all_: statements(all_, "TenantRole")[0]["Condition"].pop("Null"),
    "keys of everybody": lambda all_: statements(all_, "TenantRole")[0]["Condition"].update(
        {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["*"]}}
    ),
    "the platform for a tenant": lambda all_: statements(all_, "TenantRole")[0]["Condition"].update(
        {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [PLATFORM]}}
    ),
    "a scan": lambda all_: statements(all_, "TenantRole")[0]["Action"].append("dynamodb:Scan"),
    "a query language": lambda all_: statements(all_, "TenantRole")[0]["Action"].append("dynamodb:PartiQLSelect"),
    "a changed history": lambda all_: statements(all_, "HistoryRole")[0].update(Action=["dynamodb:PutItem", "dynamodb:UpdateItem"]),
    "history written by anybody": lambda all_: statements(all_, "TenantRole")[4].update(Action="dynamodb:PutItem"),
    "files of everybody": lambda all_: statements(all_, "TenantRole")[5].update(Action="s3:GetObject", Resource=f"{FILES}incoming/*"),
    "files for a function itself": lambda all_: statements(all_, "PushRole").append(statements(all_, "TenantRole")[5]),
    "items for a function itself": lambda all_: statements(all_, "PushRole").append(statements(all_, "TenantRole")[0]),
    "timers written": lambda all_: statements(all_, "PlatformRole")[2].update(Action="dynamodb:UpdateItem"),
    "a policy of AWS": lambda all_: all_["Resources"]["PushRole"]["Properties"]["ManagedPolicyArns"].append("arn:aws:iam::aws:policy/ReadOnlyAccess"),
    "a role lent out": lambda all_: all_["Resources"]["PushRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0].update(
        Principal={"AWS": "444455556666"}
    ),
}


@pytest.mark.parametrize("spoil", SPOILT)
def test_what_is_too_wide_is_found(spoil):
    spoilt = deepcopy(document())
    SPOILT[spoil](spoilt)
    assert len(list(faults(Cloud(spoilt)))) == 1


def test_every_function_has_a_role_of_its_own():
    named = {source.name for source in app.app.event_sources} | {one.name for one in app.app.websocket_handlers.values()}
    functions = cloud().functions
    assert set(functions) == named | {"api_handler"}
    assert len({function.role for function in functions.values()}) == len(functions)


def test_a_queue_is_emptied_by_its_function_alone():
    for source in app.app.event_sources:
        if queue := getattr(source, "queue", None):
            arn = f"arn:aws:sqs:{HERE}:{queue}"
            for action in ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"):
                may = {name for name, one in cloud().functions.items() if granted_by(cloud().role(one.role).statements, Request(action, arn))}
                assert may == {source.name}, (action, queue)


def asked(role, action, resource, *keys, tid=OURS, **context):
    """What allows it to a session of the role, tagged with a tenant (None: untagged)."""
    tags = {"aws:PrincipalTag/tid": [tid]} if tid else {}
    leading = {"dynamodb:LeadingKeys": list(keys)} if keys else {}
    return granted_by(cloud().roles[role].statements, Request(action, resource, tags | leading | context))


ITEMS = [f"dynamodb:{name}" for name in ("GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem")]


@pytest.mark.parametrize("table", ["main", "lease"])
@pytest.mark.parametrize("action", ITEMS)
def test_a_session_opens_its_tenant_and_no_other(action, table):
    def may(*keys, **how):
        return asked("TenantRole", action, TABLE + table, *keys, **how) is not None

    assert may(f"{OURS}#P#1")
    assert may(f"{OURS}#P#1", f"{OURS}#CF")
    assert may("sys#CF", tid="sys")
    for foreign in (f"{THEIRS}#P#1", "sys#TN", "due#3", OURS, f"{OURS}x#P", f"x{OURS}#P", f"{OURS.upper()}#P", "#"):
        assert not may(foreign)
        assert not may(f"{OURS}#P#1", foreign), "one foreign key among good ones"
    assert not may(), "no key at all"
    assert not may(f"{OURS}#P#1", tid=None), "no tag"
    assert not may("#P#1", tid=None)


@pytest.mark.parametrize("action", ["Scan", "PartiQLSelect", "PartiQLInsert", "ExportTableToPointInTime", "DeleteTable", "UpdateTable"])
def test_there_is_no_way_around_the_keys(action):
    for role, table in ((role, table) for role in SESSIONS for table in ("main", "lease", "trace", "find", "tally")):
        assert asked(role, f"dynamodb:{action}", TABLE + table, f"{OURS}#P#1") is None
        assert asked(role, f"dynamodb:{action}", TABLE + table) is None


def test_several_items_at_once_are_written_in_the_search_table_alone():
    every = ("main", "lease", "trace", "find", "tally")
    assert [table for table in every if asked("TenantRole", "dynamodb:BatchWriteItem", TABLE + table, f"{OURS}#S#1")] == ["find"]
    assert asked("TenantRole", "dynamodb:BatchWriteItem", TABLE + "find", f"{OURS}#S#1", f"{THEIRS}#S#1") is None


def test_the_platform_role_opens_the_platforms_ground_beside_one_tenant():
    main, due = f"{TABLE}main", f"{TABLE}main/index/due"
    assert asked("PlatformRole", "dynamodb:PutItem", main, f"{OURS}#US", "sys#LG#abc"), "a user and its login, in one transaction"
    assert asked("PlatformRole", "dynamodb:Query", due, "due#7", tid="sys")
    assert not asked("PlatformRole", "dynamodb:PutItem", main, f"{THEIRS}#US", "sys#LG#abc")
    assert not asked("PlatformRole", "dynamodb:Query", due, f"{OURS}#P")
    assert not asked("TenantRole", "dynamodb:Query", due, "due#7")


def test_history_is_added_by_the_relay_and_changed_by_nobody():
    trace, key = f"{TABLE}trace", f"{OURS}#P#1"
    for action in (*ITEMS, "dynamodb:BatchWriteItem"):
        allowed = {role for role in SESSIONS if asked(role, action, trace, key)}
        assert allowed == {"dynamodb:PutItem": {"HistoryRole"}, "dynamodb:Query": {"TenantRole"}}.get(action, set()), action
    assert not asked("HistoryRole", "dynamodb:PutItem", trace, f"{THEIRS}#P#1")


def test_a_session_opens_its_tenants_data_key_and_no_other():
    key = cloud().arn("DataKey")
    assert asked("TenantRole", "kms:Decrypt", key, **{"kms:EncryptionContext:tid": [OURS]})
    assert not asked("TenantRole", "kms:Decrypt", key, **{"kms:EncryptionContext:tid": [THEIRS]})
    assert not asked("TenantRole", "kms:Decrypt", key)
    for role in SESSIONS - {"TenantRole"}:
        assert not asked(role, "kms:Decrypt", key, **{"kms:EncryptionContext:tid": [OURS]})


@pytest.mark.parametrize("role", sorted(SESSIONS))
def test_a_session_is_for_our_functions_and_one_tenant(role):
    def lets_in(caller, **tags):
        context = {f"aws:RequestTag/{name}": [value] for name, value in tags.items()} | ({"aws:TagKeys": list(tags)} if tags else {})
        return trusts(cloud().roles[role], caller, Request("sts:AssumeRole", cloud().roles[role].arn, context))

    def let_in(**tags):
        return {name for name, function in cloud().functions.items() if lets_in(function.role, **tags)}

    relay, everywhere, nowhere = {"relay"}, {"api_handler", "sweep"}, {"heed"}
    assert let_in(tid=OURS) == {"HistoryRole": relay, "PlatformRole": everywhere, "TenantRole": set(cloud().functions) - relay - nowhere}[role]
    assert let_in(tid="sys") == {"HistoryRole": relay, "PlatformRole": everywhere, "TenantRole": {"api_handler", "mail_account"}}[role]
    assert let_in() == let_in(tid="*") == let_in(tid="due") == let_in(tid=OURS, more="x") == set()
    for stranger in ("lambda.amazonaws.com", f"arn:aws:iam::{ACCOUNT}:root", "*", f"arn:aws:iam::{ACCOUNT}:role/other"):
        assert not lets_in(stranger, tid=OURS)


def test_a_tenants_session_reaches_its_own_files_only():
    for action in ("s3:PutObject", "s3:GetObject", "s3:DeleteObject"):
        for place in ("incoming", "kept"):
            assert asked("TenantRole", action, f"{FILES}{place}/{OURS}/p/f")
            assert not asked("TenantRole", action, f"{FILES}{place}/{THEIRS}/p/f")
            assert not asked("TenantRole", action, f"{FILES}{place}/{OURS}/p/f", tid=None)
            assert not asked("PlatformRole", action, f"{FILES}{place}/{OURS}/p/f")
