"""Sending by Amazon SES."""

from __future__ import annotations

from typing import Any, NoReturn

from botocore.exceptions import BotoCoreError, ClientError, ConnectionClosedError, ReadTimeoutError

from chalicelib.foundation import aws, config
from chalicelib.messaging.mail import Mail, MailDelayed, MailInDoubt, MailRefused, Parcel, Receipt, without_addresses

SETTINGS = f"passerelle-{config.STAGE}"
"""The stage's configuration set (`infra/cloud/mail.yaml`): how its mail leaves, and who is told what became of it."""

FAULT_OF_THEIRS = 500
_REASONS = {"TooManyRequestsException": "throttled", "LimitExceededException": "throttled"}


def send(mail: Mail, parcel: Parcel) -> Receipt:
    """Hand the mail to SES. Its id stays ours only in a header of its own: SES sets Message-ID itself."""
    headers = mail.headers | {"X-Passerelle-Id": parcel.message_id}
    request: dict[str, Any] = {
        "ConfigurationSetName": SETTINGS,
        "FromEmailAddress": mail.sender,
        "Destination": {"ToAddresses": [mail.to]},
        "EmailTags": [{"Name": name, "Value": value} for name, value in parcel.labels.items()],
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
    except (ReadTimeoutError, ConnectionClosedError) as error:
        raise MailInDoubt(reason="answer_lost") from error
    except BotoCoreError as error:
        raise MailDelayed(reason="connection_failed") from error
    return Receipt("200", answer["MessageId"])


def _decline(error: ClientError) -> NoReturn:
    """An address that SES cannot read stays unreadable. Everything else is about our account, which somebody will mend."""
    code, answered = error.response["Error"]["Code"], without_addresses(error.response["Error"].get("Message", ""))
    if code == "BadRequestException":
        raise MailRefused(reason="recipient_refused", answered=answered) from error
    if error.response["ResponseMetadata"].get("HTTPStatusCode", 0) >= FAULT_OF_THEIRS:
        raise MailInDoubt(reason="answer_lost", answered=answered) from error
    raise MailDelayed(reason=_REASONS.get(code, "sender_refused"), answered=answered) from error


def _text(data: str) -> dict[str, str]:
    return {"Data": data, "Charset": "UTF-8"}
