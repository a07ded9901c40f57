from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Self

from pynamodb.attributes import BinaryAttribute, JSONAttribute, UnicodeAttribute

from chalicelib.contacts.search.words import SHORTEST_BEGINNING, Known
from chalicelib.foundation import keys, tenancy
from chalicelib.foundation.keys import Sealed
from chalicelib.foundation.records import FindRecord, key

LEVELS = range(SHORTEST_BEGINNING + 1, 10)
"""Beginnings of four to nine letters have two characters each in a token's key; longer ones are told apart once they are opened."""
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
        beside = _BESIDE.join(sorted({blind.beside(word) for word in words}))
        found = [cls(key("S", blind.partition(word)), f"{blind.trie(word)}.{blind.word(word)}#{person_id}", beside=beside) for word in words]
        for token in found:
            token.row = blind.cipher.seal(known.packed(), about=token.bound_to)
        return found

    @classmethod
    def beginning_with(cls, words: list[str], *, limit: int, pages: int) -> tuple[list[Self], bool]:
        """Rows of the first word, of persons who have the others as well; whether there are more. One word alone is cut at the `limit`."""
        blind, (first, *others) = _Blind(), words
        others = [word for word in others if len(word) >= SHORTEST_BEGINNING]
        is_whole = len(first) < SHORTEST_BEGINNING
        range_of_keys = blind.trie(first) + (f".{blind.word(first)}#" if is_whole else "")
        fits = None
        for word in others:
            has_it = cls.beside.contains(blind.beside(word))
            fits = has_it if fits is None else fits & has_it
        asked = cls.query(
            key("S", blind.partition(first)), cls.sk.startswith(range_of_keys) if range_of_keys else None, filter_condition=fits,
            page_size=None if others else limit + 1,
        )  # fmt: skip
        found = [cls.from_raw_data(raw) for page in islice(asked.page_iter, pages if others else 1) for raw in page["Items"]]
        return found, asked.last_evaluated_key is not None

    @property
    def person_id(self) -> str:
        return str(self.sk.rpartition("#")[2])

    def read(self, cipher: Sealed) -> Known:
        return Known.unpacked(cipher.open(self.row, about=self.bound_to))


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

    def beside(self, word: str) -> str:
        return self.partition(word)[:_WORD]

    def _spelt(self, text: str, characters: int) -> str:
        """Letters that all sort behind the dot, so that the very word comes before those that it begins."""
        digest = hmac.digest(self._secret, text.encode(), "sha256")
        return base64.b64encode(digest[:6], altchars=b"_~").decode()[:characters]


def opened(rows: Iterable[Token]) -> Iterator[tuple[str, Known]]:
    """Each person of the rows once, with what they are known by."""
    cipher, seen = _Blind().cipher, set()
    for row in rows:
        if row.person_id not in seen:
            seen.add(row.person_id)
            yield row.person_id, row.read(cipher)
