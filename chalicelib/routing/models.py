from __future__ import annotations

from dataclasses import asdict
from typing import Self

from pynamodb.attributes import JSONAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.foundation.records import MainRecord, key
from chalicelib.routing.choice import Sharing


class Turns(MainRecord, discriminator="RT"):
    """What a form gave to whom: ``{tid}#RT#{form}`` / ``T``. The one item that its leads share, written with each that is routed."""

    SK = "T"

    stored = JSONAttribute(attr_name="c")

    @classmethod
    def of(cls, form_id: str) -> Self:
        """As it is this instant; of a form that has given nothing yet, the first version, not written."""
        found: Self | None = cls.find(key("RT", form_id), cls.SK, consistent=True)
        return found or cls(key("RT", form_id), cls.SK, stored={})

    @property
    def sharing(self) -> Sharing:
        return Sharing.of(self.stored)

    def keep(self, sharing: Sharing, tx: TransactWrite) -> None:
        """Only where nobody gave a lead since it was read."""
        unchanged = Turns.version == self.version if self.version else Turns.pk.does_not_exist()
        self.stored, self.version = asdict(sharing)["standings"], int(self.version) + 1
        tx.save(self, condition=unchanged)
