"""The app's process of the house, with faults: `python -m bench.soak.worker`, which `bench.soak.house` starts instead of `infra.local.worker`."""

from __future__ import annotations

import os
import random
from datetime import timedelta
from pathlib import Path

import botocore.endpoint

from app import app
from bench.soak import faults
from bench.soak.diary import Diary
from bench.soak.plan import VARIABLE, Plan
from chalicelib.foundation import aws, clock, wires
from chalicelib.messaging.models import dispatches
from chalicelib.optin import actions as optin
from chalicelib.surveys import actions as surveys
from chalicelib.webhooks import actions as webhooks
from infra.local import stream, worker


def main() -> None:
    folder = Path(os.environ[VARIABLE])
    plan, diary = Plan.kept(folder), Diary(folder)
    diary.note("worker", pid=os.getpid())
    dice = random.Random(f"{plan.seed}:{os.getpid()}")
    faults.BadLine(plan, diary, dice).hang_on(aws.SESSION)
    botocore.endpoint.time = faults.hasty_time()
    clock.datetime = faults.skewed(plan, dice)
    webhooks.WAITS = tuple(max(1, wait // faults.HASTE) for wait in webhooks.WAITS)
    wires.WAITS = tuple(max(1, wait // faults.HASTE) for wait in wires.WAITS)
    wires.PATIENCE //= faults.HASTE
    surveys.PutOff.seconds //= faults.HASTE
    dispatches.CLAIM_SECONDS //= faults.HASTE
    optin.NOTED_WITHIN = timedelta(seconds=2 * plan.skew)
    stream.BUSY_POLL = stream.IDLE_POLL  # Batches, as Lambda makes them when much happens.
    repeater = faults.Repeater(plan, diary, dice)
    for source in app.event_sources:
        app.handler_map[source.name] = repeater.repeating(source.name, app.handler_map[source.name])
    app.handler_map["relay"] = faults.Witness(diary).watching(app.handler_map["relay"])
    worker.run(plan.hidden_for)


if __name__ == "__main__":
    main()
