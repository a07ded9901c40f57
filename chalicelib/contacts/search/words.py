"""What people type, and what persons are called, as words that can be compared: without case, accents, apostrophes and particles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

Field = Literal["last_name", "first_name", "email", "phone"]

PARTICLES = frozenset({"al", "da", "de", "del", "des", "di", "dos", "du", "el", "la", "le", "les", "van", "von"})
PUBLIC_DOMAINS = frozenset((
    "aol", "bbox", "bluewin", "free", "gmail", "gmx", "hotmail", "icloud", "laposte", "libero", "live", "mailo", "msn", "neuf", "numericable",
    "orange", "outlook", "proton", "protonmail", "sfr", "skynet", "sympatico", "videotron", "wanadoo", "web", "yahoo", "ymail",
))  # fmt: skip
"""Half of everybody is there: such a word finds nobody, and its entries would be the largest of all."""

SHORTEST_WORD, SHORTEST_BEGINNING, SHORTEST_NUMBER = 2, 3, 4
WHOLE_NUMBER = 8
LONGEST_WORD, MOST_WORDS = 40, 20
MOST_KEPT = 10
"""Names, addresses and numbers of one person, each: they stand in every token. Whoever posts under another name each time must not make all of
these longer with each post.
"""

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})  # noqa: RUF001 - they are what is meant
_APOSTROPHE = "['’ʼ`´]"  # noqa: RUF001 - all that keyboards write for one
_APOSTROPHES = re.compile(_APOSTROPHE)
_ELIDED = re.compile(rf"\b[dl]{_APOSTROPHE}(?=\w)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_NUMBER = re.compile(r"\+?\d[\d\s().\-/]*")

LAST: Field = "last_name"
FIRST: Field = "first_name"
EMAIL: Field = "email"
PHONE: Field = "phone"
WEIGHTS: dict[Field, tuple[int, int]] = {LAST: (9, 6), FIRST: (8, 5), EMAIL: (4, 3), PHONE: (4, 2)}
"""What a match is worth: of a whole word, and of its beginning."""


def plain(text: str) -> str:
    """``Œuvré-BÂ`` is ``oeuvre-ba``."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter)).translate(_LETTERS)


def words(text: str) -> list[str]:
    """``N'Diaye-Ba`` is ``ndiaye`` and ``ba``: an apostrophe is left out as often as it is typed, a hyphen is a blank."""
    found = _WORD.findall(_APOSTROPHES.sub("", plain(text)))
    return [word[:LONGEST_WORD] for word in found if len(word) >= SHORTEST_WORD]


def name_words(name: str) -> list[str]:
    """``d'Almeida`` is known as ``dalmeida`` and as ``almeida``. Particles are nobody's name, unless they are all of it."""
    found = [*words(name), *(words(_ELIDED.sub("", name)) if _ELIDED.search(name) else ())]
    return [word for word in found if word not in PARTICLES] or found


def national(number: str) -> str:
    """Of a number in E.164, what comes after the country's code."""
    import phonenumbers  # noqa: PLC0415 - large, and most requests have no number to read

    try:
        return str(phonenumbers.national_significant_number(phonenumbers.parse(number)))
    except phonenumbers.NumberParseException:
        return "".join(filter(str.isdigit, number))


@dataclass(frozen=True)
class Known:
    """What somebody can be found by. `names`: first and last, as they were given with each request."""

    names: tuple[tuple[str, str], ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]

    @classmethod
    def of(cls, details: dict[str, Any], answers: Iterable[dict[str, Any]]) -> Known:
        """The person's own first, then what they said otherwise in a request, as far as there is room."""
        said = [details, *answers]
        names = [(str(one.get("first_name") or ""), str(one.get("last_name") or "")) for one in said]
        return cls(
            _each_once(name for name in names if any(name))[:MOST_KEPT],
            _each_once(str(one["email"]) for one in said if one.get("email"))[:MOST_KEPT],
            _each_once(str(one["phone"]) for one in said if one.get("phone"))[:MOST_KEPT],
        )

    def packed(self) -> list[Any]:
        return [self.names, self.emails, self.phones]

    @classmethod
    def unpacked(cls, packed: list[Any]) -> Known:
        names, emails, phones = packed
        return cls(tuple((first, last) for first, last in names), tuple(emails), tuple(phones))

    def tokens(self) -> list[str]:
        """Every word to be found by, each once. A number is found by how it begins and by how it ends."""
        called = [word for first, last in self.names for word in (*name_words(last), *name_words(first))]
        written = [word for email in self.emails for word in _email_words(email) if len(word) >= SHORTEST_BEGINNING]
        numbers = [token for phone in self.phones for token in _number_tokens(national(phone))]
        return list(dict.fromkeys([*called, *numbers, *written]))[:MOST_WORDS]


def _each_once(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))


def _email_words(email: str, *, typing: bool = False) -> list[str]:
    """`typing`: a domain without a dot is one whose ending is still to come."""
    local, _, domain = email.partition("@")
    host = words(domain if typing and "." not in domain else domain.rpartition(".")[0])
    return [*words(local), *(word for word in host if word not in PUBLIC_DOMAINS)]


def _number_tokens(digits: str) -> list[str]:
    return [f"+{digits}", f"-{digits[::-1]}"] if len(digits) >= SHORTEST_NUMBER else []


@dataclass(frozen=True)
class Wish:
    """What somebody typed: words of which each must be in the person, or one phone number, or an address as far as it was typed."""

    words: tuple[str, ...] = ()
    number: str = ""
    address: str = ""

    @classmethod
    def read(cls, text: str) -> Wish:
        text = text.strip()
        if "@" in text:
            return cls(address=text.casefold())
        if _NUMBER.fullmatch(text):
            number = "".join(letter for letter in text if letter.isdigit() or letter == "+")
            return cls(number=re.sub("^00", "+", number))
        found = words(text)
        return cls(words=_each_once([word for word in found if word not in PARTICLES] or found))

    @property
    def is_whole_address(self) -> bool:
        return bool(_ADDRESS.fullmatch(self.address))

    def in_e164(self, country: str) -> str | None:
        """The number, where all of it is there."""
        if len(self.number) < WHOLE_NUMBER:
            return None
        import phonenumbers  # noqa: PLC0415 - large, as above

        try:
            number = phonenumbers.parse(self.number, country)
        except phonenumbers.NumberParseException:
            return None
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if phonenumbers.is_possible_number(number) else None

    def ways(self) -> list[list[str]]:
        """Ways to look for it, the likeliest first: each is tried where those before it found nobody. Of the words of a way the first is read,
        and the others are beside it.
        """
        if self.number:
            return [[token] for token in self._number_tokens()]
        found = [word for word in _email_words(self.address, typing=True) if len(word) >= SHORTEST_BEGINNING] if self.address else self.words
        # Of a name and part of a number, the name is looked for.
        found = [word for word in found if not word.isdigit()] or found
        longest_first = sorted(_each_once(found), key=len, reverse=True)
        return [longest_first] if longest_first else []

    def _number_tokens(self) -> Iterator[str]:
        digits = self.number.removeprefix("+")
        if len(digits) < SHORTEST_NUMBER:
            return
        if self.number.startswith("+"):
            yield from (f"+{digits[cut:]}" for cut in _calling_codes(digits))
            return
        begins = [f"+{digits}"] + ([f"+{digits[1:]}"] if digits.startswith("0") else [])
        ends = [f"-{digits[::-1]}"]
        yield from [*reversed(begins), *ends] if digits.startswith("0") else [*ends, *begins]

    def matches(self, known: Known) -> dict[Field, int] | None:
        """Where all of it was found, and what each place is worth. None: somebody else."""
        if self.number:
            best_number = _best_number(self.number, known)
            return {PHONE: best_number} if best_number else None
        if self.address:
            worth = [WEIGHTS[EMAIL][email.casefold() != self.address] for email in known.emails if self.address in email.casefold()]
            return {EMAIL: max(worth)} if worth else None
        said, longest = _said(known), max(map(len, self.words))
        found: dict[Field, int] = {}
        for word in self.words:
            # A short word is only looked for whole; beside a longer one it may be the beginning that is just being typed.
            whole = len(word) < SHORTEST_BEGINNING and len(word) == longest
            best = max((_worth(word, other, field, whole=whole) for field, other in said), default=(0, LAST))
            if not best[0] and word.isdigit():
                best = _best_number(word, known), PHONE
            if not best[0]:
                return None
            found[best[1]] = found.get(best[1], 0) + best[0]
        return found


def _best_number(typed: str, known: Known) -> int:
    return max((_number_worth(typed, phone) for phone in known.phones), default=0)


def _number_worth(typed: str, phone: str) -> int:
    digits, own = typed.removeprefix("+"), national(phone)
    if digits in {phone.removeprefix("+"), own, f"0{own}"}:
        return WEIGHTS[PHONE][0]
    begins = phone.startswith(typed) or own.startswith(digits) or f"0{own}".startswith(digits)
    return WEIGHTS[PHONE][1] if begins or (not typed.startswith("+") and own.endswith(digits)) else 0


def _calling_codes(digits: str) -> Iterator[int]:
    """Where the country's code may end in what was typed: the codes are one to three digits long, and none begins another."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE  # noqa: PLC0415 - large, as above

    for cut in (1, 2, 3):
        if int(digits[:cut]) in COUNTRY_CODE_TO_REGION_CODE and len(digits) - cut >= SHORTEST_BEGINNING - 1:
            yield cut


def _said(known: Known) -> list[tuple[Field, str]]:
    called: list[tuple[Field, str]] = [(LAST, word) for _, last in known.names for word in name_words(last)]
    called += [(FIRST, word) for first, _ in known.names for word in name_words(first)]
    return called + [(EMAIL, word) for email in known.emails for word in _email_words(email)]


def _worth(word: str, other: str, field: Field, *, whole: bool) -> tuple[int, Field]:
    if word == other:
        return WEIGHTS[field][0], field
    return (WEIGHTS[field][1] if other.startswith(word) and not whole else 0), field
