from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from contextlib import suppress
from datetime import timedelta
from typing import Any

from chalicelib.foundation import clock, keys, tenancy
from chalicelib.foundation.asked import language
from chalicelib.foundation.errors import AlreadyDone, ComesLater, Conflict, refused
from chalicelib.foundation.log import count, log
from chalicelib.messaging import limits, queries
from chalicelib.messaging.mail import Mail, MailDelayed, MailInDoubt, MailRefused, Parcel, Receipt
from chalicelib.messaging.models.dispatches import Dispatch
from chalicelib.messaging.models.health import MailEnd, SenderDay, day_of, totals
from chalicelib.messaging.models.senders import NoSender, Sender
from chalicelib.messaging.models.unwanted import NoMail
from chalicelib.messaging.shapes import NewSender
from chalicelib.messaging.trials import try_letter

__all__ = ["Mail", "MailDelayed", "MailPaced", "MailRefused", "NoSender", "Receipt", "add_sender", "send", "stop_mail", "try_letter"]

NO_TURN_SECONDS = 60
PAUSED_SECONDS = 10 * 60
SMTP_FIELDS = ("host", "port", "security", "username", "sealed")


class MailPaced(ComesLater, MailDelayed):
    """It waits for its turn: a limit is reached, or the sender is paused."""

    def __init__(self, *, reason: str, seconds: int) -> None:
        super().__init__(reason=reason)
        self.seconds = seconds


# Profiles


def add_sender(wanted: NewSender) -> Sender:
    """A new sender profile; the tenant's first one is its default."""
    sender = Sender.new(wanted.kind)
    for name, value in _details(sender, wanted).items():
        setattr(sender, name, value)
    sender.save(condition=Sender.pk.does_not_exist())
    return sender


def edit_sender(sender_id: str, wanted: NewSender, version: int | None) -> Sender:
    """Replace what it says, from one version on. A password that is not given anew stays as it is.

    It stays only where the server does: whoever may edit must not learn it by sending it to a server of his own.
    """
    sender = Sender.known(sender_id)
    sender.pin(version)
    sender.edit(_details(sender, wanted))
    return sender


def delete_sender(sender_id: str) -> None:
    """Nothing leaves by it any more. A repeat changes nothing."""
    with suppress(AlreadyDone):
        Sender.known(sender_id).delete_softly()


def resume_sender(sender_id: str) -> Sender:
    """Whoever has seen why it was paused lets it go on. What had been counted until now pauses it no second time."""
    sender = Sender.known(sender_id)
    with suppress(AlreadyDone):
        today = day_of(clock.now_ms())
        sender.resume({"day": today} | totals(day for day in SenderDay.since(sender.id, 1) if day.day == today))
    return sender


def move_server(sender_id: str, host: str, port: int) -> None:
    """The mail server of a sender answers elsewhere now; who it is from and its password stay."""
    Sender.known(sender_id).move_server(host, port)


def _details(sender: Sender, wanted: NewSender) -> dict[str, Any]:
    if wanted.fallback_id:
        _check_fallback(sender, wanted.fallback_id)
    told = {name: getattr(wanted, name) for name in ("kind", "from_name", "from_address", "reply_to", "per_second", "per_day", "fallback_id")}
    return told | {"name": wanted.name or wanted.from_name} | _server(sender, wanted)


def _check_fallback(sender: Sender, fallback_id: str) -> None:
    if fallback_id == sender.id or fallback_id not in {one.id for one in Sender.all()}:
        raise refused("fallback_id", "unknown_sender", "Choisissez un autre profil de la liste.", "Choose another profile of the list.", language())


def _server(sender: Sender, wanted: NewSender) -> dict[str, Any]:
    smtp = wanted.smtp
    if smtp is None:
        return dict.fromkeys(SMTP_FIELDS)
    told = {"host": smtp.host, "port": smtp.port, "security": smtp.security, "username": smtp.username}
    if smtp.password:
        return told | {"sealed": sender.sealed_password(smtp.password)}
    if not smtp.username:
        return told | {"sealed": None}
    is_same = (smtp.host, smtp.port, smtp.username) == (sender.host, sender.port, sender.username) and smtp.security != "none"
    if sender.sealed and not is_same:
        fr = "Le serveur, l'identifiant ou le chiffrement a changé : donnez à nouveau le mot de passe."
        raise refused("smtp.password", "password_again", fr, "The server, user name or encryption has changed: give the password again.", language())
    return told | {"sealed": sender.sealed}


# Sending


def send(mail: Mail, *, once: str, sender_id: str | None = None) -> Receipt:
    """Send a mail once for its cause `once` (ids, never an address).

    Raises `AlreadyDone` when it has left, `Conflict` while another sends it, `MailDelayed` (try again), `MailPaced` (it is not its turn) or
    `MailRefused` (for good). Where the sender cannot, its fall-back does, but never where the first server may have taken the mail. A crash
    between the server's yes and our note of it is the only way to send twice; both copies then leave by one server, under one Message-ID.
    """
    sender = Sender.to_send_by(sender_id)
    dispatch = Dispatch.claim(once, sender.id, is_bulk=mail.is_bulk)
    try:
        receipt = _by_whoever_can(dispatch, sender, mail, once)
    except MailRefused as refusal:
        dispatch.refused(refusal.reason)
        count("MailRefused")
        raise
    except Exception as error:
        if dispatch.is_in_doubt or isinstance(error, MailInDoubt):
            dispatch.leave_in_doubt()
        else:
            dispatch.release()
        if not isinstance(error, MailPaced):
            count("MailDelayed")
        raise
    dispatch.sent(receipt)
    count("MailSent")
    return receipt


def _by_whoever_can(dispatch: Dispatch, sender: Sender, mail: Mail, once: str) -> Receipt:
    if dispatch.is_in_doubt:
        return _by(Sender.to_send_by(dispatch.asked), mail, once)
    try:
        return _by(sender, mail, once)
    except MailDelayed as delay:
        spare = sender.fallback if delay.is_the_senders_own else None
        if spare is None:
            raise
        log.info("mail_by_fallback", sender=sender.id, fallback=spare.id, reason=delay.reason)
        dispatch.turn_to(spare.id)
        return _by(spare, mail, once)


def _by(sender: Sender, mail: Mail, once: str) -> Receipt:
    """Once the profile and its limits let it. What a server refuses at once has bounced; what it puts off has not left."""
    if sender.is_paused:
        raise MailPaced(reason="sender_paused", seconds=PAUSED_SECONDS)
    _await_turn(sender, is_bulk=mail.is_bulk)
    today = day_of(clock.now_ms())
    try:
        return sender.send(mail, _parcel(sender, mail, once))
    except MailRefused as refusal:
        came_back = {"bounced": 1} if refusal.reason == "recipient_refused" else {"sent": -1}
        SenderDay.note(sender.id, today, **came_back)
        _judge(sender)
        raise
    except MailInDoubt:
        raise
    except MailDelayed:
        SenderDay.note(sender.id, today, sent=-1)
        raise


def _await_turn(sender: Sender, *, is_bulk: bool) -> None:
    per_day = _whole(sender.per_day)
    if per_day and is_bulk:
        per_day = max(1, int(per_day * limits.BULK_SHARE))
    turn = SenderDay.take_turn(sender.id, _whole(sender.per_second), per_day)
    if turn.wait_ms is None:
        raise MailPaced(reason="paced", seconds=_until_tomorrow() if turn.is_over else NO_TURN_SECONDS)
    time.sleep(turn.wait_ms / 1000)


def _until_tomorrow() -> int:
    now = clock.now()
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return int((tomorrow - now).total_seconds()) + 1


def _whole(limit: float | None) -> int | None:
    return int(limit) if limit else None


def _parcel(sender: Sender, mail: Mail, once: str) -> Parcel:
    name = keys.of(tenancy.tenant()).blind("mail", once)
    labels = {"tenant": tenancy.tenant(), "sender": sender.id, "mail": name}
    if mail.about:
        # SES takes letters, digits, - and _ only.
        labels["about"] = urlsafe_b64encode(mail.about.encode()).decode().rstrip("=")
    return Parcel(f"<{name}@{sender.domain}>", labels)


# What becomes of mails


def stop_mail(about: str, address: str) -> None:
    """No more mail about this to this address. A repeat changes nothing."""
    NoMail.of(about, address).save()


def delivered(sender_id: str, day: str, number: int) -> None:
    """So many mails of a day have arrived. An event that comes twice counts twice: this figure pauses nobody."""
    SenderDay.note(sender_id, day, delivered=number)


def bounced(sender_id: str, mail_id: str, about_id: str | None, day: str) -> None:
    """A mail came back for good. Raises `AlreadyDone` the second time."""
    MailEnd.bounced(mail_id, sender_id, about_id)
    _ended_badly(sender_id, day, "bounced")


def complained(sender_id: str, mail_id: str, about_id: str | None, day: str) -> None:
    """Its reader calls it spam. Raises `AlreadyDone` the second time."""
    MailEnd.complained(mail_id, sender_id, about_id)
    _ended_badly(sender_id, day, "complained")


def bounced_softly(sender_id: str, day: str) -> None:
    """A full mailbox, say: it may bear the next mail."""
    SenderDay.note(sender_id, day, softly=1)


def _ended_badly(sender_id: str, day: str, how: str) -> None:
    SenderDay.note(sender_id, day, **{how: 1})
    sender = Sender.to_send_by(sender_id)
    if sender.id == sender_id:
        _judge(sender)


def _judge(sender: Sender) -> None:
    """Pause a sender of whose mails too many come back, before the providers shut it out."""
    if sender.state != "on":
        return
    why = limits.passed(queries.counted_for_a_pause(sender, queries.days(sender.id)))
    if why:
        with suppress(Conflict):
            sender.pause(why)
            count("SenderPaused")
