"""The token of a survey's link (`foundation/locators.py`): person and survey, signed for one purpose."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.foundation import ids, locators

ANSWER, UNSUBSCRIBE = "survey", "no survey"
_PERSON, _SURVEY, _BODY = slice(0, 10), slice(10, 17), 17


@dataclass(frozen=True)
class Link:
    """Whose answers to what."""

    tenant: str
    person_id: str
    survey_id: str


def made(person_id: str, survey_id: str, purpose: str = ANSWER) -> str:
    return locators.made(locators.packed(person_id) + locators.packed(survey_id), purpose)


def read(token: str, purpose: str = ANSWER) -> Link:
    """Raises `LinkUnknown` for whatever this tenant did not sign for this purpose."""
    tenant, body = locators.read(token, purpose, _BODY)
    return Link(tenant, locators.unpacked(body[_PERSON], ids.PERSON_SIZE), locators.unpacked(body[_SURVEY], ids.SHORT_SIZE))
