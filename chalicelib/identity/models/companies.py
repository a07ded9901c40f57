"""Tenants, the platform's list of them, their centres, and the visits that the platform paid them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.foundation import clock, platform
from chalicelib.foundation.records import MainRecord, key
from chalicelib.foundation.tenancy import PLATFORM
from chalicelib.identity.facts import (
    CentreClosed,
    CentreHoursChanged,
    CentreMethodChosen,
    CentreReinstated,
    CentreReplaced,
    SecondFactorRuled,
    TenantClosed,
    TenantDisabled,
    TenantExported,
)

VISIT_KEPT_SECONDS = 90 * 24 * 3600
"""The history keeps the fact of a visit for ever; its item need only live until the relay has read it."""


class Tenant(MainRecord, discriminator="TE"):
    """One company: ``{tid}#CF`` / ``T``."""

    SK = "T"

    name = UnicodeAttribute(attr_name="nm")
    language = UnicodeAttribute(attr_name="lg")
    timezone = UnicodeAttribute(attr_name="tz")
    country = UnicodeAttribute(attr_name="co")
    totp_required = BooleanAttribute(attr_name="tr", default=False)
    created_at = NumberAttribute(attr_name="cr")
    disabled_at = NumberAttribute(attr_name="da", null=True)
    closed_at = NumberAttribute(attr_name="cl", null=True)

    @property
    def id(self) -> str:
        return self.pk.partition("#")[0]

    def rule_second_factor(self, *, required: bool) -> None:
        """From the next sign-in on. Said twice, it is said in the history once."""
        if self.totp_required != required:
            self.tell(SecondFactorRuled(required), Tenant.totp_required.set(required))

    def disable(self, tx: TransactWrite) -> None:
        """It is about to leave, and is listed no more."""
        now = clock.now_ms()
        self.tell(TenantDisabled(), Tenant.disabled_at.set(now), tx=tx)
        tx.update(TenantListed(TenantListed.PK, self.id), actions=[TenantListed.disabled_at.set(now)], condition=TenantListed.pk.exists())

    def export(self, items: int) -> None:
        """Whoever took everything out is in the history."""
        self.tell(TenantExported(items))

    def close(self, tx: TransactWrite) -> None:
        self.tell(TenantClosed(), Tenant.closed_at.set(clock.now_ms()), tx=tx)

    @classmethod
    def here(cls) -> Tenant | None:
        """The current tenant's own record."""
        found: Tenant | None = cls.find(key("CF"), cls.SK, consistent=True)
        return found


class TenantListed(MainRecord, discriminator="TN"):
    """One line of the platform's list: ``sys#TN`` / ``{tid}``. Read and written on the platform's ground. Who leaves stays in it, unseen."""

    PK = f"{PLATFORM}#TN"

    name = UnicodeAttribute(attr_name="nm")
    created_at = NumberAttribute(attr_name="cr")
    disabled_at = NumberAttribute(attr_name="da", null=True)

    @property
    def id(self) -> str:
        return self.sk

    @classmethod
    def all(cls, after: str | None, limit: int | None) -> list[TenantListed]:
        with platform.ground():
            return list(cls.query(cls.PK, cls.sk > after if after else None, cls.disabled_at.does_not_exist(), limit=limit))

    @classmethod
    def named(cls, tenant: str) -> TenantListed | None:
        with platform.ground():
            found: TenantListed | None = cls.find(cls.PK, tenant)
            return found if found and found.disabled_at is None else None


class Centre(MainRecord, discriminator="CE"):
    """A team inside a tenant: ``{tid}#CF`` / ``C#{id}``. `method` says how its leads are given out.

    `successor`: the centre that takes its leads from now on, as this one is being closed for good, or is since `closed_at`.
    """

    PREFIX = "C#"

    name = UnicodeAttribute(attr_name="nm")
    kind = UnicodeAttribute(attr_name="ki")
    method = UnicodeAttribute(attr_name="me")
    created_at = NumberAttribute(attr_name="cr")
    hours = JSONAttribute(attr_name="oh", null=True)
    successor = UnicodeAttribute(attr_name="su", null=True)
    closed_at = NumberAttribute(attr_name="cd", null=True)

    @property
    def id(self) -> str:
        return self.sk.removeprefix(self.PREFIX)

    def keep_hours(self, hours: dict[str, Any] | None) -> None:
        """Open at these hours from now on; without any, always."""
        self.tell(CentreHoursChanged(self.id), Centre.hours.set(hours) if hours else Centre.hours.remove())

    def choose_method(self, method: str, tx: TransactWrite) -> None:
        self.tell(CentreMethodChosen(self.id, method), Centre.method.set(method), tx=tx)

    def give_way(self, to: str, tx: TransactWrite) -> None:
        """To another centre, from now on."""
        self.tell(CentreReplaced(self.id, to), Centre.successor.set(to), tx=tx)

    def stand_again(self, tx: TransactWrite) -> None:
        self.tell(CentreReinstated(self.id), Centre.successor.remove(), tx=tx)

    def close(self, tx: TransactWrite) -> None:
        self.tell(CentreClosed(self.id, str(self.successor)), Centre.closed_at.set(clock.now_ms()), tx=tx)

    @classmethod
    def at(cls, centre: str) -> tuple[str, str]:
        return key("CF"), cls.PREFIX + centre

    @classmethod
    def by_id(cls, centre: str) -> Centre | None:
        found: Centre | None = cls.find(*cls.at(centre), consistent=True)
        return found

    @classmethod
    def all(cls, after: str | None = None, limit: int | None = None) -> Iterator[Centre]:
        """All centres by id; `after` is the id where the last page ended."""
        # "C$" is the first text after every "C#…".
        wanted = cls.sk.between(f"{cls.PREFIX}{after}\x00", "C$") if after else cls.sk.startswith(cls.PREFIX)
        yield from cls.query(key("CF"), wanted, limit=limit)


class Visit(MainRecord, discriminator="VI"):
    """A super administrator came in: ``{tid}#VI`` / ``{ms}#{uid}``. It stands in the tenant's own partition, to carry the fact there."""
