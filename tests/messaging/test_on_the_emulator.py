"""SES as the local house has it: what is sent can be read in the inbox."""

from chalicelib.foundation import keys, tenancy
from chalicelib.messaging import actions
from chalicelib.messaging.actions import Mail
from tests.messaging.conftest import TENANT, add_sender


def test_a_mail_by_ses_is_in_the_inbox(house):
    with tenancy.inside(TENANT, by="user:boss"):
        keys.make(TENANT)
        add_sender("ses")
        mail = Mail(to="lea@example.org", subject="Confirmez, Léa", text="Bonjour Léa", html="<p>Bonjour Léa</p>", headers={"X-Lead": "1"})
        receipt = actions.send(mail, once="optin#1")
    assert receipt.message_id
    kept = house.mail_to("lea@example.org")
    assert (kept["subject"], kept["text"], kept["html"]) == ("Confirmez, Léa", "Bonjour Léa", "<p>Bonjour Léa</p>")
    assert "bonjour@acme.example" in kept["from"]
