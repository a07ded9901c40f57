from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from chalicelib.contacts import queries as contacts
from chalicelib.forms import queries as forms
from chalicelib.forms.queries import Edition
from chalicelib.foundation import clock, config, ids
from chalicelib.foundation.errors import AlreadyDone, Conflict, TooOften
from chalicelib.foundation.pace import unhurried
from chalicelib.leads import actions as opened
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead, LinkLapsed
from chalicelib.messaging import actions as messaging
from chalicelib.messaging import queries as dispatched
from chalicelib.messaging.actions import Mail, MailRefused
from chalicelib.optin import tokens
from chalicelib.optin.letters import letter_of

NOTED_WITHIN = timedelta(seconds=30)
"""No function runs longer."""
BROWSER_KEPT, NONCE_SIZE = 120, 16
"""Characters of what a browser calls itself, so that a lead stays within a kilobyte; random bytes."""


def ask(lead_id: str, link: str, *, reminds: bool = False, is_own_act: bool = True) -> None:
    """Send the confirmation mail of one link, once. `link` names its cause, so a repeat changes nothing.

    Whoever wants no more mail gets none, but for what is the person's `is_own_act`: asking again.

    An address that is refused for good ends the wait: the lead bounces.
    """
    once = f"optin#{link}"
    lead = leads.fresh(lead_id)
    if lead.state != "pending":
        _note_late(lead, once)
        raise AlreadyDone
    if not is_own_act and dispatched.wants_no_mail(lead.form, _address(lead)):
        lead.unsubscribe()
        return
    try:
        receipt = messaging.send(_letter(lead, reminds=reminds), once=once, sender_id=form_of(lead).mail.get("sender_id"))
    except AlreadyDone:
        _note_late(lead, once)
        raise
    except MailRefused:
        lead.bounce()
        return
    _note_sent(lead, receipt.server_answer)


def _note_sent(lead: Lead, answer: str) -> None:
    """The mail is out; whoever was quicker than this note (a click, say) takes nothing away from it."""
    for _ in range(5):
        try:
            lead.mail_sent(answer)
        except Conflict:
            lead = leads.fresh(lead.id)
        else:
            return
    raise Conflict


def _note_late(lead: Lead, once: str) -> None:
    """The mail left, and whoever sent it went away before the lead knew of it. Raises `Conflict` while they may still be at it."""
    mail = dispatched.sent(once)
    if mail is None or int(mail.sent_at or 0) <= int(lead.mailed_at or 0):
        return
    if clock.now_ms() - int(mail.sent_at or 0) < NOTED_WITHIN // timedelta(milliseconds=1):
        raise Conflict
    _note_sent(lead, mail.server_answer or "")


def give_up(lead_id: str, *, is_unwanted: bool) -> None:
    """The mail came back for good after it had left; or, where it `is_unwanted`, its reader called it spam: nobody waits for a click any more.

    Raises `AlreadyDone` for a lead that does not wait.
    """
    lead = leads.fresh(lead_id)
    if is_unwanted:
        unsubscribe(lead)
    if lead.state != "pending":
        raise AlreadyDone
    if is_unwanted:
        lead.expire()
    else:
        lead.bounce()


def unsubscribe(lead: Lead) -> None:
    """No more mail about what this person asks for through this form, unless they ask again. A repeat changes nothing."""
    messaging.stop_mail(lead.form, _address(lead))
    with suppress(AlreadyDone):
        lead.unsubscribe()


def _address(lead: Lead) -> str:
    return str(contacts.details(lead.person_id)["email"])


def may_send_itself(lead: Lead, form: Edition) -> bool:
    """Whether the form lets the page of its link do it, and the mail has left long enough ago for its scanners to have been here."""
    after = form.sends_itself_after
    return after is not None and lead.is_mailed and clock.now_ms() - int(lead.mailed_at or 0) >= after * 60_000


def confirm(lead: Lead, how: str, *, address: str, browser: str) -> None:
    """The click, and where it came from. Raises `AlreadyDone` at the second one, `LinkLapsed` when it comes too late."""
    if not lead.is_unconfirmed:
        raise AlreadyDone
    # The nonce keeps whoever has the digest from trying addresses until one fits.
    click = {"address": address, "browser": browser[:BROWSER_KEPT], "nonce": ids.secret(NONCE_SIZE)}
    lead.confirm_email(how, click=click, cipher=contacts.person(lead.person_id).cipher)


@unhurried()
def renew_for(address: str) -> None:
    """Send a new link to an address if a lead of its waits for one. Says nothing of what it found: the page must not tell, nor the time it takes."""
    person_id = contacts.known_by_email(address)
    for lead in leads.leads_of(person_id) if person_id else []:
        try:
            opened.renew_link(lead)
        except (Conflict, TooOften):  # another click was first, or there is nothing to renew
            continue


def _letter(lead: Lead, *, reminds: bool) -> Mail:
    form = form_of(lead)
    details = contacts.details(lead.person_id)
    link, stop = links(lead, int(lead.mails) + 1)
    answers = contacts.answers(details, lead.number)
    letter = letter_of(form, link=link, stop=stop, first_name=details.get("first_name", ""), answers=answers, reminds=reminds)
    return Mail(
        to=details["email"], subject=letter.subject, text=letter.text, html=letter.html, from_name=form.mail.get("from_name"), about=lead.id,
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )  # fmt: skip


def links(lead: Lead, number: int) -> tuple[str, str]:
    """Where the `number`-th mail about a lead leads: to confirm the address, and to want no more mail."""
    return f"{config.API_URL}/c/{tokens.made(lead.id, number)}", f"{config.API_URL}/u/{tokens.made(lead.id, number, tokens.UNSUBSCRIBE)}"


def form_of(lead: Lead) -> Edition:
    """The edition of the form that the lead came through, in the language in which it was shown."""
    edition = forms.known_edition(lead.form, int(lead.form_version))
    return edition.in_language(lead.language or edition.language)


__all__ = ["LinkLapsed", "ask", "confirm", "renew_for", "unsubscribe"]
