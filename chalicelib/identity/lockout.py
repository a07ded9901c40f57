"""Holding off whoever guesses: tries are counted before they are judged, so that a hundred at once are not a hundred free ones.

After the free tries each further one waits twice as long as the one before. Counters belong to an account, or to the network address that asks;
both are kept under keyed hashes, and known and unknown accounts are counted alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.foundation import clock, keys, platform
from chalicelib.foundation.errors import TooOften
from chalicelib.foundation.tenancy import PLATFORM
from chalicelib.identity.models.access import Tries

FIRST_WAIT_MS = 30_000
LONGEST_WAIT_MS = 15 * 60_000
RACES = 5


@dataclass(frozen=True)
class Lock:
    """One thing that is guarded, and how many tries it grants before it makes wait."""

    kind: str
    free: int

    def attempt(self, about: str) -> None:
        """Count a try about to be made. Raises `TooOften` where it must wait."""
        blind = self._blind(about)
        with platform.ground():
            for _ in range(RACES):
                tries = Tries.of(blind)
                now = clock.now_ms()
                if tries.until > now:
                    raise TooOften(seconds=-(-(int(tries.until) - now) // 1000))
                if tries.add(until=now + self._wait(tries.counted + 1)):
                    return
        # So many at the very same moment are no human being.
        raise TooOften(seconds=1)

    def take_back(self, about: str) -> None:
        """The try was no failure."""
        blind = self._blind(about)
        with platform.ground():
            Tries.take_back(blind)

    def clear(self, about: str) -> None:
        """Whoever it is has proved to be it."""
        blind = self._blind(about)
        with platform.ground():
            Tries.clear(blind)

    def _wait(self, count: int) -> int:
        over = count - self.free
        return 0 if over <= 0 else min(FIRST_WAIT_MS << min(over - 1, 10), LONGEST_WAIT_MS)

    def _blind(self, about: str) -> str:
        """Made before the platform's ground is entered, whose role opens no data key."""
        return keys.of(PLATFORM).blind(f"tries:{self.kind}", about)


PASSWORD = Lock("password", free=5)
CODE = Lock("code", free=5)
RESET = Lock("reset", free=3)
ADDRESS = Lock("address", free=30)
"""Roomier than the others: a whole call centre comes from one address."""
RESET_ADDRESS = Lock("reset-address", free=20)
