from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import and_
from typing import Self

from pynamodb.attributes import BinaryAttribute, JSONAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.contacts.search.words import SHORTEST_BEGINNING, Known
from chalicelib.foundation import keys, tenancy
from chalicelib.foundation.keys import Sealed
from chalicelib.foundation.records import FindRecord, key

LEVELS = range(SHORTEST_BEGINNING + 1, 10)
"""Beginnings of four to nine letters have two characters each in a token's key; longer ones are told apart once they are opened."""
BESIDE = (2, 3)
"""How many letters of the person's other words each token knows, so that a second word helps as soon as two of its letters are typed."""
_PARTITION, _LEVEL, _WORD = 6, 2, 3
_BESIDE = ","

Place = tuple[str, str]


class Token(FindRecord, discriminator="TO"):
    """One word of one person: ``{tid}#S#{its first three letters}`` / ``{its next letters, two characters for each}.{the word}#{person}``, all blind.

    So every beginning of three letters and more is one range of keys, in which the very word comes first. `beside`: how the person's other
    words begin, which lets DynamoDB leave out whom a second word does not fit.
    """

    row = BinaryAttribute(attr_name="e", legacy_encoding=False)
    beside = UnicodeAttribute(attr_name="o")

    @classmethod
    def all_of(cls, person_id: str, known: Known) -> list[Self]:
        blind = _Blind()
        words = known.tokens()
        beside = _BESIDE.join(sorted({blind.beside(word, letters) for word in words for letters in BESIDE if len(word) >= letters}))
        found = [cls(key("S", blind.partition(word)), f"{blind.trie(word)}.{blind.word(word)}#{person_id}", beside=beside) for word in words]
        for token in found:
            token.row = blind.cipher.seal(known.packed(), about=token.bound_to)
        return found

    @classmethod
    def beginning_with(cls, words: list[str], *, limit: int, pages: int) -> tuple[list[Row], bool]:
        """Rows of the first word, of persons who have the others as well; whether there are more. One word alone is cut at the `limit`."""
        blind, (first, *others) = _Blind(), words
        is_whole = len(first) < SHORTEST_BEGINNING
        begins = blind.trie(first) + (f".{blind.word(first)}#" if is_whole else "")
        partition = key("S", blind.partition(first))
        asked = cls.query(
            partition, cls.sk.startswith(begins) if begins else None, filter_condition=cls._beside_all(blind, others),
            attributes_to_get=[cls.sk.attr_name, cls.row.attr_name], page_size=None if others else limit + 1,
        )  # fmt: skip
        found: list[Row] = []
        for page in islice(asked.page_iter, pages if others else 1):
            # Not made into tokens, which would take longer than all the rest: two hundred rows are nothing unusual.
            found += [Row(partition, raw["sk"]["S"], raw["e"]["B"]) for raw in page["Items"]]
            if len(found) > limit:
                break
        return found, asked.last_evaluated_key is not None

    @classmethod
    def _beside_all(cls, blind: _Blind, words: list[str]) -> Condition | None:
        fits = [cls.beside.contains(blind.beside(word, min(len(word), max(BESIDE)))) for word in words]
        return reduce(and_, fits) if fits else None


@dataclass(frozen=True)
class Row:
    """What is read of a token."""

    pk: str
    sk: str
    sealed: bytes

    @property
    def person_id(self) -> str:
        return self.sk.rpartition("#")[2]

    def read(self, cipher: Sealed) -> Known:
        return Known.unpacked(cipher.open(self.sealed, about=f"{self.pk}|{self.sk}"))


class Sheet(FindRecord, discriminator="SH"):
    """Which tokens a person has: ``{tid}#SH#{person}`` / ``S``. What they say cannot be told from it; when they are gone it says what is to go."""

    listed = JSONAttribute(attr_name="l")
    says = UnicodeAttribute(attr_name="d", default="")

    @classmethod
    def of(cls, person_id: str) -> Self:
        """An empty one, kept nowhere, of who has no tokens."""
        place = key("SH", person_id), "S"
        found: Self | None = cls.find(*place, consistent=True)
        return found or cls(*place, listed=[])

    @classmethod
    def about(cls, person_id: str, places: Iterable[Place], says: str) -> Self:
        """`says`: a blind digest of all that is in the tokens; none while some of them are still to go."""
        before = len(key("S", ""))
        listed = [f"{pk[before:]}{sk.rpartition('#')[0]}" for pk, sk in places]
        return cls(key("SH", person_id), "S", listed=listed, says=says)

    @property
    def person_id(self) -> str:
        return str(self.pk.rpartition("#")[2])

    def places(self) -> set[Place]:
        return {(key("S", one[:_PARTITION]), f"{one[_PARTITION:]}#{self.person_id}") for one in self.listed}


class _Blind:
    """The tenant's own spelling of beginnings and words."""

    def __init__(self) -> None:
        own = keys.of(tenancy.tenant())
        self._secret = own.secret("find")
        self.cipher = Sealed(own.secret("found"))

    def partition(self, word: str) -> str:
        return self._spelt(f"3:{word[:SHORTEST_BEGINNING]}", _PARTITION)

    def trie(self, word: str) -> str:
        return "".join(self._spelt(f"{letters}:{word[:letters]}", _LEVEL) for letters in LEVELS if len(word) >= letters)

    def word(self, word: str) -> str:
        return self._spelt(f"=:{word}", _WORD)

    def beside(self, word: str, letters: int) -> str:
        return self._spelt(f"{letters}+{word[:letters]}", _WORD)

    def _spelt(self, text: str, characters: int) -> str:
        """Letters that all sort behind the dot, so that the very word comes before those that it begins."""
        digest = hmac.digest(self._secret, text.encode(), "sha256")
        return base64.b64encode(digest[:6], altchars=b"_~").decode()[:characters]


def opened(rows: Iterable[Row]) -> Iterator[tuple[str, Known]]:
    """Each person of the rows once, with what they are known by."""
    cipher, seen = _Blind().cipher, set()
    for row in rows:
        if row.person_id not in seen:
            seen.add(row.person_id)
            yield row.person_id, row.read(cipher)
