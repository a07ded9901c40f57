"""What people write to our numbers, as AWS End User Messaging tells it: both kinds by a topic of Amazon SNS, which lays it into a queue of ours."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.foundation import clock
from chalicelib.messaging.texts import Channel

IDENTITY = "phone-number-id"
LONGEST = 20_000
"""Of what is kept of one text, in characters. Neither service carries half as much today."""

REFUSALS = frozenset({
    "stop", "stopsms", "stopall", "stoppub", "arret", "arreter", "arretez", "arreteztout", "desinscription", "desinscrire", "desinscrivezmoi",
    "medesinscrire", "desabonnement", "desabonner", "desabonnezmoi", "medesabonner", "nemecrivezplus", "nemecontactezplus",
    "unsubscribe", "optout", "cancel", "end", "quit", "remove", "revoke", "donotcontact", "donttextme",
})  # fmt: skip
"""Without accents, case, blanks and signs. What AWS and French operators obey by themselves is among them."""
POLITE = frozenset({"svp", "merci", "please", "sms", "whatsapp", "pub", "all", "now", "maintenant", "bonjour", "hello"})


@dataclass(frozen=True)
class Heard:
    """One text from a person. `number`: theirs, in E.164. `to`: ours, as a line names it. `place`: of ours in AWS, where the event says it."""

    channel: Channel
    id: str
    number: str
    to: str
    place: str | None
    words: str
    at: int
    keyword: str = ""

    @property
    def refuses(self) -> bool:
        """Whether it says no more than that they want none of this any more. One who says so among other things is read by an agent."""
        plain = [_plain(word) for word in self.words.split()]
        said = "".join(word for word in plain if word not in POLITE) or "".join(plain)
        return said in REFUSALS or _plain(self.keyword) in REFUSALS


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def texts_in(body: str) -> list[Heard]:
    """What people wrote; nothing where the notice tells of something else. `ValueError` or `KeyError` for what nobody can read."""
    notice = json.loads(body)
    if notice.get("Type") != "Notification":
        return []
    told = json.loads(notice["Message"])
    if "originationNumber" in told:
        return [_sms(told, clock.to_ms(datetime.fromisoformat(notice["Timestamp"])))]
    return list(_by_whatsapp(told)) if "whatsAppWebhookEntry" in told else []


def _sms(told: dict[str, Any], at: int) -> Heard:
    number, to = told["originationNumber"], told["destinationNumber"]
    return Heard("sms", told["inboundMessageId"], number, to, None, _kept(told.get("messageBody") or ""), at, told.get("messageKeyword") or "")


def _by_whatsapp(told: dict[str, Any]) -> Iterator[Heard]:
    """Meta's own words are a text within the event; which of our numbers they are for is told around them."""
    entry = told["whatsAppWebhookEntry"]
    places = {one["metaPhoneNumberId"]: one["arn"] for one in told["context"]["MetaPhoneNumberIds"]}
    for change in (json.loads(entry) if isinstance(entry, str) else entry)["changes"]:
        value = change["value"]
        for message in value.get("messages", ()):
            if message["type"] == "system":  # they have another number, say: nobody wrote
                continue
            place = places[value["metadata"]["phone_number_id"]]
            to = f"{IDENTITY}-{place.rpartition('/')[2]}"
            number = f"+{message['from'].removeprefix('+')}"
            yield Heard("whatsapp", message["id"], number, to, place, _kept(_said(message)), int(message["timestamp"]) * 1000)


def _said(message: dict[str, Any]) -> str:
    """The words, or between brackets what came in their place."""
    kind = message["type"]
    match message.get(kind):
        case {"body": str(words)} | {"emoji": str(words)}:
            return words
        case {"text": str(words), "payload": _}:  # a button of a template
            return words
        case {"button_reply": {"title": str(words)}} | {"list_reply": {"title": str(words)}}:
            return words
        case {"caption": str(words)}:
            return f"[{kind}] {words}"
    return f"[{kind}]"


def _kept(words: str) -> str:
    """As they came, but for what no text may hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", words)[:LONGEST].strip()
