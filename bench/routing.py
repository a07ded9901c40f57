"""Which of ten centres gets a lead."""

from __future__ import annotations

from bench import crowd
from bench.figures import Figure
from bench.trips import Trips
from chalicelib.forms import actions as forms
from chalicelib.foundation import tenancy
from chalicelib.identity import actions as identity
from chalicelib.leads import queries as leads
from chalicelib.routing import actions
from tests.builders import a_company, form_content

CENTRES, LEADS, WARM_UP = 10, 60, 5
MOST = 5


def figures() -> list[Figure]:
    company = a_company(double_optin=False)
    with tenancy.inside(company.tenant, by="system:bench"):
        centres = [company.centre, *(identity.open_centre(f"Centre {number}", "push") for number in range(2, CENTRES + 1))]
        shares = [{"centre_id": centre, "share": number} for number, centre in enumerate(centres, 1)]
        forms.edit(company.form_id, form_content("", centres=shares, double_optin=False), None)
        forms.publish(company.form_id)
    bill = Trips()
    for number in range(LEADS + WARM_UP):
        if number == WARM_UP:
            bill = Trips()
        [lead] = crowd.settle(company, ["ready"], since=number, routed=False)
        with tenancy.inside(company.tenant, by="system:bench"):
            with bill.of_one():
                actions.route(company.form_id, lead)
            assert leads.fresh(lead).centre in centres
    return bill.figures(f"one of {CENTRES} centres chosen for a lead", MOST)
