from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.campaigns import shapes
from chalicelib.foundation.asked import asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AnswersRefused, Conflict, VersionLapsed
from chalicelib.foundation.routes import Answer, Routes

if TYPE_CHECKING:
    from chalicelib.campaigns.models.plans import Plan

routes = Routes(__name__)

# Each view reads its room when it is asked: plans are written now and then, and every start would wait for them.


@routes.get("/relance-plans", may="campaigns.read", gives=shapes.PlanList)
def list_relance_plans(caller: Caller) -> shapes.PlanList:
    from chalicelib.campaigns import queries  # noqa: PLC0415

    return shapes.PlanList(items=queries.listed(caller))


@routes.post("/relance-plans", may="campaigns.write", gives=shapes.PlanPage, status=201, raises=(AnswersRefused,))
def add_relance_plan(body: shapes.PlanDraft, caller: Caller) -> Answer:
    from chalicelib.campaigns import actions  # noqa: PLC0415

    return _with_tag(actions.add_plan(body, caller))


@routes.get("/relance-plans/{plan_id}", may="campaigns.read", gives=shapes.PlanPage)
def read_relance_plan(plan_id: str, caller: Caller) -> Answer:
    from chalicelib.campaigns import queries  # noqa: PLC0415

    return _with_tag(queries.plan_for_reader(plan_id, caller))


@routes.put("/relance-plans/{plan_id}", may="campaigns.write", gives=shapes.PlanPage, raises=(AnswersRefused, VersionLapsed, Conflict))
def edit_relance_plan(plan_id: str, body: shapes.PlanDraft, caller: Caller) -> Answer:
    from chalicelib.campaigns import actions  # noqa: PLC0415

    return _with_tag(actions.edit_plan(plan_id, body, asked().version, caller))


@routes.delete("/relance-plans/{plan_id}", may="campaigns.write", raises=(Conflict,))
def delete_relance_plan(plan_id: str, caller: Caller) -> None:
    from chalicelib.campaigns import actions  # noqa: PLC0415

    actions.delete_plan(plan_id, caller)


@routes.get("/leads/{lead_id}/relances", may="leads.read", gives=shapes.RelanceList)
def list_relances(lead_id: str, caller: Caller) -> shapes.RelanceList:
    from chalicelib.campaigns import queries  # noqa: PLC0415

    return queries.relances(queries.visible_lead(lead_id, caller))


@routes.post("/leads/{lead_id}/relances", may="leads.work", gives=shapes.RelanceList, status=201, raises=(Conflict,))
def send_relance(lead_id: str, body: shapes.NewRelance, caller: Caller) -> shapes.RelanceList:
    from chalicelib.campaigns import actions, queries  # noqa: PLC0415

    return queries.relances(actions.relaunch(lead_id, body, caller))


@routes.delete("/leads/{lead_id}/relances/{relance_id}", may="leads.work", gives=shapes.RelanceList, raises=(Conflict,))
def stop_relance(lead_id: str, relance_id: str, caller: Caller) -> shapes.RelanceList:
    from chalicelib.campaigns import actions, queries  # noqa: PLC0415

    return queries.relances(actions.stop(lead_id, relance_id, caller))


def _with_tag(plan: Plan) -> Answer:
    from chalicelib.campaigns import queries  # noqa: PLC0415

    return Answer(queries.page(plan), {"ETag": f'"{int(plan.version)}"'})
