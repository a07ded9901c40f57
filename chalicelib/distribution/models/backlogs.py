from __future__ import annotations

from typing import Self

from pynamodb.attributes import NumberAttribute

from chalicelib.foundation import clock, platform
from chalicelib.foundation.records import MainRecord, key, where_condition_holds

NOTED_AGAIN_MS = 30 * 1000


class Backlog(MainRecord, discriminator="BL"):
    """A pool in which a lead was left waiting. It stands among the timers: the sweep finds all there are without asking every company."""

    seen_at = NumberAttribute(attr_name="at")

    @classmethod
    def note(cls, centre_id: str) -> None:
        """Somebody waits there. Told again at once, it is not written again."""
        found, now = cls.of(centre_id), clock.now_ms()
        if found is None or now - found.seen_at > NOTED_AGAIN_MS:
            pk, sk = backlog_key(centre_id)
            cls(pk, sk, seen_at=now, dk=platform.BACKLOGS, ds=pk).save()

    @classmethod
    def of(cls, centre_id: str) -> Self | None:
        found: Self | None = cls.find(*backlog_key(centre_id), consistent=True)
        return found

    def clear(self) -> None:
        """Nobody waits any more. Seen waiting since this was read, or so lately that the pool's index may not show it: it stays."""
        if clock.now_ms() - self.seen_at <= 2 * NOTED_AGAIN_MS:
            return
        with where_condition_holds():
            self.delete(condition=Backlog.seen_at == self.seen_at)


def backlog_key(centre_id: str) -> tuple[str, str]:
    return key("R", centre_id), "B"
