from __future__ import annotations

from chalicelib.foundation.facts import Announcement
from chalicelib.leads.facts import LeadOpened, OptInLinkRenewed
from chalicelib.optin import actions


def mail_optin(said: Announcement) -> None:
    """A lead waits for its address to be confirmed, or a new link was asked for: send the mail."""
    if isinstance(said.fact, OptInLinkRenewed) or (isinstance(said.fact, LeadOpened) and said.fact.gated):
        actions.ask(said.fact.lead_id, said.id)
