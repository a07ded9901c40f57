"""Why a lead has its centre, or still waits for one, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateutil.tz import gettz  # type: ignore[import-untyped]  # as in forms: a Lambda may lack a table of zones

from chalicelib.foundation import clock
from chalicelib.foundation.asked import asked, language
from chalicelib.identity import queries as identity

Names = Mapping[str, str]
Words = Mapping[str, str]

FR: Words = {
    "turn": "Au tour de {centre}.",
    "after": " Puis {others}.",
    "passed": " Écartés : {passed}.",
    "fallback": "Aucun centre ne pouvait le prendre : {passed}. Donné à {centre}, centre de repli.",
    "deferred": "Aucun centre ne peut le prendre : {passed}. Attend le premier qui le pourra.",
    "closure": "{passed} : le lead va à {centre}, qui prend sa suite.",
    "gone": "fermé définitivement",
    "closed": "fermé",
    "closed_until": "fermé jusqu'à {day} {date} à {time}",
    "hour": "{count} sur {cap} cette heure-ci",
    "day": "{count} sur {cap} aujourd'hui",
    "open": "{count} ouverts sur {cap}",
    "another": "un autre centre",
    "days": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}
EN: Words = {
    "turn": "{centre}'s turn.",
    "after": " Then {others}.",
    "passed": " Passed over: {passed}.",
    "fallback": "No centre could take it: {passed}. Given to {centre}, the fall-back.",
    "deferred": "No centre can take it: {passed}. Waits for the first that can.",
    "closure": "{passed}: the lead goes to {centre}, which takes its place.",
    "gone": "closed for good",
    "closed": "closed",
    "closed_until": "closed until {day} {date} at {time}",
    "hour": "{count} of {cap} this hour",
    "day": "{count} of {cap} today",
    "open": "{count} open of {cap}",
    "another": "another centre",
    "days": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}


def routed(data: Mapping[str, Any]) -> str:
    """Of the fact that a lead got its centre."""
    words, names = _words(), _names()
    centre, passed = names.get(data["centre_id"], words["another"]), _passed_over(data, names, words)
    if data["method"] in {"fallback", "closure"}:
        return words[data["method"]].format(centre=centre, passed=passed)
    others = ", ".join(names.get(one, words["another"]) for one in data.get("in_turn", [])[1:4])
    said = words["turn"].format(centre=centre) + (words["after"].format(others=others) if others else "")
    return said + (words["passed"].format(passed=passed) if passed else "")


def deferred(data: Mapping[str, Any]) -> str:
    """Of the fact that it waits."""
    return _words()["deferred"].format(passed=_passed_over(data, _names(), _words()))


def _words() -> Words:
    return EN if language() == "en" else FR


def _names() -> Names:
    """The centres that the reader may know of: a partner does not read how busy the others are."""
    caller = asked().caller
    return {centre.id: centre.name for centre in identity.centres() if caller and caller.may_reach("centres.read", centre=centre.id, owner=None)}


def _passed_over(data: Mapping[str, Any], names: Names, words: Words) -> str:
    return ", ".join(_one(*reason.split(":"), names=names, words=words) for reason in data.get("passed_over", []))


def _one(centre: str, why: str, detail: str = "", *, names: Names, words: Words) -> str:
    return f"{names[centre]} ({_reason(why, detail, words)})" if centre in names else words["another"]


def _reason(why: str, detail: str, words: Words) -> str:
    if why == "gone":
        return words["gone"]
    if why != "closed":
        count, cap = detail.split("/")
        return words[why].format(count=count, cap=cap)
    if not detail:
        return words["closed"]
    at = clock.from_ms(int(detail)).astimezone(gettz(identity.tenant().timezone))
    return words["closed_until"].format(day=words["days"].split()[at.weekday()], date=f"{at.day}/{at.month}", time=f"{at.hour}:{at:%M}")
