"""Public holidays that the laws about calls speak of: days of the year, and days counted from Easter Sunday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter  # type: ignore[import-untyped]  # comes with boto3

A_DAY = timedelta(days=1)
GOOD_FRIDAY, EASTER_MONDAY, ASCENSION, WHIT_MONDAY = -2, 1, 39, 50


@dataclass(frozen=True)
class Holidays:
    """`fixed`: as ``(month, day)``; `moving`: days after Easter Sunday."""

    fixed: tuple[tuple[int, int], ...] = ()
    moving: tuple[int, ...] = ()

    def of(self, year: int) -> frozenset[date]:
        sunday = easter(year)
        return frozenset([*(date(year, month, day) for month, day in self.fixed), *(sunday + after * A_DAY for after in self.moving)])


FRANCE = Holidays(((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)), (EASTER_MONDAY, ASCENSION, WHIT_MONDAY))
SPAIN = Holidays(((1, 1), (1, 6), (5, 1), (8, 15), (10, 12), (11, 1), (12, 6), (12, 8), (12, 25)), (GOOD_FRIDAY,))
ITALY = Holidays(((1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (10, 4), (11, 1), (12, 8), (12, 25), (12, 26)), (EASTER_MONDAY,))
