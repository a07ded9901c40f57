from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Self

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.distribution.facts import HandoverAsked, HandoverContinued, HandoverEnded
from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.records import MainRecord, key
from chalicelib.foundation.states import Moves

KEPT = timedelta(days=30)


class Handover(Moves, MainRecord, discriminator="HO"):
    """What an agent leaves behind: ``{tid}#R#{centre}`` / ``H#{id}``. To a colleague (`to`), or to the pool.

    Worked off part by part: each part owes the next one by its fact, so that a crash loses none. The id is whoever asks' own, so that asking twice
    is asking once.
    """

    MOVES: ClassVar = {"working": frozenset({"done"}), "done": frozenset()}

    state = UnicodeAttribute(attr_name="s")
    agent = UnicodeAttribute(attr_name="ag")
    to = UnicodeAttribute(attr_name="to", null=True)
    total = NumberAttribute(attr_name="tl")
    left = NumberAttribute(attr_name="le")
    asked_at = NumberAttribute(attr_name="cr")
    asked_by = UnicodeAttribute(attr_name="by")
    done_at = NumberAttribute(attr_name="da", null=True)

    @classmethod
    def new(cls, centre_id: str, handover_id: str, *, agent: str, to: str | None, total: int) -> Self:
        now = clock.now()
        made = cls(
            *handover_key(centre_id, handover_id), state="working", agent=agent, to=to, total=total, left=total, asked_at=clock.to_ms(now),
            asked_by=tenancy.actor(), expires=int((now + KEPT).timestamp()), version=1,
        )  # fmt: skip
        made.said = said_now(HandoverAsked(centre_id, agent, handover_id, total, to_agent_id=to))
        return made

    @classmethod
    def known(cls, centre_id: str, handover_id: str) -> Self:
        """Raises `NotFound`."""
        return cls.existing(*handover_key(centre_id, handover_id), consistent=True)

    @classmethod
    def of_centre(cls, centre_id: str) -> list[Self]:
        """Those of the last month, newest first."""
        return sorted(cls.query(key("R", centre_id), cls.sk.startswith("H#")), key=lambda one: -one.asked_at)

    @property
    def id(self) -> str:
        return str(self.sk.partition("#")[2])

    @property
    def centre_id(self) -> str:
        return str(self.pk.rpartition("#")[2])

    def go_on(self, left: int) -> None:
        """A part is done, and owes the next."""
        self.change(HandoverContinued(self.centre_id, self.agent, self.id, left), left=left)

    def end(self, left: int) -> None:
        """`left`: callbacks that nobody could take now; they stay where they are."""
        self.move_to("done", HandoverEnded(self.centre_id, self.agent, self.id, left), left=left, done_at=clock.now_ms())


def handover_key(centre_id: str, handover_id: str) -> tuple[str, str]:
    return key("R", centre_id), f"H#{handover_id}"
