"""When people may be called to be sold something, country by country, as data. What is not known is said not to be known.

Each rule names where it was read, and when somebody last looked. It is a guard rail, not legal advice: a company that knows better, or calls
professionals only, says so in the settings of its centre.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from chalicelib.calls.holidays import FRANCE, ITALY, SPAIN, Holidays
from chalicelib.identity.shapes import DayApart, OpeningHours, Span

Spans = tuple[tuple[str, str], ...]

A_DAY = timedelta(days=1)
PERIOD_DAYS = 30
"""Over which tries are counted, wherever a law counts them."""


@dataclass(frozen=True)
class Law:
    """What is known of one country. `hours`: None where no law or code that names hours is known.

    `tries`: calls in thirty days to one person; `cool_off_days`: after a refusal. `eves`: the hours of the day before a holiday.
    `source` and `seen` (year and month) say where that stands.
    """

    fr: str
    en: str
    source: str
    seen: str
    weekdays: Spans | None = None
    saturday: Spans = ()
    sunday: Spans = ()
    holidays: Holidays | None = None
    eves: Spans | None = None
    tries: int | None = None
    cool_off_days: int | None = None

    @property
    def names_hours(self) -> bool:
        return self.weekdays is not None


LAWS: dict[str, Law] = {
    "FR": Law(
        "France", "France", "Code de la consommation, art. D223-9 (décret 2022-1313), art. L223-1", "2026-11",
        weekdays=(("10:00", "13:00"), ("14:00", "20:00")), holidays=FRANCE, tries=4, cool_off_days=60,
    ),
    "ES": Law(
        "Espagne", "Spain", "Real Decreto Legislativo 1/2007, art. 96.2; national holidays only", "2026-11",
        weekdays=(("09:00", "21:00"),), holidays=SPAIN,
    ),
    "IT": Law(
        "Italie", "Italy", "Codice di condotta telemarketing e teleselling (Garante, G.U. 27.3.2024)", "2026-11",
        weekdays=(("09:00", "20:00"),), saturday=(("10:00", "19:00"),), holidays=ITALY, eves=(("10:00", "19:00"),),
    ),
    "CA": Law(
        "Canada", "Canada", "CRTC, Unsolicited Telecommunications Rules, Part III", "2026-11",
        weekdays=(("09:00", "21:30"),), saturday=(("10:00", "18:00"),), sunday=(("10:00", "18:00"),),
    ),
    "BE": Law("Belgique", "Belgium", "Code de droit économique, art. VI.111 à VI.114 : liste « Ne m'appelez plus », aucune heure nommée", "2026-11"),
    "CH": Law("Suisse", "Switzerland", "LCD, art. 3 al. 1 let. u et v : astérisque de l'annuaire, aucune heure nommée", "2026-11"),
    "LU": Law("Luxembourg", "Luxembourg", "Loi du 30 mai 2005, art. 11 : accord préalable, aucune heure nommée", "2026-11"),
    "DE": Law("Allemagne", "Germany", "UWG § 7 (2) Nr. 1, § 7a: consent beforehand and its proof, no hours named", "2026-11"),
    "GB": Law("Royaume-Uni", "United Kingdom", "PECR 2003, reg. 21: TPS register, no hours named", "2026-11"),
    "MA": Law("Maroc", "Morocco", "Lois 09-08 et 31-08 : accord préalable, aucune heure nommée", "2026-11"),
    "CI": Law("Côte d'Ivoire", "Côte d'Ivoire", "Loi 2013-450 (données personnelles) : accord préalable, aucune heure nommée", "2026-11"),
    "SN": Law("Sénégal", "Senegal", "Loi 2008-12 (données personnelles) : accord préalable, aucune heure nommée", "2026-11"),
}  # fmt: skip

CALLING_CODES: dict[str, tuple[str, str | None]] = {
    "+33": ("FR", "Europe/Paris"), "+262": ("FR", "Indian/Reunion"), "+262269": ("FR", "Indian/Mayotte"), "+262639": ("FR", "Indian/Mayotte"),
    "+590": ("FR", "America/Guadeloupe"), "+596": ("FR", "America/Martinique"), "+594": ("FR", "America/Cayenne"),
    "+508": ("FR", "America/Miquelon"),
    "+34": ("ES", "Europe/Madrid"), "+34822": ("ES", "Atlantic/Canary"), "+34828": ("ES", "Atlantic/Canary"),
    "+34922": ("ES", "Atlantic/Canary"), "+34928": ("ES", "Atlantic/Canary"),
    "+39": ("IT", "Europe/Rome"), "+32": ("BE", "Europe/Brussels"), "+41": ("CH", "Europe/Zurich"), "+352": ("LU", "Europe/Luxembourg"),
    "+49": ("DE", "Europe/Berlin"), "+44": ("GB", "Europe/London"), "+212": ("MA", "Africa/Casablanca"), "+225": ("CI", "Africa/Abidjan"),
    "+221": ("SN", "Africa/Dakar"),
}  # fmt: skip
CANADA: dict[str, str] = {
    "America/St_Johns": "709 879",
    "America/Halifax": "902 782 506 428",
    "America/Toronto": "416 437 647 942 905 289 365 742 519 226 548 382 613 343 753 705 249 683 514 438 263 450 579 354 418 581 367 819 873 468",
    "America/Winnipeg": "204 431 584",
    "America/Regina": "306 639 474",
    "America/Edmonton": "403 587 825 368 780",
    "America/Vancouver": "604 778 236 672 250",
}
"""Area codes by the clock that most of their people live by."""

CODES = CALLING_CODES | {f"+1{area}": ("CA", zone) for zone, areas in CANADA.items() for area in areas.split()}
LONGEST = max(map(len, CODES))


def whereabouts(phone: str) -> tuple[str, str | None] | None:
    """Country and time zone that a number (E.164) belongs to, as far as it says; None for a country that is not in the table."""
    return next((CODES[phone[:length]] for length in range(LONGEST, 1, -1) if phone[:length] in CODES), None)


@lru_cache(maxsize=128)
def hours(country: str, zone: str, year: int) -> OpeningHours | None:
    """When one may call there, by the clock of `zone`, in a year and the next; None where no hours are known."""
    law = LAWS.get(country)
    if law is None or law.weekdays is None:
        return None
    week = [*[_spans(law.weekdays)] * 5, _spans(law.saturday), _spans(law.sunday)]
    return OpeningHours(timezone=zone, week=week, days_apart=list(_days_apart(law, year)))


def _days_apart(law: Law, year: int) -> Iterator[DayApart]:
    if law.holidays is None:
        return
    days = law.holidays.of(year) | law.holidays.of(year + 1)
    for day in sorted(days):
        yield DayApart(day=day.isoformat(), spans=[])
    if law.eves is not None:
        for eve in sorted({day - A_DAY for day in days} - days):
            if _is_weekday(eve):
                yield DayApart(day=eve.isoformat(), spans=_spans(law.eves))


def _is_weekday(day: date) -> bool:
    return day.isoweekday() <= 5  # noqa: PLR2004 - Friday


def _spans(spans: Spans) -> list[Span]:
    return [Span(start=start, end=end) for start, end in spans]
