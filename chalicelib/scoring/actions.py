from __future__ import annotations

from chalicelib.foundation.asked import language
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotFound, refused
from chalicelib.leads import queries as leads
from chalicelib.scoring import standing
from chalicelib.scoring.models.labels import Label
from chalicelib.scoring.models.rules import Rules
from chalicelib.scoring.shapes import NoteReadingDraft, NoteTried, NoteVerdict


def rule(draft: NoteReadingDraft) -> Rules:
    """How notes are read from now on. Raises `Conflict` when somebody else ruled at the same moment."""
    rules = Rules.founded()
    if draft.engine == "openai" and not draft.key and (draft.key is not None or rules.sealed is None):
        raise refused("key", "key_missing", "Collez la clé API d'OpenAI.", "Paste the API key of OpenAI.", language())
    if draft.key is not None:
        rules.keep_key(draft.key or None)
    rules.rule(is_on=draft.is_on, engine=draft.engine, asks=draft.asks, model=draft.model, daily=draft.daily)
    return Rules.here()


def hurry() -> Rules:
    """Read what is new within a minute."""
    Rules.founded().hurry()
    return Rules.here()


def try_out(draft: NoteTried) -> NoteVerdict:
    """How a note would be read now, by the engine of choice. Nothing is kept of it."""
    from chalicelib.scoring import reader  # noqa: PLC0415 - the words are many, and few ask for them
    from chalicelib.scoring.engines import Unavailable  # noqa: PLC0415 - as above
    from chalicelib.scoring.notes import classifier  # noqa: PLC0415 - as above

    rules, trouble = Rules.here(), None
    if rules.engine != reader.EMBEDDED:
        try:
            found = reader.ask(rules, draft.text)
            return NoteVerdict.model_validate({"label": found.label, "spans": [list(span) for span in found.spans], "engine": rules.engine})
        except Unavailable as error:
            trouble = error.reason
    own = classifier.classify(draft.text)
    return NoteVerdict.model_validate(
        {"label": own.label, "spans": [list(span) for span in own.spans], "engine": reader.EMBEDDED, "trouble": trouble}
    )


def say(lead_id: str, note_id: str, label: str, caller: Caller) -> None:
    """Somebody who works the lead says what came of a call. Raises `NotFound` for a note or call that nobody has read yet, or of
    another lead.
    """
    lead = leads.visible(lead_id, caller, "leads.work")
    known = Label.known(lead.person_id, note_id)
    if known.lead_id != lead.id:
        raise NotFound
    known.say(label)
    standing.corrected(lead, known)
