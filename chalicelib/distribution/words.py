"""Why a lead has its agent, or was taken back, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.distribution.models.seats import Ruled
from chalicelib.distribution.rules import ABSENT, OFFLINE, PAUSES
from chalicelib.foundation.asked import language

Names = Mapping[str, str]
Words = Mapping[str, str]
HOUSE_PAUSES = {*PAUSES, ABSENT, OFFLINE}

FR: Words = {
    "push": "{agent} : {load}prochain à tour de rôle.",
    "pull": "{agent} a demandé le lead suivant.",
    "handover": "Repris par {agent}.",
    "manual": "Attribué à la main à {agent}.",
    "after": " Puis {others}.",
    "passed": " Écartés : {passed}.",
    "load": "{held} ouverts sur {cap}, ",
    "speaks": "parle {language}, ",
    "skills": " Après l'attente prévue, les compétences demandées ne comptent plus.",
    "language": " Ne parle pas {language}.",
    "away": "en pause",
    "away_why": "en pause : {why}",
    "full": "file pleine, {detail}",
    "full_bare": "file pleine",
    "day": "{detail} aujourd'hui",
    "no_language": "ne parle pas {detail}",
    "no_skills": "sans « {detail} »",
    "of": " sur ",
    "manager": "Repris à {agent}.",
    "timeout": "{agent} n'a pas répondu à temps : repris.",
    "callback": "L'heure du rappel est venue : {agent} l'avait laissé à n'importe qui du centre.",
    "missed": "{agent} n'a pas fait le rappel promis : le premier disponible rappelle.",
    "left": "{agent} ne s'en occupe plus : repris.",
    "closure": "Le centre de {agent} a fermé définitivement : repris par celui qui lui succède.",
    "returned": "Rendu par {agent} : {why}.",
    "why_language": "ne parle pas la langue",
    "why_skill": "il faut une autre compétence",
    "why_known_person": "connaît la personne",
    "why_absence": "s'absente",
    "why_other": "voir sa note",
    "lunch": "déjeuner",
    "break": "pause",
    "training": "formation",
    "meeting": "réunion",
    "absent": "n'a pas répondu",
    "offline": "déconnecté",
    "gone": "un ancien compte",
}
EN: Words = {
    "push": "{agent}: {load}next in turn.",
    "pull": "{agent} asked for the next lead.",
    "handover": "Taken over by {agent}.",
    "manual": "Given by hand to {agent}.",
    "after": " Then {others}.",
    "passed": " Passed over: {passed}.",
    "load": "{held} open of {cap}, ",
    "speaks": "speaks {language}, ",
    "skills": " After the set wait the skills asked for count no longer.",
    "language": " Does not speak {language}.",
    "away": "on pause",
    "away_why": "on pause: {why}",
    "full": "queue full, {detail}",
    "full_bare": "queue full",
    "day": "{detail} today",
    "no_language": "does not speak {detail}",
    "no_skills": "without “{detail}”",
    "of": " of ",
    "manager": "Taken back from {agent}.",
    "timeout": "{agent} did not answer in time: taken back.",
    "callback": "The time of the callback has come: {agent} had left it to anyone of the centre.",
    "missed": "{agent} did not make the promised call: whoever is free first calls.",
    "left": "{agent} looks after it no more: taken back.",
    "closure": "{agent}'s centre closed for good: taken over by the one in its place.",
    "returned": "Given back by {agent}: {why}.",
    "why_language": "does not speak the language",
    "why_skill": "it needs another skill",
    "why_known_person": "knows the person",
    "why_absence": "will be away",
    "why_other": "see their note",
    "lunch": "lunch",
    "break": "break",
    "training": "training",
    "meeting": "meeting",
    "absent": "did not answer",
    "offline": "offline",
    "gone": "a former account",
}
TONGUES = {
    "fr": {
        "fr": "français", "en": "anglais", "de": "allemand", "es": "espagnol", "it": "italien", "nl": "néerlandais", "pt": "portugais", "ar": "arabe",
        "wo": "wolof", "dyu": "dioula", "bm": "bambara", "ff": "peul", "tr": "turc",
    },
    "en": {
        "fr": "French", "en": "English", "de": "German", "es": "Spanish", "it": "Italian", "nl": "Dutch", "pt": "Portuguese", "ar": "Arabic",
        "wo": "Wolof", "dyu": "Dioula", "bm": "Bambara", "ff": "Fula", "tr": "Turkish",
    },
}  # fmt: skip
"""The others are called by their code."""


def assigned(data: Mapping[str, Any], names: Names) -> str:
    """Of the fact that a lead got its agent: “Awa : 2 ouverts sur 5, parle dioula, prochain à tour de rôle. Écartés : Paul (en pause : déjeuner).”"""
    words, spoken = _words(), _tongue(data.get("language"))
    agent = names.get(data.get("agent_id", ""), words["gone"])
    speaks = words["speaks"].format(language=spoken) if spoken and "language" not in data.get("relaxed", ()) else ""
    load = next((_load(text, words) for text in data.get("loads", ())), "") + speaks
    said = words[data["method"]].format(agent=agent, load=load)
    others = ", ".join(names.get(one, words["gone"]) for one in list(data.get("in_turn", ()))[1:4])
    passed = ", ".join(_passed(*text.split(":", 2), names=names, centre=data.get("centre_id")) for text in data.get("passed_over", ()))
    said += words["after"].format(others=others) if others else ""
    said += words["passed"].format(passed=passed) if passed else ""
    return said + "".join(words[one].format(language=spoken) for one in data.get("relaxed", ()))


def released(data: Mapping[str, Any], names: Names) -> str:
    """Of the fact that it went back to the pool."""
    words = _words()
    why = words.get(f"why_{data.get('reason')}", words["why_other"])
    return words.get(data.get("why", ""), words["manager"]).format(agent=names.get(data["was"], words["gone"]), why=why)


def _load(text: str, words: Words) -> str:
    held, _, cap = text.partition("/")
    return words["load"].format(held=held, cap=cap)


def _passed(agent: str, why: str, detail: str = "", *, names: Names, centre: str | None) -> str:
    words = _words()
    said = _pause(detail, words, centre) if why == "away" else _why(why, detail, words)
    return f"{names.get(agent, words['gone'])} ({said})"


def _pause(reason: str, words: Words, centre: str | None) -> str:
    """The centre's own name for it; for what is on no list any more, the bare fact."""
    if not reason:
        return words["away"]
    own = "" if reason in HOUSE_PAUSES or centre is None else Ruled.of(centre).read.pause_name(reason)
    said = own or (words[reason] if reason in HOUSE_PAUSES else "")
    return words["away_why"].format(why=said.lower()) if said else words["away"]


def _why(why: str, detail: str, words: Words) -> str:
    if why in {"full", "day"}:
        return words[why if detail else "full_bare"].format(detail=detail.replace("/", words["of"]))
    return words[f"no_{why}"].format(detail=_tongue(detail) if why == "language" else detail)


def _words() -> Words:
    return EN if language() == "en" else FR


def _tongue(code: str | None) -> str:
    return TONGUES[language()].get(code, code) if code else ""
