from __future__ import annotations

import time
from contextlib import suppress
from functools import lru_cache

from chalicelib.forms.definitions import Language
from chalicelib.forms.fields import MATCHING, FieldDefinition, in_words
from chalicelib.forms.letters import Answers, LetterKind, is_whole, sample_answers
from chalicelib.forms.models import Edition, Form, edition_key, form_key
from chalicelib.forms.optin import PHONE_CONSENT
from chalicelib.forms.questionnaires import Questionnaire
from chalicelib.forms.routing import Route, Routes
from chalicelib.foundation import clock, ids, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import DomainError, Gone, NotFound

__all__ = [
    "PHONE_CONSENT",
    "Answers",
    "Edition",
    "FieldDefinition",
    "Form",
    "Language",
    "LetterKind",
    "Questionnaire",
    "Route",
    "Routes",
    "in_words",
    "is_whole",
    "sample_answers",
]

CACHED_SECONDS = 20
_editions: dict[tuple[str, str], tuple[float, Edition]] = {}


class FormUnknown(NotFound):
    fr = "Ce formulaire n'existe pas."
    en = "There is no such form."


class FormClosedNow(Gone):
    fr = "Ce formulaire est fermé."
    en = "This form is closed."

    def __init__(self, edition: Edition) -> None:
        super().__init__()
        self.edition = edition


class FormNotOpenYet(FormClosedNow):
    status = 409
    fr = "Ce formulaire prendra les demandes {moment}."
    en = "This form takes requests from {moment} on."

    def __init__(self, edition: Edition) -> None:
        wait = max(1, (int(edition.opens_at or 0) - clock.now_ms()) // 1000)
        DomainError.__init__(self, headers={"Retry-After": str(wait)}, moment=edition.opening("en"))
        self.edition = edition

    def said(self, language: str) -> str:
        return (self.en if language == "en" else self.fr).format(moment=self.edition.opening(language))


def place_of(public_key: str) -> tuple[str, str]:
    """Tenant and form of a public key. Raises `FormUnknown` for what cannot be one."""
    tenant, _, form_id = public_key.partition("-")
    if not (ids.is_tenant_id(tenant) and ids.is_short_id(form_id)):
        raise FormUnknown
    return tenant, form_id


def current(form_id: str) -> Edition:
    """The published edition, kept for some seconds per process. Raises `FormUnknown`, `FormClosedNow` with the last edition shown."""
    place = tenancy.tenant(), form_id
    cached = _editions.get(place)
    if cached is None or cached[0] < time.monotonic():
        edition = Edition.find(*edition_key(form_id))
        if edition is None:
            raise _gone(form_id)
        cached = _editions[place] = (time.monotonic() + CACHED_SECONDS, edition)
    return cached[1]


def routes(form_id: str) -> Routes:
    """How the form chooses centres: as its newest edition says, open or closed."""
    try:
        return current(form_id).routes
    except FormClosedNow as closed:
        return closed.edition.routes


def open_now(form_id: str) -> Edition:
    """The edition that takes posts. Raises `FormNotOpenYet`, `FormClosedNow`."""
    return expect_open(current(form_id))


def expect_open(edition: Edition) -> Edition:
    """Raises `FormNotOpenYet` before its opening, `FormClosedNow` after its closing time."""
    if edition.is_awaited:
        raise FormNotOpenYet(edition)
    if not edition.is_open:
        raise FormClosedNow(edition)
    return edition


def forget(form_id: str) -> None:
    """A new edition is out; other processes see it within `CACHED_SECONDS`."""
    _editions.pop((tenancy.tenant(), form_id), None)


def forms_for(caller: Caller) -> list[Form]:
    """Those that the caller may read, newest first."""
    return [form for form in Form.all() if _is_for(form, caller)]


def naming(centre_id: str) -> list[str]:
    """What the forms are called that take answers and name the centre, as it is now or in what is not published yet."""
    return sorted(form.name for form in Form.all() if form.state == "published" and centre_id in form.routes.centres)


def form_for(caller: Caller, form_id: str) -> Form:
    """Raises `NotFound` for a form whose leads go to no centre of the caller's."""
    form = Form.known(form_id)
    if not _is_for(form, caller):
        raise NotFound
    return form


def _is_for(form: Form, caller: Caller) -> bool:
    return any(caller.may_reach("forms.read", centre=centre_id, owner=None) for centre_id in form.routes.centres)


def known_edition(form_id: str, number: int) -> Edition:
    """The version that a lead came from: never changed, so a process keeps those that it has read. Raises `NotFound`."""
    return _numbered(tenancy.tenant(), form_id, number)


def edition(form_id: str, number: int) -> Edition | None:
    """The same for whoever can do without: None where it is not there."""
    with suppress(NotFound):
        return known_edition(form_id, number)
    return None


def stored_edition(form_id: str, number: int) -> Edition | None:
    """The version as it lies in the table now, for whoever must know that it is still what it was."""
    found: Edition | None = Edition.find(*edition_key(form_id, number))
    return found


@lru_cache(maxsize=100)
def _numbered(_tenant: str, form_id: str, number: int) -> Edition:
    found = stored_edition(form_id, number)
    if found is None:
        raise NotFound  # and nothing is kept: it may be a moment too early
    return found


def editions(form_id: str) -> list[Edition]:
    """Every version that visitors saw, newest first."""
    return Edition.all_of(form_id)


def shown_of(form: Form) -> Edition:
    """What visitors see, or saw last; before the first publication, what they would."""
    published = edition(form.id, int(form.edition)) if form.edition else None
    return published or Edition(*edition_key(form.id), content={"company": "", "sender": "", **form.content}, number=0)


def is_email(text: str) -> bool:
    """Whether a form would take it as an address."""
    return bool(MATCHING["email"].fullmatch(text))


def names() -> dict[str, str]:
    """What the forms of the tenant are called, by id."""
    return Form.names()


def _gone(form_id: str) -> FormClosedNow | FormUnknown:
    form = Form.find(*form_key(form_id))
    last = edition(form_id, int(form.edition)) if form and form.edition else None
    return FormClosedNow(last) if last else FormUnknown()


def script(form_id: str) -> str:
    """What agents say on the telephone, as its newest edition has it; of a form that is gone, nothing."""
    form: Form | None = Form.find(*form_key(form_id))
    newest = edition(form_id, int(form.edition)) if form and form.edition else None
    return newest.script if newest else ""
