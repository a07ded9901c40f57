from __future__ import annotations

from chalicelib.foundation import ids
from chalicelib.foundation.facts import Announcement
from chalicelib.leads.facts import LeadOpened, OptInLinkRenewed, OptInReminderOwed
from chalicelib.messaging.facts import MailBounced, MailComplained
from chalicelib.optin import actions


def mail_optin(said: Announcement) -> None:
    """A lead waits for its address to be confirmed, or a new link was asked for: send the mail. What became of it ends the wait or not."""
    if isinstance(said.fact, MailBounced | MailComplained):
        if said.fact.about_id and ids.lead_key(said.fact.about_id):  # other mails come back, too
            actions.give_up(said.fact.about_id, is_unwanted=isinstance(said.fact, MailComplained))
        return
    if isinstance(said.fact, OptInLinkRenewed | OptInReminderOwed) or (isinstance(said.fact, LeadOpened) and said.fact.gated):
        actions.ask(said.fact.lead_id, said.id, reminds=isinstance(said.fact, OptInReminderOwed), is_own_act=said.by == "visitor")
