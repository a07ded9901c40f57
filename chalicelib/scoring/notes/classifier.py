"""What came of a call, read from its note: positive, negative, partial, or unclassified where the words do not say.

Positive: they agree, buy, sign, take an appointment, or want it. Negative: they refuse, cannot, are not who was meant. Partial: neither yet; call
again, thinks it over, wants it in writing, not for now. A note that only says that nobody answered is unclassified: nothing came of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from chalicelib.scoring.notes import cues, reading
from chalicelib.scoring.notes.cues import Heard
from chalicelib.scoring.notes.lexicon.french import LATER, NEGATIVE, PARTIAL, POSITIVE, UNREACHED
from chalicelib.scoring.notes.reading import Clause

Label = Literal["positive", "negative", "partial", "unclassified"]
LABELS: tuple[Label, ...] = get_args(Label)
Span = tuple[int, int]

BEFORE_BUT, BEFORE_AFTER_ALL = 0.6, 0.3
"""What a word counts that a later ``mais`` or ``finalement`` takes back."""
BINDING, FINAL = 4, 4.5
"""From here on an agreement outweighs a call to come, and a refusal is not softened by ``pour l'instant``."""
ENOUGH, CLEAR = 1, 0.75
"""Less than that says nothing; labels closer than that to each other are a toss-up."""


@dataclass(frozen=True)
class Judgement:
    """`spans`: the words that decided, by where they stand in the note; none where it is unclassified."""

    label: Label
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class _Said:
    kind: str
    weight: float
    span: Span


def classify(note: str) -> Judgement:
    said = list(_said(reading.clauses(note)))
    sums = {kind: sum(one.weight for one in said if one.kind == kind) for kind in (POSITIVE, NEGATIVE, PARTIAL)}
    strongest = {kind: max((one.weight for one in said if one.kind == kind), default=0.0) for kind in sums}
    label = _weighed(strongest, sums)
    if label == "unclassified":
        return Judgement(label)
    return Judgement(label, tuple(sorted({one.span for one in said if one.kind == label or (label == PARTIAL and one.kind == LATER)} or _all(said))))


def words(note: str, judgement: Judgement) -> list[str]:
    return [note[start:end] for start, end in judgement.spans]


def _all(said: Iterable[_Said]) -> set[Span]:
    return {one.span for one in said if one.kind != UNREACHED}


def _weighed(strongest: dict[str, float], sums: dict[str, float]) -> Label:
    yes, no, later = strongest[POSITIVE], strongest[NEGATIVE], strongest[PARTIAL]
    if max(yes, no, later) < ENOUGH:
        return "unclassified"
    if no >= FINAL * 0.9 and yes < BINDING:
        return "negative"
    if later >= 2 and yes < BINDING * 0.9 and no < FINAL:  # noqa: PLR2004 - what is to be gone on with is neither
        return "partial"
    if yes and no and abs(yes - no) < CLEAR:
        yes, no = sums[POSITIVE], sums[NEGATIVE]
    if abs(yes - no) < CLEAR:
        return "partial"
    return "positive" if yes > no else "negative"


def _said(found: list[Clause]) -> Iterable[_Said]:
    """Each cue with what it counts where it stands."""
    for number, clause in enumerate(found):
        rest = found[number + 1 :]
        share = BEFORE_AFTER_ALL if any(one.is_after_all for one in rest) else BEFORE_BUT if any(one.is_contrast for one in rest) else 1
        yield from _of_clause(clause, share, is_put_off=_is_put_off(clause, rest[:1]))


def _of_clause(clause: Clause, share: float, *, is_put_off: bool) -> Iterable[_Said]:
    for one in cues.heard(clause.words):
        span = (clause.words[one.first].start, clause.words[one.last - 1].end)
        kind, weight = _meant(one)
        if is_put_off and kind == NEGATIVE and weight < FINAL:
            kind, weight = PARTIAL, 3
        yield _Said(kind, weight * share, span)


def _is_put_off(clause: Clause, following: list[Clause]) -> bool:
    """``pas intéressé pour l'instant``, in one breath or after a comma."""
    nearby = [clause, *following]
    return any(one.cue.kind == LATER for part in nearby for one in cues.heard(part.words))


def _meant(one: Heard) -> tuple[str, float]:
    """A denied agreement is a refusal, a denied refusal half an agreement; a denied call to come is nothing."""
    kind, weight = one.cue.kind, one.cue.weight
    if not one.is_denied:
        return kind, weight
    if kind == POSITIVE:
        return (NEGATIVE, min(weight, 3)) if weight >= 1 else (kind, 0)
    return (POSITIVE, 1) if kind == NEGATIVE else (kind, 0)
