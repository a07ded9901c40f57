"""The rules of a form's answers, on the server. The page runs the same ones from `page_rules` (`templates/forms/rules.js`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import ModuleType
from typing import Any

from chalicelib.files.shapes import ABOUT, kind_of
from chalicelib.forms import days, places
from chalicelib.forms.definitions import FieldDefinition, Fields, FieldType, Option, asks_for_email
from chalicelib.forms.patterns import compiled
from chalicelib.foundation import clock
from chalicelib.foundation.errors import FieldError
from chalicelib.foundation.pages import words

__all__ = [
    "Checked", "FieldDefinition", "FieldType", "Fields", "Option", "asks_for_email", "check", "days_of", "endings_of", "fault_of", "in_words",
    "limits_of_files", "page_rules",
]  # fmt: skip

Value = str | bool | int | float | list[str]

_ATOM = r"[a-zA-Z0-9!#$%&'*+\/=?^_`{|}~-]+"
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"

# Letters of every script, since the names of sites have them too.
_SITE_END = r"[a-zA-Z\u00a1-\uffff][a-zA-Z0-9\u00a1-\uffff-]{0,61}[a-zA-Z0-9\u00a1-\uffff]"
_SITE = r"[a-zA-Z0-9\u00a1-\uffff](?:[a-zA-Z0-9\u00a1-\uffff-]{0,61}[a-zA-Z0-9\u00a1-\uffff])?"

# Regular expressions that Python and the page's script both run, hence explicit classes and no \s or \w.
SHAPES = {
    # The definition of an e-mail address in HTML, stricter where a mail server would refuse: dots stand
    # between letters, and the domain has at least one.
    "email": rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[a-zA-Z][a-zA-Z0-9-]{{0,61}}[a-zA-Z0-9]",
    "number": r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,6})?",
    # What copying and pasting brings along unseen: controls, soft hyphens, zero-width and direction marks.
    "invisible": r"[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]",
    "blank": r"[ \t\n\r\u000b\u000c\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]",
    "date": days.ABSOLUTE.pattern,
    "scheme": r"[hH][tT][tT][pP][sS]?:\/\/",
    "url": rf"[hH][tT][tT][pP][sS]?:\/\/(?:{_SITE}\.)+{_SITE_END}(?::[0-9]{{1,5}})?(?:[\/?#][^ ]*)?",
    "tick": r"1|on|true|yes|oui",
    "no_tick": r"0|off|false|no|non",
}
MATCHING = {name: re.compile(shape) for name, shape in SHAPES.items()}
BLANKS = re.compile(SHAPES["blank"] + "+")
EDGES = re.compile(rf"^{SHAPES['blank']}+|{SHAPES['blank']}+$")

# Scheme and site have no case; what follows may.
ORIGIN = re.compile(r"^[^:]+:\/\/[^\/?#]+")
LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}

LONGEST_LOCAL = 64  # before the @, by the mail standards

# Where a visit came from is kept although no form declares it; few and short, since anybody may post them.
UTM = re.compile(r"utm_[a-z0-9_]{1,30}")
MOST_UTM, LONGEST_UTM = 10, 200


class Wrong(Exception):
    """One answer breaks one rule, named by its code."""


@dataclass(frozen=True)
class Setting:
    """Where and when a form is answered: its own country, and the day that `today` means in its rules."""

    country: str = "FR"
    today: date = field(default_factory=lambda: clock.now().date())


@dataclass(frozen=True)
class Checked:
    values: dict[str, Value] = field(default_factory=dict)
    errors: list[FieldError] = field(default_factory=list)


def check(fields: Sequence[FieldDefinition], answers: Mapping[str, Any], language: str, country: str = "FR", today: date | None = None) -> Checked:
    """Every answer made clean, and every broken rule at once. Left out of the values: blank answers, and answers to what is not shown."""
    reading = _Reading(fields, answers, Setting(country, today) if today else Setting(country))
    checked = Checked(values=_utm(answers))
    for definition in fields:
        verdict = reading.verdict(definition.name)
        if isinstance(verdict, Wrong):
            checked.errors.append(fault_of(definition, str(verdict), language, reading.setting))
        elif verdict is not None:
            checked.values[definition.name] = verdict
    return checked


def fault_of(definition: FieldDefinition, code: str, language: str, setting: Setting | None = None) -> FieldError:
    """A broken rule in the author's words, or in ours."""
    return FieldError(definition.name, code, definition.message or _sentence(code, definition, language, setting or Setting()))


class _Reading:
    """The answers of one post, read in whatever order their conditions need."""

    def __init__(self, fields: Sequence[FieldDefinition], answers: Mapping[str, Any], setting: Setting) -> None:
        self.fields = {definition.name: definition for definition in fields}
        self.answers = answers
        self.setting = setting
        self.verdicts: dict[str, Value | Wrong | None] = {}

    def verdict(self, name: str) -> Value | Wrong | None:
        """The clean answer, the broken rule, or None where nothing is said or nothing was asked."""
        if name not in self.verdicts:
            self.verdicts[name] = self._read(self.fields[name]) if self._shows(self.fields[name]) else None
        return self.verdicts[name]

    def _shows(self, definition: FieldDefinition) -> bool:
        condition = definition.shown_if
        return condition is None or condition.holds(self._given(condition.field))

    def _given(self, name: str) -> Value | None:
        verdict = self.verdict(name)
        return None if isinstance(verdict, Wrong) else verdict

    def _read(self, definition: FieldDefinition) -> Value | Wrong | None:
        try:
            value = _read(definition, self.answers.get(definition.name), self)
        except Wrong as wrong:
            return wrong
        return None if value in ("", []) else value

    @property
    def country(self) -> str:
        """Of the address: the one that the visitor names, where the form asks."""
        asked = [name for name, definition in self.fields.items() if definition.type == "country"]
        return str((self._given(asked[0]) if asked else None) or self.setting.country)


def in_words(value: Value, definition: FieldDefinition | None, language: str) -> str:
    """A clean answer as people read it; without its definition, where the edition is gone, as it was kept."""
    if isinstance(value, bool):
        return "✓" if value else "✗"
    names = dict(places.country_names(language)) if definition and definition.type == "country" else {}
    names |= {option.value: option.label for option in (definition and definition.options) or ()}
    return ", ".join(names.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value]))


def page_rules(fields: Sequence[FieldDefinition], language: str, country: str = "FR", today: date | None = None) -> dict[str, Any]:
    """All that the page's script needs to say the same as `check`, ready for JSON."""
    setting = Setting(country, today) if today else Setting(country)
    rules = {
        "shapes": SHAPES,
        "sentences": words("forms", language)["errors"],
        "fields": [_page_rule(definition, language, setting) for definition in fields],
    }
    if any(definition.type == "postcode" for definition in fields):
        rules["postcodes"] = places.page_rule(_countries_of(fields, country)) | {"country": country}
    return rules


def _countries_of(fields: Sequence[FieldDefinition], country: str) -> list[str]:
    """Where an address may be."""
    asked = next((definition for definition in fields if definition.type == "country"), None)
    return [country, *((asked.countries or places.country_names("fr")) if asked else ())]


def _page_rule(definition: FieldDefinition, language: str, setting: Setting) -> dict[str, Any]:
    said_elsewhere = {
        "placeholder", "help", "max_length", "options", "countries", "translations", "earliest", "latest", "kinds", "max_megabytes", "max_files",
    }  # fmt: skip
    rule = definition.model_dump(mode="json", exclude_none=True, exclude=said_elsewhere)
    rule |= {"longest": definition.longest, "shown": _shown(definition, language, setting)}
    rule |= {limit: day.isoformat() for limit, day in days_of(definition, setting.today).items()}
    if definition.options:
        rule["options"] = [option.value for option in definition.options]
    if definition.type == "country":
        rule["options"] = list(countries_of(definition))
    if definition.type == "file":
        rule |= {"endings": endings_of(definition), "most_bytes": definition.most_bytes, "most_files": definition.most_files}
    if definition.type == "phone":
        rule["phone"] = _telephones().page_rule(setting.country)
    return rule


def countries_of(definition: FieldDefinition) -> Sequence[str]:
    return definition.countries or tuple(places.country_names("fr"))


def days_of(definition: FieldDefinition, today: date) -> dict[str, date]:
    """The limits of a date, as they are on that day."""
    limits = {"earliest": definition.earliest, "latest": definition.latest}
    return {name: days.resolved(limit, today) for name, limit in limits.items() if limit}


def _shown(definition: FieldDefinition, language: str, setting: Setting) -> dict[str, str]:
    """The limits as a sentence shows them, made here so that page and server never write a number differently."""
    limits = {
        "min_length": definition.min_length,
        "max_length": definition.longest,
        "min": definition.min,
        "max": definition.max,
        "min_choices": definition.min_choices,
        "max_choices": definition.max_choices,
    }
    shown = {name: str(limit) for name, limit in limits.items() if limit is not None}
    if language == "fr":
        shown = {name: limit.replace(".", ",") for name, limit in shown.items()}
    shown |= {name: days.spoken(day, language) for name, day in days_of(definition, setting.today).items()}
    if definition.domains:
        shown["domains"] = ", ".join(definition.domains)
    if definition.type == "file":
        shown |= _limits_of_files(definition, language)
    return shown | ({"example": _telephones().example(setting.country)} if definition.type == "phone" else {})


def endings_of(definition: FieldDefinition) -> list[str]:
    """What the names of its files may end in."""
    return [ending for kind in definition.takes for ending in ABOUT[kind].endings]


def limits_of_files(definition: FieldDefinition, language: str) -> str:
    """What one may send, as it stands beside the field."""
    said = words("forms", language)["files"]
    sentence: str = said["limits_one" if definition.most_files == 1 else "limits_many"]
    return sentence.format(**_limits_of_files(definition, language))


def _limits_of_files(definition: FieldDefinition, language: str) -> dict[str, str]:
    names = words("forms", language)["kinds"]
    limits = {"max_megabytes": str(definition.most_bytes // 1024**2), "max_files": str(definition.most_files)}
    return limits | {"kinds": ", ".join(names[kind] for kind in definition.takes)}


def _sentence(code: str, definition: FieldDefinition, language: str, setting: Setting) -> str:
    sentence: str = words("forms", language)["errors"][code]
    return sentence.format(**_shown(definition, language, setting))


def _read(definition: FieldDefinition, raw: Any, reading: _Reading) -> Value:
    if definition.type == "checkboxes":
        return _choices(raw, definition)
    if definition.type == "file":
        return _files(raw, definition)
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
    return READERS[definition.type](text, definition, reading)


def _single(raw: Any) -> str:
    if isinstance(raw, (list, tuple)):
        if len(raw) > 1:
            raise Wrong("several")
        raw = raw[0] if raw else None
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return "" if raw is None else str(raw)


def _choices(raw: Any, definition: FieldDefinition) -> list[str]:
    """In the order in which the form offers them, each once."""
    several = raw if isinstance(raw, (list, tuple)) else [raw]
    given = {text for one in several if (text := _clean(_single(one), lines=False))}
    offered = {_clean(option.value, lines=False): option.value for option in definition.options or ()}
    if given - set(offered):
        raise Wrong("option")
    if definition.required and not given:
        raise Wrong("required")
    if given and len(given) < (definition.min_choices or 0):
        raise Wrong("min_choices")
    if definition.max_choices and len(given) > definition.max_choices:
        raise Wrong("max_choices")
    return [value for text, value in offered.items() if text in given]


def _files(raw: Any, definition: FieldDefinition) -> list[str]:
    """What they are called. Each comes as its name and size; what is still text is a ticket that could not be read."""
    sent = [one for one in (raw if isinstance(raw, (list, tuple)) else [raw]) if one]
    if not all(isinstance(one, (list, tuple)) for one in sent):
        raise Wrong("file_lost")
    if definition.required and not sent:
        raise Wrong("required")
    if len(sent) > definition.most_files:
        raise Wrong("files_most")
    for name, size, *_ in sent:
        if kind_of(name) not in definition.takes:
            raise Wrong("file_kind")
        if size == 0:
            raise Wrong("file_empty")
        if size > definition.most_bytes:
            raise Wrong("file_size")
    return [str(one[0]) for one in sent]


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


def _text(text: str, definition: FieldDefinition, _reading: _Reading) -> str:
    if len(text) < (definition.min_length or 0):
        raise Wrong("min_length")
    if definition.pattern and not compiled(definition.pattern).fullmatch(text):
        raise Wrong("pattern")
    return text


def _email(text: str, definition: FieldDefinition, _reading: _Reading) -> str:
    local, _, domain = text.rpartition("@")
    if not MATCHING["email"].fullmatch(text) or len(local) > LONGEST_LOCAL:
        raise Wrong("email")
    if definition.domains and domain.lower() not in definition.domains:
        raise Wrong("domains")
    return f"{local}@{domain.lower()}"


def _phone(text: str, _definition: FieldDefinition, reading: _Reading) -> str:
    number: str | None = _telephones().e164(text, reading.setting.country)
    if number is None:
        raise Wrong("phone")
    return number


def _number(text: str, definition: FieldDefinition, _reading: _Reading) -> int | float:
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


def _choice(text: str, definition: FieldDefinition, _reading: _Reading) -> str:
    for option in definition.options or ():
        if _clean(option.value, lines=False) == text:
            return option.value
    raise Wrong("option")


def _date(text: str, definition: FieldDefinition, reading: _Reading) -> str:
    try:
        day = days.of(text)
    except ValueError:
        raise Wrong("date") from None
    limits = days_of(definition, reading.setting.today)
    if day < limits.get("earliest", date.min):
        raise Wrong("earliest")
    if day > limits.get("latest", date.max):
        raise Wrong("latest")
    return text


def _country(text: str, definition: FieldDefinition, _reading: _Reading) -> str:
    if text.upper() not in countries_of(definition):
        raise Wrong("option")
    return text.upper()


def _postcode(text: str, _definition: FieldDefinition, reading: _Reading) -> str:
    postcode = places.as_written(text, reading.country)
    if postcode is None:
        raise Wrong("postcode")
    return postcode


def _url(text: str, definition: FieldDefinition, _reading: _Reading) -> str:
    """People leave out what browsers put there for them."""
    address = text if MATCHING["scheme"].match(text) else f"https://{text}"
    if not MATCHING["url"].fullmatch(address) or len(address) > definition.longest:
        raise Wrong("url")
    return ORIGIN.sub(lambda origin: origin[0].translate(LOWER), address)


def _telephones() -> ModuleType:
    from chalicelib.forms import telephones  # noqa: PLC0415 - the rules of the world's numbers are for forms only, and every start would read them

    return telephones


READERS: dict[str, Callable[[str, FieldDefinition, _Reading], Value]] = {
    "text": _text,
    "textarea": _text,
    "email": _email,
    "phone": _phone,
    "number": _number,
    "date": _date,
    "country": _country,
    "postcode": _postcode,
    "url": _url,
    "select": _choice,
    "radio": _choice,
}


def _utm(answers: Mapping[str, Any]) -> dict[str, Value]:
    found = [name for name in answers if UTM.fullmatch(str(name)) and isinstance(answers[name], str)]
    cleaned = {name: _clean(answers[name], lines=False)[:LONGEST_UTM] for name in found[:MOST_UTM]}
    return {name: text for name, text in cleaned.items() if text}
