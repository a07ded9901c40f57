from __future__ import annotations

from typing import Any, Self

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from chalicelib.calls.facts import CentreOutcomesChanged
from chalicelib.foundation.errors import Conflict
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.records import MainRecord, key, where_condition_holds


class CentreCalls(MainRecord, discriminator="OC"):
    """What a centre says of its calls: ``{tid}#CF`` / ``OC#{centre}``. `outcomes`: as `outcomes.Outcome`, in the order in which they are offered."""

    PREFIX = "OC#"

    outcomes = JSONAttribute(attr_name="o")
    clientele = UnicodeAttribute(attr_name="ct")

    @classmethod
    def of(cls, centre_id: str, *, consistent: bool = False) -> Self | None:
        """None for a centre that has said nothing."""
        found: Self | None = cls.find(key("CF"), cls.PREFIX + centre_id, consistent=consistent)
        return found

    @classmethod
    def keep(cls, centre_id: str, outcomes: list[dict[str, Any]], clientele: str, version: int) -> Self:
        """In the place of what stood there in that version (0: nothing). Raises `Conflict` when somebody was quicker."""
        made = cls(key("CF"), cls.PREFIX + centre_id, outcomes=outcomes, clientele=clientele, version=version + 1)
        made.said = said_now(CentreOutcomesChanged(centre_id))
        unchanged = CentreCalls.version == version if version else CentreCalls.pk.does_not_exist()
        with where_condition_holds(otherwise=Conflict):
            made.save(condition=unchanged)
        return made
