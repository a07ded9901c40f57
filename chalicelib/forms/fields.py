"""The rules of a form's answers, on the server. The page runs the same ones from `page_rules` (`templates/forms/rules.js`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from chalicelib.forms.definitions import FieldDefinition, Fields, FieldType, Option, asks_for_email
from chalicelib.forms.patterns import compiled
from chalicelib.foundation.errors import FieldError
from chalicelib.foundation.pages import words

__all__ = ["Checked", "FieldDefinition", "FieldType", "Fields", "Option", "asks_for_email", "check", "page_rules"]

Value = str | bool | int | float

_ATOM = r"[a-zA-Z0-9!#$%&'*+\/=?^_`{|}~-]+"
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"

# Regular expressions that Python and the page's script both run, hence explicit classes and no \s or \w.
SHAPES = {
    # The definition of an e-mail address in HTML, stricter where a mail server would refuse: dots stand
    # between letters, and the domain has at least one.
    "email": rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[a-zA-Z][a-zA-Z0-9-]{{0,61}}[a-zA-Z0-9]",
    "number": r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,6})?",
    # What copying and pasting brings along unseen: controls, soft hyphens, zero-width and direction marks.
    "invisible": r"[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]",
    "blank": r"[ \t\n\r\u000b\u000c\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]",
    "tick": r"1|on|true|yes|oui",
    "no_tick": r"0|off|false|no|non",
}
MATCHING = {name: re.compile(shape) for name, shape in SHAPES.items()}
BLANKS = re.compile(SHAPES["blank"] + "+")
EDGES = re.compile(rf"^{SHAPES['blank']}+|{SHAPES['blank']}+$")

LONGEST_LOCAL = 64  # before the @, by the mail standards

# Where a visit came from is kept although no form declares it; few and short, since anybody may post them.
UTM = re.compile(r"utm_[a-z0-9_]{1,30}")
MOST_UTM, LONGEST_UTM = 10, 200


class Wrong(Exception):
    """One answer breaks one rule, named by its code."""


@dataclass(frozen=True)
class Checked:
    values: dict[str, Value] = field(default_factory=dict)
    errors: list[FieldError] = field(default_factory=list)


def check(fields: Sequence[FieldDefinition], answers: Mapping[str, Any], language: str, country: str = "FR") -> Checked:
    """Every answer made clean, and every broken rule at once. Blank answers are left out of the values."""
    checked = Checked(values=_utm(answers))
    for definition in fields:
        try:
            value = _read(definition, answers.get(definition.name), country)
        except Wrong as wrong:
            message = definition.message or _sentence(str(wrong), definition, language, country)
            checked.errors.append(FieldError(definition.name, str(wrong), message))
        else:
            if value != "":
                checked.values[definition.name] = value
    return checked


def page_rules(fields: Sequence[FieldDefinition], language: str, country: str = "FR") -> dict[str, Any]:
    """All that the page's script needs to say the same as `check`, ready for JSON."""
    return {
        "shapes": SHAPES,
        "sentences": words("forms", language)["errors"],
        "fields": [_page_rule(definition, language, country) for definition in fields],
    }


def _page_rule(definition: FieldDefinition, language: str, country: str) -> dict[str, Any]:
    rule = definition.model_dump(mode="json", exclude_none=True, exclude={"placeholder", "help", "max_length", "options"})
    rule |= {"longest": definition.longest, "shown": _shown(definition, language, country)}
    if definition.options:
        rule["options"] = [option.value for option in definition.options]
    if definition.type == "phone":
        rule["phone"] = _telephones().page_rule(country)
    return rule


def _shown(definition: FieldDefinition, language: str, country: str) -> dict[str, str]:
    """The limits as a sentence shows them, made here so that page and server never write a number differently."""
    limits = {
        "min_length": definition.min_length,
        "max_length": definition.longest,
        "min": definition.min,
        "max": definition.max,
    }
    shown = {name: str(limit) for name, limit in limits.items() if limit is not None}
    if language == "fr":
        shown = {name: limit.replace(".", ",") for name, limit in shown.items()}
    return shown | ({"example": _telephones().example(country)} if definition.type == "phone" else {})


def _sentence(code: str, definition: FieldDefinition, language: str, country: str) -> str:
    sentence: str = words("forms", language)["errors"][code]
    return sentence.format(**_shown(definition, language, country))


def _read(definition: FieldDefinition, raw: Any, country: str) -> Value:
    text = _clean(_single(raw), lines=definition.type == "textarea")
    if definition.type in {"checkbox", "consent"}:
        return _ticked(definition, text)
    if not text:
        if definition.required:
            raise Wrong("required")
        return ""
    if definition.type == "hidden":
        return text[: definition.longest]  # the visitor cannot correct what he does not see
    if len(text) > definition.longest:
        raise Wrong("max_length")
    return READERS[definition.type](text, definition, country)


def _single(raw: Any) -> str:
    if isinstance(raw, (list, tuple)):
        if len(raw) > 1:
            raise Wrong("several")
        raw = raw[0] if raw else None
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return "" if raw is None else str(raw)


def _clean(text: str, *, lines: bool) -> str:
    text = MATCHING["invisible"].sub("", re.sub("\r\n?", "\n", text))
    text = EDGES.sub("", text) if lines else BLANKS.sub(" ", text).strip(" ")
    return unicodedata.normalize("NFC", text)


def _ticked(definition: FieldDefinition, text: str) -> bool:
    ticked = bool(MATCHING["tick"].fullmatch(text.lower()))
    if text and not ticked and not MATCHING["no_tick"].fullmatch(text.lower()):
        raise Wrong("option")
    if definition.required and not ticked:
        raise Wrong("consent" if definition.type == "consent" else "required")
    return ticked


def _text(text: str, definition: FieldDefinition, _country: str) -> str:
    if len(text) < (definition.min_length or 0):
        raise Wrong("min_length")
    if definition.pattern and not compiled(definition.pattern).fullmatch(text):
        raise Wrong("pattern")
    return text


def _email(text: str, _definition: FieldDefinition, _country: str) -> str:
    local, _, domain = text.rpartition("@")
    if not MATCHING["email"].fullmatch(text) or len(local) > LONGEST_LOCAL:
        raise Wrong("email")
    return f"{local}@{domain.lower()}"


def _phone(text: str, _definition: FieldDefinition, country: str) -> str:
    number: str | None = _telephones().e164(text, country)
    if number is None:
        raise Wrong("phone")
    return number


def _number(text: str, definition: FieldDefinition, _country: str) -> int | float:
    text = text.replace(" ", "")  # 12 000
    if not MATCHING["number"].fullmatch(text):
        raise Wrong("number")
    text = text.replace(",", ".")
    value = float(text) if "." in text else int(text)
    if definition.min is not None and value < definition.min:
        raise Wrong("min")
    if definition.max is not None and value > definition.max:
        raise Wrong("max")
    return value


def _choice(text: str, definition: FieldDefinition, _country: str) -> str:
    for option in definition.options or ():
        if _clean(option.value, lines=False) == text:
            return option.value
    raise Wrong("option")


def _telephones() -> ModuleType:
    from chalicelib.forms import telephones  # noqa: PLC0415 - the rules of the world's numbers are for forms only, and every start would read them

    return telephones


READERS: dict[str, Callable[[str, FieldDefinition, str], Value]] = {
    "text": _text,
    "textarea": _text,
    "email": _email,
    "phone": _phone,
    "number": _number,
    "select": _choice,
    "radio": _choice,
}


def _utm(answers: Mapping[str, Any]) -> dict[str, Value]:
    found = [name for name in answers if UTM.fullmatch(str(name)) and isinstance(answers[name], str)]
    cleaned = {name: _clean(answers[name], lines=False)[:LONGEST_UTM] for name in found[:MOST_UTM]}
    return {name: text for name, text in cleaned.items() if text}
