"""What a browser does with what a page carries for the shield."""

from __future__ import annotations

from typing import Any

from altcha import Challenge, Payload, solve_challenge


def worked(challenge: dict[str, Any]) -> str:
    """The work of a page, done as its script does it."""
    asked = Challenge.from_dict(challenge)
    return Payload(asked, solve_challenge(asked)).to_base64()
