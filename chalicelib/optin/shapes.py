from __future__ import annotations

from chalicelib.forms.queries import Language, LetterKind
from chalicelib.forms.shapes import FormDraft
from chalicelib.foundation.routes import Id, Shape


class MailDraft(Shape):
    """One mail of a form as publishing this draft would send it, to the person of `lead_id`; without one, to somebody made up."""

    draft: FormDraft
    kind: LetterKind = "confirmation"
    language: Language
    lead_id: Id | None = None


class MailShown(Shape):
    """`html`: the whole document, for a frame that runs nothing."""

    from_name: str
    from_address: str
    subject: str
    html: str
    text: str


class MailModel(Shape):
    """What we say where a form says nothing itself, as a template to start from."""

    kind: LetterKind
    language: Language
    subject: str
    html: str


class MailModels(Shape):
    items: list[MailModel]
    cursor: str | None = None
