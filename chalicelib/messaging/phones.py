"""Sending texts by AWS End User Messaging: SMS (`pinpoint-sms-voice-v2`) and WhatsApp (`socialmessaging`).

Both are asked once: neither service knows a text that it is handed again, so what is in doubt is given up, not sent twice.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from botocore.exceptions import BotoCoreError, ClientError, ConnectionClosedError, ReadTimeoutError

from chalicelib.foundation import aws, tenancy
from chalicelib.messaging.mail import MailDelayed, MailInDoubt, MailRefused, Receipt
from chalicelib.messaging.texts import Text

META_API = "v20.0"
GOOD_FOR_SECONDS = 6 * 3600
"""An SMS that finds no telephone for so long is out of date."""
FAULT_OF_THEIRS = 500
OURS = "biz_opaque_callback_data"
"""What Meta repeats, unread, when it tells what became of a message."""

_SLOW_DOWN = {"ThrottlingException", "ThrottledRequestException"}
_OURS = {"AccessDeniedException", "AccessDeniedByMetaException", "ResourceNotFoundException", "ServiceQuotaExceededException"}
_REFUSED = {
    "DESTINATION_PHONE_NUMBER_OPTED_OUT": "opted_out",
    "DESTINATION_COUNTRY_BLOCKED": "country_blocked",
    "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION": "country_blocked",
    "DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE": "country_blocked",
    "INTERNATIONAL_SENDING_NOT_SUPPORTED": "country_blocked",
}


def send(text: Text, identity: str) -> Receipt:
    """`identity`: the number, sender id or pool that it is from. Raises as `messaging.actions.send` does."""
    try:
        return _by_whatsapp(text, identity) if text.channel == "whatsapp" else _by_sms(text, identity)
    except ClientError as error:
        _decline(error)
    except (ReadTimeoutError, ConnectionClosedError) as error:
        raise MailInDoubt(reason="answer_lost") from error
    except BotoCoreError as error:
        raise MailDelayed(reason="aws_unreachable") from error


def _by_sms(text: Text, identity: str) -> Receipt:
    answer = aws.client("pinpoint-sms-voice-v2").send_text_message(
        DestinationPhoneNumber=text.to, OriginationIdentity=identity, MessageBody=text.body, MessageType="TRANSACTIONAL",
        TimeToLive=GOOD_FOR_SECONDS, Context={"company": tenancy.tenant()},
    )  # fmt: skip
    return Receipt("200", answer["MessageId"])


def _by_whatsapp(text: Text, identity: str) -> Receipt:
    answer = aws.client("socialmessaging").send_whatsapp_message(
        originationPhoneNumberId=identity, metaApiVersion=META_API, message=json.dumps(_for_meta(text)).encode()
    )
    return Receipt("200", answer["messageId"])


def _for_meta(text: Text) -> dict[str, Any]:
    """As Meta's Cloud API takes it."""
    told: dict[str, Any] = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": text.to, OURS: tenancy.tenant()}
    if text.template is None:
        return told | {"type": "text", "text": {"preview_url": False, "body": text.body}}
    template: dict[str, Any] = {"name": text.template.name, "language": {"code": text.template.language}}
    if text.template.parameters:
        values = [{"type": "text", "text": value} for value in text.template.parameters]
        template["components"] = [{"type": "body", "parameters": values}]
    return told | {"type": "template", "template": template}


def _decline(error: ClientError) -> NoReturn:
    """What is said against one number is for good; what is said against our account, somebody will mend."""
    code, reason = error.response["Error"]["Code"], error.response.get("Reason", "")
    if reason in _REFUSED:
        raise MailRefused(reason=_REFUSED[reason]) from error
    if code in _SLOW_DOWN:
        raise MailDelayed(reason="throttled") from error
    if code in _OURS or code == "ConflictException":
        raise MailDelayed(reason="line_refused") from error
    if error.response["ResponseMetadata"].get("HTTPStatusCode", 0) >= FAULT_OF_THEIRS:
        raise MailInDoubt(reason="answer_lost") from error
    raise MailRefused(reason="text_refused") from error
