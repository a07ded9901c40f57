from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.builders import ANSWERS, a_company, an_agent, form_content


@dataclass
class Desk:
    """A company whose form shares its leads among Lyon, Dakar and Tunis, and what a test does with it."""

    company: object
    centres: dict[str, str]
    ask: object
    crier: object
    posted: int = 0

    def publish(self, shares, fallback=None, *, double_optin=False, **caps):
        from chalicelib.forms import actions as forms
        from chalicelib.forms import queries
        from chalicelib.foundation import tenancy

        routes = [{"centre_id": self.centres[name], "share": share} | caps.get(name, {}) for name, share in shares.items()]
        routing = {"fallback_id": self.centres[fallback]} if fallback else {}
        with tenancy.inside(self.company.tenant, by="system:test"):
            forms.edit(self.company.form_id, form_content("", centres=routes, routing=routing, double_optin=double_optin), None)
            forms.publish(self.company.form_id)
            queries.forget(self.company.form_id)
        self.crier.cry()

    def open_at(self, name, *spans, timezone="Europe/Paris"):
        """The same hours on every day of the week; without any: closed for good."""
        from chalicelib.foundation import tenancy
        from chalicelib.identity import actions as identity
        from chalicelib.identity.hours import OpeningHours

        day = [{"start": start, "end": end} for start, end in spans]
        hours = OpeningHours.model_validate({"timezone": timezone, "week": [day] * 7})
        with tenancy.inside(self.company.tenant, by="system:test"):
            identity.set_hours(self.centres[name], hours, None)

    def post(self, count=1):
        for _ in range(count):
            self.posted += 1
            answers = ANSWERS | {"email": f"client{self.posted}@example.org", "phone": f"06 12 34 {self.posted // 100:02d} {self.posted % 100:02d}"}
            assert self.ask("POST", self.company.form_path, form=answers).status == 303
        self.crier.cry()

    def leads(self):
        """Oldest first."""
        from chalicelib.foundation import tenancy
        from chalicelib.leads import queries as leads

        with tenancy.inside(self.company.tenant):
            found, _ = leads.newest(lambda _: True, limit=200, cursor=None)
            return [leads.fresh(lead.id) for lead in reversed(found)]

    def whose(self):
        """The centre of each lead by its name, oldest first; None for one that waits for one."""
        names = {centre: name for name, centre in self.centres.items()}
        return [names.get(lead.centre) for lead in self.leads()]


@pytest.fixture
def desk(crier, ask):
    from chalicelib.foundation import tenancy
    from chalicelib.identity import actions as identity

    company = a_company(agents=0)
    with tenancy.inside(company.tenant, by="system:test"):
        centres = {"lyon": company.centre, "dakar": identity.open_centre("Dakar", "push"), "tunis": identity.open_centre("Tunis", "manual")}
        identity.open_centre("Nobody's", "push")
        an_agent(company, 1)
    crier.cry()
    return Desk(company, centres, ask, crier)
