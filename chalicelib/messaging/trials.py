"""One mail by a profile, at once, to say exactly how far it came."""

from __future__ import annotations

from markupsafe import escape

from chalicelib.foundation import asked, clock, ids
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotFound, refused
from chalicelib.foundation.pages import Letter
from chalicelib.identity import queries as identity
from chalicelib.messaging.mail import Mail, MailNotSent, Parcel
from chalicelib.messaging.models.dispatches import Trials
from chalicelib.messaging.models.health import SenderDay, day_of
from chalicelib.messaging.models.senders import Sender
from chalicelib.messaging.reasons import REASONS, STEPS
from chalicelib.messaging.shapes import Tried

SUBJECT = {"fr": "Essai du profil « {name} »", "en": "A test of the profile “{name}”"}
TEXT = {
    "fr": "Ce message a été envoyé depuis Passerelle pour essayer le profil d'expéditeur « {name} ». Il est bien arrivé : tout fonctionne.",
    "en": "This message was sent from Passerelle to test the sender profile “{name}”. It has arrived: everything works.",
}
TEST = {"fr": "[Essai] {subject}", "en": "[Test] {subject}"}
TAKEN = {
    "fr": "Le serveur a accepté le message. Regardez s'il est dans la boîte de réception, et non dans les indésirables.",
    "en": "The server took the message. Look whether it is in the inbox, and not in the spam folder.",
}


def attempt(sender: Sender, to: str | None, caller: Caller) -> Tried:
    """Also by a paused profile, and whatever its limits: whoever tests wants to know now. It counts as every other mail. Raises `TooOften`."""
    address = to or _own_address(caller)
    Trials.take_one(caller.id)
    return _tried(sender, _mail(sender, address))


def try_letter(sender: Sender, letter: Letter, caller: Caller, *, from_name: str | None) -> Tried:
    """A mail as its author words it, to himself and nobody else. Raises `TooOften`."""
    address = _own_address(caller)
    Trials.take_one(caller.id)
    return _tried(sender, Mail(address, TEST[asked.language()].format(subject=letter.subject), letter.text, letter.html, from_name=from_name))


def _tried(sender: Sender, mail: Mail) -> Tried:
    steps: list[str] = list(STEPS) if sender.kind == "smtp" else ["connection", "sender", "recipient", "message"]
    try:
        receipt = sender.send(mail, Parcel(f"<{ids.secret(12)}@{sender.domain}>"), at_once=True)
    except MailNotSent as error:
        reason, answered = error.reason, error.answered
        return Tried(to=mail.to, steps=steps, step=REASONS[reason].step, reason=reason, message=_said(reason), answered=answered)
    SenderDay.note(sender.id, day_of(clock.now_ms()), sent=1)
    return Tried(to=mail.to, steps=steps, step=None, reason=None, message=TAKEN[asked.language()], answered=receipt.server_answer)


def _own_address(caller: Caller) -> str:
    try:
        return identity.me(caller).email
    except NotFound:
        raise refused("to", "missing", "Donnez une adresse pour l'essai.", "Give an address for the test.", asked.language()) from None


def _mail(sender: Sender, to: str) -> Mail:
    language = asked.language()
    text = TEXT[language].format(name=sender.name)
    # Of what people may type there is only the profile's name in it, and no address is told: it serves nobody who wants to write to strangers.
    return Mail(to=to, subject=SUBJECT[language].format(name=sender.name), text=text, html=f"<p>{escape(text)}</p>")


def _said(reason: str) -> str:
    return REASONS[reason].en if asked.language() == "en" else REASONS[reason].fr
