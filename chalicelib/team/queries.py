from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo

from dateutil.tz import gettz  # type: ignore[import-untyped]  # as in forms: a Lambda may lack a table of zones

from chalicelib.contacts import queries as contacts
from chalicelib.distribution import queries as distribution
from chalicelib.foundation import clock
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.records import TraceRecord, key
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.team import shapes
from chalicelib.telephony import queries as telephony

DAYS_SHOWN = 7
CALLBACKS_SHOWN = 8
SEEN_HOURS = 2
"""A stamp of who was seen may be an hour old, and a session a little older."""

OUTCOMES = {
    "LeadConfirmed": "confirmed", "LeadRejected": "rejected", "LeadCallbackPlanned": "callbacks",
    "LeadNotReached": "unanswered", "LeadUnreachable": "unanswered",
}  # fmt: skip
STEPS = {"LeadContacted": "contacted", "NoteWritten": "notes"}


@dataclass
class Done:
    """What somebody did over some time, by kind, and when they last did anything."""

    counts: Counter[str] = field(default_factory=Counter)
    last_at: int | None = None

    def note(self, kind: str, at: int) -> None:
        self.last_at = max(at, self.last_at or at)
        if kind in OUTCOMES:
            self.counts["handled"] += 1
        if word := OUTCOMES.get(kind) or STEPS.get(kind):
            self.counts[word] += 1

    @property
    def figures(self) -> shapes.Figures:
        return shapes.Figures.model_validate({name: self.counts[name] for name in shapes.Figures.model_fields})


def wall(centre_id: str, caller: Caller) -> shapes.Wall:
    """Who is there, what waits, and what was done today. Raises `NotFound` for a centre that the caller does not manage."""
    seats = distribution.roster(centre_id, caller)
    centre, names = identity.centre(centre_id), identity.names({seat.agent_id for seat in seats})
    seen = _seen_today(centre_id)
    on_call = {one.agent_id: one.since for one in telephony.live(centre_id)}
    pauses = distribution.pause_names(centre_id)
    agents = [
        shapes.AgentAtWork(
            agent_id=seat.agent_id, name=names.get(seat.agent_id, ""), present=seat.present, since=_moment(seat.since),
            pause=None if seat.present else seat.pause, pause_name=None if seat.present else pauses.get(seat.pause or ""),
            on_call_since=_moment(on_call.get(seat.agent_id)), held=seat.load, capacity=int(seat.capacity), last_at=_moment(done.last_at),
            today=done.figures,
        )
        for seat in seats
        for done in [done_today(seat.agent_id) if seat.agent_id in seen else Done()]
    ]  # fmt: skip
    oldest = leads.oldest_waiting(centre_id)
    return shapes.Wall(
        centre_id=centre_id, name=centre.name, is_open=centre.is_open, opens_at=centre.opens_at, waiting=leads.count_waiting(centre_id),
        oldest_at=clock.iso(oldest.ready_since) if oldest else None, today=_together(one.today for one in agents), agents=agents,
        at=clock.iso(clock.now_ms()),
    )  # fmt: skip


def _moment(ms: float | None) -> str | None:
    return None if ms is None else clock.iso(int(ms))


def _together(figures: Iterable[shapes.Figures]) -> shapes.Figures:
    every = list(figures)
    return shapes.Figures.model_validate({name: sum(getattr(one, name) for one in every) for name in shapes.Figures.model_fields})


def dashboard(caller: Caller) -> shapes.Dashboard:
    """The caller's own day."""
    mine = leads.in_hand(caller.id)
    days = _days(caller.id)
    return shapes.Dashboard(
        leads=_open(mine),
        waiting=leads.count_waiting(caller.centre) if caller.centre else 0,
        callbacks=_callbacks(mine),
        today=days[-1].figures,
        team=_average(caller.centre) if caller.centre else None,
        days=days,
    )


def _open(mine: list[Lead]) -> shapes.OpenLeads:
    states = Counter(lead.state for lead in mine)
    due = sum(lead.state == "callback" and not lead.waits_for_later for lead in mine)
    return shapes.OpenLeads(assigned=states["assigned"], in_progress=states["in_progress"], callback=states["callback"], due=due)


def _callbacks(mine: list[Lead]) -> list[shapes.CallbackAhead]:
    ahead = sorted((lead for lead in mine if lead.state == "callback"), key=lambda lead: lead.callback_at or 0)[:CALLBACKS_SHOWN]
    names = contacts.display_names(lead.person_id for lead in ahead)
    return [
        shapes.CallbackAhead(
            lead_id=lead.id, name=names.get(lead.person_id, ""), at=clock.iso(int(lead.callback_at or 0)), is_due=not lead.waits_for_later
        )
        for lead in ahead
    ]


def _average(centre_id: str) -> shapes.Average:
    """Nobody's own figures: an agent reads how the team does, not who does what."""
    done = [found for agent in sorted(_seen_today(centre_id)) if (found := done_today(agent)).last_at]
    several = max(len(done), 1)
    means = {name: round(sum(one.counts[name] for one in done) / several, 1) for name in ("handled", "contacted", "confirmed")}
    return shapes.Average.model_validate({"agents": len(done)} | means)


def _seen_today(centre_id: str) -> set[str]:
    """The agents of a centre who may have done something since midnight. Nobody else's history is read."""
    since = clock.iso(clock.to_ms(_midnight() - timedelta(hours=SEEN_HOURS)))
    return {one.id for one in identity.users_of(centre_id) if one.last_seen_at and one.last_seen_at >= since}


def _days(user_id: str) -> list[shapes.DayOfWork]:
    """The last week, today last."""
    zone, midnight = _zone(), _midnight()
    dates = [midnight.date() - timedelta(days=back) for back in reversed(range(DAYS_SHOWN))]
    by_date = {date: Done() for date in dates}
    for kind, at in _acts(user_id, datetime.combine(dates[0], time(), zone)):
        if found := by_date.get(clock.from_ms(at).astimezone(zone).date()):
            found.note(kind, at)
    return [shapes.DayOfWork(day=date.isoformat(), today=date == dates[-1], figures=done.figures) for date, done in by_date.items()]


def done_today(user_id: str) -> Done:
    """Since midnight in the company."""
    done = Done()
    for kind, at in _acts(user_id, _midnight()):
        done.note(kind, at)
    return done


def _acts(user_id: str, since: datetime) -> Iterable[tuple[str, int]]:
    """What somebody did, as kind and moment (ms). The history keeps it by days of UTC: one small query for each that it touches."""
    first, last = since.astimezone(clock.now().tzinfo).date(), clock.now().date()
    start = clock.sortable(clock.to_ms(since))
    for ahead in range((last - first).days + 1):
        day = key("Y", user_id, f"{first + timedelta(days=ahead):%Y%m%d}")
        for row in TraceRecord.actor.query(day, TraceRecord.ay >= start):
            yield row.t, int(row.ay, 16)


def last_act(user_id: str, since: datetime) -> int | None:
    """When somebody last did something, not before `since`: one query, or two around midnight of UTC."""
    start = clock.sortable(clock.to_ms(since))
    day = clock.now().date()
    while day >= since.astimezone(clock.now().tzinfo).date():
        found = list(TraceRecord.actor.query(key("Y", user_id, f"{day:%Y%m%d}"), TraceRecord.ay >= start, scan_index_forward=False, limit=1))
        if found:
            return int(found[0].ay, 16)
        day -= timedelta(days=1)
    return None


def _zone() -> tzinfo:
    zone: tzinfo = gettz(identity.tenant().timezone)
    return zone


def _midnight() -> datetime:
    zone = _zone()
    return datetime.combine(clock.now().astimezone(zone).date(), time(), zone)
