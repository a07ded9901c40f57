"""The pages of a hosted form. They take plain values, so that a page can be made and looked at without a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

from markupsafe import Markup

from chalicelib.forms.fields import UTM, FieldDefinition, page_rules
from chalicelib.foundation.errors import FieldError
from chalicelib.foundation.pages import asset, page_headers, render, words

# One block, known to the browser by its hash: nothing of it depends on the form.
SCRIPT = Markup("(() => {\n") + asset("forms/rules.js") + asset("forms/form.js") + Markup("})();")

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
}


class ShownForm(Protocol):
    """What the pages need to know of a form."""

    @property
    def name(self) -> str: ...

    @property
    def language(self) -> str: ...

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


class Webmail(NamedTuple):
    name: str
    url: str


# `{sender}` opens the mail itself where the webmail can search by address.
WEBMAILS = {
    "gmail": Webmail("Gmail", "https://mail.google.com/mail/u/0/#search/from%3A({sender})+in%3Aanywhere"),
    "outlook": Webmail("Outlook", "https://outlook.live.com/mail/0/"),
    "yahoo": Webmail("Yahoo Mail", "https://mail.yahoo.com/d/search/keyword=from%253A{sender}"),
    "orange": Webmail("Orange Mail", "https://messagerie.orange.fr/"),
    "free": Webmail("Free Zimbra", "https://zimbra.free.fr/"),
    "laposte": Webmail("La Poste", "https://www.laposte.net/accueil"),
    "sfr": Webmail("SFR Mail", "https://messagerie.sfr.fr/"),
    "bouygues": Webmail("Bbox Mail", "https://www.webmail.bbox.fr/"),
    "icloud": Webmail("iCloud Mail", "https://www.icloud.com/mail/"),
    "proton": Webmail("Proton Mail", "https://mail.proton.me/u/0/all-mail#from={sender}"),
    "gmx": Webmail("GMX", "https://www.gmx.fr/"),
}
_DOMAINS = {
    "gmail": "gmail.com googlemail.com",
    "outlook": "outlook.com outlook.fr hotmail.com hotmail.fr live.com live.fr msn.com",
    "yahoo": "yahoo.com yahoo.fr ymail.com rocketmail.com",
    "orange": "orange.fr wanadoo.fr",
    "free": "free.fr",
    "laposte": "laposte.net",
    "sfr": "sfr.fr neuf.fr cegetel.net club-internet.fr",
    "bouygues": "bbox.fr",
    "icloud": "icloud.com me.com mac.com",
    "proton": "proton.me protonmail.com pm.me",
    "gmx": "gmx.fr gmx.com gmx.net",
}
PROVIDERS = {domain: key for key, domains in _DOMAINS.items() for domain in domains.split()}


def provider_of(email: str) -> str:
    """The short key of an address's webmail, which may stand in a URL where the address may not; empty when unknown."""
    return PROVIDERS.get(email.rpartition("@")[2].lower(), "")


def form_headers(allowed_origins: Iterable[str] = ()) -> dict[str, str]:
    """Headers of the form's page; the sites that may post to it may also frame it."""
    return page_headers(script=SCRIPT, framed_by=allowed_origins)


def form_page(form: ShownForm, *, values: Mapping[str, Any], errors: Sequence[FieldError] = (), language: str | None = None) -> str:
    """The form, empty or as it was typed, with every fault in a summary and beside its field."""
    language = language or form.language
    labels = {field.name: field.label for field in form.fields if field.type != "hidden"}
    typed = {name: _typed(value) for name, value in values.items()}
    consents = [field.name for field in form.fields if field.type == "consent"]
    names = {field.name for field in form.fields}
    return render(
        "forms/form.html",
        language,
        form=form,
        company=form.company,
        shown=[field for field in form.fields if field.type != "hidden"],
        carried=_carried(form, typed),
        values=typed,
        errors=[_ErrorLine(error.field, labels.get(error.field, ""), error.message) for error in errors],
        wrongs={error.field: error.message for error in errors},
        first_wrong_name=next((error.field for error in errors if error.field in labels), ""),
        consent_field=consents[0] if consents else "",
        autocomplete=AUTOCOMPLETE,
        halves={"first_name", "last_name"} if {"first_name", "last_name"} <= names else set(),
        rules=_rules(form, language),
        script=SCRIPT,
    )


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
    return str(value)


def _carried(form: ShownForm, typed: Mapping[str, str]) -> dict[str, str]:
    """Hidden fields, and where the visit came from: they go through the page unseen."""
    hidden = {field.name: typed.get(field.name, "") for field in form.fields if field.type == "hidden"}
    return {name: value for name, value in typed.items() if UTM.fullmatch(name)} | hidden


def _rules(form: ShownForm, language: str) -> dict[str, Any]:
    said = words("forms", language)
    summary = {"one": said["summary_one"], "many": said["summary_many"]}
    return page_rules(form.fields, language, form.country) | {"summary": summary}


def thanks_page(form: ShownForm, provider: str = "", language: str | None = None) -> str:
    """Thanks, and with double opt-in the way to the visitor's own inbox."""
    language = language or form.language
    said = words("forms", language)["thanks"]
    return render(
        "forms/thanks.html",
        language,
        title=said["mail_title"] if form.double_optin else said["title"],
        form=form,
        company=form.company,
        provider=_webmail(provider, form.sender),
    )


def _webmail(provider: str, sender: str) -> Webmail | None:
    webmail = WEBMAILS.get(provider)
    return webmail and Webmail(webmail.name, webmail.url.format(sender=quote(sender, safe="")))


def closed_page(form: ShownForm, language: str | None = None) -> str:
    language = language or form.language
    title = words("forms", language)["closed"]["title"]
    return render("forms/closed.html", language, title=title, company=form.company)


def missing_page(language: str) -> str:
    """No form has this key, so the language is the visitor's own."""
    return render("forms/missing.html", language, title=words("forms", language)["missing"]["title"], company="")
