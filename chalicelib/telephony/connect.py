"""Calling by Amazon Connect. Whose an instance is, its owner says in AWS: by the tag `passerelle-company` on it, which holds the company's id."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, NoReturn

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.foundation import aws, config
from chalicelib.foundation.errors import DomainError

TAG = "passerelle-company"
REMEMBERED_SECONDS = 600
RINGS_SECONDS = 45
DIGITS_SHOWN = 4
TURNS_A_PAGE = 100
MOST_TURNS = 2000

_owners: dict[str, tuple[float, str | None]] = {}


class CallNotDialled(DomainError):
    """Connect will never dial this."""

    status = 409
    fr = "Amazon Connect refuse d'appeler ce numéro ({reason}). Appelez à la main, ou demandez à votre administrateur d'autoriser cette destination."
    en = "Amazon Connect refuses to call this number ({reason}). Call by hand, or ask your administrator to allow this destination."


class TelephoneSilent(DomainError):
    """Nothing is decided: the same call asked for again is placed once."""

    status = 503
    fr = "Le téléphone ne répond pas. Réessayez : la personne ne sera pas appelée deux fois."
    en = "The telephone does not answer. Try again: the person will not be called twice."


class InstanceUnknown(DomainError):
    fr = "Cette instance Amazon Connect n'existe pas dans ce compte AWS. Vérifiez son identifiant."
    en = "There is no such Amazon Connect instance in this AWS account. Check its id."


class InstanceNotYours(DomainError):
    fr = "Cette instance ne porte pas votre étiquette : ajoutez-lui dans AWS l'étiquette {tag} = {company}, puis réessayez."
    en = "This instance does not bear your tag: give it the tag {tag} = {company} in AWS, then try again."


@dataclass(frozen=True)
class Instance:
    """`panel_url`: where agents take calls."""

    company: str | None
    panel_url: str | None


@dataclass(frozen=True)
class Dial:
    """What is asked of Connect. `token`: asked again within a week with the same one, Connect answers with the call that it placed."""

    instance: str
    flow: str
    queue: str | None
    source: str | None
    number: str
    token: str
    attributes: dict[str, str]


def dial(call: Dial) -> str:
    """The contact's id. Raises `CallNotDialled`, `TelephoneSilent`."""
    asked: dict[str, Any] = {
        "InstanceId": call.instance, "ContactFlowId": call.flow, "DestinationPhoneNumber": call.number, "ClientToken": call.token,
        "Attributes": call.attributes, "TrafficType": "GENERAL", "RingTimeoutInSeconds": RINGS_SECONDS,
    }  # fmt: skip
    asked |= {name: value for name, value in {"QueueId": call.queue, "SourcePhoneNumber": call.source}.items() if value}
    try:
        return str(_connect().start_outbound_voice_contact(**asked)["ContactId"])
    except (ClientError, BotoCoreError) as error:
        _decline(error)


NEVER_DIALLED = {
    "DestinationNotAllowedException": "destination", "OutboundContactNotPermittedException": "outbound", "InvalidParameterException": "parameter",
    "InvalidRequestException": "request", "ResourceNotFoundException": "resource", "AccessDeniedException": "access",
}  # fmt: skip


def _decline(error: ClientError | BotoCoreError) -> NoReturn:
    code = error.response["Error"]["Code"] if isinstance(error, ClientError) else ""
    if code in NEVER_DIALLED:
        raise CallNotDialled(reason=NEVER_DIALLED[code]) from error
    raise TelephoneSilent from error


def hang_up(instance: str, contact: str) -> bool:
    """Whether there was anything to end: what is over already stays over."""
    try:
        _connect().stop_contact(InstanceId=instance, ContactId=contact)
    except _connect().exceptions.ContactNotFoundException:
        return False
    except (ClientError, BotoCoreError) as error:
        raise TelephoneSilent from error
    return True


def instance(instance_id: str) -> Instance:
    """Raises `InstanceUnknown`, `TelephoneSilent`."""
    try:
        found = _connect().describe_instance(InstanceId=instance_id)["Instance"]
    except (ClientError, BotoCoreError) as error:
        code = error.response["Error"]["Code"] if isinstance(error, ClientError) else ""
        raise (InstanceUnknown if code in {"ResourceNotFoundException", "InvalidParameterException"} else TelephoneSilent) from error
    return Instance(found.get("Tags", {}).get(TAG), found.get("InstanceAccessUrl"))


def owner(instance_id: str) -> str | None:
    """The company whose the instance is, remembered for ten minutes; None for nobody's."""
    until, company = _owners.get(instance_id, (0.0, None))
    if until <= time.monotonic():
        try:
            company = instance(instance_id).company
        except InstanceUnknown:
            company = None
        _owners[instance_id] = time.monotonic() + REMEMBERED_SECONDS, company
    return company


def forget() -> None:
    """Tests start a new world."""
    _owners.clear()


def attributes(instance_id: str, contact: str) -> dict[str, str]:
    """What `dial` gave the contact on its way."""
    found: dict[str, str] = _connect().get_contact_attributes(InstanceId=instance_id, InitialContactId=contact)["Attributes"]
    return found


def number_of(instance_id: str, contact: str) -> str | None:
    """The person's, in E.164; None where they hide it."""
    address = str(_described(instance_id, contact).get("CustomerEndpoint", {}).get("Address", ""))
    return address if address.startswith("+") and address[1:].isdecimal() else None


def recording(instance_id: str, contact: str) -> tuple[str, str] | None:
    """Bucket and key of what was recorded, while it is there."""
    for one in _described(instance_id, contact).get("Recordings", []):
        if one.get("Location") and one.get("Status", "AVAILABLE") == "AVAILABLE" and one.get("StorageType", "S3") == "S3":
            bucket, _, key = str(one["Location"]).removeprefix("s3://").partition("/")
            return bucket, key
    return None


def transcript(instance_id: str, contact: str) -> list[dict[str, Any]]:
    """What Contact Lens heard, turn by turn; nothing where it did not listen. Connect keeps it for a day after the call."""
    lens = aws.client("connect-contact-lens", endpoint=config.CONNECT_ENDPOINT)
    turns: list[dict[str, Any]] = []
    asked: dict[str, Any] = {"InstanceId": instance_id, "ContactId": contact, "MaxResults": TURNS_A_PAGE}
    while len(turns) < MOST_TURNS:
        try:
            page = lens.list_realtime_contact_analysis_segments(**asked)
        except lens.exceptions.ResourceNotFoundException:
            return []
        turns += [segment["Transcript"] for segment in page["Segments"] if "Transcript" in segment]
        if not page.get("NextToken"):
            break
        asked["NextToken"] = page["NextToken"]
    return turns


def _described(instance_id: str, contact: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = _connect().describe_contact(InstanceId=instance_id, ContactId=contact)["Contact"]
    except (ClientError, BotoCoreError) as error:
        raise TelephoneSilent from error
    return found


def _connect() -> Any:
    return aws.client("connect", endpoint=config.CONNECT_ENDPOINT)
