"""Where a lead came from: the campaign, the page of the form, the page before. As its visitor's browser said; nobody can vouch for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.calls import shapes

CAMPAIGN = "utm_"


def source_of(request: Mapping[str, Any], answers: Mapping[str, Any]) -> shapes.Source | None:
    """None where nothing is known."""
    proof = request["proof"]
    campaign = [shapes.CampaignWord(name=name, value=str(value)) for name, value in answers.items() if name.startswith(CAMPAIGN)]
    page, referrer = proof.get("page") or "", proof.get("referrer") or ""
    reference = request.get("reference")
    known = page or referrer or campaign or reference
    return shapes.Source(reference=reference, page=page, referrer=referrer, campaign=campaign) if known else None
