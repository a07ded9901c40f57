"""The history of a lead in words. Facts hold ids and codes; the sentences are made here, in the reader's language, with today's names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from chalicelib.calls.outcomes import NAMES as USUAL_NAMES
from chalicelib.calls.shapes import Actor, Entry, NoteText
from chalicelib.distribution import queries as distribution
from chalicelib.foundation import clock
from chalicelib.foundation.asked import language
from chalicelib.foundation.records import TraceRecord
from chalicelib.identity import queries as identity
from chalicelib.routing import queries as routing
from chalicelib.surveys.shapes import AnswerSaid
from chalicelib.telephony.queries import END_UNKNOWN

Names = dict[str, str]
Surveys = dict[str, tuple[str, list[AnswerSaid]]]
Words = dict[str, str]

ROUTING = {"LeadRouted", "LeadDeferred"}
TAGGED = (("tagged", "tags"), ("untagged", "untagged"))
UNTOLD = {"lead_id", "note_id", "text_id", "person_id", "report"}
OUTCOME = "outcome:"
"""Before the code of an outcome, among the names: codes are short, and ids of users must not be mistaken for them."""
OF_OTHERS = {"in_turn", "passed_over"}
"""Of centres that the reader may not know: the sentence says what may be said."""

FR: Words = {
    "by_connect": "Par Amazon Connect.",
    "by_hand": "Depuis son propre téléphone.",
    "end_unknown": "La fin n'a pas été annoncée.",
    "rang": "Sonnerie : {time}.",
    "talked": "Conversation : {time}.",
    "mail": "Le serveur a répondu : {answer}",
    "gated": "En attente de la confirmation de l'e-mail.",
    "open": "Prêt à être appelé.",
    "not_interested": "Pas intéressé.",
    "wrong_number": "Mauvais numéro.",
    "duplicate": "Doublon.",
    "not_eligible": "Hors cible.",
    "refused_consent": "Refuse d'être recontacté.",
    "other": "Autre raison.",
    "duplicate_suspected": "Ce numéro est aussi celui d'une autre personne.",
    "staff": "Confirmée par l'équipe, sans le lien : le motif est en note.",
    "page": "La page s'est envoyée d'elle-même, sous les yeux du visiteur.",
    "visits": "Lien ouvert avant le clic : {visits}.",
    "robot": "{times} fois par un robot",
    "browser": "{times} fois par un navigateur",
    "unknown": "{times} fois sans se présenter",
    "tries": "{outcome}, essai {tries} sur {most}. Prochain essai prévu.",
    "given_up": "{tries} essais sans réponse.",
    "anyone": "Par n'importe qui du centre.",
    "missed": "Personne n'a appelé à l'heure promise.",
    "survey": "Enquête « {survey} ».",
    "relance": "Message {step}, par {channel}.",
    "relance_not": "Message {step}, par {channel} : {why}.",
    "by_mail": "e-mail",
    "by_sms": "SMS",
    "by_whatsapp": "WhatsApp",
    "relance_confirmed": "Adresse confirmée.",
    "relance_contacted": "La personne a été contactée.",
    "relance_closed": "Le lead est clos.",
    "relance_bounced": "L'adresse ne reçoit pas.",
    "relance_unsubscribed": "La personne ne veut plus de messages.",
    "relance_untagged": "L'étiquette a été retirée.",
    "relance_by_hand": "Arrêtées à la main.",
    "relance_answered": "La personne a répondu.",
    "relance_plan_off": "Le plan est arrêté.",
    "relance_plan_deleted": "Le plan est supprimé.",
    "relance_no_email": "sans e-mail",
    "relance_no_phone": "sans téléphone",
    "relance_opted_out": "la personne a répondu STOP",
    "relance_no_line": "aucune ligne pour ce canal",
    "relance_answer_lost": "envoi incertain, non répété",
    "relance_refused": "refusé par le service",
    "text": "Par {channel}.",
    "text_refused": "Par {channel} : ne veut plus de {channel}.",
    "corrected": "Autres réponses à : {fields}.",
    "tagged": "Ajoutées : {tags}.",
    "untagged": "Retirées : {tags}.",
    "joined": "Sur « {list} ».",
    "left": "Plus sur « {list} ».",
    "no_list": "une ancienne liste",
    "taken_over": "{agent} l'avait ouvert.",
    "former": "un ancien compte",
    "no_tag": "une ancienne étiquette",
    "labelled": "{label}, lu : {read_as}.",
    "labelled_alike": "{label}, comme lu.",
    "positive": "positif",
    "negative": "négatif",
    "partial": "partiel",
    "unclassified": "non classé",
}
EN: Words = {
    "by_connect": "By Amazon Connect.",
    "by_hand": "On a telephone of their own.",
    "end_unknown": "Its end was not announced.",
    "rang": "Rang for {time}.",
    "talked": "Talked for {time}.",
    "mail": "The server answered: {answer}",
    "gated": "Waiting for the e-mail to be confirmed.",
    "open": "Ready to be called.",
    "not_interested": "Not interested.",
    "wrong_number": "Wrong number.",
    "duplicate": "Duplicate.",
    "not_eligible": "Not eligible.",
    "refused_consent": "Refuses to be contacted again.",
    "other": "Another reason.",
    "duplicate_suspected": "This number is another person's too.",
    "staff": "Confirmed by the staff, without the link: the reason stands in a note.",
    "page": "The page sent itself, before the visitor's eyes.",
    "visits": "Link opened before the click: {visits}.",
    "robot": "{times} times by a robot",
    "browser": "{times} times by a browser",
    "unknown": "{times} times by somebody who does not say",
    "tries": "{outcome}, try {tries} of {most}. The next is planned.",
    "given_up": "{tries} tries without an answer.",
    "anyone": "By anyone of the centre.",
    "missed": "Nobody called at the time that was promised.",
    "survey": "Survey “{survey}”.",
    "relance": "Message {step}, by {channel}.",
    "relance_not": "Message {step}, by {channel}: {why}.",
    "by_mail": "e-mail",
    "by_sms": "SMS",
    "by_whatsapp": "WhatsApp",
    "relance_confirmed": "The address is confirmed.",
    "relance_contacted": "The person was contacted.",
    "relance_closed": "The lead is closed.",
    "relance_bounced": "The address does not receive.",
    "relance_unsubscribed": "The person wants no more messages.",
    "relance_untagged": "The tag was taken off.",
    "relance_by_hand": "Stopped by hand.",
    "relance_answered": "The person has answered.",
    "relance_plan_off": "The plan is switched off.",
    "relance_plan_deleted": "The plan is deleted.",
    "relance_no_email": "no e-mail",
    "relance_no_phone": "no telephone",
    "relance_opted_out": "the person answered STOP",
    "relance_no_line": "no line for this channel",
    "relance_answer_lost": "in doubt, not repeated",
    "relance_refused": "refused by the service",
    "text": "By {channel}.",
    "text_refused": "By {channel}: wants no more {channel}.",
    "corrected": "Other answers to: {fields}.",
    "tagged": "Put on: {tags}.",
    "untagged": "Taken off: {tags}.",
    "joined": "On “{list}”.",
    "left": "No longer on “{list}”.",
    "no_list": "a former list",
    "taken_over": "{agent} had it open.",
    "former": "a former account",
    "no_tag": "a former tag",
    "labelled": "{label}, read as {read_as}.",
    "labelled_alike": "{label}, as it was read.",
    "positive": "positive",
    "negative": "negative",
    "partial": "partial",
    "unclassified": "unclassified",
}


def entries(rows: Sequence[TraceRecord], notes: dict[str, str], surveys: Surveys, labels: Names) -> list[Entry]:
    """Newest first. `notes`: the text of each note by its id. `surveys`: what each is called, and what the person said in it. `labels`: what the
    form calls its fields.
    """
    words = EN if language() == "en" else FR
    names = identity.names(_mentioned(rows)) | labels
    return [_entry(row, notes, surveys, names, words) for row in rows]


def tells_of_tags(rows: Sequence[TraceRecord]) -> bool:
    return any(row.t == "PersonTagged" for row in rows)


def tells_of_lists(rows: Sequence[TraceRecord]) -> bool:
    return any(row.t in {"PersonListed", "PersonUnlisted"} for row in rows)


def tells_of_surveys(rows: Sequence[TraceRecord]) -> bool:
    return any("survey_id" in row.data for row in rows)


def _entry(row: TraceRecord, notes: dict[str, str], surveys: Surveys, names: Names, words: Words) -> Entry:
    note_id = row.data.get("note_id") or row.data.get("text_id")
    why = WHY.get(row.t)
    survey, answers = surveys.get(row.data.get("survey_id", ""), (None, []))
    return Entry(
        id=row.sk, type=row.t, at=clock.iso(int(row.at)), by=_actor(row.by, names),
        why=(why(row.data, names, words) or None) if why else survey and words["survey"].format(survey=survey),
        answers=answers if row.t == "SurveyAnswered" else [],
        note=NoteText(id=note_id, text=notes[note_id]) if note_id in notes else None,
        data={name: value for name, value in row.data.items() if name not in UNTOLD | (OF_OTHERS if row.t in ROUTING else set())},
    )  # fmt: skip


def _actor(by: str, names: Names) -> Actor:
    kind, _, actor_id = by.partition(":")
    return Actor.model_validate({"kind": kind, "id": actor_id or None, "name": names.get(actor_id)})


def _of_call(data: dict[str, Any], names: Names, more: str) -> str:
    """What the centre calls the outcome, where it has words of its own for it."""
    named = _outcome(data, names)
    return " ".join(filter(None, (f"{named}." if named and not _is_usual(data["outcome"], named) else "", more)))


def _outcome(data: dict[str, Any], names: Names) -> str:
    return names.get(f"{OUTCOME}{data.get('outcome')}", "")


def _is_usual(code: str, named: str) -> bool:
    return named in {words.get(code) for words in USUAL_NAMES.values()}


def _visited(data: dict[str, Any], words: Words) -> str:
    visits = ", ".join(words[kind].format(times=times) for kind, times, _, _ in data.get("visits", []))
    return words["visits"].format(visits=visits) if visits else ""


def _tagged(data: dict[str, Any], names: Names, words: Words) -> str:
    said = ((words[how], ", ".join(names.get(tag, words["no_tag"]) for tag in data.get(kind, ()))) for how, kind in TAGGED)
    return " ".join(sentence.format(tags=tags) for sentence, tags in said if tags)


def _listed(how: str, data: dict[str, Any], names: Names, words: Words) -> str:
    return words[how].format(list=names.get(data["list_id"], words["no_list"]))


def _taken_over(data: dict[str, Any], names: Names, words: Words) -> str:
    return words["taken_over"].format(agent=names.get(data["was"], words["former"])) if data.get("was") else ""


def _labelled(data: dict[str, Any], words: Words) -> str:
    said, read_as = words[data["label"]], words[data["read_as"]]
    return words["labelled_alike" if said == read_as else "labelled"].format(label=said.capitalize(), read_as=read_as)


def _ended(data: dict[str, Any], words: Words) -> str:
    """How long it rang and they spoke, as far as was known at the end; the call itself is shown with what came later."""
    if data.get("why") == END_UNKNOWN:
        return words["end_unknown"]
    told = [(name, data.get(f"{name}_ms")) for name in ("rang", "talked")]
    return " ".join(words[name].format(time=f"{ms // 60000}:{ms // 1000 % 60:02d}") for name, ms in told if ms)


WHY: dict[str, Callable[[dict[str, Any], Names, Words], str]] = {
    "CallPlaced": lambda data, _, words: words[f"by_{data['way']}"],
    "CallEnded": lambda data, _, words: _ended(data, words),
    "LeadOpened": lambda data, _, words: words["gated" if data.get("gated") else "open"],
    "LeadRouted": lambda data, _names, _words: routing.routed(data),
    "LeadDeferred": lambda data, _names, _words: routing.deferred(data),
    "LeadAssigned": lambda data, names, _: distribution.assigned(data, names),
    "LeadReleased": lambda data, names, _: distribution.released(data, names),
    "LeadRejected": lambda data, names, words: _of_call(data, names, words[data["reason"]]),
    "LeadConfirmed": lambda data, names, _: _of_call(data, names, ""),
    "LeadUnreachable": lambda data, names, words: _of_call(data, names, words["given_up"].format(tries=data["tries"]) if data.get("tries") else ""),
    "LeadCallbackPlanned": lambda data, names, words: _of_call(data, names, words["anyone"] if data.get("anyone") else ""),
    "LeadNotReached": lambda data, names, words: words["tries"].format(outcome=_outcome(data, names), tries=data["tries"], most=data["most"]),
    "LeadCallbackMissed": lambda _data, _, words: words["missed"],
    "LeadEmailConfirmed": lambda data, _, words: " ".join(filter(None, (words.get(data.get("how", "click"), ""), _visited(data, words)))),
    "LeadCorrected": lambda data, names, words: words["corrected"].format(fields=", ".join(names.get(field, field) for field in data["changed"])),
    "LeadExpired": lambda data, _, words: _visited(data, words),
    "OptInMailSent": lambda data, _, words: words["mail"].format(answer=data["answer"]),
    "PersonTagged": _tagged,
    "PersonListed": partial(_listed, "joined"),
    "PersonUnlisted": partial(_listed, "left"),
    "LeadTakenOver": _taken_over,
    "NoteLabelled": lambda data, _, words: _labelled(data, words),
    "RelanceSent": lambda data, _, words: words["relance"].format(step=data["step"], channel=words[f"by_{data['channel']}"]),
    "RelanceSkipped": lambda data, _, words: words["relance_not"].format(
        step=data["step"], channel=words[f"by_{data['channel']}"], why=words.get(f"relance_{data['why']}", words["relance_refused"])
    ),
    "RelanceEnded": lambda data, _, words: words.get(f"relance_{data['why']}", ""),
    "LeadAnswered": lambda data, _, words: words["text_refused" if data.get("refuses") else "text"].format(channel=words[f"by_{data['channel']}"]),
    "DuplicateSuspected": lambda _data, _, words: words["duplicate_suspected"],
}


def _mentioned(rows: Sequence[TraceRecord]) -> set[str]:
    """Every user that the rows speak of."""
    mentioned = {row.by.partition(":")[2] for row in rows if row.by.startswith("user:")}
    for row in rows:
        mentioned |= {row.data[name] for name in ("agent_id", "was") if isinstance(row.data.get(name), str)}
        if row.t not in ROUTING:
            mentioned |= set(row.data.get("in_turn", []))
            mentioned |= {text.partition(":")[0] for text in row.data.get("passed_over", [])}
    return mentioned
