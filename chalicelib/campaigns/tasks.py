from __future__ import annotations

from typing import Any

from chalicelib.campaigns.facts import RelanceOwed
from chalicelib.contacts.facts import PersonTagged
from chalicelib.foundation import ids, timers
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.keys import TenantGone
from chalicelib.foundation.log import log
from chalicelib.foundation.timers import Place
from chalicelib.foundation.wires import each_fact
from chalicelib.leads.facts import LeadEmailConfirmed, LeadOpened, LeadRouted
from chalicelib.messaging.facts import MailBounced

NOTICE = '"TopicArn"'
"""Stands in each notice of SNS, and in no fact, which holds ids alone."""
HEARD = (LeadOpened, LeadEmailConfirmed, LeadRouted, PersonTagged, RelanceOwed, MailBounced)


def relance(said: Announcement) -> None:
    """A lead may be followed from now on, a message is owed, or one came back."""
    from chalicelib.campaigns import actions  # noqa: PLC0415 - read by the functions that send, not by every start

    match said.fact:
        case LeadOpened(lead_id=lead) | LeadEmailConfirmed(lead_id=lead) | LeadRouted(lead_id=lead):
            actions.follow(lead)
        case PersonTagged(lead_id=str(lead), tags=tags) if tags:
            actions.follow_tagged(lead, tags)
        case RelanceOwed() as owed:
            actions.send(owed.lead_id, owed.relance_id, owed.step)
        case MailBounced(about_id=str(about)) if ids.lead_key(about):
            actions.came_back(about)


def hear(event: dict[str, Any]) -> dict[str, Any]:
    """A batch of the wire: facts of ours, and what people write, which a topic of Amazon SNS lays into the same queue."""
    written = [record for record in event["Records"] if NOTICE in record["body"]]
    answer = each_fact({"Records": [record for record in event["Records"] if record not in written]}, "relance", relance)
    failed = [{"itemIdentifier": record["messageId"]} for record in written if not _is_taken(record["body"])]
    return {"batchItemFailures": answer["batchItemFailures"] + failed}


def _is_taken(body: str) -> bool:
    from chalicelib.campaigns import answers  # noqa: PLC0415 - as above

    with log.about(wire="relance"):
        try:
            answers.hear(body)
        except TenantGone:
            log.info("tenant_gone")
        except Exception as error:  # noqa: BLE001 - it comes again, and the others of the batch are not its fault
            log.failure("wire_failed", error)
            return False
        return True


def ring(places: list[Place]) -> int:
    """The timers of these pursuits are due. None is ever late: what is owed is a message of the wire."""
    from chalicelib.campaigns import actions  # noqa: PLC0415 - as above
    from chalicelib.campaigns.models.pursuits import Pursuit  # noqa: PLC0415

    for pursuit in Pursuit.batch_get(list(places)):
        with timers.alone():
            actions.ring(pursuit)
    return 0
