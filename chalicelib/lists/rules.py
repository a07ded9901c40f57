"""Whether a lead fits a rule. Pure: whoever asks has read the lead, and the tags of its person where the rule is about tags."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta, tzinfo

from chalicelib.foundation import clock
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.lists.shapes import Condition, Rule

Tags = Collection[str]


def fits(rule: Rule, lead: Lead, tags: Tags, zone: tzinfo) -> bool:
    """`zone`: whose days are meant."""
    combine = all if rule.match == "all" else any
    return combine(_holds(one, lead, tags, zone) for one in rule.conditions)


def asks_for_tags(rule: Rule) -> bool:
    return any(one.about == "tag" for one in rule.conditions)


def first_day(rule: Rule) -> date | None:
    """The day (of UTC) before which no lead can fit; None where the rule says nothing of it."""
    if rule.match == "any":
        return None
    # A day of the company's may begin a day earlier or later than that of UTC.
    days = [one.since - timedelta(days=1) for one in rule.conditions if one.about == "received" and not one.negated and one.since]
    spans = [one.days for one in rule.conditions if one.about == "received" and not one.negated and one.days]
    days += [(clock.now() - timedelta(days=span)).date() for span in spans]
    return max(days, default=None)


def _holds(condition: Condition, lead: Lead, tags: Tags, zone: tzinfo) -> bool:
    return HOLDS[condition.about](condition, lead, tags, zone) != condition.negated


def _is_received(condition: Condition, lead: Lead, _: Tags, zone: tzinfo) -> bool:
    at = clock.from_ms(int(lead.opened_at))
    day = at.astimezone(zone).date()
    recent = condition.days is None or at >= clock.now() - timedelta(days=condition.days)
    return recent and (condition.since or day) <= day <= (condition.until or day)


HOLDS: dict[str, Callable[[Condition, Lead, Tags, tzinfo], bool]] = {
    "tag": lambda condition, _, tags, __: not set(condition.values).isdisjoint(tags),
    "form": lambda condition, lead, *_: lead.form in condition.values,
    "stage": lambda condition, lead, *_: leads.stage_of(lead) in condition.values,
    "state": lambda condition, lead, *_: lead.state in condition.values,
    "centre": lambda condition, lead, *_: lead.centre in condition.values,
    "received": _is_received,
}
