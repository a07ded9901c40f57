"""Amazon SES: what is asked of it, and what its refusals mean."""

import pytest
from botocore.stub import ANY, Stubber

from chalicelib.foundation import aws, config
from chalicelib.messaging import actions
from chalicelib.messaging.actions import Mail, MailDelayed, MailRefused
from tests.messaging.conftest import add_sender

MAIL = Mail(to="lea@example.org", subject="Confirmez", text="Bonjour", html="<p>Bonjour</p>", headers={"X-Lead": "1"}, reply_to="equipe@acme.example")


@pytest.fixture
def ses(company):
    add_sender("ses")
    with Stubber(aws.client("sesv2")) as stub:
        yield stub


def test_the_call_is_what_ses_understands(ses):
    ses.add_response(
        "send_email",
        {"MessageId": "0100-abc"},
        {
            "ConfigurationSetName": f"passerelle-{config.STAGE}",
            "FromEmailAddress": "Acme Conseil <bonjour@acme.example>",
            "Destination": {"ToAddresses": ["lea@example.org"]},
            "EmailTags": [{"Name": "tenant", "Value": "acme0001"}, {"Name": "sender", "Value": ANY}, {"Name": "mail", "Value": ANY}],
            "ReplyToAddresses": ["equipe@acme.example"],
            "Content": {
                "Simple": {
                    "Subject": {"Data": "Confirmez", "Charset": "UTF-8"},
                    "Body": {"Text": {"Data": "Bonjour", "Charset": "UTF-8"}, "Html": {"Data": "<p>Bonjour</p>", "Charset": "UTF-8"}},
                    "Headers": [{"Name": "X-Lead", "Value": "1"}, {"Name": "X-Passerelle-Id", "Value": ANY}],
                }
            },
        },
    )
    assert actions.send(MAIL, once="optin#1").message_id == "0100-abc"


@pytest.mark.parametrize(
    ("code", "error", "reason"),
    [
        ("BadRequestException", MailRefused, "recipient_refused"),
        ("TooManyRequestsException", MailDelayed, "throttled"),
        ("MessageRejected", MailDelayed, "sender_refused"),
        ("SendingPausedException", MailDelayed, "sender_refused"),
    ],
)
def test_refusals(ses, monkeypatch, code, error, reason):
    ses.add_client_error("send_email", code)
    with pytest.raises(error) as refusal:
        actions.send(MAIL, once="optin#1")
    assert refusal.value.reason == reason
