"""What was measured: the lines in CloudWatch's embedded format, as CloudWatch reads them."""

from __future__ import annotations

import json
from typing import Any


def measured(printed: str) -> dict[str, list[float]]:
    """The values of each metric, in order. A line that CloudWatch would not take is a failure."""
    values: dict[str, list[float]] = {}
    for line in printed.splitlines():
        said: dict[str, Any] = json.loads(line) if line.startswith("{") else {}
        for directive in said.get("_aws", {}).get("CloudWatchMetrics", []):
            assert directive["Namespace"] == "Passerelle"
            assert directive["Dimensions"] == [["service", "stage"]]
            assert (said["service"], said["stage"]) == ("passerelle", "test")
            for metric in directive["Metrics"]:
                values.setdefault(metric["Name"], []).extend(said[metric["Name"]])
    return values
