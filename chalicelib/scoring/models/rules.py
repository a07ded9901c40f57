from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.foundation import clock, keys, platform, tenancy
from chalicelib.foundation.records import MainRecord, key, where_condition_holds
from chalicelib.scoring.facts import ReadingRuled

EVERY = timedelta(minutes=10)
FIRST_LOOK_BACK = timedelta(days=30)
"""Where reading is switched on for the first time: notes of that long ago are read, too."""
FROM_THE_KEY_SHOWN = 4
KEY = "reading:key"


class Rules(MainRecord, discriminator="AI"):
    """How the company wants its notes read: ``{tid}#CF`` / ``AI``. While it is on, its timer rings every ten minutes."""

    SK = "AI"

    is_on = BooleanAttribute(attr_name="on", default=False)
    engine = UnicodeAttribute(attr_name="en", default="embedded")
    asks = UnicodeAttribute(attr_name="as", default="unsure")
    model = UnicodeAttribute(attr_name="mo", default="")
    daily = NumberAttribute(attr_name="da", default=500)
    sealed = BinaryAttribute(attr_name="enc", legacy_encoding=False, null=True)
    key_end = UnicodeAttribute(attr_name="ke", null=True)
    read_to = NumberAttribute(attr_name="rt", null=True)
    left = JSONAttribute(attr_name="lf", null=True)
    looked_back_at = NumberAttribute(attr_name="lb", null=True)
    run_at = NumberAttribute(attr_name="ra", null=True)
    spent_on = UnicodeAttribute(attr_name="so", null=True)
    spent = NumberAttribute(attr_name="sp", default=0)
    trouble = UnicodeAttribute(attr_name="tr", null=True)
    trouble_at = NumberAttribute(attr_name="ta", null=True)

    @classmethod
    def here(cls) -> Self:
        """Those of the current company; as they are by themselves where nobody has ruled."""
        found: Self | None = cls.find(key("CF"), cls.SK, consistent=True)
        return found or cls(key("CF"), cls.SK)

    @classmethod
    def founded(cls) -> Self:
        """The same, to be changed: they stand there afterwards."""
        with where_condition_holds():
            cls(key("CF"), cls.SK).save(condition=cls.pk.does_not_exist())
        return cls.here()

    @property
    def secret(self) -> str | None:
        return str(keys.of(tenancy.tenant()).open(self.sealed, about=KEY)) if self.sealed else None

    @property
    def first_of_all(self) -> int:
        return clock.to_ms(clock.now() - FIRST_LOOK_BACK)

    @property
    def left_today(self) -> int:
        """How many notes may still be shown to an outside engine today."""
        return max(0, int(self.daily) - self.asked_today)

    @property
    def asked_today(self) -> int:
        return int(self.spent) if self.spent_on == _today() else 0

    def rule(self, *, is_on: bool, engine: str, asks: str, model: str, daily: int) -> None:
        """From now on. What is switched on is read within a minute; what is switched off keeps its place."""
        stamps: list[Any] = [Rules.is_on.set(is_on), Rules.engine.set(engine), Rules.asks.set(asks), Rules.model.set(model), Rules.daily.set(daily)]
        stamps += [Rules.trouble.remove(), Rules.trouble_at.remove(), *self._rings(clock.now_ms() if is_on else None)]
        self.tell(ReadingRuled(is_on, engine, asks), *stamps)

    def keep_key(self, secret: str | None) -> None:
        """So that only reading can open it; its last letters tell which it is. None: it is forgotten."""
        if secret is None:
            self.update([Rules.sealed.remove(), Rules.key_end.remove()])
            return
        sealed = keys.of(tenancy.tenant()).seal(secret, about=KEY)
        self.update([Rules.sealed.set(sealed), Rules.key_end.set(secret[-FROM_THE_KEY_SHOWN:])])

    def rest(self) -> None:
        """Nothing is read any more: its timer would ring every minute for ever. Whoever switches it on has switched it on since: that stays."""
        with where_condition_holds():
            self.update(self._rings(None), condition=Rules.version == self.version)

    def hurry(self) -> None:
        """Somebody wants the newest notes read now. Nothing happens where nothing is read."""
        with where_condition_holds():
            self.update(self._rings(clock.now_ms()), condition=Rules.is_on == True)  # noqa: E712 - a condition of DynamoDB

    def has_read(self, to: int, *, looked_back: bool, asked: int, trouble: str | None, left: dict[str, Any] | None) -> None:
        """How far a run came, and when the next is due; `left`: where that goes on, as this one's time was over before. Nothing is written where
        somebody ruled otherwise meanwhile.
        """
        now = clock.now_ms()
        stamps: list[Any] = [Rules.read_to.set(to), Rules.run_at.set(now), Rules.spent_on.set(_today()), Rules.spent.set(self.asked_today + asked)]
        stamps += [Rules.left.set(left) if left else Rules.left.remove()]
        stamps += [Rules.looked_back_at.set(now)] if looked_back else []
        stamps += [Rules.trouble.set(trouble), Rules.trouble_at.set(now)] if trouble else []
        stamps += [Rules.trouble.remove(), Rules.trouble_at.remove()] if asked and not trouble else []
        stamps += self._rings(now + EVERY // timedelta(milliseconds=1) if left is None else now)
        with where_condition_holds():
            self.update(stamps, condition=(Rules.is_on == True) & (Rules.version == self.version))  # noqa: E712

    def _rings(self, at: int | None) -> list[Any]:
        if at is None:
            return [Rules.dk.remove(), Rules.ds.remove()]
        timer = platform.due_at(tenancy.tenant(), at, self.pk)
        return [Rules.dk.set(timer["dk"]), Rules.ds.set(timer["ds"])]


def _today() -> str:
    return f"{clock.now():%Y%m%d}"
