from __future__ import annotations

from chalicelib.foundation import timers
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.log import log
from chalicelib.foundation.timers import Place
from chalicelib.identity import queries as identity
from chalicelib.leads import actions, queries
from chalicelib.leads.facts import LeadCorrected, LeadEmailConfirmed, LeadErased, LeadFact, LeadOpened

SOUGHT = (LeadOpened, LeadEmailConfirmed, LeadCorrected, LeadErased)
"""What the search hears: somebody may be called, is called otherwise, or is gone."""


def person(said: Announcement) -> str:
    """What is said of one person is taken in its order."""
    return said.fact.lead_id.partition(".")[0] if isinstance(said.fact, LeadFact) else ""


def index_persons(said: Announcement) -> None:
    """Who may be called is found by what they are called; who has nothing left with us is found no more."""
    from chalicelib.leads import search  # noqa: PLC0415 - one function of all reads it

    if not (isinstance(said.fact, LeadOpened) and said.fact.gated):
        search.refresh(person(said))


def ring(places: list[Place]) -> int:
    """The timers of these leads are due. Answers how many confirmation mails are late."""
    late = 0
    for lead in queries.hydrated(places).values():
        with timers.alone():
            late += actions.ring(lead)
    if not late or not identity.is_open():
        return 0  # A company that is gone sends no mail; that is no alarm.
    log.info("mails_late", mails=late)
    return late
