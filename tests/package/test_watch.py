"""Whatever can fail has an alarm, each alarm a page in the runbook, and each figure somebody who says it."""

import ast
import json
import re
from pathlib import Path

import pytest
from chalice.app import SQSEventConfig
from chalice.package import YAMLTemplateSerializer

from app import TIMERS, app
from chalicelib.foundation.log import NAMESPACE, SERVICE
from infra.package.merge import merged

ROOT = Path(__file__).parents[2]
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text()
RESOURCES = YAMLTemplateSerializer().load_template(merged("production"))["Resources"]
QUEUES = {name: one["Properties"] for name, one in RESOURCES.items() if one.get("Type") == "AWS::SQS::Queue"}
ALARMS = {name: one["Properties"] for name, one in RESOURCES.items() if one.get("Type") == "AWS::CloudWatch::Alarm"}
DASHBOARD = RESOURCES["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
WIDGETS = json.loads(DASHBOARD)["widgets"]

WIRES = {source.name.title().replace("_", "") for source in app.event_sources}
FUNCTIONS = {"APIHandler", "WebsocketConnect", "WebsocketMessage"} | WIRES
READ = {source.name.title().replace("_", "") + "Queue" for source in app.event_sources if isinstance(source, SQSEventConfig)}
WAITS_FOR_A_DAY = {"SendWebhookQueue", "MailSurveyQueue", "RelanceQueue"}


def watched(metric, dimension):
    """Which resources have an alarm on this metric."""
    mine = [alarm["Dimensions"] for alarm in ALARMS.values() if alarm["MetricName"] == metric and alarm["Dimensions"][0]["Name"] == dimension]
    return {named(dimensions[0]["Value"]) for dimensions in mine}


def named(value):
    return value.get("Ref") or value["Fn::GetAtt"][0]


def dead_letter_queues():
    """Whatever a queue or a rule names as the place for what it cannot deliver."""
    text = json.dumps([one.get("Properties", {}) for one in RESOURCES.values()])
    found = re.findall(r'"(?:deadLetterTargetArn|DeadLetterConfig)": (?:{"Arn": )?{"Fn::GetAtt": \["(\w+)", "Arn"\]}', text)
    return set(found) | {name for name, queue in QUEUES.items() if "-dlq" in json.dumps(queue["QueueName"])}


def test_the_functions_here_are_those_of_the_template():
    assert {name for name, one in RESOURCES.items() if "LoggingConfig" in one.get("Properties", {})} == FUNCTIONS


def test_every_function_has_an_alarm_for_crashes_and_one_for_being_turned_away():
    assert watched("Errors", "FunctionName") == watched("Throttles", "FunctionName") == FUNCTIONS


def test_every_dead_letter_queue_has_an_alarm():
    assert watched("ApproximateNumberOfMessagesVisible", "QueueName") == dead_letter_queues()
    assert len(dead_letter_queues()) == len(READ) + 1, "the partners' rules have one as well"


def test_every_queue_that_somebody_reads_has_an_alarm_for_standing_still():
    assert watched("ApproximateAgeOfOldestMessage", "QueueName") == READ - WAITS_FOR_A_DAY


def test_the_relay_is_watched_for_being_late_and_for_giving_up():
    assert watched("IteratorAge", "FunctionName") == watched("DestinationDeliveryFailures", "FunctionName") == {"Relay"}
    assert watched("OnFailureDestinationDeliveredEventCount", "EventSourceMappingUUID") == {"RelayRelayDynamodbEventSource"}
    source = RESOURCES["Relay"]["Properties"]["Events"]["RelayDynamodbEventSource"]["Properties"]
    assert source["MetricsConfig"] == {"Metrics": ["EventCount"]}, "else that count is never made"


def test_the_api_is_watched_under_the_name_that_it_has():
    alarms = [alarm for alarm in ALARMS.values() if alarm["Namespace"] == "AWS/ApiGateway"]
    assert {alarm["MetricName"] for alarm in alarms} == {"5XXError", "Latency"}
    for alarm in alarms:
        assert {one["Name"]: one["Value"] for one in alarm["Dimensions"]} == {
            "ApiName": RESOURCES["RestAPI"]["Properties"]["Name"], "Stage": {"Ref": "RestAPI.Stage"},
        }  # fmt: skip


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_tells_somebody_and_leads_to_the_runbook(name):
    alarm = ALARMS[name]
    assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "AlarmTopic"}]
    assert alarm["AlarmName"]["Fn::Sub"].startswith("passerelle-${Stage}-"), "the topic takes no others"
    assert heading(alarm) in headings()
    assert alarm.get("DatapointsToAlarm", 1) <= alarm["EvaluationPeriods"]
    assert ("Statistic" in alarm) != ("ExtendedStatistic" in alarm)


def heading(alarm):
    return re.search(r"docs/runbook\.md#([a-z-]+)$", alarm["AlarmDescription"])[1]


def headings():
    return re.findall(r"^## ([a-z-]+)$", RUNBOOK, re.MULTILINE)


def test_names_of_alarms_are_their_own():
    names = [alarm["AlarmName"]["Fn::Sub"] for alarm in ALARMS.values()]
    assert len(names) == len(set(names))


def test_the_runbook_has_a_page_for_each_kind_of_alarm_and_no_other():
    assert set(headings()) == {heading(alarm) for alarm in ALARMS.values()}
    for part in re.split(r"^## (?=[a-z-]+$)", RUNBOOK, flags=re.MULTILINE)[1:]:
        assert [word for word in ("**Means.**", "**Look at.**", "**Do.**") if word not in part] == [], part.splitlines()[0]


def test_the_runbook_says_how_to_replay_each_dead_letter_queue():
    shown = set(re.findall(r"^\| `([a-z-]+)` \|", RUNBOOK, re.MULTILINE))
    queues = (QUEUES[name]["QueueName"]["Fn::Sub"] for name in dead_letter_queues())
    assert shown == {name.removeprefix("passerelle-${Stage}-").partition("-dlq")[0] for name in queues}
    tries = dict(re.findall(r"^\| `([a-z-]+)` \| (\d+)", RUNBOOK, re.MULTILINE))
    for queue in QUEUES.values():
        name = queue["QueueName"]["Fn::Sub"].removeprefix("passerelle-${Stage}-").removesuffix(".fifo")
        if name in tries:
            assert queue["RedrivePolicy"]["maxReceiveCount"] == int(tries[name]), name


def test_the_promises_call_silence_an_alarm():
    for metric in ("OptInMailsLate", "OldestWaitingLead"):
        [alarm] = [one for one in ALARMS.values() if one["MetricName"] == metric]
        assert (alarm["Period"], alarm["TreatMissingData"]) == (60, "breaching")


# Figures of our own


def said():
    """What the code measures, by the names in its calls."""
    calls = [node for path in (ROOT / "chalicelib").rglob("*.py") for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    ours = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in {"count", "measure", "measure_seconds"}]
    return {call.args[0].value for call in ours if isinstance(call.args[0], ast.Constant)} | {timer.late_as for timer in TIMERS if timer.late_as}


def test_every_figure_that_is_watched_or_shown_is_said():
    dimensions = [{"Name": "service", "Value": SERVICE}, {"Name": "stage", "Value": {"Ref": "Stage"}}]
    alarmed = [alarm for alarm in ALARMS.values() if alarm["Namespace"] == NAMESPACE]
    assert {alarm["MetricName"] for alarm in alarmed} <= said()
    assert all(alarm["Dimensions"] == dimensions for alarm in alarmed)
    shown = [metric for widget in WIDGETS for metric in widget["properties"].get("metrics", []) if metric[0] == NAMESPACE]
    assert {metric[1] for metric in shown} <= said()
    assert {tuple(metric[2:6]) for metric in shown} == {("service", SERVICE, "stage", "${Stage}")}


# The pictures


def test_the_pictures_stand_side_by_side_on_24_columns():
    taken = set()
    for widget in WIDGETS:
        cells = {(x, y) for x in range(widget["x"], widget["x"] + widget["width"]) for y in range(widget["y"], widget["y"] + widget["height"])}
        assert widget["x"] + widget["width"] <= 24
        assert not cells & taken, widget["properties"]["title"]
        taken |= cells


def test_the_pictures_name_what_there_is():
    named = set(re.findall(r"\$\{(\w+)", DASHBOARD)) - {"AWS", "Stage", "RelayRelayDynamodbEventSource"}
    assert named <= set(RESOURCES) | FUNCTIONS
    assert FUNCTIONS | set(QUEUES) <= named


def test_the_promises_and_all_that_waits_for_a_person_are_among_the_alarms_shown():
    [widget] = [one for one in WIDGETS if one["type"] == "alarm"]
    shown = set(re.findall(r"\$\{(\w+)\.Arn\}", json.dumps(widget)))
    assert shown == {name for name in ALARMS if not name.endswith(("Errors", "Throttles", "Waits"))}
