from __future__ import annotations

from chalice import Response

from chalicelib.audience import actions, queries, shapes
from chalicelib.forms import queries as forms
from chalicelib.forms.queries import FormClosedNow
from chalicelib.foundation import tenancy
from chalicelib.foundation.asked import asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.posted import read_posted
from chalicelib.foundation.routes import Routes

routes = Routes(__name__)

BEACON = ("application/x-www-form-urlencoded",)


@routes.page("POST", "/f/{form_key}/counts", posted=BEACON, gives={204: None}, raises=(FormClosedNow,))
def count_visit(form_key: str) -> Response:
    tenant, form_id = forms.place_of(form_key)
    with tenancy.inside(tenant, by="visitor"):
        actions.note(forms.current(form_id), read_posted(asked().body, asked().headers["content-type"]), asked())
    return Response(body="", status_code=204)


@routes.get("/forms/{form_id}/funnel", may="forms.read", gives=shapes.Funnel)
def read_funnel(form_id: str, query: shapes.FunnelQuery, caller: Caller) -> shapes.Funnel:
    form = forms.form_for(caller, form_id)
    return shapes.funnel(queries.days(form.id, query.days))
