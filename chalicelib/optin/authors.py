"""What an author of mails looks at before anybody gets one: how it reads, and how it arrives."""

from __future__ import annotations

from typing import get_args

from chalicelib.contacts import queries as contacts
from chalicelib.forms import actions as forms
from chalicelib.forms.queries import Edition, LetterKind, sample_answers
from chalicelib.foundation import config
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.pages import LANGUAGES, Letter, render, words
from chalicelib.leads import queries as leads
from chalicelib.messaging import queries as messaging
from chalicelib.messaging.actions import try_letter
from chalicelib.messaging.queries import Sender
from chalicelib.messaging.shapes import Tried
from chalicelib.optin.letters import letter_of
from chalicelib.optin.shapes import MailDraft, MailModel, MailShown

FIRST_NAME = "Camille"
NOT_A_LINK = "/c/essai"
"""Nobody can confirm anything for somebody else by what he sees here."""


def shown(order: MailDraft, caller: Caller) -> MailShown:
    """Raises `NotFound` for a lead that the caller may not read, and what saving the draft would raise."""
    edition, sender, letter = _written(order, caller)
    return MailShown(
        from_name=edition.mail.get("from_name") or sender.from_name, from_address=sender.from_address,
        subject=letter.subject, html=letter.html, text=letter.text,
    )  # fmt: skip


def attempt(order: MailDraft, caller: Caller) -> Tried:
    """To the caller. Raises `TooOften`, and what `shown` raises."""
    edition, sender, letter = _written(order, caller)
    return try_letter(sender, letter, caller, from_name=edition.mail.get("from_name"))


def models() -> list[MailModel]:
    return [_model(kind, language) for kind in get_args(LetterKind) for language in LANGUAGES]


def _written(order: MailDraft, caller: Caller) -> tuple[Edition, Sender, Letter]:
    edition = forms.trial(order.draft.content()).in_language(order.language)
    first_name, answers = _reader(order, edition, caller)
    link = config.API_URL + NOT_A_LINK
    letter = letter_of(edition, link=link, stop=link, first_name=first_name, answers=answers, reminds=order.kind == "reminder")
    return edition, messaging.sender(edition.mail.get("sender_id")), letter


def _reader(order: MailDraft, edition: Edition, caller: Caller) -> tuple[str, dict[str, object]]:
    if order.lead_id is None:
        return FIRST_NAME, sample_answers(edition.fields)
    lead = leads.visible(order.lead_id, caller, "leads.read")
    details = contacts.details(lead.person_id)
    return details.get("first_name", ""), contacts.answers(details, lead.number)


def _model(kind: LetterKind, language: str) -> MailModel:
    said = words("optin", language)["reminder" if kind == "reminder" else "mail"]
    subject = said["subject"].format(company="{{ company }}")
    return MailModel(kind=kind, language=language, subject=subject, html=render("optin/model.html", language, said=said))
