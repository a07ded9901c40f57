"""What a step says to one person: in its author's small language, read when the plan was saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from chalicelib.contacts.queries import greeted
from chalicelib.forms.queries import Answers, Edition, FieldDefinition, sample_answers
from chalicelib.foundation.asked import language as reader
from chalicelib.foundation.authored.templates import TemplateRefused, Vocabulary, check, render
from chalicelib.foundation.errors import AnswersRefused, DomainError, FieldError
from chalicelib.foundation.pages import Letter, render_letter
from chalicelib.messaging.lines import MOST_PARTS, parts

NAMES = frozenset({"first_name", "company", "form_name", "sender"})
OF_A_ROW = frozenset({"label", "value"})
CHOSEN = frozenset({"select", "radio", "checkboxes", "country", "number", "date", "postcode"})
FIRST_NAME = "Camille"

Fields = Sequence[FieldDefinition]
Values = Mapping[str, Any]


class TextTooLong(DomainError):
    fr = "Ce SMS compterait pour {parts} : {most} au plus. Raccourcissez-le."
    en = "This text would count for {parts}: {most} at most. Shorten it."


def proofread(steps: Iterable[Mapping[str, Any]], fields: Fields) -> None:
    """Raises `AnswersRefused` with every fault, so that no message fails when it is to leave."""
    faults = [fault for number, step in enumerate(steps) for fault in _faults(number, step, fields)]
    if faults:
        raise AnswersRefused(errors=tuple(faults))


def _faults(number: int, step: Mapping[str, Any], fields: Fields) -> Iterator[FieldError]:
    known = Vocabulary(NAMES, {"answers": frozenset(field.name for field in fields if field.type in CHOSEN)}, {"answers": OF_A_ROW})
    for code, said in step["texts"].items():
        for part in ("subject", "text"):
            try:
                check(said[part], known)
                for values in samples(fields, code):
                    text = render(said[part], values, html=False)
                    _expect_short(step["channel"], part, text)
            except DomainError as refused:
                yield FieldError(f"steps.{number}.texts.{code}.{part}", refused.code, refused.said(reader()))


def _expect_short(channel: str, part: str, text: str) -> None:
    if channel == "sms" and part == "text" and parts(text.strip()) > MOST_PARTS:
        raise TextTooLong(parts=parts(text.strip()), most=MOST_PARTS)


def samples(fields: Fields, language: str, *, company: str = "Soleil Vert", form_name: str = "Étude", sender: str = "") -> Iterator[dict[str, Any]]:
    """Values for everything; then as little as there may be."""
    whole = {"first_name": FIRST_NAME, "company": company, "form_name": form_name, "sender": sender or "contact@example.org"}
    yield whole | {"answers": Answers(fields, sample_answers(fields), language)}
    yield whole | {"first_name": "", "answers": Answers(fields, {}, language)}


def values_for(form: Edition, details: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "first_name": greeted(details.get("first_name", "")), "company": form.company, "form_name": form.name, "sender": form.sender,
        "answers": Answers(form.fields, answers, form.language),
    }  # fmt: skip


def said_in(step: Mapping[str, Any], language: str) -> tuple[str, Mapping[str, str]]:
    """The language that it is said in, and the words: those of the person's language where the author has written any."""
    texts = {code: said for code, said in step["texts"].items() if said["text"].strip()}
    code = language if language in texts else next(iter(texts), "")
    return code, texts.get(code, {"subject": "", "text": ""})


def text_of(step: Mapping[str, Any], language: str, values: Values) -> str:
    """Raises `TemplateRefused`."""
    return render(said_in(step, language)[1]["text"], values, html=False).strip()


def letter_of(step: Mapping[str, Any], language: str, values: Values, *, link: str | None, stop: str) -> Letter:
    """In our frame, with the button that confirms where there is something to confirm. Raises `TemplateRefused`."""
    code, said = said_in(step, language)
    body = text_of(step, language, values)
    subject = " ".join(render(said["subject"], values, html=False).split())
    return render_letter(
        "campaigns/mail", code or language, subject=subject or None, link=link, stop=stop,
        company=values["company"], sender=values["sender"], form_name=values["form_name"],
        paragraphs=[line.strip() for line in body.splitlines() if line.strip()],
    )  # fmt: skip


__all__ = ["TemplateRefused", "letter_of", "proofread", "said_in", "samples", "text_of", "values_for"]
