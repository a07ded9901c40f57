"""What else the person asked for: the requests that the reader may see, and how many more there are."""

from __future__ import annotations

from typing import Any

from chalicelib.calls.shapes import OtherLead
from chalicelib.forms import queries as forms
from chalicelib.foundation import clock
from chalicelib.foundation.caller import Caller
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead


def others(lead: Lead, caller: Caller) -> dict[str, Any]:
    """``{"others": newest first, "others_hidden": a count}``."""
    rest = [one for one in leads.leads_of(lead.person_id) if one.id != lead.id and one.state != "erased"]
    seen = [one for one in rest if caller.may_reach("leads.read", centre=one.centre, owner=one.agent)]
    names = identity.names({one.agent for one in seen if one.agent})
    form_names = forms.names() if seen else {}
    shown = [
        OtherLead(
            id=one.id, state=one.state, form_name=form_names.get(one.form, ""), opened_at=clock.iso(int(one.opened_at)),
            agent_name=names.get(one.agent) if one.agent else None,
        )
        for one in reversed(seen)
    ]  # fmt: skip
    return {"others": shown, "others_hidden": len(rest) - len(seen)}
