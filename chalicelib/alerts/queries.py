from __future__ import annotations

from collections.abc import Iterable

from chalicelib.alerts import shapes, watching
from chalicelib.alerts.models import COMPANY, Alert, Reader, RuleBook
from chalicelib.alerts.words import Names, said
from chalicelib.contacts import queries as contacts
from chalicelib.foundation import clock
from chalicelib.foundation.asked import language
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotFound
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads

RAISED_SHOWN, OVER_SHOWN = 100, 20


def rules_of(centre_id: str, caller: Caller) -> RuleBook:
    """Raises `NotFound` for a centre that the caller does not manage."""
    if not caller.may_reach("leads.manage", centre=centre_id, owner=None):
        raise NotFound
    identity.centre(centre_id)
    return RuleBook.of(centre_id)


def settings(caller: Caller) -> shapes.NoticeSettings:
    reader = Reader.of(caller.id)
    return shapes.NoticeSettings.model_validate({"mail": reader.wants_mail, "muted": sorted(reader.muted or ()), "centres": reader.follows_centres})


def notices(caller: Caller) -> shapes.Notices:
    """What the caller should know now, whatever is late longest first, and what is over lately."""
    reader, at = Reader.of(caller.id), clock.now_ms()
    desks = _desks(caller, reader)
    raised = [one for desk in desks for one in Alert.of_desk(desk, raised=True, limit=RAISED_SHOWN)]
    ended = [one for desk in desks for one in Alert.of_desk(desk, raised=False, limit=OVER_SHOWN)]
    wanted = [alert for alert in raised + ended if alert.kind not in (reader.muted or ())]
    found = {lead.id: lead for lead in leads.some(alert.lead for alert in wanted if alert.lead)}
    late = [alert for alert in wanted if alert.state == "raised" and _is_still_so(alert, found)]
    over = [alert for alert in wanted if alert.state == "over"]
    shown = sorted(late, key=lambda one: one.since)[:RAISED_SHOWN] + sorted(over, key=lambda one: -int(one.ended_at or 0))[:OVER_SHOWN]
    names = names_of(shown)
    items = [_notice(alert, names, is_new=alert.state == "raised" and not reader.has_read(alert)) for alert in shown]
    return shapes.Notices(items=items, unread=sum(item.unread for item in items), at=clock.iso(at))


def _desks(caller: Caller, reader: Reader) -> list[str]:
    """Whose notices they read: their own, and those of what they manage."""
    reach = caller.reach("leads.manage")
    if reach == "all":
        return [caller.id, COMPANY, *([centre.id for centre in identity.centres()] if reader.follows_centres else [])]
    return [caller.id, caller.centre] if reach == "centre" and caller.centre else [caller.id]


def _is_still_so(alert: Alert, found: dict[str, leads.Lead]) -> bool:
    return alert.lead is None or watching.is_still_so(alert.kind, found.get(alert.lead), alert.agent)


def names_of(alerts: Iterable[Alert]) -> Names:
    """What everybody and everything that the alerts speak of is called."""
    every = list(alerts)
    persons = {alert.lead: alert.lead.partition(".")[0] for alert in every if alert.lead}
    called = contacts.display_names(persons.values()) if persons else {}
    return Names(
        persons={lead: called.get(person, "") for lead, person in persons.items()},
        agents=identity.names({alert.agent for alert in every if alert.agent}),
        centres={centre.id: centre.name for centre in identity.centres()} if every else {},
    )


def _notice(alert: Alert, names: Names, *, is_new: bool) -> shapes.Notice:
    title, detail = said(alert, names, language())
    return shapes.Notice(
        id=alert.id, kind=alert.kind, audience=alert.audience, title=title, detail=detail, since_at=clock.iso(int(alert.since)),
        raised_at=clock.iso(int(alert.raised_at)), ended_at=clock.iso(int(alert.ended_at)) if alert.ended_at else None, unread=is_new,
        lead_id=alert.lead, agent_id=alert.agent, centre_id=alert.centre,
    )  # fmt: skip
