from __future__ import annotations

from collections.abc import Sequence

from chalicelib.contacts import queries as contacts
from chalicelib.forms import queries as forms
from chalicelib.foundation import clock, cursors
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import BadRequest, NotFound
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.lists import shapes
from chalicelib.lists.models.lists import MarketingList
from chalicelib.lists.models.memberships import Membership
from chalicelib.lists.segments import Segment


def lists_for(caller: Caller) -> list[MarketingList]:
    """Those of the company, and those of the caller's reach."""
    return [one for one in MarketingList.all() if one.is_kept and is_readable(one, caller)]


def list_for(list_id: str, caller: Caller) -> MarketingList:
    """Raises `NotFound`."""
    found = MarketingList.known(list_id)
    if not is_readable(found, caller):
        raise NotFound
    return found


def list_to_edit(list_id: str, caller: Caller) -> MarketingList:
    """Raises `NotFound`: a list of the company is not a centre's to change."""
    found = MarketingList.known(list_id)
    if not caller.may_reach("lists.write", centre=found.centre, owner=None):
        raise NotFound
    return found


def is_readable(one: MarketingList, caller: Caller) -> bool:
    """Whoever has a centre knows the lists of the company, too."""
    return caller.may_reach("lists.read", centre=one.centre, owner=None) or (one.centre is None and caller.centre is not None)


def shown(found: Sequence[MarketingList], caller: Caller) -> list[shapes.MarketingList]:
    centres = {one.id: one.name for one in identity.centres()} if any(one.centre for one in found) else {}
    return [
        shapes.MarketingList(
            id=one.id, name=one.name, description=one.description or "", centre_id=one.centre, centre_name=centres.get(one.centre or ""),
            rule=one.rule, members=int(one.members) if one.is_by_hand else None,
            may_write=caller.may_reach("lists.write", centre=one.centre, owner=None), version=int(one.version),
        )
        for one in found
    ]  # fmt: skip


def names() -> dict[str, str]:
    """What every list is called, those too that are deleted: history speaks of them."""
    return {one.id: one.name for one in MarketingList.all()}


# Who is on it


def count(asked: shapes.RuleAsked, caller: Caller) -> shapes.Counted:
    """How many persons a rule fits now, of those whom the caller may see."""
    return Segment(asked.rule, asked.centre_id, caller).count(asked.cursor)


def members(list_id: str, query: shapes.MemberQuery, caller: Caller) -> shapes.Members:
    """By hand, whoever came last first; by a rule, by the newest lead that it fits."""
    found = list_for(list_id, caller)
    if not found.is_by_hand:
        page, cursor = _segment(found, caller).page(query.limit, query.cursor)
        return shapes.Members(items=_shown_by(page, {}), cursor=cursor)
    some, before = Membership.of_list(found.id, limit=query.limit, before=_before(query.cursor))
    joined = {one.person_id: int(one.joined_at) for one in some}
    return shapes.Members(items=_shown_by(_leads_of(some, caller), joined), cursor=cursors.encode(before) if before else None)


def _before(cursor: str | None) -> str | None:
    if not cursor:
        return None
    before = cursors.decode(cursor)
    if not isinstance(before, str) or not before:
        raise BadRequest(reason="cursor")
    return before


def _leads_of(some: Sequence[Membership], caller: Caller) -> list[Lead]:
    """Each by the lead that they were put on from; where the caller does not see it, by the newest that they see."""
    first = {one.person_id: one for one in leads.some(one.lead_id for one in some) if _is_seen(one, caller)}
    chosen = (first.get(one.person_id) or _newest_seen(one.person_id, caller) for one in some)
    return [lead for lead in chosen if lead]


def _newest_seen(person_id: str, caller: Caller) -> Lead | None:
    return next((lead for lead in reversed(leads.leads_of(person_id)) if _is_seen(lead, caller)), None)


def _is_seen(lead: Lead, caller: Caller) -> bool:
    return lead.state != "erased" and caller.may_reach("leads.read", centre=lead.centre, owner=lead.agent)


def _shown_by(page: Sequence[Lead], joined: dict[str, int]) -> list[shapes.Member]:
    """Whoever is erased is not shown: nobody can open them."""
    people = contacts.persons(lead.person_id for lead in page)
    called = {person_id: contacts.display_name(person.read()) for person_id, person in people.items() if person.salt}
    form_names = forms.names() if page else {}
    return [
        shapes.Member(
            lead_id=lead.id, name=called[lead.person_id], state=lead.state, form_name=form_names.get(lead.form, ""),
            opened_at=clock.iso(int(lead.opened_at)), joined_at=clock.iso(joined[lead.person_id]) if lead.person_id in joined else None,
        )
        for lead in page if lead.person_id in called
    ]  # fmt: skip


# Lists as a filter of leads


def among(list_id: str, some: Sequence[Lead], caller: Caller) -> set[str]:
    """Which of these leads are on the list, by their ids: of its persons, or such as its rule says. Of a list that the caller does not know, none."""
    try:
        found = list_for(list_id, caller)
    except NotFound:
        return set()
    return _among(found, some, caller)


def lists_of(lead: Lead, caller: Caller) -> shapes.ListsOfLead:
    """What the caller may know of: the lists that the person was put on, and those whose rule fits this lead."""
    put_on = {one.list_id for one in Membership.of_person(lead.person_id)}
    marks = contacts.marks([lead.person_id])
    known = [one for one in lists_for(caller) if one.id in put_on or (not one.is_by_hand and _segment(one, caller).fitting([lead], marks))]
    return shapes.ListsOfLead(items=[shapes.ListOfLead(id=one.id, name=one.name, by_hand=one.is_by_hand) for one in known])


def _among(found: MarketingList, some: Sequence[Lead], caller: Caller) -> set[str]:
    if not found.is_by_hand:
        return _segment(found, caller).fitting(some)
    there = {person for person, one in Membership.among((lead.person_id for lead in some), found.id).items() if one.is_on}
    return {lead.id for lead in some if lead.person_id in there}


def _segment(found: MarketingList, caller: Caller) -> Segment:
    return Segment(shapes.Rule.model_validate(found.rule), found.centre, caller)
