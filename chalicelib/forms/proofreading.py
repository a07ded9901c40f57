"""What authors write for the mails of a form is read before it is kept, so that no mail fails when it is to leave."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.forms.definitions import FieldDefinition
from chalicelib.forms.letters import SAID_BACK, VARIABLES, Answer, Answers, is_whole, sample_answers
from chalicelib.forms.models import LARGEST
from chalicelib.foundation.asked import language
from chalicelib.foundation.authored.markup import pieces
from chalicelib.foundation.authored.styles import inlined
from chalicelib.foundation.authored.templates import Vocabulary, check, render
from chalicelib.foundation.errors import AnswersRefused, DomainError, FieldError
from chalicelib.foundation.pages import asset

Sources = dict[str, str]
LINK = "https://example.org/c/link"
HEAVIEST = 50_000


class LinkMissing(DomainError):
    fr = "Le lien de confirmation manque : ajoutez {{{{ link }}}}, hors de toute condition."
    en = "The link that confirms is missing: add {{{{ link }}}}, outside of any condition."


class HtmlMissing(DomainError):
    fr = "Écrivez aussi le contenu HTML : le texte seul ne suffit pas."
    en = "Write the HTML content, too: the text alone is not enough."


class LettersTooHeavy(DomainError):
    fr = "Tous les e-mails de ce formulaire pèsent trop lourd ensemble : raccourcissez-les."
    en = "All mails of this form together are too heavy: shorten them."


class StyledTooHeavy(DomainError):
    fr = "Avec ses styles, cet e-mail pèse {size} ko, et {limit} ko sont possibles : employez moins de balises ou de styles."
    en = "With its styles this mail weighs {size} kB, and {limit} kB are possible: use fewer tags or styles."


def proofread(content: Mapping[str, Any]) -> dict[str, dict[str, Sources]]:
    """The form's own letters as they will be sent, by kind and language, their styles in their tags. Raises `AnswersRefused` with every fault."""
    faults: list[FieldError] = []
    ready: dict[str, dict[str, Sources]] = {}
    fields = tuple(FieldDefinition.model_validate(field) for field in content["fields"])
    for kind, letters in (content["mail"].get("letters") or {}).items():
        for code, letter in letters.items():
            if any(letter.values()):
                reading = _Reading(letter, fields, f"mail.letters.{kind}.{code}", faults)
                ready.setdefault(kind, {})[code] = reading.sources()
    if len(json.dumps([content, ready])) > LARGEST:  # what was written and what is sent stand in one edition
        faults.append(_fault("mail.letters", LettersTooHeavy()))
    if faults:
        raise AnswersRefused(errors=tuple(faults))
    return ready


def _fault(place: str, refused: DomainError) -> FieldError:
    return FieldError(place, refused.code, refused.said(language()))


def samples(fields: tuple[FieldDefinition, ...]) -> Iterator[dict[str, Any]]:
    """Values for everything; then as little as there may be."""
    full = dict.fromkeys(VARIABLES, "Camille") | {"link": LINK, "stop": LINK + "/stop"}
    yield full | {"answers": Answers(fields, sample_answers(fields), "fr")}
    yield full | {"first_name": "", "answers": Answers(fields, {}, "fr")}


class _Reading:
    """One letter of a form."""

    def __init__(self, letter: Mapping[str, str], fields: tuple[FieldDefinition, ...], place: str, faults: list[FieldError]) -> None:
        self._written = {part: letter.get(part, "") for part in ("subject", "html", "text")}
        self._fields, self._place, self._faults = fields, place, faults
        names = frozenset(field.name for field in fields if field.type in SAID_BACK)
        self._known = Vocabulary(VARIABLES, {"answers": names}, {"answers": frozenset(Answer._fields)})

    def sources(self) -> Sources:
        """What is at fault stands in `faults`."""
        return {part: self._source(part) for part in self._written}

    def _source(self, part: str) -> str:
        try:
            check(self._written[part], self._known)
            source = self._styled() if part == "html" else self._written[part]
            self._expect_sound(part, source)
        except DomainError as refused:
            self._faults.append(_fault(f"{self._place}.{part}", refused))
            return ""
        return source

    def _styled(self) -> str:
        html = self._written["html"]
        if not html.strip():
            if self._written["text"].strip():
                raise HtmlMissing
            return ""
        styled = inlined(html, "" if is_whole(html) else asset("mail_own.css"))
        if len(styled) > HEAVIEST:
            raise StyledTooHeavy(size=len(styled) // 1000, limit=HEAVIEST // 1000)
        return styled

    def _expect_sound(self, part: str, source: str) -> None:
        """It is said, with much to say and with little, and the link is there either way."""
        for values in samples(self._fields):
            said = render(source, values, html=part == "html")
            if source.strip() and part != "subject" and not (_leads_to_link(said) if part == "html" else LINK in said):
                raise LinkMissing


def _leads_to_link(html: str) -> bool:
    return any(piece.name == "a" and not piece.is_end and piece.attributes.get("href") == LINK for piece in pieces(html))
