from __future__ import annotations

from datetime import timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.foundation.records import LeaseRecord, key

CLAIM_LASTS = timedelta(minutes=2)


class Claim(LeaseRecord, discriminator="CL"):
    """Somebody has the lead open. Soft: it ends by itself, and only its holder ends it sooner."""

    holder = UnicodeAttribute(attr_name="by")
    until = NumberAttribute()

    @classmethod
    def on(cls, lead_id: str) -> tuple[str, str]:
        return key("CL", lead_id), "C"
