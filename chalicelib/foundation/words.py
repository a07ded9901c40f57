"""Sentences for refused fields, in French and English, by the code that Pydantic gives. They say the remedy."""

from __future__ import annotations

from typing import Any

from pydantic_core import PydanticCustomError

_FR = {
    "missing": "Ce champ est obligatoire.",
    "extra_forbidden": "Ce champ n'existe pas ici ; retirez-le.",
    "string_too_short": "Au moins {min_length} caractères.",
    "string_too_long": "Au plus {max_length} caractères.",
    "string_pattern_mismatch": "Le format attendu est {pattern}.",
    "too_short": "Au moins {min_length} éléments.",
    "too_long": "Au plus {max_length} éléments.",
    "literal_error": "Choisissez parmi : {expected}.",
    "greater_than_equal": "Au moins {ge}.",
    "less_than_equal": "Au plus {le}.",
    "value_error": "{error}",
    "otherwise": "Valeur non valable : corrigez-la.",
}
_EN = {
    "missing": "This field is required.",
    "extra_forbidden": "There is no such field here; remove it.",
    "string_too_short": "At least {min_length} characters.",
    "string_too_long": "At most {max_length} characters.",
    "string_pattern_mismatch": "The expected format is {pattern}.",
    "too_short": "At least {min_length} items.",
    "too_long": "At most {max_length} items.",
    "literal_error": "Choose among: {expected}.",
    "greater_than_equal": "At least {ge}.",
    "less_than_equal": "At most {le}.",
    "value_error": "{error}",
    "otherwise": "Not a valid value: correct it.",
}


def field_message(wrong: Any, language: str) -> str:
    """The sentence for one error of Pydantic; our own refusals bring their French with them."""
    context = wrong.get("ctx", {})
    if "fr" in context:
        return str(wrong["msg"] if language == "en" else context["fr"])
    sentences = _EN if language == "en" else _FR
    return sentences.get(wrong["type"], sentences["otherwise"]).format(**context)


def fault(code: str, fr: str, en: str) -> PydanticCustomError:
    """A rule of ours broken inside a shape: the English sentence is the message, the French one stands in its context."""
    return PydanticCustomError(code, en, {"fr": fr})
