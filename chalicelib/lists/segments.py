"""Who is on a list by a rule: looked for among the leads, newest first, day by day, each time that somebody asks."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from dateutil.tz import gettz  # type: ignore[import-untyped]  # as in forms: a Lambda may lack a table of zones

from chalicelib.contacts import queries as contacts
from chalicelib.contacts.queries import Marks
from chalicelib.foundation.caller import Caller
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.lists import rules
from chalicelib.lists.shapes import Counted, Rule

PATIENCE = 3.0
"""Seconds that one request looks for persons whom a rule fits. Then it says how far it came."""
COUNTED_AT_ONCE = 2000
NO_MARKS = Marks(frozenset(), 1)


class Segment:
    """A rule over the leads that somebody may see, of one centre or of all."""

    def __init__(self, rule: Rule, centre: str | None, caller: Caller) -> None:
        self.rule, self.centre, self.caller = rule, centre, caller
        self._zone = gettz(identity.tenant().timezone)

    def fitting(self, some: Sequence[Lead], marks: Mapping[str, Marks] | None = None) -> set[str]:
        """Which of these leads fit, by their ids. `marks`: of their persons, where somebody has read them."""
        asked = [lead for lead in some if self._is_seen(lead)]
        if marks is None:
            marks = self._marks(asked) if rules.asks_for_tags(self.rule) else {}
        return {lead.id for lead in asked if self._fits(lead, marks)}

    def persons(self, some: Sequence[Lead]) -> set[str]:
        """Of these leads, the newest of each person that fits: whoever asked twice is one person."""
        asked = [lead for lead in some if self._is_seen(lead)]
        marks = self._marks(asked)
        found = [lead for lead in asked if lead.person_id in marks and self._fits(lead, marks)]
        return {lead.id for lead in found if marks[lead.person_id].requests == lead.number or self._is_newest(lead, marks)}

    def page(self, limit: int, cursor: str | None) -> tuple[list[Lead], str | None]:
        """Members, each by one lead. A page may be short, even empty, and still have a cursor."""
        ends, first = time.monotonic() + PATIENCE, rules.first_day(self.rule)
        return leads.newest(self._is_seen, limit=limit, cursor=cursor, ends=ends, among=self.persons, first=first)

    def count(self, cursor: str | None) -> Counted:
        found, reached = self.page(COUNTED_AT_ONCE, cursor)
        return Counted(count=len(found), cursor=reached, back_to=leads.reached(reached) if reached else None)

    def _is_seen(self, lead: Lead) -> bool:
        is_here = self.centre in {None, lead.centre}
        return is_here and lead.state != "erased" and self.caller.may_reach("leads.read", centre=lead.centre, owner=lead.agent)

    def _fits(self, lead: Lead, marks: Mapping[str, Marks]) -> bool:
        return rules.fits(self.rule, lead, marks.get(lead.person_id, NO_MARKS).tags, self._zone)

    def _is_newest(self, lead: Lead, marks: Mapping[str, Marks]) -> bool:
        later = (one for one in leads.leads_of(lead.person_id) if one.number > lead.number)
        return not any(self._is_seen(one) and self._fits(one, marks) for one in later)

    @staticmethod
    def _marks(some: Sequence[Lead]) -> dict[str, Marks]:
        return contacts.marks(lead.person_id for lead in some)
