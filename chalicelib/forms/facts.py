from __future__ import annotations

from dataclasses import dataclass

from chalicelib.foundation.facts import Fact


@dataclass(frozen=True)
class FormDrafted(Fact):
    form_id: str


@dataclass(frozen=True)
class FormEdited(Fact):
    """The author's copy changed; visitors see it once it is published."""

    form_id: str


@dataclass(frozen=True)
class FormPublished(Fact):
    form_id: str
    form_version: int


@dataclass(frozen=True)
class FormClosed(Fact):
    form_id: str
