"""Sending by Amazon SES."""

from __future__ import annotations

from typing import Any, NoReturn

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.foundation import aws, config
from chalicelib.messaging.mail import Mail, MailDelayed, MailRefused, Receipt

SETTINGS = f"passerelle-{config.STAGE}"
"""The stage's configuration set (`infra/cloud/mail.yaml`): how its mail leaves, and who is told what became of it."""

_REASONS = {"TooManyRequestsException": "throttled", "LimitExceededException": "throttled"}


def send(mail: Mail, message_id: str) -> Receipt:
    """Hand the mail to SES. `message_id` stays ours only in a header of its own: SES sets Message-ID itself."""
    headers = mail.headers | {"X-Passerelle-Id": message_id}
    request: dict[str, Any] = {
        "ConfigurationSetName": SETTINGS,
        "FromEmailAddress": mail.sender,
        "Destination": {"ToAddresses": [mail.to]},
        "Content": {
            "Simple": {
                "Subject": _text(mail.subject),
                "Body": {"Text": _text(mail.text), "Html": _text(mail.html)},
                "Headers": [{"Name": name, "Value": value} for name, value in headers.items()],
            }
        },
    }
    if mail.reply_to:
        request["ReplyToAddresses"] = [mail.reply_to]
    try:
        answer = aws.client("sesv2").send_email(**request)
    except ClientError as error:
        _decline(error)
    except BotoCoreError as error:
        raise MailDelayed(reason="connection_failed") from error
    return Receipt("200", answer["MessageId"])


def _decline(error: ClientError) -> NoReturn:
    """An address that SES cannot read stays unreadable. Everything else is about our account, which somebody will mend."""
    code = error.response["Error"]["Code"]
    if code == "BadRequestException":
        raise MailRefused(reason="recipient_refused") from error
    raise MailDelayed(reason=_REASONS.get(code, "sender_refused")) from error


def _text(data: str) -> dict[str, str]:
    return {"Data": data, "Charset": "UTF-8"}
