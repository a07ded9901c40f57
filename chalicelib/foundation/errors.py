"""What can go wrong by somebody's doing, and how HTTP and queues say so.

::

    DomainError 422         an answer that cannot be accepted
    ├── BadRequest 400      not readable at all
    ├── NotSignedIn 401     no or no valid credentials
    ├── NotAllowed 403      the verb is not granted
    ├── NotFound 404        not there, or not yours to know of
    ├── MethodUnknown 405
    ├── MediaTypeRefused 406
    ├── Conflict 409        somebody else was first
    │   └── AlreadyDone     the very change asked for is made: a queue acknowledges it
    ├── Gone 410            lapsed
    ├── VersionLapsed 412   edited meanwhile
    ├── TooLarge 413
    ├── MediaTypeUnknown 415
    └── TooOften 429        with Retry-After

Subclasses stand in the room that raises them, with their sentence in French and English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FieldError:
    """One refused field: its path in the request, a stable code, and a sentence that says the remedy."""

    field: str
    code: str
    message: str


class DomainError(Exception):
    """Somebody asked for what cannot be. `fr` and `en` are templates for the values given."""

    status = 422
    fr = "Cette demande ne peut pas être acceptée."
    en = "This request cannot be accepted."

    def __init__(self, *, errors: tuple[FieldError, ...] = (), headers: dict[str, str] | None = None, **values: Any) -> None:
        super().__init__(self.en.format(**values))
        self.errors = errors
        self.headers = headers or {}
        self.values = values

    @property
    def code(self) -> str:
        """Stable and machine-readable: ``LeadAlreadyClaimed`` is ``lead-already-claimed``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()

    def said(self, language: str) -> str:
        """The sentence in the reader's language."""
        return (self.en if language == "en" else self.fr).format(**self.values)


class AnswersRefused(DomainError):
    fr = "Certains champs sont à corriger."
    en = "Some fields need correcting."


class BadRequest(DomainError):
    status = 400
    fr = "La requête est illisible : {reason}."
    en = "The request cannot be read: {reason}."


class NotSignedIn(DomainError):
    status = 401
    fr = "Connectez-vous pour continuer."
    en = "Sign in to continue."


class NotAllowed(DomainError):
    status = 403
    fr = "Votre rôle ne permet pas cette action."
    en = "Your role does not allow this."


class NotFound(DomainError):
    status = 404
    fr = "Introuvable."
    en = "Not found."


class MethodUnknown(DomainError):
    status = 405
    fr = "Méthode non prise en charge ici."
    en = "This method is not supported here."


class MediaTypeRefused(DomainError):
    status = 406
    fr = "La réponse est un document {given} : demandez-le par l'en-tête Accept."
    en = "The answer is a document of type {given}: ask for it by the header Accept."


class Conflict(DomainError):
    status = 409
    fr = "Quelqu'un d'autre vient de modifier ceci. Rechargez, puis réessayez."
    en = "Somebody else has just changed this. Reload, then try again."


class AlreadyDone(Conflict):
    fr = "C'est déjà fait."
    en = "This is already done."


class Gone(DomainError):
    status = 410
    fr = "Ce lien a expiré."
    en = "This link has expired."


class VersionLapsed(DomainError):
    status = 412
    fr = "Ceci a été modifié depuis que vous l'avez ouvert. Rechargez avant d'enregistrer."
    en = "This was edited since you opened it. Reload before you save."


class TooLarge(DomainError):
    status = 413
    fr = "L'envoi est trop volumineux ({limit} au plus)."
    en = "The request is too large ({limit} at most)."


class MediaTypeUnknown(DomainError):
    status = 415
    fr = "Type de contenu non pris en charge : envoyez {accepted}."
    en = "Unsupported content type: send {accepted}."


class TooOften(DomainError):
    status = 429
    fr = "Trop d'essais. Réessayez dans {seconds} secondes."
    en = "Too many attempts. Try again in {seconds} seconds."

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds, headers={"Retry-After": str(seconds)})


class ComesLater(Exception):
    """Nothing is wrong, but it is not its turn. A queue lets it come again in `seconds`."""

    seconds: int


def refused(field: str, code: str, fr: str, en: str, language: str) -> AnswersRefused:
    """One field refused by a rule of the business."""
    return AnswersRefused(errors=(FieldError(field, code, en if language == "en" else fr),))
