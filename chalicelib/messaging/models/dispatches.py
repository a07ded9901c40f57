from __future__ import annotations

from typing import Self

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.foundation import clock
from chalicelib.foundation.errors import AlreadyDone, Conflict, TooOften
from chalicelib.foundation.records import LeaseRecord, failed_condition, key, where_condition_holds
from chalicelib.messaging.mail import MailRefused, Receipt

CLAIM_SECONDS = 2 * 60
SENT_KEPT_SECONDS = 7 * 24 * 3600
BULK_KEPT_SECONDS = (90 + 7) * 24 * 3600
"""Mails in bulk may be stopped, and go on three months later."""
HOUR = 3600


class Dispatch(LeaseRecord, discriminator="ML"):
    """One mail on its way, under the name of its cause: claimed, then sent or refused.

    `asked` is the sender whose server may have taken it: until that is known for certain, no other one is asked.
    """

    state = UnicodeAttribute(attr_name="s")
    until = NumberAttribute(attr_name="u")
    asked = UnicodeAttribute(attr_name="by", null=True)
    tries = NumberAttribute(attr_name="n", default=0)
    sent_at = NumberAttribute(attr_name="at", null=True)
    reason = UnicodeAttribute(attr_name="r", null=True)
    server_answer = UnicodeAttribute(attr_name="sa", null=True)
    message_id = UnicodeAttribute(attr_name="mi", null=True)

    @classmethod
    def claim(cls, once: str, sender_id: str, *, is_bulk: bool = False) -> Self:
        """Raises `AlreadyDone` when it is sent, `MailRefused` when it was refused for good, `Conflict` while another holds it."""
        until = clock.now_ms() + CLAIM_SECONDS * 1000
        expires = until // 1000 + (BULK_KEPT_SECONDS if is_bulk else SENT_KEPT_SECONDS)
        dispatch = cls(*dispatch_key(once))
        claimed: list[Action] = [
            cls.t.set(cls), cls.state.set("claimed"), cls.until.set(until), cls.expires.set(expires),
            cls.asked.set(cls.asked | sender_id), cls.tries.add(1),
        ]  # fmt: skip
        is_lapsed = (cls.state == "claimed") & (cls.until < clock.now_ms())
        try:
            dispatch.update(claimed, condition=cls.pk.does_not_exist() | is_lapsed)
        except UpdateError as error:
            if failed_condition(error):
                cls._tell_why_not(once)
            raise
        return dispatch

    @classmethod
    def _tell_why_not(cls, once: str) -> None:
        held = cls.find(*dispatch_key(once), consistent=True)
        if held and held.state == "sent":
            raise AlreadyDone
        if held and held.state == "refused":
            raise MailRefused(reason=held.reason)
        raise Conflict

    @property
    def is_in_doubt(self) -> bool:
        """Whoever claimed it before went away without a word: the server of `asked` may have it."""
        return self.tries > 1

    def turn_to(self, sender_id: str) -> None:
        """Another sender is asked, since the first one's server said no. Written first: whoever comes after a crash must ask that one."""
        self.update([type(self).asked.set(sender_id)], condition=self._is_mine())

    def sent(self, receipt: Receipt) -> None:
        self.sent_at = clock.now_ms()
        self._end("sent", server_answer=receipt.server_answer[:200], message_id=receipt.message_id)

    def refused(self, reason: str) -> None:
        self._end("refused", reason=reason)

    def release(self) -> None:
        """Give the claim back, so that the next try need not wait for its end. Only our own: it may have lapsed meanwhile."""
        with where_condition_holds():
            self.delete(condition=self._is_mine())

    def leave_in_doubt(self) -> None:
        """Give the claim back, and remember who may have the mail."""
        with where_condition_holds():
            self.update([type(self).until.set(clock.now_ms() - 1)], condition=self._is_mine())

    def _is_mine(self) -> Condition:
        mine: Condition = (type(self).state == "claimed") & (type(self).until == self.until)
        return mine

    def _end(self, state: str, **kept: str) -> None:
        self.state = state
        for name, value in kept.items():
            setattr(self, name, value)
        self.save()


class Trials(LeaseRecord, discriminator="OT"):
    """How many mails somebody has had sent in one hour only to see how they arrive."""

    MOST = 20

    made = NumberAttribute(attr_name="n", default=0)

    @classmethod
    def take_one(cls, user_id: str) -> None:
        """Raises `TooOften` where the hour has no more, until the next."""
        now = clock.now_ms() // 1000
        hour, passed = divmod(now, HOUR)
        trials = cls(key("OT", user_id), str(hour))
        counted: list[Action] = [cls.t.set(cls), cls.made.add(1), cls.expires.set((hour + 2) * HOUR)]
        try:
            trials.update(counted, condition=cls.made.does_not_exist() | (cls.made < cls.MOST))
        except UpdateError as error:
            if failed_condition(error):
                raise TooOften(seconds=HOUR - passed) from error
            raise


def dispatch_key(once: str) -> tuple[str, str]:
    return key("ML", once), "M"
