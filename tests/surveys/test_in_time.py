"""A round ends before its function is cut off."""

import json
from pathlib import Path

from chalicelib.messaging import smtp
from chalicelib.surveys import actions

CONFIG = json.loads((Path(__file__).parents[2] / ".chalice" / "config.json").read_text())


def test_the_last_mail_of_a_round_has_time_for_both_of_its_servers():
    function = CONFIG["stages"]["production"]["lambda_functions"].get("mail_survey", {})
    slowest = actions.ROUND_SECONDS + 2 * (smtp.PATIENCE + smtp.GOODBYE)
    assert function.get("lambda_timeout", CONFIG["lambda_timeout"]) > slowest
