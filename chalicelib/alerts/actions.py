from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from chalicelib.alerts import queries, shapes, watching
from chalicelib.alerts.models import Alert, Reader, RuleBook, Watch
from chalicelib.alerts.watching import Cause, Scene
from chalicelib.distribution import queries as distribution
from chalicelib.foundation import clock
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, Conflict, NotFound, VersionLapsed
from chalicelib.foundation.log import log
from chalicelib.identity import queries as identity
from chalicelib.identity.shapes import Centre
from chalicelib.leads import queries as leads
from chalicelib.team import queries as team
from chalicelib.telephony import queries as telephony

LOOKED_EVERY = timedelta(minutes=2)
CLOSED_AT_MOST = timedelta(days=1)
"""A centre that opens sooner than it had said is looked at all the same."""
ACTS_SOUGHT = timedelta(days=2)
HEAD = 20
"""So many of a pool are looked at; who was promised a call stands first in it."""
RAISED_AT_ONCE = 200
"""By one look. What is left comes with the next."""


# Settings


def keep_rules(centre_id: str, draft: shapes.AlertRulesDraft, caller: Caller, version: int | None) -> RuleBook:
    """What is watched in a centre from the next look on. Raises `VersionLapsed` when it was edited since `version`."""
    book = queries.rules_of(centre_id, caller)
    if version is not None and book.version != version:
        raise VersionLapsed
    book.keep(draft.rules)
    Watch.begin(centre_id)
    return book


def prefer(caller: Caller, draft: shapes.NoticeSettings) -> None:
    """How somebody wants to be told."""
    Reader.of(caller.id).prefer(muted=set(draft.muted), wants_mail=draft.mail, follows_centres=draft.centres)


def mark_read(caller: Caller, alert_ids: Iterable[str], until: datetime | None) -> None:
    """These were read, or all that came up to a moment. A repeat changes nothing."""
    reader = Reader.of(caller.id)
    if until:
        reader.mark_until(min(clock.to_ms(until), clock.now_ms()))
    else:
        reader.mark(alert_ids)


# The watch


def begin_watches() -> None:
    """Every centre is watched; those that are already stay as they are."""
    for centre in identity.centres():
        if not centre.closed_at and Watch.of(centre.id) is None:
            Watch.begin(centre.id)


def look(centre_id: str) -> None:
    """Raise what is late in a centre and end what is late no more, if it is time to look. Raises `Conflict` where another sweep looks.

    The next look is written first: a look that fails is made up for by the next one, which finds the same.
    """
    watch = Watch.of(centre_id)
    if watch is None or not watch.is_due:
        return
    try:
        centre = identity.centre(centre_id) if identity.is_open() else None
    except NotFound:
        centre = None
    if centre is None or centre.closed_at:
        for alert in Alert.raised_in(centre_id) if centre else ():
            _end(alert)
        watch.end()
        return
    now = clock.now()
    opens_at = centre.hours.opens_at(now) if centre.hours else now
    if opens_at == now:
        watch.look_again(clock.to_ms(now + LOOKED_EVERY))
        _reconcile(_scene(centre, now), RuleBook.of(centre_id))
    else:
        watch.look_again(clock.to_ms(min(opens_at or now + CLOSED_AT_MOST, now + CLOSED_AT_MOST)))


def _scene(centre: Centre, now: datetime) -> Scene:
    seats = distribution.seats(centre.id)
    agents = {lead_id: seat.agent_id for seat in seats for lead_id in seat.held or ()}
    held: dict[str, list[leads.Lead]] = {}
    for lead in leads.some(agents):
        agent = agents[lead.id]
        if lead.is_open_with(agent) and lead.centre == centre.id:
            held.setdefault(agent, []).append(lead)
    head = leads.waiting(centre.id, limit=HEAD)
    speaking = {one.agent_id for one in telephony.live(centre.id)}
    return Scene(
        centre, now, held, frozenset(seat.agent_id for seat in seats if seat.present) - speaking,
        oldest_since=min((lead.ready_since for lead in head), default=None),
        waiting=leads.count_waiting(centre.id) if head else 0,
        promised=[lead for lead in head if lead.carries_wish],
        last_act=lambda agent: team.last_act(agent, now - ACTS_SOUGHT),
    )  # fmt: skip


def _reconcile(scene: Scene, book: RuleBook) -> None:
    """What is raised becomes what is so. Said once each, however often it is found."""
    found = {Alert.place_of(cause): cause for cause in watching.causes(book.rules, scene)}
    raised = {alert.place: alert for alert in Alert.raised_in(scene.centre.id)}
    for place in raised.keys() - found.keys():
        _end(raised[place])
    new = [cause for place, cause in found.items() if place not in raised][:RAISED_AT_ONCE]
    count = sum(_raise(cause) for cause in new)
    if new or raised:
        log.info("centre_watched", centre=scene.centre.id, found=len(found), raised=count)


def _raise(cause: Cause) -> bool:
    try:
        return Alert.raise_(cause)
    except (AlreadyDone, Conflict):
        return False


def _end(alert: Alert) -> None:
    try:
        alert.end()
    except (AlreadyDone, Conflict):
        log.info("alert_lost_race", alert=alert.id)
