"""Why can't I call now? Everything that stands in the way of a call to a lead's person, when it ends, and what to do meanwhile.

The opt-in gate, the person's agreement, the list of numbers that nobody calls, the legal hours, tries and refusals of the person's country
(`law.py`). The lead page shows the answer; whatever dials asks `expect` first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any

from dateutil.tz import gettz  # type: ignore[import-untyped]  # as in forms: a Lambda may lack a table of zones

from chalicelib.calls import law, queries, shapes
from chalicelib.calls.law import LAWS, PERIOD_DAYS, Law
from chalicelib.calls.outcomes import CentreOutcomes
from chalicelib.calls.reports import phone_of
from chalicelib.contacts import queries as contacts
from chalicelib.forms import queries as forms
from chalicelib.forms.queries import PHONE_CONSENT
from chalicelib.foundation import clock
from chalicelib.foundation.asked import language
from chalicelib.foundation.errors import Conflict
from chalicelib.foundation.records import TraceRecord
from chalicelib.identity import queries as identity
from chalicelib.identity.shapes import OpeningHours
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.leads.shapes import moment

A_DAY_MS = 24 * 3600 * 1000
LOOKED_BACK_DAYS = max(PERIOD_DAYS, *(one.cool_off_days or 0 for one in LAWS.values()))
OUTCOMES = frozenset({"LeadCallbackPlanned", "LeadNotReached", "LeadConfirmed", "LeadRejected", "LeadUnreachable"})
REFUSALS = frozenset({"not_interested", "refused_consent"})
EARLY, LATE = timedelta(minutes=15), timedelta(hours=2)
"""Around the moment that a person asked to be called at, the call is their own wish."""


class CallNotAllowed(Conflict):
    fr = "Aucun appel n'est possible maintenant. {why}"
    en = "No call is possible now. {why}"


@dataclass(frozen=True)
class Obstacle:
    """`code` is stable; `values` fill its sentences. `until`: when it ends by itself (ms). `blocks`: False for what one should only know."""

    code: str
    until: int | None = None
    blocks: bool = True
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Permission:
    """`country`: None where the number does not tell. `zone`: the clock that the person lives by, as far as is known. `hours`: in which the law
    lets one call; `again_at` (ms): from when on it lets one try again, if this minute's call is one more; None where no law says so.
    `centre`: what the lead's centre says of its calls, which was asked for it.
    """

    obstacles: tuple[Obstacle, ...]
    country: str | None
    zone: str
    at: int
    hours: OpeningHours | None
    again_at: int | None
    centre: CentreOutcomes

    @property
    def is_given(self) -> bool:
        return not any(one.blocks for one in self.obstacles)

    @property
    def begins_at(self) -> int | None:
        """When a call may be made, if nothing else happens meanwhile; None where only somebody's doing helps."""
        ends = [one.until for one in self.obstacles if one.blocks]
        return None if None in ends else max((end for end in ends if end is not None), default=self.at)


def permission(lead: Lead) -> Permission:
    """Whether its person may be called this minute, and all that stands in the way."""
    details = contacts.details(lead.person_id)
    return weighed(lead, details)


def expect(lead: Lead) -> None:
    """Before anything dials. Raises `CallNotAllowed`, which says why, until when, and what to do."""
    asked = permission(lead)
    if not asked.is_given:
        said = [one for one in asked.obstacles if one.blocks]
        raise CallNotAllowed(why=" ".join(in_words(one, asked.zone) + " " + remedy(one, asked.zone) for one in said))


def weighed(lead: Lead, details: dict[str, Any]) -> Permission:
    """The same of a lead whose person's details are opened already."""
    question = _Question(lead, details, clock.now())
    found = [obstacle for look in LOOKS for obstacle in look(question)]
    return Permission(
        tuple(found), question.country, question.zone_name, clock.to_ms(question.at), question.hours, _again_at(question), question.centre
    )


@dataclass(frozen=True)
class _Question:
    lead: Lead
    details: dict[str, Any]
    at: datetime

    @cached_property
    def phone(self) -> str | None:
        return phone_of(self.lead, self.details)

    @cached_property
    def country(self) -> str | None:
        return self._place[0] if self._place else None

    @cached_property
    def zone_name(self) -> str:
        """The company's own clock where the number does not say: its forms are in that country."""
        return (self._place and self._place[1]) or identity.tenant().timezone

    @cached_property
    def _place(self) -> tuple[str, str | None] | None:
        return law.whereabouts(self.phone) if self.phone else None

    @cached_property
    def zone(self) -> tzinfo:
        zone: tzinfo = gettz(self.zone_name)
        return zone

    @cached_property
    def law(self) -> Law | None:
        return law.LAWS.get(self.country) if self.country else None

    @cached_property
    def has_not_agreed(self) -> bool:
        """Whoever was asked apart and did not tick may be written to, not called."""
        edition = forms.edition(self.lead.form, int(self.lead.form_version))
        return bool(edition and edition.phone_consent) and not self._request["answers"].get(PHONE_CONSENT)

    @cached_property
    def is_wished(self) -> bool:
        """The person asked to be called at about this time."""
        if not self.lead.is_wished:
            return False
        agreed = clock.from_ms(int(self.lead.callback_at))
        return agreed - EARLY <= self.at <= agreed + LATE

    @cached_property
    def centre(self) -> CentreOutcomes:
        return queries.outcomes_of(self.lead.centre)

    @cached_property
    def protects(self) -> Law | None:
        """The law, where the centre calls people whom it protects."""
        return self.law if self.centre.clientele == "consumers" else None

    @cached_property
    def hours(self) -> OpeningHours | None:
        """In which the law lets one call; None where it protects nobody here, or names none."""
        return law.hours(str(self.country), self.zone_name, self.at.astimezone(self.zone).year) if self.protects else None

    @cached_property
    def made(self) -> list[int]:
        """When the person was called within the period that laws count in (ms)."""
        return [at for at in tried(self.history) if at > clock.to_ms(self.at) - PERIOD_DAYS * A_DAY_MS]

    @cached_property
    def history(self) -> list[TraceRecord]:
        """What happened, as long as any law looks back, to everybody who is known under the number."""
        since = clock.to_ms(self.at) - LOOKED_BACK_DAYS * A_DAY_MS
        people = {self.lead.person_id, *(contacts.known_by_phone(self.phone) if self.phone else ())}
        return sorted((row for person in people for row in leads.happened(person, since)), key=lambda row: int(row.at))

    @property
    def _request(self) -> dict[str, Any]:
        request: dict[str, Any] = self.details["requests"][str(self.lead.number)]
        return request


def _gate(question: _Question) -> Iterator[Obstacle]:
    if not question.lead.may_be_called:
        yield Obstacle("email_not_confirmed")


def _agreement(question: _Question) -> Iterator[Obstacle]:
    if question.has_not_agreed:
        yield Obstacle("not_agreed")


def _number(question: _Question) -> Iterator[Obstacle]:
    if question.phone is None:
        yield Obstacle("no_phone")


def _end(question: _Question) -> Iterator[Obstacle]:
    if question.lead.state in Lead.CLOSED and question.lead.may_be_called:
        yield Obstacle("closed")


def _blocked(question: _Question) -> Iterator[Obstacle]:
    since = contacts.blocked_since(question.phone) if question.phone else None
    if since is not None:
        yield Obstacle("do_not_call", values={"since": since})


def _hours(question: _Question) -> Iterator[Obstacle]:
    if question.phone is None:
        return
    if question.law is None or not question.law.names_hours:
        yield Obstacle("hours_unknown", blocks=False, values={"country": question.country})
        return
    hours = question.hours
    if hours is None or hours.is_open(question.at):
        return
    if question.is_wished:
        yield Obstacle("wished", blocks=False)
        return
    opens = hours.opens_at(question.at)
    yield Obstacle("hours", until=clock.to_ms(opens) if opens else None, values={"country": question.country, "at": clock.to_ms(question.at)})


def _refusal(question: _Question) -> Iterator[Obstacle]:
    """Whoever asks again after a refusal, by a form, is called."""
    days = question.protects.cool_off_days if question.protects else None
    if days is None:
        return
    refused = [int(row.at) for row in question.history if row.t == "LeadRejected" and row.data.get("reason") in REFUSALS]
    if refused and refused[-1] >= question.lead.ready_since:
        ends = refused[-1] + days * A_DAY_MS
        if ends > clock.to_ms(question.at):
            yield Obstacle("refused", until=ends, values={"since": refused[-1], "days": days})


def _tries(question: _Question) -> Iterator[Obstacle]:
    most = question.protects.tries if question.protects else None
    if most is None or question.is_wished:
        return
    if len(question.made) >= most:
        until = question.made[-most] + PERIOD_DAYS * A_DAY_MS
        yield Obstacle("tries", until=until, values={"count": len(question.made), "most": most, "period": PERIOD_DAYS})


def _again_at(question: _Question) -> int | None:
    most = question.protects.tries if question.protects else None
    if most is None or len(question.made) < most - 1:
        return None
    return question.made[1 - most] + PERIOD_DAYS * A_DAY_MS


def _gap(question: _Question) -> Iterator[Obstacle]:
    until = question.lead.not_before
    if question.lead.callback_at and question.lead.is_retry and until and until > clock.to_ms(question.at):
        yield Obstacle("too_soon", until=int(until))


def tried(history: Sequence[TraceRecord]) -> list[int]:
    """When a person was called, as the history tells it: a call that was placed, and the outcome that an agent wrote of it, are one."""
    made: list[int] = []
    placed: set[str] = set()
    for row in history:
        lead_id = row.data.get("lead_id", "")
        if row.t == "CallPlaced":
            made.append(int(row.at))
            placed.add(lead_id)
        elif row.t in OUTCOMES:
            if lead_id not in placed:
                made.append(int(row.at))
            placed.discard(lead_id)
    return made


Look = Callable[[_Question], Iterator[Obstacle]]
LOOKS: Sequence[Look] = (_gate, _agreement, _number, _blocked, _end, _refusal, _tries, _hours, _gap)


# In words

FR = {
    "email_not_confirmed": "L'adresse e-mail n'est pas encore confirmée.",
    "not_agreed": "La personne n'a pas accepté d'être appelée.",
    "no_phone": "Aucun numéro de téléphone n'est connu.",
    "closed": "Le lead est clos.",
    "do_not_call": "Ce numéro n'est plus à appeler depuis le {since}.",
    "refused": "La personne a refusé le {since} : la loi impose {days} jours sans appel.",
    "tries": "{count} appels en {period} jours : la loi en permet {most}.",
    "too_soon": "Le dernier essai est trop récent.",
    "hours": "Hors des heures légales d'appel ({country}) : il est {at} chez la personne.",
    "hours_unknown": "Aucune heure légale d'appel n'est connue pour ce pays ({country}).",
    "wished": "Rappel demandé par la personne : les heures légales ne s'y opposent pas.",
}
FR_REMEDY = {
    "email_not_confirmed": "Renvoyez le lien de confirmation, ou faites confirmer l'adresse par un responsable.",
    "not_agreed": "Écrivez-lui : un appel demande un nouvel accord.",
    "no_phone": "Demandez-le par e-mail.",
    "closed": "Un responsable peut le rouvrir.",
    "do_not_call": "Rejetez le lead ; un responsable peut lever l'interdiction si la personne le demande.",
    "refused": "N'appelez pas avant {until}.",
    "tries": "N'appelez pas avant {until}, sauf rappel demandé par la personne.",
    "too_soon": "Attendez {until}.",
    "hours": "Appelez à partir de {until}.",
    "hours_unknown": "Appelez aux heures de bureau, chez la personne.",
    "wished": "Appelez à l'heure convenue.",
}
EN = {
    "email_not_confirmed": "The e-mail address is not confirmed yet.",
    "not_agreed": "The person has not agreed to be called.",
    "no_phone": "No telephone number is known.",
    "closed": "The lead is closed.",
    "do_not_call": "This number is not to be called any more, since {since}.",
    "refused": "The person refused on {since}: the law asks for {days} days without a call.",
    "tries": "{count} calls in {period} days: the law allows {most}.",
    "too_soon": "The last try was a moment ago.",
    "hours": "Outside the legal calling hours ({country}): it is {at} where the person lives.",
    "hours_unknown": "No legal calling hours are known for this country ({country}).",
    "wished": "The person asked for this callback: the legal hours do not stand in its way.",
}
EN_REMEDY = {
    "email_not_confirmed": "Send the confirmation link again, or have a manager confirm the address.",
    "not_agreed": "Write instead: a call needs a new agreement.",
    "no_phone": "Ask for it by e-mail.",
    "closed": "A manager can reopen it.",
    "do_not_call": "Reject the lead; a manager may lift the block if the person asks for it.",
    "refused": "Do not call before {until}.",
    "tries": "Do not call before {until}, unless the person asks to be called back.",
    "too_soon": "Wait until {until}.",
    "hours": "Call from {until} on.",
    "hours_unknown": "Call in office hours, where the person lives.",
    "wished": "Call at the time agreed.",
}
DAYS = {"fr": "lundi mardi mercredi jeudi vendredi samedi dimanche", "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"}
UNKNOWN = {"fr": "pays inconnu", "en": "unknown country"}


def in_words(obstacle: Obstacle, zone: str) -> str:
    """What stands in the way, in the reader's language."""
    return (EN if language() == "en" else FR)[obstacle.code].format(**_values(obstacle, zone))


def shown(given: Permission) -> shapes.CallPermission:
    """As the page of a lead shows it; `law`: where the rules of the person's country stand, and when somebody last looked."""
    known = law.LAWS.get(given.country) if given.country else None
    return shapes.CallPermission(
        allowed=given.is_given, begins_at=moment(given.begins_at), country=given.country, zone=given.zone,
        law=f"{known.source} ({known.seen})" if known else None,
        obstacles=[
            shapes.CallObstacle(
                code=one.code, says=in_words(one, given.zone), remedy=remedy(one, given.zone), until=moment(one.until), blocks=one.blocks
            )
            for one in given.obstacles
        ],
    )  # fmt: skip


def remedy(obstacle: Obstacle, zone: str) -> str:
    """What to do about it."""
    return (EN_REMEDY if language() == "en" else FR_REMEDY)[obstacle.code].format(**_values(obstacle, zone))


def _values(obstacle: Obstacle, zone: str) -> dict[str, Any]:
    said = dict(obstacle.values)
    if "country" in said:
        said["country"] = _country(said["country"])
    if "at" in said:
        said["at"] = f"{_there(said['at'], zone):%H:%M}"
    if "since" in said:
        said["since"] = f"{_there(said['since'], zone):%d/%m/%Y}"
    return said | {"until": _moment(obstacle.until, zone) if obstacle.until else ""}


def _country(code: str | None) -> str:
    known = law.LAWS.get(code) if code else None
    return (known.en if language() == "en" else known.fr) if known else UNKNOWN[language()]


def _moment(ms: int, zone: str) -> str:
    """On Monday 23/11 at 10:00, by the person's clock."""
    at = _there(ms, zone)
    return f"{DAYS[language()].split()[at.weekday()]} {at:%d/%m} {at:%H:%M}"


def _there(ms: int, zone: str) -> datetime:
    return clock.from_ms(ms).astimezone(gettz(zone))
