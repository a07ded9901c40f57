"""What the relay says of one company's leads."""

from chalicelib.foundation.facts import Announcement
from chalicelib.leads.facts import LeadAssigned

TENANT = "acme0001"


def said(kind=LeadAssigned, centre="centre1", agent="agent1", by="system:distribute", **more):
    more = {"method": "push"} | more if kind is LeadAssigned else more
    fact = kind(lead_id="p000000000000001.1", form_id="form1", centre_id=centre, state="assigned", agent_id=agent, **more)
    return Announcement("P#p000000000000001#L#1:3", TENANT, 1_795_000_000_000, by, 3, fact)
