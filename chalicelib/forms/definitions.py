"""The fields of a form, defined once: the page, its script and the server all read these."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from chalicelib.forms.patterns import PatternRefused, check_pattern
from chalicelib.foundation.words import fault

FieldType = Literal["text", "textarea", "email", "phone", "number", "select", "radio", "checkbox", "consent", "hidden"]

MAX_FIELDS = 60

# What an answer may hold at most where the author sets no limit; for e-mail, what the mail standards allow.
LONGEST = {"text": 200, "textarea": 5000, "email": 254, "phone": 40, "number": 40, "hidden": 500}

# A rule on a type that has no use for it is refused: kept silently, it would promise a check that nobody makes.
RULES = {
    "text": {"min_length", "max_length", "pattern", "placeholder"},
    "textarea": {"min_length", "max_length", "placeholder"},
    "email": {"placeholder"},
    "phone": {"placeholder"},
    "number": {"min", "max", "placeholder"},
    "select": {"options"},
    "radio": {"options"},
    "hidden": {"max_length"},
}
EVERY_RULE = frozenset().union(*RULES.values())

# These names are the person; the rest are answers.
PERSON = {"first_name": "text", "last_name": "text", "email": "email", "phone": "phone"}

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Number = Annotated[int | float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]


class Option(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    value: Line
    label: Line


class FieldDefinition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    type: FieldType
    label: Text
    required: bool = False
    min_length: Annotated[int, Field(ge=1, le=5000)] | None = None
    max_length: Annotated[int, Field(ge=1, le=5000)] | None = None
    min: Number | None = None
    max: Number | None = None
    pattern: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    options: Annotated[tuple[Option, ...], Field(min_length=1, max_length=300)] | None = None
    placeholder: Line | None = None
    help: Text | None = None
    message: Text | None = None

    @property
    def longest(self) -> int:
        return self.max_length or LONGEST.get(self.type, 200)

    @model_validator(mode="after")
    def _is_coherent(self) -> Self:
        self._has_only_rules_of_its_type()
        self._has_a_fitting_name()
        self._has_limits_in_order()
        self._has_a_sound_pattern()
        self._has_distinct_options()
        return self

    def _has_only_rules_of_its_type(self) -> None:
        given = {rule for rule in EVERY_RULE if getattr(self, rule) is not None}
        if given - RULES.get(self.type, set()):
            raise fault(
                "rule_without_use",
                "Une règle de ce champ ne s'applique pas à son type.",
                "A rule of this field does not apply to its type.",
            )
        if self.type == "hidden" and self.required:
            raise fault(
                "hidden_required",
                "Un champ caché ne peut pas être obligatoire : le visiteur ne pourrait pas le corriger.",
                "A hidden field cannot be required: the visitor could not correct it.",
            )

    def _has_a_fitting_name(self) -> None:
        fits = PERSON.get(self.name, self.type) == self.type
        if not fits or (self.type in {"email", "phone"} and self.name != self.type):
            raise fault(
                "name_and_type",
                "Les champs email et phone portent le nom de leur type, first_name et last_name sont des textes.",
                "The fields email and phone are named as their type; first_name and last_name are texts.",
            )
        if self.name.startswith("utm_") and self.type != "hidden":
            raise fault(
                "name_reserved",
                "Les noms en utm_ sont réservés aux champs cachés.",
                "Names in utm_ are kept for hidden fields.",
            )

    def _has_limits_in_order(self) -> None:
        inverted = self.min is not None and self.max is not None and self.min > self.max
        if inverted or (self.min_length or 0) > self.longest:
            raise fault("limits_inverted", "Le minimum dépasse le maximum.", "The minimum is above the maximum.")

    def _has_a_sound_pattern(self) -> None:
        if self.pattern is None:
            return
        try:
            check_pattern(self.pattern, self.longest)
        except PatternRefused as refused:
            raise fault(
                "pattern",
                "Ce modèle n'est pas valable, ou trop coûteux à vérifier.",
                "This pattern is not valid, or too costly to check.",
            ) from refused

    def _has_distinct_options(self) -> None:
        if self.type in {"select", "radio"} and not self.options:
            raise fault("options_missing", "Ajoutez au moins un choix.", "Add at least one option.")
        values = [option.value for option in self.options or ()]
        if len(values) != len(set(values)):
            raise fault("options_repeated", "Deux choix ont la même valeur.", "Two options have the same value.")


def well_made(fields: tuple[FieldDefinition, ...]) -> tuple[FieldDefinition, ...]:
    """The fields of one form together: told apart, and enough to reach the person."""
    if not 1 <= len(fields) <= MAX_FIELDS:
        raise fault("field_count", "Un formulaire a de 1 à 60 champs.", "A form has from 1 to 60 fields.")
    if any(times > 1 for times in Counter(field.name for field in fields).values()):
        raise fault("names_repeated", "Deux champs portent le même nom.", "Two fields have the same name.")
    if not any(field.required and field.type in {"email", "phone"} for field in fields):
        raise fault(
            "person_unreachable",
            "L'e-mail ou le téléphone doit être demandé et obligatoire.",
            "The e-mail or the phone must be asked for, and required.",
        )
    return fields


def asks_for_email(fields: tuple[FieldDefinition, ...]) -> bool:
    """What double opt-in needs: an address from everybody."""
    return any(field.type == "email" and field.required for field in fields)


Fields = Annotated[tuple[FieldDefinition, ...], AfterValidator(well_made)]
