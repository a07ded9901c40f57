"""Users and the index of logins that finds them by their e-mail address."""

from __future__ import annotations

from typing import Any, ClassVar

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition

from chalicelib.foundation import clock, keys, platform
from chalicelib.foundation.errors import AlreadyDone
from chalicelib.foundation.facts import Fact, said_now
from chalicelib.foundation.records import MainRecord, failed_condition, key
from chalicelib.foundation.states import Moves
from chalicelib.foundation.tenancy import PLATFORM
from chalicelib.identity import facts

SEEN_AGAIN_MS = 60 * 60 * 1000


class User(Moves, MainRecord, discriminator="US"):
    """One account in one tenant: ``{tid}#US`` / ``{uid}``. Name and address are sealed under the tenant's key.

    `epoch` counts what ends all that was handed out before: sessions, tickets and links carry the epoch they were made in.
    """

    MOVES: ClassVar = {
        "invited": frozenset({"active", "disabled"}),
        "active": frozenset({"disabled"}),
        "disabled": frozenset({"active", "invited"}),  # back to invited where no password was ever chosen
    }

    state = UnicodeAttribute(attr_name="s")
    role = UnicodeAttribute(attr_name="ro")
    centre_id = UnicodeAttribute(attr_name="ce", null=True)
    language = UnicodeAttribute(attr_name="lg")
    sealed = BinaryAttribute(attr_name="enc", legacy_encoding=False)
    password_hash = UnicodeAttribute(attr_name="pw", null=True)
    epoch = NumberAttribute(attr_name="ep", default=0)
    totp_sealed = BinaryAttribute(attr_name="ts", legacy_encoding=False, null=True)
    totp_step = NumberAttribute(attr_name="tl", null=True)
    recovery = UnicodeSetAttribute(attr_name="rc", null=True)
    created_at = NumberAttribute(attr_name="cr")
    last_seen_at = NumberAttribute(attr_name="ls", null=True)

    @property
    def id(self) -> str:
        return self.sk

    @property
    def tenant(self) -> str:
        return self.pk.partition("#")[0]

    @property
    def name(self) -> str:
        return str(self._opened["name"])

    @property
    def email(self) -> str:
        return str(self._opened["email"])

    @property
    def _opened(self) -> dict[str, Any]:
        return dict(keys.of(self.tenant).open(self.sealed, about=f"user:{self.sk}"))

    @property
    def totp_enrolled(self) -> bool:
        return self.totp_sealed is not None

    @property
    def is_active(self) -> bool:
        return self.state == "active"

    @property
    def totp_secret(self) -> str:
        return str(keys.of(self.tenant).open(self.totp_sealed, about=f"totp:{self.sk}"))

    def seal_totp(self, secret: str) -> bytes:
        return keys.of(self.tenant).seal(secret, about=f"totp:{self.sk}")

    def choose_password(self, hashed: str) -> bool:
        """The first password makes an invited user a member. False when another password was chosen meanwhile."""
        if self.state == "invited":
            fact: Fact = facts.UserJoined(self.id, self.role, self.centre_id)
        else:
            fact = facts.PasswordChanged(self.id)
        still = User.epoch == self.epoch
        return self._change_while(still, fact, state="active", password_hash=hashed, epoch=int(self.epoch) + 1)

    def rehash_password(self, hashed: str) -> None:
        """The same password under stronger settings; of no interest to anybody."""
        self._change_while(User.epoch == self.epoch, None, password_hash=hashed)

    def enrol_totp(self, secret: str, step: int, recovery: set[str]) -> bool:
        """False when another browser enrolled first."""
        stamps = {"totp_sealed": self.seal_totp(secret), "totp_step": step, "recovery": recovery}
        return self._change_while(User.totp_sealed.does_not_exist(), facts.TotpEnrolled(self.id), **stamps)

    def use_step(self, step: int) -> bool:
        """Each code counts once: False for the time step of a code already used, or for an older one."""
        return self._change_while(User.totp_step.does_not_exist() | (User.totp_step < step), None, totp_step=step)

    def use_recovery_code(self, hashed: str) -> bool:
        """Each once."""
        return self._change_while(User.recovery.contains(hashed), facts.RecoveryCodeUsed(self.id), recovery=User.recovery.delete({hashed}))

    def disable(self) -> None:
        self.move_to("disabled", facts.UserDisabled(self.id, self.role, self.centre_id), epoch=User.epoch.set(User.epoch + 1))

    def enable(self) -> None:
        self.move_to("active" if self.password_hash else "invited", facts.UserEnabled(self.id, self.role, self.centre_id))

    def join(self, centre_id: str) -> None:
        """Another centre than until now. Raises `AlreadyDone`."""
        if self.centre_id == centre_id:
            raise AlreadyDone
        self.change(facts.UserMoved(self.id, self.role, centre_id, str(self.centre_id)), centre_id=centre_id)

    def sign_in(self) -> None:
        self.change(facts.SignedIn(self.id, self.role, self.centre_id), last_seen_at=clock.now_ms())

    def sign_out(self) -> None:
        self.change(facts.SignedOut(self.id, self.role, self.centre_id))

    def see_again(self) -> None:
        """Stamped once an hour at most: who works all day must not cost a write a minute."""
        if clock.now_ms() - int(self.last_seen_at or 0) > SEEN_AGAIN_MS:
            self.change(None, last_seen_at=clock.now_ms())

    def _change_while(self, still: Condition, fact: Fact | None, **stamps: Any) -> bool:
        """Change on a condition of one's own, besides "as I read it". False when the condition no longer holds.

        A write whose answer got lost counts as another's: what works once must never be taken for used by two at the same millisecond.
        """
        while True:
            seen = self.version
            try:
                self.update(self._actions(said_now(fact) if fact else None, stamps), condition=self._unchanged() & still)
            except UpdateError as error:
                if not failed_condition(error):
                    raise
            else:
                return True
            self.refresh(consistent_read=True)
            if self.version == seen:
                return False

    @classmethod
    def by_id(cls, user: str) -> User | None:
        found: User | None = cls.find(key("US"), user, consistent=True)
        return found

    @classmethod
    def all(cls, *, centre: str | None = None, after: str | None = None, limit: int | None = None) -> list[User]:
        """Users of the tenant by id, of one centre where it is named; `after` is the id where the last page ended."""
        return list(cls.query(key("US"), cls.sk > after if after else None, cls.centre_id == centre if centre else None, limit=limit))

    @classmethod
    def some(cls, users: set[str]) -> list[User]:
        return list(cls.batch_get([(key("US"), user) for user in users]))


class Login(MainRecord, discriminator="LG"):
    """Which account an address opens in one tenant: ``sys#LG#{blind address}`` / ``{tid}``.

    Being the key, it makes the address unique within the tenant. Read and written on the platform's ground.
    """

    user_id = UnicodeAttribute(attr_name="us")

    @property
    def tenant(self) -> str:
        return self.sk

    @classmethod
    def of(cls, blind: str, tenant: str, user: str) -> Login:
        return cls(f"{PLATFORM}#LG#{blind}", tenant, user_id=user)

    @classmethod
    def all(cls, blind: str) -> list[Login]:
        with platform.ground():
            return list(cls.query(f"{PLATFORM}#LG#{blind}", consistent_read=True))
