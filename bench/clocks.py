"""What the clock brings about: relances that are due, and alerts of what is late. Measured with some hundreds, told for each thousand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bench import crowd
from bench.figures import Figure
from bench.trips import Trips
from chalicelib.alerts import actions as alerts
from chalicelib.alerts.models import Alert
from chalicelib.campaigns import actions as campaigns
from chalicelib.campaigns.models.pursuits import Pursuit
from chalicelib.campaigns.shapes import PlanDraft
from chalicelib.foundation import clock, tenancy, timers
from chalicelib.foundation.caller import Caller
from tests.builders import a_company

DUE, AGENTS, TOLD = 300, 10, 1000
ALWAYS = {"timezone": "Europe/Paris", "start": "00:00", "end": "24:00", "days": [0, 1, 2, 3, 4, 5, 6]}
STEP = {"channel": "mail", "after": 60, "texts": {"fr": {"subject": "Votre demande", "text": "Bonjour {{ first_name }}, elle vous attend."}}}
PLAN = {"name": "Relance", "wanted": "uncontacted", "steps": [STEP], "hours": ALWAYS, "on": True}
LOOKS = 30
"""One raises two hundred, every two minutes: this many would be without end."""


def relances(app: Any, due: int = DUE) -> list[Figure]:
    """One after another, in one process: two sweeps at once do no harm, and are no quicker."""
    company = a_company()
    ids = crowd.settle(company, ["ready"] * due)
    writes = Caller("user", company.admin, company.tenant, "admin", grants=dict.fromkeys(("campaigns.write", "centres.read", "forms.read"), "all"))
    rung, sent = Trips(), Trips()
    with tenancy.inside(company.tenant, by="system:bench"):
        plan = campaigns.add_plan(PlanDraft.model_validate(PLAN), writes)
        for lead in ids:
            Pursuit.begin(lead, "uncontacted", plan.id, clock.now_ms())
    with rung.of_one():
        timers.ring(app.TIMERS)
    with tenancy.inside(company.tenant, by="system:bench"):
        for lead in ids:
            with sent.of_one():
                campaigns.send(lead, "uncontacted", 1)
        assert all(Pursuit.known(lead, "uncontacted").state == "done" for lead in ids)
    return [*_for_each("relances that are due, rung", rung, due), *_for_each("relances sent by mail", sent, due)]


def of_late_leads(app: Any, crier: Any, due: int = DUE) -> list[Figure]:
    company = a_company(agents=AGENTS)
    crier.cry()
    crowd.settle(company, ["assigned"] * due)
    with tenancy.inside(company.tenant, by="system:bench"):
        alerts.begin_watches()
    looks, raised, now = [], [0], clock.now()
    while len(looks) < 2 or raised[-1] > raised[-2]:
        assert len(looks) < LOOKS, "they do not come to an end"
        looks.append(Trips())
        with clock.held_at(now + timedelta(minutes=3 * len(looks))), looks[-1].of_one():
            timers.ring(app.TIMERS)
        with tenancy.inside(company.tenant):
            raised.append(len(Alert.raised_in(company.centre)))
    *raising, quiet = looks
    whole = _sum(raising)
    return [
        *_for_each("alerts raised of leads that are late", whole, raised[-1]),
        *_for_each("late leads of which all is said, looked at", quiet, due),
    ]


def _sum(several: list[Trips]) -> Trips:
    whole = Trips()
    for one in several:
        whole.seconds, whole.own, whole.trips = whole.seconds + one.seconds, whole.own + one.own, whole.trips + one.trips
    return whole


def _for_each(what: str, bill: Trips, count: int) -> list[Figure]:
    times = TOLD / count
    return [
        Figure(f"{TOLD:,} {what}", times * sum(bill.seconds), "s", "", "own CPU", times * sum(bill.own)),
        Figure(f"{TOLD:,} {what}: round trips", times * sum(bill.trips), "trips", ""),
    ]
