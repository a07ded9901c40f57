from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.foundation.asked import asked
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AnswersRefused, Conflict, VersionLapsed
from chalicelib.foundation.routes import Answer, Routes
from chalicelib.leads import queries as leads
from chalicelib.lists import shapes

if TYPE_CHECKING:
    from chalicelib.lists.models.lists import MarketingList

routes = Routes(__name__)

# Each view reads its room when it is asked: few requests are about lists, and every start would wait for them.


@routes.get("/lists", may="lists.read", gives=shapes.Lists)
def list_lists(caller: Caller) -> shapes.Lists:
    from chalicelib.lists import queries  # noqa: PLC0415

    return shapes.Lists(items=queries.shown(queries.lists_for(caller), caller))


@routes.post("/lists", may="lists.write", gives=shapes.MarketingList, status=201, raises=(AnswersRefused,))
def make_list(body: shapes.ListDraft, caller: Caller) -> Answer:
    from chalicelib.lists import actions  # noqa: PLC0415

    return _with_tag(actions.make(body, caller), caller)


@routes.post("/lists/count", may="lists.write", gives=shapes.Counted, raises=(AnswersRefused,))
def count_rule(body: shapes.RuleAsked, caller: Caller) -> shapes.Counted:
    from chalicelib.lists import actions, queries  # noqa: PLC0415

    actions.expect_askable(body, caller)
    return queries.count(body, caller)


@routes.get("/lists/{list_id}", may="lists.read", gives=shapes.MarketingList)
def read_list(list_id: str, caller: Caller) -> Answer:
    from chalicelib.lists import queries  # noqa: PLC0415

    return _with_tag(queries.list_for(list_id, caller), caller)


@routes.put("/lists/{list_id}", may="lists.write", gives=shapes.MarketingList, raises=(AnswersRefused, VersionLapsed, Conflict))
def edit_list(list_id: str, body: shapes.ListDraft, caller: Caller) -> Answer:
    from chalicelib.lists import actions  # noqa: PLC0415

    return _with_tag(actions.edit(list_id, body, asked().version, caller), caller)


@routes.delete("/lists/{list_id}", may="lists.write", raises=(Conflict,))
def delete_list(list_id: str, caller: Caller) -> None:
    from chalicelib.lists import actions  # noqa: PLC0415

    actions.delete(list_id, caller)


@routes.get("/lists/{list_id}/members", may="lists.read", gives=shapes.Members)
def list_members(list_id: str, query: shapes.MemberQuery, caller: Caller) -> shapes.Members:
    from chalicelib.lists import queries  # noqa: PLC0415

    return queries.members(list_id, query, caller)


@routes.post("/lists/{list_id}/members", may="lists.write", gives=shapes.MembersAdded, raises=(Conflict,))
def add_members(list_id: str, body: shapes.MembersDraft, caller: Caller) -> shapes.MembersAdded:
    from chalicelib.lists import actions  # noqa: PLC0415

    return actions.add(list_id, body.lead_ids, caller)


@routes.get("/leads/{lead_id}/lists", may="lists.read", gives=shapes.ListsOfLead)
def list_lists_of_lead(lead_id: str, caller: Caller) -> shapes.ListsOfLead:
    from chalicelib.lists import queries  # noqa: PLC0415

    return queries.lists_of(leads.visible(lead_id, caller, "leads.read"), caller)


@routes.put("/leads/{lead_id}/lists", may="lists.write", gives=shapes.ListsOfLead, raises=(Conflict,))
def put_lead_on_lists(lead_id: str, body: shapes.LeadListsDraft, caller: Caller) -> shapes.ListsOfLead:
    from chalicelib.lists import actions, queries  # noqa: PLC0415

    actions.put(lead_id, body, caller)
    return queries.lists_of(leads.visible(lead_id, caller, "leads.read"), caller)


def _with_tag(found: MarketingList, caller: Caller) -> Answer:
    from chalicelib.lists import queries  # noqa: PLC0415

    return Answer(queries.shown([found], caller)[0], {"ETag": f'"{int(found.version)}"'})
