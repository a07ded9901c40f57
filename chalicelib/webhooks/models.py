from __future__ import annotations

from typing import Any, ClassVar, Self

from pynamodb.attributes import BinaryAttribute, ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError

from chalicelib.foundation import clock, facts, ids, keys, tenancy
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.facts import Announcement
from chalicelib.foundation.publication import Publication
from chalicelib.foundation.records import LeaseRecord, MainRecord, failed_condition, key, where_condition_holds
from chalicelib.foundation.states import Moves
from chalicelib.webhooks.facts import WebhookAdded, WebhookDeleted, WebhookSwitchedOff

KEPT_SECONDS = 30 * 24 * 3600


class Endpoint(Moves, MainRecord, discriminator="WH"):
    """Where a partner listens, and to what."""

    MOVES: ClassVar[dict[str, frozenset[str]]] = {"on": frozenset({"off", "deleted"}), "off": frozenset({"deleted"})}

    state = UnicodeAttribute(attr_name="s")
    url = UnicodeAttribute(attr_name="u")
    facts: ListAttribute[str] = ListAttribute(attr_name="f", of=UnicodeAttribute)  # type: ignore[arg-type]
    description = UnicodeAttribute(attr_name="d", null=True)
    sealed = BinaryAttribute(attr_name="enc", legacy_encoding=False)
    created_at = NumberAttribute(attr_name="cr")

    @classmethod
    def new(cls, url: str, public_facts: list[str], description: str | None, secret: str) -> Self:
        webhook_id = ids.short_id()
        said = facts.said_now(WebhookAdded(webhook_id))
        endpoint = cls(*endpoint_key(webhook_id), state="on", url=url, facts=public_facts, description=description, version=1, said=said)
        endpoint.created_at = clock.now_ms()
        endpoint.sealed = keys.of(tenancy.tenant()).seal(secret, about=f"webhook:{webhook_id}")
        return endpoint

    @classmethod
    def known(cls, webhook_id: str) -> Self:
        """Raises `NotFound`."""
        endpoint = cls.existing(*endpoint_key(webhook_id), consistent=True)
        if endpoint.state == "deleted":
            raise NotFound
        return endpoint

    @classmethod
    def all(cls) -> list[Self]:
        """Those that are not deleted."""
        return [one for one in cls.query(key("CF"), cls.sk.startswith("W#")) if one.state != "deleted"]

    @property
    def id(self) -> str:
        return str(self.sk.partition("#")[2])

    @property
    def secret(self) -> str:
        return str(keys.of(tenancy.tenant()).open(self.sealed, about=f"webhook:{self.id}"))

    @property
    def is_on(self) -> bool:
        return bool(self.state == "on")

    def hears(self, public_fact: str) -> bool:
        return self.is_on and public_fact in self.facts

    def switch_off(self) -> None:
        self.move_to("off", WebhookSwitchedOff(self.id))

    def delete_softly(self) -> None:
        """Said first; the item goes by itself when its deliveries do."""
        self.move_to("deleted", WebhookDeleted(self.id), expires=clock.now_ms() // 1000 + KEPT_SECONDS)


class Delivery(LeaseRecord, discriminator="WD"):
    """One message to one endpoint, with its bytes as they are signed. `turn` counts the replays: messages of an older turn are void."""

    fact = UnicodeAttribute(attr_name="f")
    lead_id = UnicodeAttribute(attr_name="l", null=True)
    body = UnicodeAttribute(attr_name="b")
    state = UnicodeAttribute(attr_name="s", default="waiting")
    turn = NumberAttribute(attr_name="n", default=0)
    attempts = NumberAttribute(attr_name="a", default=0)
    created_at = NumberAttribute(attr_name="cr")
    next_attempt_at = NumberAttribute(attr_name="na", null=True)
    delivered_at = NumberAttribute(attr_name="da", null=True)
    last_status = NumberAttribute(attr_name="ls", null=True)
    last_error = UnicodeAttribute(attr_name="le", null=True)

    @classmethod
    def of(cls, said: Announcement, webhook_id: str) -> Self:
        """The delivery of a fact. It is called as the publication is, so that the same fact gives the same delivery."""
        delivery = cls._new(webhook_id, Publication.of(said))
        delivery.lead_id = getattr(said.fact, "lead_id", None)
        return delivery

    @classmethod
    def test(cls, webhook_id: str) -> Self:
        return cls._new(webhook_id, Publication.new(ids.secret(), clock.now_ms(), "webhook.test", {"webhook_id": webhook_id}))

    @classmethod
    def _new(cls, webhook_id: str, told: Publication) -> Self:
        now = clock.now_ms()
        return cls(
            *delivery_key(webhook_id, told.id),
            fact=told.type, body=told.body, created_at=now, next_attempt_at=now, expires=now // 1000 + KEPT_SECONDS,
        )  # fmt: skip

    @classmethod
    def known(cls, webhook_id: str, delivery_id: str) -> Self:
        """Raises `NotFound`."""
        return cls.existing(*delivery_key(webhook_id, delivery_id), consistent=True)

    @property
    def id(self) -> str:
        return str(self.sk)

    @property
    def webhook_id(self) -> str:
        return str(self.pk.rpartition("#")[2])

    def keep(self) -> None:
        """Save it, unless the same fact was here before."""
        with where_condition_holds():
            self.save(condition=type(self).pk.does_not_exist())

    def is_void(self, turn: int) -> bool:
        """Whether a message of that turn has nothing left to do."""
        return bool(self.state != "waiting" or self.turn != turn)

    def end(self, state: str, **stamps: Any) -> None:
        self._stamp(state=state, next_attempt_at=None, **stamps)

    def postpone(self, until: int, **stamps: Any) -> None:
        self._stamp(next_attempt_at=until, **stamps)

    def begin_again(self) -> None:
        """A new turn, from the first attempt; what an older message still does is void from here on."""
        now = clock.now_ms()
        kept_until = now // 1000 + KEPT_SECONDS
        turn = int(self.turn) + 1
        forgotten = dict.fromkeys(("delivered_at", "last_status", "last_error"))
        self._stamp(state="waiting", turn=turn, attempts=0, next_attempt_at=now, expires=kept_until, **forgotten)

    def _stamp(self, **stamps: Any) -> None:
        """Written only in the turn that was read: a replay asked for meanwhile wins."""
        actions = [getattr(type(self), name).remove() if value is None else getattr(type(self), name).set(value) for name, value in stamps.items()]
        try:
            self.update(actions, condition=type(self).turn == self.turn)
        except UpdateError as error:
            if not failed_condition(error):
                raise
            self.refresh(consistent_read=True)


def endpoint_key(webhook_id: str) -> tuple[str, str]:
    return key("CF"), f"W#{webhook_id}"


def delivery_key(webhook_id: str, delivery_id: str) -> tuple[str, str]:
    return key("W", webhook_id), delivery_id
