"""What SES tells of mails that left, in its own words: counted, announced once, and a lead whose mail came back waits no longer."""

import base64
import copy
import json
from pathlib import Path

import pytest

import app
from chalicelib.foundation import clock, tenancy
from chalicelib.leads import queries as leads
from chalicelib.messaging import actions, queries
from chalicelib.messaging.models.health import SenderDay
from tests.builders import ANSWERS, a_company

SAMPLE = json.loads((Path(__file__).parents[2] / "events" / "mail_events.json").read_text())
[RECORD] = SAMPLE["Records"]
BOUNCE = json.loads(RECORD["body"])
DELIVERY = {"timestamp": "2026-11-22T01:23:28.100Z", "processingTimeMillis": 1480, "recipients": ["lea@example.org"], "smtpResponse": "250 2.6.0 OK"}
COMPLAINT = {
    "feedbackId": "0102018f3b7c2a1b-000000", "complaintSubType": None, "complainedRecipients": [{"emailAddress": "lea@example.org"}],
    "timestamp": "2026-11-22T02:00:00.000Z", "userAgent": "Amazon SES Mailbox Simulator", "complaintFeedbackType": "abuse",
    "arrivalDate": "2026-11-22T01:59:00.000Z",
}  # fmt: skip


def told(kind, *, tenant, sender, mail="k3v7m2q9x4w6r1t5", about=None, **more):
    event = copy.deepcopy(BOUNCE)
    details = {"Bounce": event["detail"].pop("bounce"), "Delivery": DELIVERY, "Complaint": COMPLAINT}.get(kind, {})
    event["detail"] |= {"eventType": kind, kind.lower(): details | more}
    tags = event["detail"]["mail"]["tags"] | {"tenant": [tenant], "sender": [sender], "mail": [mail]}
    tags.pop("about")
    event["detail"]["mail"]["tags"] = tags | ({"about": [base64.urlsafe_b64encode(about.encode()).decode().rstrip("=")]} if about else {})
    event["detail"]["mail"]["timestamp"] = clock.iso(clock.now_ms())
    return event


def hand_over(*events):
    records = [RECORD | {"messageId": str(number), "body": json.dumps(event)} for number, event in enumerate(events)]
    return app.mail_events({"Records": records}, None)["batchItemFailures"]


@pytest.fixture
def company(crier):
    company = a_company()
    crier.cry()
    with tenancy.inside(company.tenant):
        company.sender = queries.senders()[0]
    return company


def counts(company):
    with tenancy.inside(company.tenant):
        [day] = queries.days(company.sender.id)
        return day.counts


def a_lead(company, ask, crier):
    ask("POST", company.form_path, form=ANSWERS)
    crier.cry()
    with tenancy.inside(company.tenant):
        [lead], _ = leads.newest(lambda _: True, limit=10, cursor=None)
        return lead


@pytest.mark.parametrize(("kind", "state"), [("Bounce", "bounced"), ("Complaint", "expired")])
def test_a_lead_whose_mail_ended_badly_waits_no_longer(company, ask, crier, kind, state):
    lead = a_lead(company, ask, crier)
    event = told(kind, tenant=company.tenant, sender=company.sender.id, about=lead.id)
    assert hand_over(event) == []
    crier.cry()
    with tenancy.inside(company.tenant):
        assert leads.fresh(lead.id).state == state


def test_a_click_before_the_bounce_stays_a_click(company, ask, crier):
    lead = a_lead(company, ask, crier)
    with tenancy.inside(company.tenant):
        leads.fresh(lead.id).confirm_email()
    crier.cry()
    hand_over(told("Bounce", tenant=company.tenant, sender=company.sender.id, about=lead.id))
    crier.cry()
    with tenancy.inside(company.tenant):
        assert leads.fresh(lead.id).state in {"ready", "assigned"}


def test_the_same_event_twice_is_counted_once(company):
    event = told("Bounce", tenant=company.tenant, sender=company.sender.id)
    assert hand_over(event, event) == []
    assert hand_over(event) == []
    assert counts(company)["bounced"] == 1


def test_a_full_mailbox_is_no_bounce_for_good(company, ask, crier):
    lead = a_lead(company, ask, crier)
    event = told("Bounce", tenant=company.tenant, sender=company.sender.id, about=lead.id, bounceType="Transient", bounceSubType="MailboxFull")
    hand_over(event)
    crier.cry()
    assert (counts(company)["softly"], counts(company)["bounced"]) == (1, 0)
    with tenancy.inside(company.tenant):
        assert leads.fresh(lead.id).state == "pending"


def test_deliveries_of_one_sender_are_one_write(company, monkeypatch):
    writes = []
    monkeypatch.setattr(actions, "delivered", lambda *what: writes.append(what))
    hand_over(*[told("Delivery", tenant=company.tenant, sender=company.sender.id, mail=f"m{number}") for number in range(9)])
    [(sender, _, number)] = writes
    assert (sender, number) == (company.sender.id, 9)


def test_deliveries_are_seen_in_the_health(company):
    hand_over(*[told("Delivery", tenant=company.tenant, sender=company.sender.id, mail=f"m{number}") for number in range(3)])
    assert counts(company)["delivered"] == 3


def test_what_nobody_can_read_fails_alone(company):
    good = told("Delivery", tenant=company.tenant, sender=company.sender.id)
    assert hand_over(good, {"detail": {}}, "?") == [{"itemIdentifier": "1"}, {"itemIdentifier": "2"}]
    assert counts(company)["delivered"] == 1


def test_a_mail_of_somebody_else_and_an_event_of_another_kind_are_left_alone(company):
    foreign = told("Bounce", tenant=company.tenant, sender=company.sender.id)
    foreign["detail"]["mail"]["tags"] = {"ses:configuration-set": ["passerelle-test"]}
    late = told("DeliveryDelay", tenant=company.tenant, sender=company.sender.id)
    assert hand_over(foreign, late) == []
    with tenancy.inside(company.tenant):
        assert queries.days(company.sender.id) == []


class TestPause:
    def sent(self, company, number):
        with tenancy.inside(company.tenant):
            SenderDay.note(company.sender.id, f"{clock.now():%Y%m%d}", sent=number)

    def bounce(self, company, number, first=0):
        events = [told("Bounce", tenant=company.tenant, sender=company.sender.id, mail=f"m{one}") for one in range(first, first + number)]
        assert hand_over(*events) == []

    def state(self, company):
        with tenancy.inside(company.tenant):
            return queries.sender(company.sender.id).state

    def test_too_many_bounces_pause_the_profile_and_its_mails_wait(self, company):
        self.sent(company, 100)
        self.bounce(company, 4)
        assert self.state(company) == "on"
        self.bounce(company, 1, first=4)
        assert self.state(company) == "paused"
        with tenancy.inside(company.tenant), pytest.raises(actions.MailPaced) as waits:
            actions.send(actions.Mail("lea@example.org", "s", "t", "<p>t</p>"), once="optin#1")
        assert waits.value.reason == "sender_paused"

    def test_a_few_mails_say_nothing_yet(self, company):
        self.sent(company, 20)
        self.bounce(company, 10)
        assert self.state(company) == "on"

    def test_two_complaints_in_a_few_hundred_pause_it(self, company):
        self.sent(company, 500)
        one, two = (told("Complaint", tenant=company.tenant, sender=company.sender.id, mail=f"c{number}") for number in (1, 2))
        hand_over(one)
        assert self.state(company) == "on"
        hand_over(two)
        assert self.state(company) == "paused"

    def test_once_resumed_only_what_is_new_counts(self, company):
        self.sent(company, 100)
        self.bounce(company, 6)
        with tenancy.inside(company.tenant, by="user:boss"):
            actions.resume_sender(company.sender.id)
        self.bounce(company, 6, first=6)
        assert self.state(company) == "on", "6 of 0 mails since say nothing yet"
        self.sent(company, 100)
        self.bounce(company, 1, first=12)
        assert self.state(company) == "paused"
