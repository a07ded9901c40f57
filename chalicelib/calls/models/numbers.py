from __future__ import annotations

from typing import Self

from pynamodb.attributes import NumberAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.calls.facts import NumberBlocked, NumberUnblocked
from chalicelib.foundation import clock, keys, tenancy
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.records import MainRecord, key


class BlockedNumber(MainRecord, discriminator="DN"):
    """A number that nobody of the company calls: ``{tid}#X#{keyed hash}`` / ``DN``, beside the guard that says whose it is.

    The number itself is not kept, so this outlives the person: whoever comes back under it, by a form or an import, is not called either.
    """

    SK = "DN"

    since = NumberAttribute(attr_name="at", null=True)
    """None: the number may be called again; the fact of that still stands here."""

    @classmethod
    def of(cls, number: str, *, consistent: bool = False) -> Self:
        """`number` in E.164. One that was never blocked is made here, and kept nowhere."""
        place = key("X", keys.of(tenancy.tenant()).blind("phone", number)), cls.SK
        found: Self | None = cls.find(*place, consistent=consistent)
        return found or cls(*place, version=0)

    @property
    def is_blocked(self) -> bool:
        return self.since is not None

    def block(self, lead_id: str, tx: TransactWrite) -> None:
        """The transaction is refused when somebody changed it since it was read."""
        unchanged = BlockedNumber.version == self.version if self.version else BlockedNumber.pk.does_not_exist()
        self.version, self.since = int(self.version) + 1, clock.now_ms()
        self.said = said_now(NumberBlocked(lead_id))
        tx.save(self, condition=unchanged)

    def unblock(self, lead_id: str, tx: TransactWrite) -> None:
        self.tell(NumberUnblocked(lead_id), BlockedNumber.since.remove(), tx=tx)
