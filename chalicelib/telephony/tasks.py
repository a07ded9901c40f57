from __future__ import annotations

from typing import Any

from chalicelib.foundation import tenancy, timers
from chalicelib.foundation.errors import AlreadyDone
from chalicelib.foundation.keys import TenantGone
from chalicelib.foundation.log import log
from chalicelib.foundation.timers import Place
from chalicelib.telephony import connect
from chalicelib.telephony.models import Call
from chalicelib.telephony.told import NotOurs, Told


def connect_contacts(event: dict[str, Any]) -> dict[str, Any]:
    """What Amazon Connect tells of calls. One that fails comes again, and keeps none of the others."""
    failed = [record["messageId"] for record in event["Records"] if not _is_noted(record["body"])]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def _is_noted(body: str) -> bool:
    from chalicelib.telephony import arrivals  # noqa: PLC0415 - one wire needs it, and every start pays

    with log.about(wire="connect-contacts"):
        try:
            told = Told.of(body)
            company = connect.owner(told.instance)
            if company is None:
                raise NotOurs  # noqa: TRY301 - what another company's instance tells, and what is no call, end alike
            with tenancy.inside(company, by="system:connect-contacts"), log.about(tenant=company, contact=told.contact):
                arrivals.note(told)
        except NotOurs:
            log.info("not_ours")
        except AlreadyDone:
            log.info("already_done")
        except TenantGone:
            log.info("tenant_gone")
        except Exception as error:  # noqa: BLE001 - it comes again, and the others of the batch are not its fault
            log.failure("wire_failed", error)
            return False
        return True


def ring(places: list[Place]) -> int:
    """Calls that may be over without our having been told. None of them is late: that news may be lost is reckoned with."""
    for place in places:
        with timers.alone():
            call: Call | None = Call.find(*place, consistent=True)
            if call:
                call.lapse()
    return 0
