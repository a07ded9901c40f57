from __future__ import annotations

from chalicelib.alerts import actions
from chalicelib.alerts.facts import AgentReminded, AlertRaised
from chalicelib.foundation import tenancy, timers
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.log import log
from chalicelib.foundation.timers import Place
from chalicelib.identity import queries as identity

HEARD = (AlertRaised, AgentReminded)

HEALED_A_MINUTE = 20


def mail_alert(said: Announcement) -> None:
    """Something was raised: whoever is to be written to is."""
    from chalicelib.alerts import letters  # noqa: PLC0415 - mails are made by this wire alone

    match said.fact:
        case AlertRaised() | AgentReminded() as raised:
            letters.write(said, raised)


def ring(places: list[Place]) -> int:
    """It is time to look at these centres."""
    for pk, _ in places:
        with timers.alone():
            actions.look(pk.rpartition("#")[2])
    return 0


def sweep() -> None:
    """Every minute: some companies are looked through for centres that nobody watches yet."""
    for tenant in identity.some_tenants(HEALED_A_MINUTE):
        with tenancy.inside(tenant, by="system:sweep"), log.about(tenant=tenant), timers.alone():
            actions.begin_watches()
