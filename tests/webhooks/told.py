"""What the relay says of one company's leads."""

from chalicelib.foundation.facts import Announcement
from chalicelib.leads.facts import LeadConfirmed

TENANT = "acme0001"
AT = 1_795_000_000_000


def said(kind, lead="p000000000000001.1", version=5, at=AT, **more):
    fact = kind(lead_id=lead, form_id="form1", centre_id="centre1", state="confirmed", agent_id="agent1", **more)
    return Announcement(f"P#{lead}#L#1:{version}", TENANT, at, "user:agent1", version, fact)


def confirmed(lead="p000000000000001.1", version=5, at=AT):
    return said(LeadConfirmed, lead, version, at)
