from __future__ import annotations

from chalicelib.foundation.facts import Fact


class FormDrafted(Fact):
    form_id: str


class FormEdited(Fact):
    """The author's copy changed; visitors see it once it is published."""

    form_id: str


class FormPublished(Fact):
    """`digest`: of the whole edition as visitors see it, so that nobody can change afterwards what they read."""

    form_id: str
    form_version: int
    digest: str | None = None


class FormClosed(Fact):
    form_id: str


class FormArchived(Fact):
    """Put away by its authors: out of their way, kept for the leads that came from it."""

    form_id: str
