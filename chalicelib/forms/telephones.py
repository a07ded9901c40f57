"""Telephone numbers as people type them, in a form's country."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata, PhoneNumberFormat, PhoneNumberType

SEPARATORS = r"[ .\-\/()_\u2010-\u2015\u2212]"
DIALLED = r"\+?[0-9]{6,15}"

# People overseas type their national numbers into the forms of the mainland.
OVERSEAS = {"FR": ("RE", "GP", "MQ", "GF", "PM")}

# Nobody can be called back for the price of a call on the others: premium and shared-cost numbers, pagers, voicemail.
KINDS = (
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.VOIP,
    PhoneNumberType.PERSONAL_NUMBER,
)


def dialled(text: str) -> str | None:
    """The digits behind the separators, an international prefix as ``+``."""
    digits = re.sub("^00", "+", re.sub(SEPARATORS, "", text))
    return digits if re.fullmatch(DIALLED, digits) else None


def e164(text: str, country: str) -> str | None:
    digits = dialled(text)
    if digits is None:
        return None
    for region in (country, *OVERSEAS.get(country, ())):
        number = _parsed(digits, region)
        if number and phonenumbers.number_type(number) in KINDS:
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return None


def _parsed(digits: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None


def example(country: str) -> str:
    number = phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE)
    shown = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL) if number else "+33 6 12 34 56 78"
    return shown.replace(" ", "\N{NO-BREAK SPACE}")


@lru_cache(maxsize=32)
def page_rule(country: str) -> dict[str, Any]:
    """What a page can tell of a number without the tables of the whole world.

    It refuses only what the server refuses too: numbers of the form's own country exactly, foreign ones by their length.
    """
    regions = _described(country, *OVERSEAS.get(country, ()))
    exact = not any(region.national_prefix_transform_rule for region in regions)
    return {
        "separators": SEPARATORS,
        "dialled": DIALLED,
        "homes": [_home(region) for region in regions] if exact else [],
    }


def _described(*regions: str) -> list[PhoneMetadata]:
    return list(filter(None, map(PhoneMetadata.metadata_for_region, regions)))


def _home(region: PhoneMetadata) -> dict[str, str]:
    # Several territories may share a calling code, and a number is good when it is one of theirs.
    sharing = _described(*COUNTRY_CODE_TO_REGION_CODE[region.country_code or 0])
    patterns = {
        described.national_number_pattern
        for shared in sharing
        for described in (shared.fixed_line, shared.mobile, shared.voip, shared.personal_number)
        if described and described.national_number_pattern
    }
    return {
        "code": str(region.country_code),
        "trunk": region.national_prefix_for_parsing or "",
        "pattern": "|".join(sorted(patterns)),
    }
