from __future__ import annotations

from typing import Any, Self

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeSetAttribute

from chalicelib.foundation import clock
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import Conflict, VersionLapsed
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.records import MainRecord, key, where_condition_holds
from chalicelib.leads.facts import FlowChanged

COLUMNS = ("form", "tags", "last_note", "attempts", "agent")
"""What a row of the queue may show beside the name, the state and the time."""
FIRST_COLUMNS = ["form", "tags", "last_note", "attempts"]
FIRST_RESERVING = {"agent"}


class Flow(MainRecord, discriminator="FW"):
    """What the agents of a centre have on their screen, and whose first note reserves a lead: ``{tid}#CF`` / ``FW#{centre}``.

    A centre that has set nothing has what stands here, kept nowhere.
    """

    columns = JSONAttribute(attr_name="co")
    fields = JSONAttribute(attr_name="fi")
    lists = JSONAttribute(attr_name="li", null=True)
    reserving = UnicodeSetAttribute(attr_name="rv", null=True)
    changed_at = NumberAttribute(attr_name="at", null=True)

    @classmethod
    def of(cls, centre_id: str) -> Self:
        place = key("CF"), f"FW#{centre_id}"
        found: Self | None = cls.find(*place, consistent=True)
        return found or cls(*place, columns=FIRST_COLUMNS, fields=[], reserving=FIRST_RESERVING, version=0)

    @property
    def centre_id(self) -> str:
        return str(self.sk.partition("#")[2])

    def reserves(self, caller: Caller) -> bool:
        return caller.kind == "user" and caller.role in (self.reserving or ())

    def set(self, seen: int | None, *, columns: list[str], fields: list[str], lists: list[str], reserving: set[str]) -> None:
        """Raises `VersionLapsed` when another version than `seen` stands there, `Conflict` when somebody sets it at this moment."""
        if seen is not None and seen != self.version:
            raise VersionLapsed
        said: dict[str, Any] = {"columns": columns, "fields": fields, "lists": lists, "changed_at": clock.now_ms()}
        fact = FlowChanged(self.centre_id)
        if self.version:
            roles = Flow.reserving.set(reserving) if reserving else Flow.reserving.remove()
            self.tell(fact, roles, *(getattr(Flow, name).set(value) for name, value in said.items()))
            return
        first = Flow(self.pk, self.sk, reserving=reserving or None, version=1, said=said_now(fact), **said)
        with where_condition_holds(otherwise=Conflict):
            first.save(condition=Flow.pk.does_not_exist())
