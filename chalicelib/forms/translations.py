"""A form in several languages: what is not translated is said in the form's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import StringConstraints

from chalicelib.foundation.routes import Shape

Line = Annotated[str, StringConstraints(max_length=100)]
Text = Annotated[str, StringConstraints(max_length=2000)]


class FormWords(Shape):
    """What a form says in another language beside its fields, which bring their own words."""

    name: Line = ""
    consent: Text = ""
    thanks: Text = ""
    phone_consent: Text = ""
    subject: Line = ""
    from_name: Line | None = None


def translated(content: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The content of a form as if it had been written in one of its other languages."""
    said = content["translations"][language]
    mail = content["mail"] | {word: said[word] for word in ("subject", "from_name") if said.get(word)}
    return {
        **content,
        "language": language,
        "translations": content["translations"] | {content["language"]: {}},
        "name": said.get("name") or content["name"],
        "thanks": said.get("thanks") or content.get("thanks", ""),
        "consent": {**content.get("consent", {}), **({"text": said["consent"]} if said.get("consent") else {})},
        "mail": mail,
        "optin": _optin(content.get("optin", {}), said.get("phone_consent")),
        "fields": [_field(field, language) for field in content["fields"]],
    }


def _optin(plan: Mapping[str, Any], phone_consent: str | None) -> dict[str, Any]:
    asked = plan.get("phone_consent", {})
    return {**plan, "phone_consent": {**asked, "text": phone_consent}} if asked.get("text") and phone_consent else dict(plan)


def _field(field: Mapping[str, Any], language: str) -> dict[str, Any]:
    said = dict(field.get("translations", {}).get(language, {}))
    labels = said.pop("options", {})
    options = [option | {"label": labels.get(option["value"], option["label"])} for option in field.get("options", ())]
    return {**field, **said, **({"options": options} if options else {})}
