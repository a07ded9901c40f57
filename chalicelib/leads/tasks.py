from __future__ import annotations

from chalicelib.foundation import clock, platform, tenancy
from chalicelib.foundation.errors import Conflict
from chalicelib.foundation.log import log
from chalicelib.leads import actions
from chalicelib.leads.models import Lead


def sweep() -> None:
    """Ring the timers of all tenants that are due. One that fails is rung again a minute later; it never stops the others."""
    for pk, sk in platform.due_keys(f"{clock.now():%Y%m%dT%H%M}"):
        tenant = pk.partition("#")[0]
        with tenancy.inside(tenant, by="system:sweep"), log.about(tenant=tenant):
            try:
                lead = Lead.find(pk, sk, consistent=True)
                if lead:
                    actions.expire_overdue(lead)
            except Conflict:
                log.info("timer_lost_race")
            except Exception as error:  # noqa: BLE001 - one timer in trouble must not stop the others
                log.failure("timer_failed", error)
