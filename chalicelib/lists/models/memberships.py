from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import ClassVar, Self

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.foundation import clock, ids
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.records import MainRecord, key
from chalicelib.foundation.states import Moves
from chalicelib.lists import facts

KEPT_OFF = timedelta(days=30)
"""That somebody was taken off is said by the item; history remembers it for ever."""


class Membership(Moves, MainRecord, discriminator="LM"):
    """One person on one list, by hand. It stands with the person, as does the history of it; in the index `work` with all others of the list."""

    MOVES: ClassVar = {"on": frozenset({"off"}), "off": frozenset({"on"})}

    state = UnicodeAttribute(attr_name="s")
    lead = NumberAttribute(attr_name="ld")
    joined_at = NumberAttribute(attr_name="jo")

    @classmethod
    def among(cls, person_ids: Iterable[str], list_id: str) -> dict[str, Self]:
        """Of these persons, by their ids, a hundred a round trip; those who left lately as well."""
        places = [member_key(person_id, list_id) for person_id in sorted(set(person_ids))]
        return {one.person_id: one for one in cls.batch_get(places, consistent_read=True)} if places else {}

    @classmethod
    def of_person(cls, person_id: str) -> list[Self]:
        found = cls.query(key("P", person_id), cls.sk.startswith("LM#"), consistent_read=True)
        return [one for one in found if one.is_on]

    @classmethod
    def of_list(cls, list_id: str, *, limit: int, before: str | None = None) -> tuple[list[Self], str | None]:
        """Whoever came last, first; and where to go on."""
        wanted = MainRecord.ws < before if before else None
        index = list(islice(MainRecord.work.query(members_key(list_id), wanted, scan_index_forward=False, limit=limit), limit))
        found = {(one.pk, one.sk): one for one in cls.batch_get([(item.pk, item.sk) for item in index])} if index else {}
        there = [found[item.pk, item.sk] for item in index if (item.pk, item.sk) in found]
        return [one for one in there if one.is_on], index[-1].ws if len(index) == limit else None

    @property
    def person_id(self) -> str:
        return str(self.pk.rpartition("#")[2])

    @property
    def list_id(self) -> str:
        return str(self.sk.partition("#")[2])

    @property
    def lead_id(self) -> str:
        """At work on which lead the person was put on."""
        return ids.lead_id(self.person_id, int(self.lead))

    @property
    def is_on(self) -> bool:
        return bool(self.state == "on")

    @classmethod
    def join(cls, tx: TransactWrite, list_id: str, lead_id: str) -> None:
        """For the first time; refused where somebody was faster."""
        person_id, number = ids.lead_key(lead_id) or ("", 0)
        now = clock.now_ms()
        new = cls(*member_key(person_id, list_id), state="on", lead=number, joined_at=now, version=1)
        new.wk, new.ws = members_key(list_id), new._since(now)
        new.said = said_now(facts.PersonListed(list_id, person_id, lead_id=lead_id))
        tx.save(new, condition=cls.pk.does_not_exist())

    def rejoin(self, tx: TransactWrite, lead_id: str) -> None:
        now = clock.now_ms()
        fact = facts.PersonListed(self.list_id, self.person_id, lead_id=lead_id)
        number = (ids.lead_key(lead_id) or ("", 0))[1]
        self.move_to("on", fact, tx=tx, lead=number, joined_at=now, expires=None, wk=members_key(self.list_id), ws=self._since(now))

    def leave(self, tx: TransactWrite, lead_id: str) -> None:
        """Announced by the item, which goes later."""
        fact = facts.PersonUnlisted(self.list_id, self.person_id, lead_id=lead_id)
        expires = int((clock.now() + KEPT_OFF).timestamp())
        self.move_to("off", fact, tx=tx, wk=None, ws=None, expires=expires)

    def clear(self, tx: TransactWrite) -> None:
        """Its list is deleted, which was said once for all."""
        tx.delete(self, condition=Membership.state == "on")

    def _since(self, at: int) -> str:
        return f"{clock.sortable(at)}#{self.person_id}"


def member_key(person_id: str, list_id: str) -> tuple[str, str]:
    return key("P", person_id), f"LM#{list_id}"


def members_key(list_id: str) -> str:
    return key("G", list_id)
