from __future__ import annotations

from datetime import timedelta
from typing import Self

from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.records import MainRecord, TraceRecord, hour_key, key, where_condition_holds
from chalicelib.proofs.facts import ProofGiven

KEPT = timedelta(days=1)
PUBLISHED_WITHIN = timedelta(minutes=1)
"""The fact of a publication is said in the write that stamps the edition."""


class Giving(MainRecord, discriminator="PG"):
    """Somebody was given a sheet. Who looks again within the hour, at the same, is noted once; the fact stays when this goes."""

    @classmethod
    def of(cls, person_id: str, fact: ProofGiven) -> Self:
        now = clock.now()
        place = f"PG#{fact.lead_id}#{tenancy.actor()}#{now:%Y%m%d%H}#{fact.shown_as}#{fact.head}"
        return cls(key("P", person_id), place, version=1, said=said_now(fact), expires=int((now + KEPT).timestamp()))

    def note(self) -> None:
        with where_condition_holds():
            self.save(condition=Giving.pk.does_not_exist())


def history(person_id: str) -> list[TraceRecord]:
    """Everything that was said of a person and their leads."""
    return list(TraceRecord.query(key("P", person_id), consistent_read=True))


def publication(form_id: str, number: int, at: int) -> TraceRecord | None:
    """The fact that an edition of a form was shown to visitors, from some moment on."""
    until = at + PUBLISHED_WITHIN // timedelta(milliseconds=1)
    for partition in dict.fromkeys((hour_key(at), hour_key(until))):
        between = TraceRecord.sk.between(clock.sortable(at), clock.sortable(until))
        for row in TraceRecord.query(key(*partition), between, consistent_read=True):
            if row.t == "FormPublished" and row.data["form_id"] == form_id and row.data["form_version"] == number:
                return row
    return None
