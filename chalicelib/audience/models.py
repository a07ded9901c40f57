from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Self

from pynamodb.attributes import NumberAttribute

from chalicelib.foundation import clock
from chalicelib.foundation.records import TallyRecord, key

KEPT = timedelta(days=2 * 365)
STEPS = ("seen", "begun", "sent")


class FormDay(TallyRecord, discriminator="FD"):
    """What one edition of a form saw on one day of UTC. One write a visit, whatever came of it."""

    seen = NumberAttribute(attr_name="se", default=0)
    begun = NumberAttribute(attr_name="be", default=0)
    sent = NumberAttribute(attr_name="sn", default=0)

    @classmethod
    def note(cls, form_id: str, edition: int, steps: Iterable[str]) -> None:
        now = clock.now()
        kept = cls.expires.set(int((now + KEPT).timestamp()))
        cls(*day_key(form_id, f"{now:%Y%m%d}", edition)).update([cls.t.set(cls), kept, *(getattr(cls, step).add(1) for step in steps)])

    @classmethod
    def since(cls, form_id: str, days: int) -> list[Self]:
        """The last so many days that anything happened on, oldest first."""
        return list(cls.query(key("FD", form_id), cls.sk >= f"{clock.now() - timedelta(days=days - 1):%Y%m%d}"))

    @property
    def day(self) -> str:
        return str(self.sk.partition("#")[0])

    @property
    def edition(self) -> int:
        return int(self.sk.partition("#")[2])

    @property
    def counts(self) -> dict[str, int]:
        return {step: int(getattr(self, step)) for step in STEPS}


def day_key(form_id: str, day: str, edition: int) -> tuple[str, str]:
    return key("FD", form_id), f"{day}#{edition:05d}"
