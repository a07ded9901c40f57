"""The short version of `make soak`: a house that fails all the time, killed and stopped on the way, and everything is true afterwards."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

import pytest

from infra.local import emulator
from infra.local.settings import ROOT

LEADS = 60


@pytest.fixture(scope="module")
def soaked(tmp_path_factory):
    """A run that is stopped on its way, once the house has been killed, and goes on."""
    emulator.python()
    folder = tmp_path_factory.mktemp("soak")
    first = begun(folder)
    while not noted(folder, "strike", name="app killed"):
        assert first.poll() is None, first.stdout.read()
        time.sleep(0.2)
    first.send_signal(signal.SIGINT)
    stopped = first.communicate(timeout=100)[0]
    assert first.returncode == 130, stopped
    again = begun(folder)
    said = again.communicate(timeout=1200)[0]
    return folder, again.returncode, stopped, said


def begun(folder):
    command = [sys.executable, "-m", "bench.soak", "--leads", str(LEADS), "--folder", str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def noted(folder, what, **more):
    diary = folder / "diary.jsonl"
    lines = [json.loads(line) for line in diary.read_text().splitlines()] if diary.exists() else []
    return [line for line in lines if line["what"] == what and more.items() <= line.items()]


def test_everything_is_true_afterwards(soaked):
    _, status, _, said = soaked
    assert "NOT " not in said
    assert (status, said.splitlines()[-1]) == (0, "Everything holds.")


def test_it_was_stopped_and_went_on(soaked):
    folder, _, stopped, said = soaked
    assert stopped.splitlines()[-1].startswith("Stopped;")
    assert said.startswith(f"On with {LEADS} leads")
    assert len(noted(folder, "began")) == 2


def test_all_of_it_went_wrong(soaked):
    folder, *_ = soaked
    struck = {line["name"] for line in noted(folder, "struck")}
    assert struck == {"app killed", "mail server away", "poison", "house killed", "partner away", "app killed again"}
    assert {line["fate"] for line in noted(folder, "fault")} == {"throttled", "timed out", "answer lost"}
    assert {"relay", "mail_optin", "distribute", "fan_webhook", "send_webhook", "push"} <= {line["wire"] for line in noted(folder, "again")}
    assert noted(folder, "heard", status=500)


def test_the_run_is_told_in_figures_and_in_a_picture(soaked):
    folder, *_ = soaked
    told = json.loads((folder / "report.json").read_text())
    assert told["figures"]["posts accepted"] == LEADS
    assert told["claims"][0]["holds"] == LEADS
    assert f">{LEADS} posted</text>" in (folder / "soak.svg").read_text()
