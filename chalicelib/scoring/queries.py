from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

from dateutil.tz import gettz  # type: ignore[import-untyped]  # as in forms: a Lambda may lack a table of zones

from chalicelib.activities import queries as activities
from chalicelib.calls import filters, listing
from chalicelib.calls.rows import rows as rows_of_leads
from chalicelib.contacts import queries as contacts
from chalicelib.foundation import clock, cursors, ids
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import BadRequest
from chalicelib.foundation.records import key
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Chosen, Lead
from chalicelib.scoring import shapes, standing, warmth
from chalicelib.scoring.models.labels import NOBODY, Figures, Label, LeadLabel
from chalicelib.scoring.models.rules import Rules

LEADS_AT_ONCE = 100
DAYS_SHOWN = 30
LABELS = ("positive", "negative", "partial", "unclassified")


def rules(kept: Rules) -> shapes.NoteReading:
    return shapes.NoteReading.model_validate({
        "is_on": kept.is_on, "engine": kept.engine, "asks": kept.asks, "model": kept.model, "daily": int(kept.daily), "key_end": kept.key_end,
        "asked_today": kept.asked_today, "run_at": _moment(kept.run_at), "read_to": _moment(kept.read_to), "trouble": kept.trouble,
        "trouble_at": _moment(kept.trouble_at),
    })  # fmt: skip


def of_lead(lead_id: str, caller: Caller) -> shapes.LeadReading:
    """How warm it is and why, and what its notes were read as. Raises `NotFound` for one that the caller may not see."""
    lead = leads.visible(lead_id, caller, "leads.read")
    labels = sorted((one for one in Label.of_person(lead.person_id) if one.lead_id == lead.id), key=lambda one: -one.at)
    names = _names(labels)
    return shapes.LeadReading(
        warmth=_shown(standing.measured(lead, standing.said(labels).values())),
        labels=[shapes.NoteLabel.model_validate(_said(one, names)) for one in labels],
        is_on=Rules.here().is_on,
    )


def _shown(found: warmth.Warmth) -> shapes.Warmth:
    points = [{"code": one.code, "points": one.points, "times": one.times, "at": _moment(one.at)} for one in found.points]
    return shapes.Warmth.model_validate({"score": found.score, "level": found.level, "points": points})


def of_leads(asked: shapes.LeadsAsked, caller: Caller) -> shapes.LeadLabels:
    """The label of the latest note of each of these leads, of those that the caller may see."""
    places = {place for one in asked.leads.split(",")[:LEADS_AT_ONCE] if (place := ids.lead_key(one))}
    labels = LeadLabel.of_leads(sorted(places))
    seen = {(lead.person_id, lead.number) for lead in leads.seen(labels, caller)}
    return shapes.LeadLabels(
        items=[
            shapes.LeadLabel.model_validate({"lead_id": ids.lead_id(*place), "label": labels[place].label, "score": labels[place].score})
            for place in sorted(seen)
        ]
    )


def by_score(query: shapes.ScoredQuery, caller: Caller) -> shapes.ScoredLeads:
    """The leads of which a note was read, from the warmest down, of those that the caller may see and asks for. A page may be short, even empty, and
    still have a cursor.
    """
    fits, among = listing.wanted(query, caller), filters.among(query.tag_id, query.list_id, caller)
    least, most = warmth.LEVELS.get(query.level or "", (0, 100))
    places = LeadLabel.by_score(query.label, least, most, _position(query.cursor))
    ends = time.monotonic() + listing.PATIENCE
    found: list[tuple[Lead, LeadLabel]] = []
    while some := list(islice(places, LEADS_AT_ONCE)):
        for place, lead, kept in _with_their_leads(some, fits, among):
            if lead:
                found.append((lead, kept))
            if len(found) == query.limit:
                return shapes.ScoredLeads(items=_scored(found), cursor=cursors.encode(place))
        if time.monotonic() > ends:
            return shapes.ScoredLeads(items=_scored(found), cursor=cursors.encode(some[-1][0]))
    return shapes.ScoredLeads(items=_scored(found), cursor=None)


def _with_their_leads(
    places: list[tuple[str, tuple[str, int]]], fits: Callable[[Lead], bool], among: Chosen | None
) -> Iterator[tuple[str, Lead | None, LeadLabel]]:
    """In the order of their scores: None for a lead that is not wanted. What changed since the index was read stands by its new score."""
    labels = LeadLabel.of_leads([lead for _, lead in places])
    hydrated = leads.hydrated({(key("P", person), f"L#{number}") for _, (person, number) in places})
    known = {(lead.person_id, lead.number): lead for lead in hydrated.values() if fits(lead)}
    chosen = among(list(known.values())) if among else {lead.id for lead in known.values()}
    for place, of in places:
        if (kept := labels.get(of)) and kept.score is not None:
            lead = known.get(of)
            yield place, lead if lead and lead.id in chosen else None, kept


def _scored(found: list[tuple[Lead, LeadLabel]]) -> list[shapes.ScoredLead]:
    return [
        shapes.ScoredLead.model_validate(
            row.model_dump() | {"label": kept.label, "score": int(kept.score), "scored_at": clock.iso(int(kept.scored_at))}
        )
        for row, (_, kept) in zip(rows_of_leads([lead for lead, _ in found]), found, strict=True)
    ]


def report(query: shapes.NoteReportQuery, caller: Caller) -> shapes.NoteReport:
    """Counts of a period, of the centres and the authors that the caller may read of."""
    may_see = _sight(caller, query.centre_id)
    last = query.last or _today()
    first = query.first or last - timedelta(days=DAYS_SHOWN - 1)
    days: dict[str, Counter[str]] = {}
    agents: dict[str, Counter[str]] = {}
    verdicts: Counter[tuple[str, str]] = Counter()
    for day, centre, counts in Figures.between(_day(first), _day(last)):
        for name, number in counts.items():
            *judged, who, label = name.split("|")
            if judged:
                if may_see(centre, None):
                    verdicts[who, label] += number
            elif may_see(centre, who):
                days.setdefault(day, Counter())[label] += number
                agents.setdefault(who, Counter())[label] += number
    return _summed(days, agents, verdicts)


def _summed(days: dict[str, Counter[str]], agents: dict[str, Counter[str]], verdicts: Counter[tuple[str, str]]) -> shapes.NoteReport:
    names = identity.names(set(agents))
    total = sum(days.values(), Counter[str]())
    judged = [(read_as, said_as, notes) for (read_as, said_as), notes in sorted(verdicts.items()) if notes]
    return shapes.NoteReport.model_validate({
        "total": {label: total[label] for label in LABELS},
        "items": [{"day": f"{day[:4]}-{day[4:6]}-{day[6:]}"} | {label: days[day][label] for label in LABELS} for day in sorted(days)],
        "agents": [
            {"agent_id": agent, "name": names.get(agent, "")} | {label: agents[agent][label] for label in LABELS}
            for agent in sorted(agents, key=lambda one: (-sum(agents[one].values()), one))
        ],
        "judged": sum(notes for _, _, notes in judged),
        "agreed": sum(notes for read_as, said_as, notes in judged if read_as == said_as),
        "verdicts": [{"read_as": read_as, "said_as": said_as, "notes": notes} for read_as, said_as, notes in judged],
    })  # fmt: skip


def rows(query: shapes.ReadNotesQuery, caller: Caller) -> shapes.NoteRows:
    """The notes behind a day's figures. A page may be short, even empty, and still have a cursor."""
    listed = Label.of_day(_day(query.day or _today()), _position(query.cursor), LEADS_AT_ONCE)
    kept = {(one.pk, one.sk): one for one in Label.batch_get([(pk, sk) for pk, sk, _ in listed])}
    may_see = _sight(caller, query.centre_id)
    wanted: list[Label] = []
    last: str | None = None
    for pk, sk, place in listed:
        one = kept.get((pk, sk))
        if one and may_see(one.centre or NOBODY, one.author) and query.label in {None, one.label} and query.agent_id in {None, one.author}:
            wanted.append(one)
        last = place
        if len(wanted) == query.limit:
            break
    more = len(listed) == LEADS_AT_ONCE or (last is not None and last != listed[-1][2])
    return shapes.NoteRows(items=_rows(wanted, caller), cursor=cursors.encode(last) if more and last else None)


def _rows(found: list[Label], caller: Caller) -> list[shapes.NoteRow]:
    """Those of leads that the caller may still see: whoever wrote a note counts it for ever, and reads it while the lead is theirs."""
    places = set(filter(None, (ids.lead_key(one.lead_id) for one in found)))
    seen = {lead.id for lead in leads.seen(places, caller)}
    persons = contacts.persons(one.person_id for one in found)
    names = _names(found)
    return [
        shapes.NoteRow.model_validate(
            _said(one, names)
            | {
                "lead_id": one.lead_id,
                "name": contacts.display_name(person.read()),
                "agent_name": names.get(one.author),
                "text": note.read(person.cipher),
            }
        )
        for one in found
        if one.lead_id in seen and (person := persons.get(one.person_id)) and person.salt and (note := activities.note(one.person_id, one.note_id))
    ]


def _sight(caller: Caller, centre_id: str | None) -> Callable[[str, str | None], bool]:
    """Whether somebody's figures in a centre may be read. Of one's own work only, nobody's word over others is."""

    def may_see(centre: str, author: str | None) -> bool:
        return centre_id in {None, centre} and caller.may_reach("leads.read", centre=centre, owner=author)

    return may_see


def _said(one: Label, names: dict[str, str]) -> dict[str, object]:
    by = (one.said_by or "").partition(":")[2]
    return {
        "note_id": one.note_id, "label": one.label, "read_as": one.read_as, "spans": one.spans or [], "engine": one.engine,
        "said_by": names.get(by, "") if one.said_by else None, "at": clock.iso(int(one.at)), "is_heard": bool(one.is_heard),
    }  # fmt: skip


def _names(labels: Iterable[Label]) -> dict[str, str]:
    return identity.names({who for one in labels for who in (one.author, (one.said_by or "").partition(":")[2]) if who})


def _position(cursor: str | None) -> str | None:
    if cursor is None:
        return None
    try:
        found = cursors.decode(cursor)
    except (TypeError, ValueError) as error:
        raise BadRequest(reason="cursor") from error
    if not isinstance(found, str) or not found:
        raise BadRequest(reason="cursor")
    return found


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _today() -> date:
    """Of the company's calendar."""
    return clock.now().astimezone(gettz(identity.tenant().timezone)).date()


def _moment(ms: float | None) -> str | None:
    return None if ms is None else clock.iso(int(ms))
