r"""Patterns of a form's author: they mean the same in Python and in a browser, and no answer can make them slow.

The subset: literals, ``.``, ``\d``, escaped punctuation, classes such as ``[A-Z0-9-]`` or ``[^ ]``, groups, ``|``, and one of
``? * + {n} {n,} {n,m}`` after any of these. A pattern always speaks of the whole answer; ``^`` and ``$`` may stand at its ends.
"""

from __future__ import annotations

import re
from itertools import pairwise

ESCAPABLE = frozenset(r"^$\.*+?()[]{}|/")
SPECIAL = frozenset("^$*+?{}[]()|")
REPEAT = re.compile(r"[*+?]|\{(\d{1,3})(?:(,)(\d{1,3})?)?\}")

# An engine that backtracks may try every way of sharing an answer among the parts of a pattern, so these are
# counted, generously: two open repeats over 200 characters are accepted, one inside another is not.
MOST_WAYS = 100_000


class PatternRefused(ValueError):
    """Outside the subset, or too costly."""


def check_pattern(pattern: str, longest: int) -> None:
    """Refuse what one of the two engines would read differently, or could be kept busy with."""
    reader = _Reader(pattern, longest)
    ways = reader.alternatives()
    if not reader.at_end() or ways > MOST_WAYS:
        raise PatternRefused(pattern)
    try:
        compiled(pattern)
    except re.error as wrong:
        raise PatternRefused(pattern) from wrong


def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


class _Reader:
    """Walks through a pattern once and counts in how many ways it may match an answer."""

    def __init__(self, pattern: str, longest: int) -> None:
        self.pattern = pattern
        self.longest = longest
        self.at = 0

    def at_end(self) -> bool:
        return self.at == len(self.pattern)

    def next_is(self, text: str) -> bool:
        return self.pattern.startswith(text, self.at)

    def take(self) -> str:
        if self.at_end():
            raise PatternRefused(self.pattern)
        self.at += 1
        return self.pattern[self.at - 1]

    def alternatives(self) -> int:
        ways = self.sequence()
        while self.next_is("|"):
            self.take()
            ways += self.sequence()
        return ways

    def sequence(self) -> int:
        ways = 1
        while not self.at_end() and not self.next_is("|") and not self.next_is(")"):
            ways = min(ways * self.repeated(), MOST_WAYS + 1)
        return ways

    def repeated(self) -> int:
        if (self.next_is("^") and self.at == 0) or (self.next_is("$") and self.at == len(self.pattern) - 1):
            self.take()
            return 1
        ways = self.one()
        repeat = REPEAT.match(self.pattern, self.at)
        if not repeat:
            return ways
        self.at = repeat.end()
        least, most = self.bounds(repeat)
        if REPEAT.match(self.pattern, self.at) or least > most:  # `a+?` and `a++` differ between engines
            raise PatternRefused(self.pattern)
        power: int = ways ** min(most, 20)
        return min(power * (most - least + 1), MOST_WAYS + 1)

    def bounds(self, repeat: re.Match[str]) -> tuple[int, int]:
        if repeat[0] in "*+?":
            return (1 if repeat[0] == "+" else 0), (1 if repeat[0] == "?" else self.longest)
        least = int(repeat[1])
        most = int(repeat[3]) if repeat[3] else self.longest if repeat[2] else least
        return least, most

    def one(self) -> int:
        character = self.take()
        if character == "(":
            return self.group()
        if character == "[":
            return self.one_of()
        if character == "\\":
            self.escaped("d")
        elif character in SPECIAL:
            raise PatternRefused(self.pattern)
        return 1

    def group(self) -> int:
        if self.next_is("?"):
            if not self.next_is("?:"):
                raise PatternRefused(self.pattern)
            self.at += 2
        ways = self.alternatives()
        if self.take() != ")":
            raise PatternRefused(self.pattern)
        return ways

    def escaped(self, letters: str) -> str:
        character = self.take()
        if character not in ESCAPABLE and character not in letters:
            raise PatternRefused(self.pattern)
        return "\\" + character

    def one_of(self) -> int:
        if self.next_is("^"):
            self.take()
        members: list[str] = []
        while not self.next_is("]"):
            character = self.take()
            if character == "[":
                raise PatternRefused(self.pattern)
            members.append(self.escaped("d-") if character == "\\" else character)
        self.take()
        if not members or _ambiguous(members):
            raise PatternRefused(self.pattern)
        return 1


def _ambiguous(members: list[str]) -> bool:
    """A dash between anything but two plain ends, and the doubled signs that mean sets in some engines."""
    doubled = any(left == right and left in "&|~-" for left, right in pairwise(members))
    ends = {
        end
        for place, member in enumerate(members)
        if member == "-" and 0 < place < len(members) - 1
        for end in (members[place - 1], members[place + 1])
    }
    return doubled or bool(ends & {"-", "\\d"})
