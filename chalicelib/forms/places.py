"""Countries by their name, and postcodes as each country writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from chalicelib.foundation.pages import words
from chalicelib.foundation.words import fault

# What a postcode is typed with that says nothing.
JOINTS = r"[ .\-\u2010-\u2015\u2212]"
UNKNOWN_PLAN = r"[A-Z0-9]{2,10}"

# N for a digit, A for a letter, X for either; a country may have several.
PLANS = {
    "NNN": "FO IS LS OM PG",
    "NNNN": "AF AL AM AT AU BD BE BG CH CY DK GE GL GW HU LI LU MD MK MZ NE NO NZ PH PY SI SJ TN ZA",
    "NNNNN": "BA BL BT CR CU DE DO DZ EE EG ES FI FR GF GP GT HR ID IQ IT KE KH KR LA LK MA MC ME MF MM MQ MX MY NC NP PF PK PM RE RS "
    "SM SN TH TR UA UY VA WF XK YT ZM",
    "NNNNNN": "BY CN CO EC IN KG KZ NG RO RU SG UZ",
    "NNNNNNN": "CL",
    "NNN NN": "CZ GR SE SK",
    "NNNN-NNN": "PT",
    "NNNNN-NNN": "BR",
    "NN-NNN": "PL",
    "NNN-NNNN": "JP",
    "NNNN AA": "NL",
    "ANA NAN": "CA",
    "ANX XXXX": "IE",
    "AAA NNNN": "MT",
    "AANNN|NNN": "AD",
    "AA-NNNN|NNNN": "LV",
    "AA-NNNNN|NNNNN": "LT",
    "NNNN|ANNNNAAA": "AR",
    "NNNNNNN|NNNNN": "IL",
    "NNN|NNNNN|NNNNNN": "TW",
    "NNNNN|NNNNN-NNNN": "AS GU MP PR SA US VI",
    "AN NAA|ANN NAA|AAN NAA|AANN NAA|ANA NAA|AANA NAA": "GB GG IM JE",
}
POSTCODES = {country: plans for plans, countries in PLANS.items() for country in countries.split()}
SIGNS = {"N": "[0-9]", "A": "[A-Z]", "X": "[A-Z0-9]", " ": "", "-": ""}


def country_names(language: str) -> dict[str, str]:
    """By code, in the order of their names in that language."""
    return words("forms/countries", language)


def known(country: str) -> str:
    if country not in country_names("fr"):
        raise fault(
            "country_unknown", "Indiquez un pays par son code de deux lettres, comme FR.", "Enter a country by its code of two letters, such as FR."
        )
    return country


def as_written(postcode: str, country: str) -> str | None:
    """A postcode as its country writes it, whatever stood between its signs; None when it cannot be one of that country."""
    signs = re.sub(JOINTS, "", postcode).upper()
    plans = POSTCODES.get(country)
    if plans is None:
        return signs if re.fullmatch(UNKNOWN_PLAN, signs) else None
    return next((_laid_out(signs, plan) for plan in plans.split("|") if _shape(plan).fullmatch(signs)), None)


def page_rule(countries: Iterable[str]) -> dict[str, Any]:
    """What a page needs to know of the postcodes of these countries."""
    plans = {country: POSTCODES[country] for country in countries if country in POSTCODES}
    return {"joints": JOINTS, "unknown": UNKNOWN_PLAN, "signs": SIGNS, "plans": plans}


def _shape(plan: str) -> re.Pattern[str]:
    return re.compile("".join(SIGNS[mark] for mark in plan))


def _laid_out(signs: str, plan: str) -> str:
    left = iter(signs)
    return "".join(mark if mark in " -" else next(left) for mark in plan)
