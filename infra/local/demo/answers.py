"""What a visitor types into a form."""

from __future__ import annotations

from random import Random
from typing import Any

from infra.local.demo.forms import FormWanted
from infra.local.demo.notes import COMMENTS, COMMENTS_EN
from infra.local.demo.people import Visitor

USUAL = {"roof": (35, 160), "built": (1920, 2018), "amount": (2, 60), "people": (1, 8), "tills": (1, 6), "shops": (3, 120)}
AMOUNT_STEP = 50_000


def answered(rng: Random, visitor: Visitor, form: FormWanted) -> dict[str, Any]:
    """Every field that this visitor fills in."""
    known = _known(rng, visitor)
    drawn = {field["name"]: known.get(field["name"]) or _drawn(rng, field, form) for field in form.fields}
    return {name: value for name, value in drawn.items() if value != ""}


def _known(rng: Random, visitor: Visitor) -> dict[str, str]:
    return {
        "first_name": visitor.first_name, "last_name": visitor.last_name, "email": visitor.email, "phone": visitor.typed,
        "address": visitor.address, "postcode": visitor.postcode or "75018", "city": visitor.city, "consent": "on",
        "company": f"{rng.choice(('Boutique', 'Maison', 'Chez', 'Atelier', 'Épicerie', 'Comptoir'))} {visitor.last_name}",
        "utm_source": rng.choice(("google", "facebook", "newsletter", "partenaire", "tiktok")),
        "utm_campaign": rng.choice(("rentree", "automne", "notoriete")),
        "news": rng.choice(("on", "")),
    }  # fmt: skip


def _drawn(rng: Random, field: dict[str, Any], form: FormWanted) -> Any:
    if field["type"] == "textarea":
        asked = field.get("required") or _perhaps(rng, 0.3)
        return rng.choice(COMMENTS_EN if form.language == "en" else COMMENTS) if asked else ""
    if "options" in field:
        return rng.choice(field["options"])["value"] if field.get("required") or _perhaps(rng, 0.7) else ""
    return _number(rng, field["name"]) if field["type"] == "number" else ""


def _number(rng: Random, name: str) -> int:
    low, high = USUAL[name]
    return rng.randint(low, high) * (AMOUNT_STEP if name == "amount" else 1)


def _perhaps(rng: Random, chance: float) -> bool:
    return rng.random() < chance
