"""Lines of SMS and WhatsApp: exactly what is asked of AWS, and what its answers mean."""

import json

import pytest
from botocore.exceptions import ReadTimeoutError
from botocore.stub import ANY, Stubber

from chalicelib.foundation import aws, tenancy
from chalicelib.messaging import phones
from chalicelib.messaging.mail import MailDelayed, MailInDoubt, MailRefused
from chalicelib.messaging.texts import Template, Text, parts

SMS = Text("sms", "+33612345678", "Bonjour Awa")
IDENTITY = "phone-number-id-0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def company():
    with tenancy.inside("k3x9p2ab"):
        yield "k3x9p2ab"


@pytest.fixture
def service(monkeypatch):
    """The client of a service, which checks each request against botocore's own model of it."""
    stubbers = []

    def stubbed(name):
        client = aws.SESSION.create_client(name, region_name="eu-west-3", aws_access_key_id="x", aws_secret_access_key="x")
        monkeypatch.setattr(aws, "client", lambda _: client)
        stubber = Stubber(client)
        stubber.activate()
        stubbers.append(stubber)
        return stubber

    yield stubbed
    for stubber in stubbers:
        stubber.assert_no_pending_responses()


def test_an_sms_is_asked_for_as_the_service_knows_it(service):
    expected = {
        "DestinationPhoneNumber": "+33612345678", "OriginationIdentity": "SoleilVert", "MessageBody": "Bonjour Awa", "MessageType": "TRANSACTIONAL",
        "TimeToLive": 21600, "Context": {"company": "k3x9p2ab"},
    }  # fmt: skip
    service("pinpoint-sms-voice-v2").add_response("send_text_message", {"MessageId": "m-1"}, expected)
    assert phones.send(SMS, "SoleilVert").message_id == "m-1"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (Text("whatsapp", "+33612345678", "Bonjour"), {"type": "text", "text": {"preview_url": False, "body": "Bonjour"}}),
        (
            Text("whatsapp", "+33612345678", "", Template("relance_fr", "fr", ("Awa",))),
            {
                "type": "template",
                "template": {
                    "name": "relance_fr", "language": {"code": "fr"},
                    "components": [{"type": "body", "parameters": [{"type": "text", "text": "Awa"}]}],
                },
            },
        ),
    ],
)  # fmt: skip
def test_whatsapp_is_told_what_meta_reads(service, text, told):
    expected = {"originationPhoneNumberId": IDENTITY, "metaApiVersion": phones.META_API, "message": ANY}
    service("socialmessaging").add_response("send_whatsapp_message", {"messageId": "w-1"}, expected)
    assert phones.send(text, IDENTITY).message_id == "w-1"
    everybody = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "+33612345678", phones.OURS: "k3x9p2ab"}
    assert json.loads(json.dumps(phones._for_meta(text))) == everybody | told


@pytest.mark.parametrize(
    ("code", "more", "status", "raised", "reason"),
    [
        ("ConflictException", {"Reason": "DESTINATION_PHONE_NUMBER_OPTED_OUT"}, 400, MailRefused, "opted_out"),
        ("ValidationException", {"Reason": "DESTINATION_COUNTRY_BLOCKED"}, 400, MailRefused, "country_blocked"),
        ("ValidationException", {"Reason": "INVALID_PARAMETER"}, 400, MailRefused, "text_refused"),
        ("ServiceQuotaExceededException", {"Reason": "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT"}, 400, MailDelayed, "line_refused"),
        ("AccessDeniedException", {}, 403, MailDelayed, "line_refused"),
        ("ThrottlingException", {}, 400, MailDelayed, "throttled"),
        ("InternalServerException", {}, 500, MailInDoubt, "answer_lost"),
    ],
)
def test_what_the_service_answers_has_one_meaning(service, code, more, status, raised, reason):
    service("pinpoint-sms-voice-v2").add_client_error("send_text_message", code, http_status_code=status, modeled_fields=more)
    with pytest.raises(raised) as failure:
        phones.send(SMS, "SoleilVert")
    assert (type(failure.value), failure.value.reason) == (raised, reason)


def test_an_answer_that_is_lost_leaves_a_doubt(monkeypatch):
    class Silent:
        def send_text_message(self, **_):
            raise ReadTimeoutError(endpoint_url="x")

    monkeypatch.setattr(aws, "client", lambda _: Silent())
    with pytest.raises(MailInDoubt):
        phones.send(SMS, "SoleilVert")


@pytest.mark.parametrize(
    ("body", "expected"), [("a" * 160, 1), ("a" * 161, 2), ("é" * 160, 1), ("ê" * 70, 1), ("ê" * 71, 2), ("€" * 80, 1), ("€" * 81, 2), ("", 1)]
)
def test_an_sms_is_counted_as_operators_do(body, expected):
    assert parts(body) == expected


def test_a_line_is_added_edited_tried_and_deleted(world, ask, crier):
    from chalicelib.messaging import null
    from tests.builders import a_company
    from tests.isolation.companies import access_token

    company = a_company()
    token = access_token(company.admin, company.tenant, "admin")
    null.texts.clear()
    line = {"name": "SMS Lyon", "channel": "sms", "provider": "none"}
    made = ask("POST", "/api/v1/text-lines", line, token=token).json
    path = f"/api/v1/text-lines/{made['id']}"
    assert ask("PUT", path, line | {"name": "SMS"}, token=token, headers={"If-Match": '"9"'}).status == 412
    assert ask("PUT", path, line | {"name": "SMS"}, token=token).json["name"] == "SMS"
    assert ask("POST", f"{path}/trials", {"to": "+33612345678"}, token=token).json == {"sent": True, "reason": None, "message": None}
    assert [text.to for text in null.texts] == ["+33612345678"]
    assert ask("POST", f"{path}/trials", {"to": "0612"}, token=token).status == 422
    assert ask("DELETE", path, token=token).status == 204
    assert ask("DELETE", path, token=token).status == 404
    assert ask("GET", "/api/v1/text-lines", token=token).json["items"] == []
    crier.cry()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"identity": None}, "identity"), ({"channel": "whatsapp", "identity": "+33612345678"}, "identity"), ({"identity": "a b"}, None)],
)
def test_a_line_that_could_send_nothing_is_refused(world, ask, wrong, code):
    from tests.builders import a_company
    from tests.isolation.companies import access_token

    company = a_company()
    token = access_token(company.admin, company.tenant, "admin")
    answer = ask("POST", "/api/v1/text-lines", {"name": "x", "channel": "sms", "provider": "aws", "identity": "SoleilVert"} | wrong, token=token)
    assert answer.status == 422
    assert code in {None, answer.json["errors"][0]["code"]}
