from __future__ import annotations

from chalicelib.calls import permission
from chalicelib.contacts import queries as contacts
from chalicelib.foundation.caller import Caller
from chalicelib.leads import queries as leads
from chalicelib.telephony import actions as telephony
from chalicelib.telephony.queries import Call
from chalicelib.telephony.shapes import CallDraft


def dial(lead_id: str, draft: CallDraft, caller: Caller) -> tuple[Call, str]:
    """Call the person of a lead, where nothing stands in the way; with the number, for whoever dials it on a telephone of their own.

    Raises `CallNotAllowed` with the reason, and what `telephony.actions.place` raises.
    """
    lead = leads.visible(lead_id, caller, "leads.work")
    permission.expect(lead)
    details = contacts.details(lead.person_id)
    number = str(contacts.answers(details, lead.number).get("phone") or details.get("phone"))
    return telephony.place(lead, number, draft.key, draft.way, caller), number
