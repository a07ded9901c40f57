"""The bill of a month, from what one life takes and what the house costs by standing there."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.costs.counted import Counted
from infra.package.merge import PARTS

PRICES = Path(__file__).with_name("prices.json")
GB = 10**9
MILLION = 1_000_000
MONTH = 30 * 24 * 3600
VOLUMES = (10_000, 100_000, MILLION)
"""Leads a month."""

SHARES = {
    "mail": "one confirmation mail, by SES",
    "API": "REST requests and the bytes they answer",
    "writes": "DynamoDB",
    "reads": "DynamoDB",
    "functions": "Lambda, for requests and queues",
    "queues": "SQS, and the polls that find nothing",
    "bus": "public facts on EventBridge",
    "consoles": "WebSocket messages",
    "logs": "CloudWatch Logs and X-Ray",
    "storage": "DynamoDB storage and point-in-time recovery",
    "watch": "alarms, dashboard, metrics",
    "standing": "keys, firewall",
}


@dataclass(frozen=True)
class Prices:
    as_of: str
    of: str
    dollars: dict[str, float]
    assumed: dict[str, float]

    @classmethod
    def read(cls) -> Prices:
        return cls(**json.loads(PRICES.read_text()))


@dataclass(frozen=True)
class Standing:
    """What the template has, whether leads come or not."""

    alarms: int
    dashboards: int
    keys: int
    firewall_rules: int

    @classmethod
    def of_template(cls) -> Standing:
        from chalice.package import YAMLTemplateSerializer  # noqa: PLC0415 -- Chalice's command line takes a while to read

        yaml = YAMLTemplateSerializer()
        found: list[dict[str, Any]] = [
            resource for part in PARTS for resource in yaml.load_template(part.read_text(), part.name).get("Resources", {}).values()
        ]
        kinds = Counter(one.get("Type", "") for one in found)
        rules = sum(len(one["Properties"]["Rules"]) for one in found if one.get("Type") == "AWS::WAFv2::WebACL")
        return cls(kinds["AWS::CloudWatch::Alarm"], kinds["AWS::CloudWatch::Dashboard"], kinds["AWS::KMS::Key"], rules)


def bill(one: Counted, standing: Standing, leads: int, prices: Prices) -> dict[str, float]:
    """Dollars of a month with so many leads, by what they go to."""
    at, assumed = prices.dollars, prices.assumed
    calls = _calls(one, leads, assumed)
    requests = one.requests * leads
    return {
        "mail": leads * one.mails * at["mail"],
        "API": requests * at["rest_request"] + leads * one.sent_bytes / GB * at["sent_gb"],
        "writes": leads * (one.writes * at["write_unit"] + one.writes_ia * at["write_unit_ia"]),
        "reads": leads * one.reads * at["read_unit"],
        "functions": _functions(requests, assumed["seconds_a_request"] * assumed["gb_a_request"], at)
        + _functions(calls, assumed["seconds_a_wire"] * assumed["gb_a_wire"], at),
        "queues": _queues(one, leads, assumed, at),
        "bus": leads * one.public_facts * at["bus_event"],
        "consoles": leads * one.messages["push"] * assumed["consoles_listening"] * at["socket_message"],
        "logs": ((requests + calls) * assumed["log_bytes_a_call"] + requests * assumed["log_bytes_a_request"]) / GB * at["log_gb"]
        + (requests + calls) * assumed["share_traced"] * at["trace_sampled"],
        "storage": _storage(one, leads * assumed["months_kept"], at),
        "watch": standing.alarms * at["alarm_month"] + standing.dashboards * at["dashboard_month"] + assumed["metrics"] * at["metric_month"],
        "standing": standing.keys * at["key_month"]
        + (at["firewall_month"] + standing.firewall_rules * at["firewall_rule_month"] if standing.firewall_rules else 0)
        + requests * at["firewall_request"] * bool(standing.firewall_rules),
    }


def _calls(one: Counted, leads: int, assumed: dict[str, float]) -> float:
    """Invocations by stream, queues and clock. Whatever comes between two polls is handed over together."""
    each = [one.facts, *one.messages.values()]
    together = [max(1, count * leads / assumed["busy_seconds_a_month"] * assumed["seconds_a_poll"]) for count in each]
    return MONTH / 60 + sum(leads * count / batch for count, batch in zip(each, together, strict=True))


def _functions(calls: float, gb_seconds: float, at: dict[str, float]) -> float:
    return calls * (at["invocation"] + gb_seconds * at["gb_second"])


def _queues(one: Counted, leads: int, assumed: dict[str, float], at: dict[str, float]) -> float:
    """A message is sent, received and deleted, and Lambda asks every queue all day long whether there is one."""
    silent = len(one.messages) * assumed["pollers_a_queue"] * MONTH / assumed["seconds_a_silent_poll"] * at["queue_request"]
    priced = {name: at["queue_request_fifo" if name.endswith(".fifo") else "queue_request"] for name in one.messages}
    return silent + sum(3 * leads * count * priced[name] for name, count in one.messages.items())


def _storage(one: Counted, leads: float, at: dict[str, float]) -> float:
    main, trace = (one.stored[table] * leads / GB for table in ("main", "trace"))
    return main * at["stored_gb_month"] + trace * at["stored_gb_month_ia"] + (main + trace) * at["recovery_gb_month"]
