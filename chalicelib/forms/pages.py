"""The pages of a hosted form. They take plain values, so that a page can be made and looked at without a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlencode

from markupsafe import Markup

from chalicelib.forms.fields import UTM, FieldDefinition, days_of, endings_of, limits_of_files, page_rules
from chalicelib.forms.optin import PHONE_CONSENT
from chalicelib.forms.places import country_names
from chalicelib.forms.source import REFERRER
from chalicelib.forms.webmails import Webmail, webmail_of
from chalicelib.foundation.errors import FieldError
from chalicelib.foundation.pages import asset, page_headers, render, words
from chalicelib.shield.queries import Tokens

# One block, known to the browser by its hash: nothing of it depends on the form.
PARTS = ("rules", "work", "files", "form", "counts", "page")
SCRIPT = Markup("(() => {\n") + Markup().join(asset(f"forms/{part}.js") for part in PARTS) + Markup("})();")

# What lets a browser fill the form in, by the names that forms commonly use.
AUTOCOMPLETE = {
    "first_name": "given-name",
    "last_name": "family-name",
    "email": "email",
    "phone": "tel",
    "company": "organization",
    "societe": "organization",
    "address": "street-address",
    "adresse": "street-address",
    "postcode": "postal-code",
    "postal_code": "postal-code",
    "code_postal": "postal-code",
    "city": "address-level2",
    "ville": "address-level2",
    "country": "country",
    "url": "url",
}
PAIR = {"first_name", "last_name"}
ALONG_BYTES = 3_500_000
"""Of files that go along with the form, when they cannot leave by themselves: what a post may weigh, less the rest of it."""
NAMES = {"fr": "Français", "en": "English"}


class ShownForm(Protocol):
    """What the pages need to know of a form."""

    @property
    def name(self) -> str: ...

    @property
    def language(self) -> str: ...

    @property
    def languages(self) -> Sequence[str]: ...

    @property
    def today(self) -> date: ...

    @property
    def company(self) -> str: ...

    @property
    def country(self) -> str: ...

    @property
    def sender(self) -> str: ...

    @property
    def double_optin(self) -> bool: ...

    @property
    def fields(self) -> Sequence[FieldDefinition]: ...

    @property
    def consent_text(self) -> str: ...

    @property
    def thanks(self) -> str: ...

    @property
    def post_url(self) -> str: ...

    @property
    def number(self) -> float: ...

    @property
    def is_awaited(self) -> bool: ...

    def opening(self, language: str) -> str: ...

    def tokens(self, posted: Mapping[str, Any]) -> Tokens | None: ...


def form_headers(allowed_origins: Iterable[str] = (), *, sends_to: str = "") -> dict[str, str]:
    """Headers of the form's page; the sites that may post to it may also frame it. `sends_to`: where its files go."""
    return page_headers(script=SCRIPT, framed_by=allowed_origins, connects=f"'self' {sends_to}".strip())


def form_page(form: ShownForm, *, values: Mapping[str, Any], errors: Sequence[FieldError] = (), language: str | None = None) -> str:
    """The form, empty or as it was typed, with every fault in a summary and beside its field."""
    language = language or form.language
    own = rules(form, language)
    if not errors:  # shown again it is the same visit, which was counted
        own |= {"counts": counted(form)}
    return render("forms/form.html", language, **asked(form, values, errors, language), rules=own, script=SCRIPT)


def asked(form: ShownForm, values: Mapping[str, Any], errors: Sequence[FieldError], language: str) -> dict[str, Any]:
    """What the templates of a form need to know, wherever it stands."""
    shown = [field for field in form.fields if field.type != "hidden"]
    labels = {field.name: field.label for field in shown}
    consents = [field.name for field in form.fields if field.type == "consent" and field.name != PHONE_CONSENT]
    return {
        "form": form,
        "company": form.company,
        "languages": _languages(form, values),
        "post_url": addressed(form.post_url, form),
        "controls_shown": [_control(field, form, values, errors, language) for field in shown],
        "carried": _carried(form, values),
        "errors": [_ErrorLine(error.field, labels.get(error.field, ""), error.message) for error in errors],
        "takes_files": _takes_files(form),
        "consent_field": consents[0] if consents else "",
        "tokens": form.tokens(values),
    }


class FilesShown(NamedTuple):
    """A control for files. `received`: what has reached us, while the rest is still to be corrected; each with its ticket, name and size."""

    limits: str
    accept: str
    received: list[Any]


class Control(NamedTuple):
    """One field as it stands on the page."""

    field: FieldDefinition
    typed: str
    chosen: tuple[str, ...]
    wrong: str
    is_first_wrong: bool
    autocomplete: str
    is_half: bool
    offered: list[tuple[str, str]]
    days: list[tuple[str, str]]
    condition: str
    files: FilesShown | None


def _control(field: FieldDefinition, form: ShownForm, values: Mapping[str, Any], errors: Sequence[FieldError], language: str) -> Control:
    names = {field.name for field in form.fields if field.type != "hidden"}
    limits = days_of(field, form.today)
    return Control(
        field=field,
        typed=_typed(values.get(field.name)),
        chosen=_chosen(values.get(field.name)),
        wrong=next((error.message for error in errors if error.field == field.name), ""),
        is_first_wrong=field.name == next((error.field for error in errors if error.field in names), ""),
        autocomplete=AUTOCOMPLETE.get(field.type) or AUTOCOMPLETE.get(field.name, ""),
        is_half=field.name in PAIR and names >= PAIR,
        offered=_offered(field, form.country, language),
        days=[(side, limits[limit].isoformat()) for side, limit in (("min", "earliest"), ("max", "latest")) if limit in limits],
        condition=_condition(field, form, language),
        files=_files(field, values, language) if field.type == "file" else None,
    )


def _files(field: FieldDefinition, values: Mapping[str, Any], language: str) -> FilesShown:
    accept = ",".join(f".{ending}" for ending in endings_of(field))
    return FilesShown(limits_of_files(field, language), accept, list(values.get(field.name) or []))


def _offered(field: FieldDefinition, country: str, language: str) -> list[tuple[str, str]]:
    """Values and labels; among all countries, that of the form comes first."""
    if field.type != "country":
        return [(option.value, option.label) for option in field.options or ()]
    names = country_names(language)
    offered = [(code, name) for code, name in names.items() if field.countries is None or code in field.countries]
    return sorted(offered, key=lambda one: one[0] != country)


def _condition(field: FieldDefinition, form: ShownForm, language: str) -> str:
    """When to answer, for whom no script hides what is not asked."""
    if field.shown_if is None:
        return ""
    said = words("forms", language)
    other = next(other for other in form.fields if other.name == field.shown_if.field)
    if not field.shown_if.values or other.type == "hidden":
        return str(said["only_if_answered"].format(label=other.label))
    labels = dict(_offered(other, form.country, language))
    return str(said["only_if"].format(label=other.label, answers=", ".join(labels[value] for value in field.shown_if.values if value in labels)))


class OtherLanguage(NamedTuple):
    code: str
    name: str
    url: str


def _languages(form: ShownForm, values: Mapping[str, Any]) -> list[OtherLanguage]:
    """Those to choose from, each with the campaign that the visit came from; none where there is one only."""
    if len(form.languages) == 1:
        return []
    carried = {name: value for name, value in _carried(form, values).items() if value}
    return [OtherLanguage(code, NAMES[code], "?" + urlencode({"lang": code} | carried)) for code in form.languages]


def addressed(url: str, form: ShownForm, **query: str) -> str:
    """An address of the form that keeps the language in which it was shown."""
    named = {name: value for name, value in query.items() if value} | ({"lang": form.language} if len(form.languages) > 1 else {})
    return f"{url}?{urlencode(named)}" if named else url


class _ErrorLine(NamedTuple):
    field: str
    label: str
    message: str


def _typed(value: Any) -> str:
    """What goes back into a control: the first answer where there were several."""
    if isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    if isinstance(value, bool):
        return "true" if value else ""
    return "" if value is None else str(value)


def _chosen(value: Any) -> tuple[str, ...]:
    return tuple(map(_typed, value)) if isinstance(value, (list, tuple)) else (_typed(value),)


def _carried(form: ShownForm, values: Mapping[str, Any]) -> dict[str, str]:
    """Hidden fields, and where the visit came from: they go through the page unseen."""
    typed = {name: _typed(value) for name, value in values.items()}
    hidden = {field.name: typed.get(field.name, "") for field in form.fields if field.type == "hidden"}
    return {name: value for name, value in typed.items() if UTM.fullmatch(name) or (name == REFERRER and value)} | hidden


def rules(form: ShownForm, language: str) -> dict[str, Any]:
    """What the form's script needs to know."""
    said = words("forms", language)
    summary = {"one": said["summary_one"], "many": said["summary_many"], "none": said["unsent"]["title"]}
    own = {"summary": summary, "field_added": said["field_added"], "unsent": said["unsent"]["text"]}
    if _takes_files(form):
        own |= {"uploads": f"{form.post_url}/uploads", "files": said["files"] | {"language": language, "along_bytes": ALONG_BYTES}}
    return page_rules(form.fields, language, form.country, form.today) | own


def _takes_files(form: ShownForm) -> bool:
    return any(field.type == "file" for field in form.fields)


def counted(form: ShownForm) -> dict[str, Any]:
    """Where a visit is counted, and under which edition."""
    return {"url": f"{form.post_url}/counts", "edition": int(form.number)}


def thanks_page(form: ShownForm, provider: str = "", language: str | None = None) -> str:
    """Thanks, and with double opt-in the way to the visitor's own inbox."""
    language = language or form.language
    return render("forms/thanks.html", language, **thanked(form, webmail_of(provider, form.sender), language))


def thanked(form: ShownForm, provider: Webmail | None, language: str) -> dict[str, Any]:
    """What the templates of the thanks need to know, wherever they stand."""
    said = words("forms", language)["thanks"]
    return {"title": said["mail_title"] if form.double_optin else said["title"], "form": form, "company": form.company, "provider": provider}


def held_page(form: ShownForm) -> str:
    """What the shield held back has arrived, too: somebody looks at it. No mail was sent, so none is promised."""
    title = words("forms", form.language)["held"]["title"]
    return render("forms/held.html", form.language, title=title, said=held_in_words(form), company=form.company)


def held_in_words(form: ShownForm) -> str:
    return str(words("forms", form.language)["held"]["text"].format(company=form.company))


def closed_page(form: ShownForm, language: str | None = None) -> str:
    """A form that takes no posts: no more, or not yet."""
    language = language or form.language
    said, name = words("forms", language), "awaited" if form.is_awaited else "closed"
    moment = form.opening(language) if form.is_awaited else ""
    return render(f"forms/{name}.html", language, title=said[name]["title"], company=form.company, moment=moment)


def missing_page(language: str) -> str:
    """No form has this key, so the language is the visitor's own."""
    return render("forms/missing.html", language, title=words("forms", language)["missing"]["title"], company="")
