"""What the answers of many look like: what one person adds to the figures, and the figures as questions and choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.forms.queries import FieldDefinition, in_words
from chalicelib.surveys.shapes import SurveyChoice, SurveyQuestion

SCALE = 10
"""A number between two limits no further apart than this is chosen like any other answer: from 0 to 10, say."""

MOST = 83
"""Figures that one answer may change: with the two of its standing, as many as DynamoDB takes in one write (an expression of 4,096 bytes)."""

Figure = int | float


def counted(questions: Sequence[FieldDefinition], answers: Mapping[str, Any]) -> dict[str, Figure]:
    """By the names under which `pictured` finds them again. They hold no words of anybody: texts are only counted."""
    more: dict[str, Figure] = {}
    for question in questions:
        given = answers.get(question.name)
        if given is None:
            continue
        more[question.name] = 1
        if offered := _offered(question):
            more |= {f"{question.name}|{offered.index(one)}": 1 for one in _said(given) if one in offered}
        if question.type == "country":
            more[f"{question.name}|{given}"] = 1
        if question.type == "number":
            more[f"{question.name}|sum"] = given
    return more


def most_counted(questions: Sequence[FieldDefinition]) -> int:
    """How many figures an answer changes that answers and ticks everything."""
    return sum(1 + _most_chosen(question) + (question.type == "number") for question in questions)


def _most_chosen(question: FieldDefinition) -> int:
    if question.type == "checkboxes":
        offered = len(_offered(question))
        return min(question.max_choices or offered, offered)
    return int(question.type == "country" or bool(_offered(question)))


def pictured(questions: Sequence[FieldDefinition], figures: Mapping[str, float], language: str) -> list[SurveyQuestion]:
    return [_pictured(question, figures, language) for question in questions]


def _pictured(question: FieldDefinition, figures: Mapping[str, float], language: str) -> SurveyQuestion:
    answered = int(figures.get(question.name, 0))
    average = round(figures.get(f"{question.name}|sum", 0) / answered, 2) if question.type == "number" and answered else None
    return SurveyQuestion(
        name=question.name,
        label=question.label,
        type=question.type,
        answered=answered,
        choices=_choices(question, figures, language),
        average=average,
    )


def _choices(question: FieldDefinition, figures: Mapping[str, float], language: str) -> list[SurveyChoice]:
    if question.type == "country":
        prefix = f"{question.name}|"
        counts = {name.removeprefix(prefix): int(count) for name, count in figures.items() if name.startswith(prefix)}
        return [SurveyChoice(label=in_words(code, question, language), count=counts[code]) for code in sorted(counts, key=lambda code: -counts[code])]
    return [
        SurveyChoice(label=in_words(_plain(one), question, language), count=int(figures.get(f"{question.name}|{place}", 0)))
        for place, one in enumerate(_offered(question))
    ]


def _offered(question: FieldDefinition) -> list[str]:
    """What may be chosen, in the form's order; nothing where people write."""
    if question.type == "checkbox":
        return ["True", "False"]
    if question.options:
        return [option.value for option in question.options]
    low, high = question.min, question.max
    is_scale = question.type == "number" and low is not None and high is not None and low == int(low) and 0 < high - low <= SCALE
    return [str(value) for value in range(int(low or 0), int(high or 0) + 1)] if is_scale else []


def _said(given: Any) -> list[str]:
    values = given if isinstance(given, list) else [given]
    return [str(int(value)) if isinstance(value, float) and value == int(value) else str(value) for value in values]


def _plain(offered: str) -> str | bool:
    """A tick is said as one."""
    return {"True": True, "False": False}.get(offered, offered)
