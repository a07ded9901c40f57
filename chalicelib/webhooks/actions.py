from __future__ import annotations

import json
import secrets
from contextlib import suppress

from chalicelib.foundation import aws, clock, tenancy
from chalicelib.foundation.asked import language
from chalicelib.foundation.errors import AlreadyDone, Conflict, NotFound, refused
from chalicelib.foundation.facts import FACTS, Announcement
from chalicelib.foundation.log import count, log
from chalicelib.webhooks import outward, signing
from chalicelib.webhooks.models import Delivery, Endpoint
from chalicelib.webhooks.outward import Target, Unanswered

QUEUE = "send-webhook.fifo"
MINUTE, HOUR = 60, 3600
WAITS = (5, 30, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 5 * HOUR, 8 * HOUR)
"""Thirteen, a day in all; SQS hides a message for twelve hours at most."""
JITTER = 0.1
EARLY_MS = 1000
TAKEN = range(200, 300)
GONE = 410


class WebhookOff(Conflict):
    fr = "Cette adresse est désactivée : elle a répondu qu'elle n'existe plus. Créez-en une nouvelle."
    en = "This endpoint is switched off: it answered that it is gone. Create a new one."


def add(url: str, public_facts: list[str], description: str | None) -> tuple[Endpoint, str]:
    """A new endpoint, and its secret, which is shown this once."""
    secret = signing.new_secret()
    endpoint = Endpoint.new(_checked_url(url), _checked_facts(public_facts), description, secret)
    endpoint.save(condition=Endpoint.pk.does_not_exist())
    return endpoint, secret


def delete(webhook_id: str) -> None:
    """No more deliveries, not even those that wait. A repeat changes nothing."""
    with suppress(AlreadyDone):
        Endpoint.known(webhook_id).delete_softly()


def delete_all() -> None:
    """No endpoint of the tenant hears anything any more. A repeat changes nothing."""
    for endpoint in Endpoint.all():
        delete(endpoint.id)


def test(webhook_id: str) -> Delivery:
    """Send a `webhook.test`, signed and kept as every other delivery."""
    endpoint = Endpoint.known(webhook_id)
    _on(endpoint)
    delivery = Delivery.test(webhook_id)
    delivery.keep()
    _dispatch(delivery, about=delivery.id)
    return delivery


def announce(said: Announcement) -> None:
    """One delivery to each endpoint that hears the fact; a repeat makes no second one."""
    if said.fact.PUBLIC is None:
        return
    for endpoint in Endpoint.all():
        if endpoint.hears(said.fact.PUBLIC):
            delivery = Delivery.of(said, endpoint.id)
            delivery.keep()
            # Also when it was kept before: the crash may have come between the two, and a message too many finds it done.
            _dispatch(delivery, about=delivery.lead_id or delivery.id)


def replay(webhook_id: str, delivery_id: str) -> Delivery:
    """Send the same bytes again under the same id, at once: whoever asks does not want it to queue behind the lead's others."""
    _on(Endpoint.known(webhook_id))
    delivery = Delivery.known(webhook_id, delivery_id)
    delivery.begin_again()
    _dispatch(delivery, about=delivery.id)
    return delivery


def attempt(webhook_id: str, delivery_id: str, turn: int) -> int | None:
    """Try once. Answers in how many seconds to try again; None when nothing is left to do.

    The endpoint hears of a fact once, except where we crash between its answer and our note of it: `webhook-id` tells it then.
    """
    try:
        delivery = Delivery.known(webhook_id, delivery_id)
    except NotFound:
        return None
    if delivery.is_void(turn):
        return None
    early = int(delivery.next_attempt_at or 0) - clock.now_ms()
    if early > EARLY_MS:
        return -(-early // 1000)
    try:
        endpoint = Endpoint.known(webhook_id)
        _on(endpoint)
    except (NotFound, WebhookOff):
        delivery.end("failed", last_error="endpoint_off")
        return None
    return _settle(endpoint, delivery, *_ask(endpoint, delivery))


def _ask(endpoint: Endpoint, delivery: Delivery) -> tuple[int | None, str | None]:
    """Status and error of one try."""
    body = delivery.body.encode()
    headers = signing.headers(endpoint.secret, delivery.id, clock.now_ms() // 1000, body)
    try:
        status = outward.post(endpoint.url, body, headers | {"content-type": "application/json", "user-agent": "Passerelle"})
    except Unanswered as silence:
        return None, silence.reason
    return status, None if status in TAKEN else f"http_{status // 100}xx"


def _settle(endpoint: Endpoint, delivery: Delivery, status: int | None, error: str | None) -> int | None:
    attempts = int(delivery.attempts) + 1
    found = {"attempts": attempts, "last_status": status, "last_error": error}
    log.info("webhook_attempted", webhook=endpoint.id, delivery=delivery.id, attempts=attempts, status=status, failure=error)
    if error is None:
        delivery.end("delivered", delivered_at=clock.now_ms(), **found)
        count("WebhookDelivered")
        return None
    if status == GONE:
        with suppress(AlreadyDone):
            endpoint.switch_off()
    if status == GONE or attempts > len(WAITS):
        delivery.end("failed", **found)
        count("WebhookFailed")
        return None
    wait = _wait(attempts)
    delivery.postpone(clock.now_ms() + wait * 1000, **found)
    return wait


def _wait(attempts: int) -> int:
    """Spread by a tenth, so that the deliveries of an outage do not come back as one wave."""
    base = WAITS[attempts - 1]
    return round(base * secrets.SystemRandom().uniform(1 - JITTER, 1 + JITTER))


def _on(endpoint: Endpoint) -> None:
    if not endpoint.is_on:
        raise WebhookOff


def _dispatch(delivery: Delivery, *, about: str) -> None:
    """Into the queue, behind what is told to the same endpoint about the same thing."""
    place = {"tenant": tenancy.tenant(), "webhook_id": delivery.webhook_id, "delivery_id": delivery.id, "turn": int(delivery.turn)}
    aws.client("sqs").send_message(
        QueueUrl=aws.queue_url(QUEUE),
        MessageBody=json.dumps(place, separators=(",", ":")),
        MessageGroupId=f"{tenancy.tenant()}#{delivery.webhook_id}#{about}",
        MessageDeduplicationId=f"{delivery.webhook_id}#{delivery.id}#{int(delivery.turn)}",
    )


_URL_SENTENCES = {
    "https": ("L'adresse doit commencer par https://.", "The address must start with https://."),
    "private_address": ("Cette adresse est privée ; donnez une adresse publique.", "This address is private; give a public one."),
    "url": ("Donnez une adresse complète, sans mot de passe ni #.", "Give a complete address, without password or #."),
}


def _checked_url(url: str) -> str:
    try:
        return Target.of(url).text
    except ValueError as error:
        raise refused("url", str(error), *_URL_SENTENCES[str(error)], language()) from error


def _checked_facts(public_facts: list[str]) -> list[str]:
    public = {kind.PUBLIC for kind in FACTS.values() if kind.PUBLIC}
    if unknown := sorted(set(public_facts) - public):
        known = ", ".join(sorted(public))
        fr, en = f"Inconnu : {', '.join(unknown)}. Choisissez parmi : {known}.", f"Unknown: {', '.join(unknown)}. Choose among: {known}."
        raise refused("facts", "unknown_fact", fr, en, language())
    return sorted(set(public_facts))
