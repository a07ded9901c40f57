"""What AWS End User Messaging lays into the queue when somebody writes, as its documentation shows it."""

import json
import uuid
from datetime import UTC

NUMBER, PHONE = "+33639980001", "phone-number-id-976c72a700aac43eaf573ae050e00000"
ARN = f"arn:aws:social-messaging:eu-west-3:123456789012:phone-number-id/{PHONE.removeprefix('phone-number-id-')}"


def notice(told, at):
    """As SQS gets it from a topic without raw delivery."""
    return json.dumps({
        "Type": "Notification", "MessageId": str(uuid.uuid4()), "TopicArn": "arn:aws:sns:eu-west-3:123456789012:passerelle-test-texts",
        "Message": json.dumps(told), "Timestamp": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z", "SignatureVersion": "1",
        "Signature": "x", "SigningCertURL": "https://sns.eu-west-3.amazonaws.com/x.pem",
        "UnsubscribeURL": "https://sns.eu-west-3.amazonaws.com/?Action=Unsubscribe",
    })  # fmt: skip


def an_sms(words, at, *, number="+33612345601", to=NUMBER, name=None, keyword="KEYWORD_123456789012", previous="m-1"):
    told = {
        "originationNumber": number, "destinationNumber": to, "messageKeyword": keyword, "messageBody": words,
        "inboundMessageId": name or str(uuid.uuid4()), "previousPublishedMessageId": previous,
    }  # fmt: skip
    return notice(told, at)


def by_whatsapp(at, *values, arn=ARN):
    """`values`: of Meta's webhook, each a change."""
    metadata = {"display_phone_number": "33639980002", "phone_number_id": "abcde1234567890"}
    changes = [{"value": {"messaging_product": "whatsapp", "metadata": metadata} | value, "field": "messages"} for value in values]
    told = {
        "context": {
            "MetaWabaIds": [{"wabaId": "1234567890abcde", "arn": ARN.replace("phone-number-id/", "waba/")}],
            "MetaPhoneNumberIds": [{"metaPhoneNumberId": "abcde1234567890", "arn": arn}],
        },
        "whatsAppWebhookEntry": json.dumps({"id": "365731266123456", "changes": changes}), "aws_account_id": "123456789012",
        "message_timestamp": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.271279391Z", "messageId": str(uuid.uuid4()),
    }  # fmt: skip
    return notice(told, at)


def a_message(words, at, *, number="33612345601", name=None, **more):
    said = {"from": number, "id": name or f"wamid.{uuid.uuid4().hex}", "timestamp": str(int(at.timestamp())), "type": "text", "text": {"body": words}}
    return {"contacts": [{"profile": {"name": "Awa"}, "wa_id": number}], "messages": [said | more]}


def a_status(at, status="delivered", number="33612345601"):
    return {"statuses": [{"id": "wamid.x", "status": status, "timestamp": str(int(at.timestamp())), "recipient_id": number}]}


def hand_over(*bodies):
    """To the wire, as Lambda does; which messages come again."""
    import app

    records = [
        {"messageId": f"m{place}", "receiptHandle": "r", "body": body, "attributes": {"ApproximateReceiveCount": "1"}, "eventSource": "aws:sqs"}
        for place, body in enumerate(bodies)
    ]
    return [one["itemIdentifier"] for one in app.relance({"Records": records}, None)["batchItemFailures"]]
