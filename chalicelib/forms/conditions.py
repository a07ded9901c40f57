"""A field that is shown only when another one is answered in a certain way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.foundation.words import fault

if TYPE_CHECKING:
    from chalicelib.forms.definitions import FieldDefinition

# The others may hold anything, so only whether they are answered can be asked.
COMPARED = frozenset({"select", "radio", "checkboxes", "country", "hidden"})


class ShownIf(BaseModel):
    """`values`: any of these answers shows the field. Without them any answer does, or for a box its tick."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    field: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    values: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=200)], ...], Field(max_length=300)] = ()

    def holds(self, answer: Any) -> bool:
        """For the clean answer to the other field; None where there is none."""
        if not self.values:
            return answer not in (None, "", False)
        given = answer if isinstance(answer, list) else [answer]
        return any(value in given for value in self.values)


def expect_sound(fields: tuple[FieldDefinition, ...]) -> None:
    """Every condition names another field and answers that it can give, and none waits for itself."""
    named = {field.name: field for field in fields}
    for field in fields:
        if field.shown_if:
            _expect_answerable(field, field.shown_if, named)
    causes = {field.name: list(_causes(field, fields)) for field in fields}
    for field in fields:
        _expect_no_circle(field.name, causes)


def _causes(field: FieldDefinition, fields: tuple[FieldDefinition, ...]) -> Iterator[str]:
    """The fields that are read before this one: a postcode is judged by the country of its form."""
    if field.shown_if:
        yield field.shown_if.field
    if field.type == "postcode":
        yield from [other.name for other in fields if other.type == "country"][:1]


def _expect_answerable(field: FieldDefinition, condition: ShownIf, named: Mapping[str, FieldDefinition]) -> None:
    other = named.get(condition.field)
    if other is None:
        raise fault(
            "condition_unknown",
            f"Le champ « {field.name} » dépend de « {condition.field} », qui n'existe pas.",
            f"The field “{field.name}” depends on “{condition.field}”, which does not exist.",
        )
    if condition.values and (other.type not in COMPARED or not set(condition.values) <= (other.answers or set(condition.values))):
        raise fault(
            "condition_values",
            f"Le champ « {field.name} » attend de « {other.name} » une réponse que ce champ ne propose pas.",
            f"The field “{field.name}” waits for an answer that “{other.name}” does not offer.",
        )


def _expect_no_circle(name: str, causes: Mapping[str, list[str]]) -> None:
    before, ahead = set[str](), list(causes[name])
    while ahead:
        cause = ahead.pop()
        if cause == name:
            raise fault(
                "condition_circle",
                f"Le champ « {name} » dépend de lui-même : aucun visiteur ne le verrait.",
                f"The field “{name}” depends on itself: no visitor would see it.",
            )
        if cause not in before:
            before.add(cause)
            ahead += causes[cause]
