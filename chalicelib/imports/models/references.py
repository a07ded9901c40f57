from __future__ import annotations

from typing import Self

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from chalicelib.foundation import keys, tenancy
from chalicelib.foundation.errors import Conflict
from chalicelib.foundation.records import MainRecord, key, where_condition_holds


class Reference(MainRecord, discriminator="RF"):
    """What a partner calls a lead: one item, so that the same name can never be two leads. The name itself is kept as a keyed hash.

    `digest`: what was sent under it last, `sent_at`: when. `cause`: which row of which batch sent that, so that a row
    which is read twice is told as once.
    """

    lead_id = UnicodeAttribute(attr_name="l")
    is_duplicate = BooleanAttribute(attr_name="du", default=False)
    digest = UnicodeAttribute(attr_name="h")
    sent_at = NumberAttribute(attr_name="at", default=0)
    outcome = UnicodeAttribute(attr_name="o")
    cause = UnicodeAttribute(attr_name="ca", null=True)

    @classmethod
    def known(cls, partner: str, name: str) -> Self | None:
        found: Self | None = cls.find(*reference_key(partner, name), consistent=True)
        return found

    def bind(self, tx: TransactWrite, lead_id: str) -> None:
        """Together with the new lead that it names. The transaction is refused when it has named another since it was read."""
        self.lead_id, self.outcome, self.is_duplicate = lead_id, "created", False
        tx.save(self, condition=self._as_read())

    def bind_duplicate(self, lead_id: str) -> None:
        """It names no lead of its own: the person's earlier one goes on. Raises `Conflict`."""
        self.lead_id, self.outcome, self.is_duplicate = lead_id, "duplicate", True
        with where_condition_holds(otherwise=Conflict):
            self.save(condition=self._as_read())

    def note_correction(self, tx: TransactWrite) -> None:
        self.outcome = "updated"
        tx.save(self, condition=self._as_read())

    @classmethod
    def first_sent(cls, partner: str, name: str, digest: str, sent_at: int, cause: str | None) -> Self:
        return cls(*reference_key(partner, name), digest=digest, sent_at=sent_at, cause=cause, version=1)

    def sent_again(self, digest: str, sent_at: int, cause: str | None) -> Self:
        """The next thing that is said under it."""
        return type(self)(
            self.pk, self.sk, lead_id=self.lead_id, is_duplicate=self.is_duplicate,
            digest=digest, sent_at=sent_at, cause=cause, version=int(self.version) + 1,
        )  # fmt: skip

    def was_sent_after(self, at: int) -> bool:
        return int(self.sent_at) > at

    def is_told_again(self, cause: str | None) -> bool:
        return self.is_duplicate or (cause is not None and self.cause == cause)

    def _as_read(self) -> Condition:
        """Still nothing there, or what this follows."""
        return Reference.pk.does_not_exist() if self.version == 1 else Reference.version == int(self.version) - 1


def reference_key(partner: str, name: str) -> tuple[str, str]:
    return key("RF", keys.of(tenancy.tenant()).blind("reference", f"{partner}:{name}")), "RF"
