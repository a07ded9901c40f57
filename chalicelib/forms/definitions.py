"""The fields of a form, defined once: the page, its script and the server all read these."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from chalicelib.files.shapes import MOST_MEGABYTES, Kind
from chalicelib.forms import conditions, days, places
from chalicelib.forms.conditions import ShownIf
from chalicelib.forms.days import Day
from chalicelib.forms.patterns import PatternRefused, check_pattern
from chalicelib.foundation.words import fault

FieldType = Literal[
    "text", "textarea", "email", "phone", "number", "date", "url", "country", "postcode",
    "select", "radio", "checkboxes", "checkbox", "consent", "file", "hidden",
]  # fmt: skip
Language = Literal["fr", "en"]

MAX_FIELDS = 60

# What an answer may hold at most where the author sets no limit; for e-mail, what the mail standards allow.
LONGEST = {"text": 200, "textarea": 5000, "email": 254, "phone": 40, "number": 40, "date": 40, "postcode": 40, "url": 500, "hidden": 500}

# A rule on a type that has no use for it is refused: kept silently, it would promise a check that nobody makes.
RULES = {
    "text": {"min_length", "max_length", "pattern", "placeholder"},
    "textarea": {"min_length", "max_length", "placeholder"},
    "email": {"domains", "placeholder"},
    "phone": {"placeholder"},
    "number": {"min", "max", "placeholder"},
    "date": {"earliest", "latest"},
    "select": {"options"},
    "radio": {"options"},
    "checkboxes": {"options", "min_choices", "max_choices"},
    "country": {"countries"},
    "postcode": {"placeholder"},
    "url": {"placeholder"},
    "file": {"kinds", "max_megabytes", "max_files"},
    "hidden": {"max_length"},
}
KINDS: tuple[Kind, ...] = ("pdf", "jpeg", "png")
MEGABYTES, MOST_FILES = 10, 5
"""Of files, where the author says nothing; and how many one field can take."""

WITH_OPTIONS = frozenset({"select", "radio", "checkboxes"})
EVERY_RULE = frozenset().union(*RULES.values())

# These names are the person; the rest are answers.
PERSON = {"first_name": "text", "last_name": "text", "email": "email", "phone": "phone"}

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Number = Annotated[int | float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]
Domain = Annotated[
    str,
    StringConstraints(max_length=253, pattern=r"^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$"),
    AfterValidator(str.lower),
]
Country = Annotated[str, AfterValidator(places.known)]
Choices = Annotated[int, Field(ge=1, le=300)]


class Option(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    value: Line
    label: Line


class FieldWords(BaseModel):
    """What a field says in another language; what is left out is said in the form's own. `options`: labels by value."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    label: Text | None = None
    placeholder: Line | None = None
    help: Text | None = None
    message: Text | None = None
    options: dict[Line, Line] = Field(default_factory=dict, max_length=300)


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
    earliest: Day | None = None
    latest: Day | None = None
    domains: Annotated[tuple[Domain, ...], Field(min_length=1, max_length=50)] | None = None
    options: Annotated[tuple[Option, ...], Field(min_length=1, max_length=300)] | None = None
    min_choices: Choices | None = None
    max_choices: Choices | None = None
    countries: Annotated[tuple[Country, ...], Field(min_length=1, max_length=249)] | None = None
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1, max_length=20)] | None = None
    max_megabytes: Annotated[int, Field(ge=1, le=MOST_MEGABYTES)] | None = None
    max_files: Annotated[int, Field(ge=1, le=MOST_FILES)] | None = None
    shown_if: ShownIf | None = None
    placeholder: Line | None = None
    help: Text | None = None
    message: Text | None = None
    translations: dict[Language, FieldWords] | None = None

    @property
    def longest(self) -> int:
        return self.max_length or LONGEST.get(self.type, 200)

    @property
    def takes(self) -> tuple[Kind, ...]:
        """The kinds of files."""
        return self.kinds or KINDS

    @property
    def most_bytes(self) -> int:
        return (self.max_megabytes or MEGABYTES) * 1024**2

    @property
    def most_files(self) -> int:
        return self.max_files or 1

    @property
    def answers(self) -> frozenset[str]:
        """Those that it offers; empty where people write their own, or choose among all countries."""
        return frozenset(self.countries or (option.value for option in self.options or ()))

    @property
    def is_asked_of_all(self) -> bool:
        return self.required and self.shown_if is None

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
        if self.type == "hidden" and (self.required or self.shown_if):
            raise fault(
                "hidden_required",
                "Un champ caché ne peut être ni obligatoire ni affiché sous condition : le visiteur ne le voit jamais.",
                "A hidden field can be neither required nor shown on a condition: the visitor never sees it.",
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
        most = min(self.max_choices or 300, len(self.options or ()) or 300)
        if inverted or (self.min_length or 0) > self.longest or (self.min_choices or 0) > most or days.inverted(self.earliest, self.latest):
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
        if self.type in WITH_OPTIONS and not self.options:
            raise fault("options_missing", "Ajoutez au moins un choix.", "Add at least one option.")
        values = [option.value for option in self.options or ()]
        if len(values) != len(set(values)):
            raise fault("options_repeated", "Deux choix ont la même valeur.", "Two options have the same value.")


def well_made(fields: tuple[FieldDefinition, ...]) -> tuple[FieldDefinition, ...]:
    """The fields of one form together: told apart, and enough to reach the person."""
    if not 1 <= len(fields) <= MAX_FIELDS:
        count = len(fields)
        raise fault(
            "field_count",
            f"Un formulaire a de 1 à {MAX_FIELDS} champs, celui-ci en a {count}.",
            f"A form has from 1 to {MAX_FIELDS} fields, this one has {count}.",
        )
    if any(times > 1 for times in Counter(field.name for field in fields).values()):
        raise fault("names_repeated", "Deux champs portent le même nom.", "Two fields have the same name.")
    conditions.expect_sound(fields)
    if not any(field.is_asked_of_all and field.type in {"email", "phone"} for field in fields):
        raise fault(
            "person_unreachable",
            "L'e-mail ou le téléphone doit être demandé à tous et obligatoire.",
            "The e-mail or the phone must be asked of everybody, and required.",
        )
    return fields


def asks_for_email(fields: tuple[FieldDefinition, ...]) -> bool:
    """What double opt-in needs: an address from everybody."""
    return any(field.type == "email" and field.is_asked_of_all for field in fields)


Fields = Annotated[tuple[FieldDefinition, ...], AfterValidator(well_made)]
