from __future__ import annotations

from chalicelib.files import actions
from chalicelib.files.facts import FileReceived
from chalicelib.foundation.facts import Announcement
from chalicelib.leads.facts import LeadErased


def keep_files(said: Announcement) -> None:
    """A file came: it is brought to where it stays. A lead is erased: what came with it goes."""
    if isinstance(said.fact, FileReceived):
        actions.keep(said.fact.lead_id, said.fact.file_id)
    elif isinstance(said.fact, LeadErased):
        actions.erase(said.fact.lead_id)
