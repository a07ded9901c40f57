"""What lets somebody in, and what holds them off: sessions, keys for programs, and counted tries."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from typing import ClassVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.exceptions import PutError, UpdateError
from pynamodb.expressions.update import Action

from chalicelib.foundation import clock
from chalicelib.foundation.keys import fingerprint
from chalicelib.foundation.records import LeaseRecord, MainRecord, failed_condition, key, where_condition_holds
from chalicelib.foundation.states import Moves
from chalicelib.foundation.tenancy import PLATFORM
from chalicelib.identity import facts

SESSION_SECONDS = 30 * 24 * 3600
GRACE_MS = 10_000
"""Two tabs that refresh at the same moment must both go on; so must one whose answer was lost on the way."""

DAY_MS = 24 * 3600 * 1000
TRIES_KEPT_SECONDS = 24 * 3600


class Session(LeaseRecord, discriminator="SE"):
    """Somebody signed in on one device: ``{tid}#SE#{uid}`` / ``{sid}``. Only the hash of its refresh token is kept."""

    hashed = UnicodeAttribute(attr_name="h")
    previous = UnicodeAttribute(attr_name="ph", null=True)
    rotated_at = NumberAttribute(attr_name="ra", null=True)
    epoch = NumberAttribute(attr_name="ep")
    visiting = UnicodeAttribute(attr_name="vt", null=True)

    @property
    def id(self) -> str:
        return self.sk

    @property
    def is_live(self) -> bool:
        return int(self.expires) > clock.now_ms() // 1000

    def rotate(self, secret: str, successor: str) -> bool:
        """Let `successor` follow `secret`. False for a token that was followed before, save within the grace."""
        given = fingerprint(secret)
        if given == self.hashed and self._follow(given, fingerprint(successor)):
            return True
        return given == self.previous and clock.now_ms() - int(self.rotated_at) <= GRACE_MS

    def _follow(self, given: str, successor: str) -> bool:
        actions: list[Action] = [Session.hashed.set(successor), Session.previous.set(given), Session.rotated_at.set(clock.now_ms())]
        if self.visiting is None:
            actions.append(Session.expires.set(clock.now_ms() // 1000 + SESSION_SECONDS))
        try:
            self.update(actions, condition=Session.hashed == given)
        except UpdateError as error:
            if not failed_condition(error):
                raise
            self.refresh(consistent_read=True)
            return False
        return True

    @property
    def renewed_at(self) -> int:
        """When it was opened, or last renewed (ms)."""
        return (int(self.expires) - SESSION_SECONDS) * 1000

    @classmethod
    def of(cls, user: str) -> list[Session]:
        """Of all devices."""
        return list(cls.query(key("SE", user), consistent_read=True))

    @classmethod
    def by_id(cls, user: str, session: str) -> Session | None:
        found: Session | None = cls.find(key("SE", user), session, consistent=True)
        return found


class ApiKey(Moves, MainRecord, discriminator="AK"):
    """A program's way in: ``{tid}#CF`` / ``AK#{kid}``. The key itself names tenant and item, so that none but it is needed to find it."""

    PREFIX = "AK#"
    MOVES: ClassVar = {"active": frozenset({"revoked"})}

    state = UnicodeAttribute(attr_name="s")
    name = UnicodeAttribute(attr_name="nm")
    scopes = UnicodeSetAttribute(attr_name="sc")
    hashed = UnicodeAttribute(attr_name="h")
    hint = UnicodeAttribute(attr_name="hi")
    follows = UnicodeAttribute(attr_name="fo", null=True)
    created_at = NumberAttribute(attr_name="cr")
    last_used_at = NumberAttribute(attr_name="lu", null=True)

    @property
    def id(self) -> str:
        return self.sk.removeprefix(self.PREFIX)

    @property
    def partner(self) -> str:
        """Whose key it is: the first key's id in a row of keys that follow each other, so that whoever changes the key stays the same."""
        return self.follows or self.id

    @property
    def is_active(self) -> bool:
        return self.state == "active"

    def opens_to(self, fingerprint: str) -> bool:
        return self.is_active and hmac.compare_digest(self.hashed, fingerprint)

    def revoke(self) -> None:
        self.move_to("revoked", facts.ApiKeyRevoked(self.id))

    def stamp_use(self) -> None:
        """Once a day at most: reading a key must not cost a write."""
        now = clock.now_ms()
        if now - int(self.last_used_at or 0) >= DAY_MS:
            self.update([ApiKey.last_used_at.set(now)], condition=ApiKey.pk.exists())

    @classmethod
    def at(cls, key_id: str) -> tuple[str, str]:
        return key("CF"), cls.PREFIX + key_id

    @classmethod
    def by_id(cls, key_id: str) -> ApiKey | None:
        found: ApiKey | None = cls.find(*cls.at(key_id), consistent=True)
        return found

    @classmethod
    def all(cls, after: str | None, limit: int | None) -> Iterator[ApiKey]:
        """Keys that still open, by id."""
        # "AK$" is the first text after every "AK#…".
        wanted = cls.sk.between(f"{cls.PREFIX}{after}\x00", "AK$") if after else cls.sk.startswith(cls.PREFIX)
        yield from cls.query(key("CF"), wanted, cls.state == "active", limit=limit)


class Tries(LeaseRecord, discriminator="LO"):
    """Tries against one account or from one address: ``sys#LO#{blind}`` / ``LO``. Read and written on the platform's ground."""

    SK = "LO"

    made = NumberAttribute(attr_name="n")
    until = NumberAttribute(attr_name="un")

    @classmethod
    def of(cls, blind: str) -> Tries:
        """The tries so far, none where nothing is kept (any more)."""
        found: Tries | None = cls.find(f"{PLATFORM}#LO#{blind}", cls.SK, consistent=True)
        return found or cls(f"{PLATFORM}#LO#{blind}", cls.SK, made=0, until=0)

    @property
    def counted(self) -> int:
        """DynamoDB forgets late, so what has lapsed is not counted."""
        lapsed = self.expires is not None and int(self.expires) <= clock.now_ms() // 1000
        return 0 if lapsed else int(self.made)

    def add(self, until: int) -> bool:
        """Count one more, and be locked until then. False when another try was counted meanwhile."""
        seen = Tries.pk.does_not_exist() if self.expires is None else (Tries.made == self.made) & (Tries.expires == self.expires)
        self.made, self.until, self.expires = self.counted + 1, until, max(until, clock.now_ms()) // 1000 + TRIES_KEPT_SECONDS
        try:
            self.save(condition=seen)
        except PutError as error:
            if not failed_condition(error):
                raise
            return False
        return True

    @classmethod
    def take_back(cls, blind: str) -> None:
        """One try was no failure."""
        tries = cls(f"{PLATFORM}#LO#{blind}", cls.SK)
        with where_condition_holds():
            tries.update([Tries.made.add(-1), Tries.until.set(0)], condition=Tries.made > 0)

    @classmethod
    def clear(cls, blind: str) -> None:
        cls(f"{PLATFORM}#LO#{blind}", cls.SK).delete()
