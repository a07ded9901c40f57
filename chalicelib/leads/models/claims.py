from __future__ import annotations

from datetime import timedelta
from typing import Self

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.foundation import clock
from chalicelib.foundation.records import LeaseRecord, key

CLAIM_LASTS = timedelta(minutes=2)


class Claim(LeaseRecord, discriminator="CL"):
    """Somebody has the lead open. Soft: it ends by itself, and only its holder ends it sooner."""

    holder = UnicodeAttribute(attr_name="by")
    until = NumberAttribute()

    @classmethod
    def on(cls, lead_id: str) -> tuple[str, str]:
        return key("CL", lead_id), "C"

    @classmethod
    def by(cls, holder: str, lead_id: str) -> Self:
        """From now on, for as long as a claim lasts."""
        until = clock.now() + CLAIM_LASTS
        return cls(*cls.on(lead_id), holder=holder, until=clock.to_ms(until), expires=int(until.timestamp()))
