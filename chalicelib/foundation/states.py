"""Records that move between states: the table of moves, and the one way to move.

Each change writes on the condition "still in the state and version that I read": the database is the referee of every race.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, ClassVar

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.foundation import facts
from chalicelib.foundation.errors import AlreadyDone, Conflict, VersionLapsed
from chalicelib.foundation.facts import Fact
from chalicelib.foundation.records import failed_condition

TRIES = 5


class Moves:
    """For a `MainRecord` with a state. Verbs of the record end in `move_to`, or in `change` where the state stays."""

    MOVES: ClassVar[dict[str, frozenset[str]]] = {}
    ANY: ClassVar[frozenset[str]] = frozenset()
    """States that may be reached from every other."""

    state: UnicodeAttribute
    version: NumberAttribute
    said: JSONAttribute

    _is_pinned: bool = False

    def pin(self, version: int | None) -> None:
        """Change it from this version only (`If-Match`; None: from any). Raises `VersionLapsed`, here or when the write finds another."""
        if version is not None and int(self.version) != version:
            raise VersionLapsed
        self._is_pinned = version is not None

    def may_move_to(self, state: str) -> bool:
        return state in self.MOVES.get(self.state, frozenset()) or (state in self.ANY and state != self.state)

    def move_to(self, state: str, fact: Fact | None, *, tx: TransactWrite | None = None, **stamps: Any) -> None:
        """Make one move, with its fact (None: nobody needs to know) and its stamps (attributes by their Python names; None removes).

        Raises `AlreadyDone` when the record stands there already, `Conflict` when the move is not in the table or another move was first.
        Inside a transaction nothing is re-read: whoever opened it decides what a refusal means.
        """
        if not self.may_move_to(state):
            raise AlreadyDone if self.state == state else Conflict
        self._write(fact, {"state": state} | stamps, tx)

    def change(self, fact: Fact | None, *, tx: TransactWrite | None = None, **stamps: Any) -> None:
        """Change attributes without a move."""
        self._write(fact, stamps, tx)

    def _write(self, fact: Fact | None, stamps: dict[str, Any], tx: TransactWrite | None) -> None:
        if tx is not None:
            tx.update(self, self._actions(facts.said_now(fact) if fact else None, stamps), condition=self._unchanged())  # type: ignore[type-var]
            return
        for _ in range(TRIES):
            said = facts.said_now(fact) if fact else None
            try:
                self.update(self._actions(said, stamps), condition=self._unchanged())  # type: ignore[attr-defined]
            except UpdateError as error:
                if not failed_condition(error):
                    raise
                if self._look_again(stamps.get("state"), said):
                    return
            else:
                return
        raise Conflict

    def _unchanged(self) -> Any:
        return (type(self).state == self.state) & (type(self).version == self.version)

    def _look_again(self, wanted: str | None, said: dict[str, Any] | None) -> bool:
        """After a lost race: whether it was our own write, tried again because its answer got lost on the way.

        False: go on from the same state. Raises who won from another one, or from any where the version is pinned.
        """
        seen, next_version = self.state, int(self.version) + 1
        self.refresh(consistent_read=True)  # type: ignore[attr-defined]
        if said and self.version == next_version and self.said == json.loads(json.dumps(said)):
            return True
        if self._is_pinned:
            raise VersionLapsed
        if self.state == seen:
            return False
        raise AlreadyDone if self.state == wanted else Conflict

    def _actions(self, said: dict[str, Any] | None, stamps: dict[str, Any]) -> list[Action]:
        version = int(self.version) + 1
        return list(_actions(type(self), stamps | {"version": version} | ({"said": said} if said else {})))


def _actions(record: type, stamps: dict[str, Any]) -> Iterable[Action]:
    for name, value in stamps.items():
        attribute = getattr(record, name)
        if isinstance(value, Action):
            yield value
        else:
            yield attribute.remove() if value is None else attribute.set(value)
