"""A day of the whole house, through its doors and wires only, so that every function has something to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import botocore.session
from botocore.awsrequest import AWSResponse

import app
from chalicelib.foundation import aws, clock, config, tenancy
from chalicelib.identity import actions as identity
from chalicelib.identity import queries as people
from chalicelib.leads import queries as leads
from chalicelib.leads.facts import LeadErased
from chalicelib.messaging import null, owners
from chalicelib.messaging import queries as messaging
from chalicelib.messaging.shapes import NewSender
from chalicelib.optin import tokens as optin_tokens
from chalicelib.surveys import tokens as survey_tokens
from chalicelib.webhooks import actions as webhooks
from infra.local.clock import scheduled_event
from tests.builders import ANSWERS, FIELDS, PASSWORD, Company, a_company, an_agent, email_of, the_lead
from tests.campaigns import heard as texts
from tests.client import Answer, Client
from tests.crier import Crier
from tests.files.contents import PDF
from tests.identity.conftest import code_now
from tests.isolation.bodies import body_of
from tests.isolation.companies import access_token, found, with_file
from tests.isolation.operations import PRIVATE
from tests.messaging.test_events import RECORD, told
from tests.roles.template import ACCOUNT, REGION
from tests.telephony.conftest import AWAS, INSTANCE
from tests.telephony.contacts import event as contact_event
from tests.telephony.contacts import hand_over

HERE = f"{REGION}:{ACCOUNT}"
ROOT = "root@example.org"
NEW_PASSWORD = "quatre chats sur un toit"


@contextmanager
def answered_texts(company: str = "") -> Iterator[None]:
    """`company`: whose tag our numbers bear."""
    said = {
        "MessageId": "m", "messageId": "m",
        "PhoneNumbers": [{"PhoneNumber": texts.NUMBER, "PhoneNumberArn": f"arn:aws:sms-voice:{HERE}:phone-number/phone-1"}],
        "Tags": [{"Key": owners.TAG, "Value": company}], "tags": [{"key": owners.TAG, "value": company}],
    }  # fmt: skip

    owners.forget()
    with answered(said, "pinpoint-sms-voice-v2", "socialmessaging"):
        yield


@contextmanager
def answered(said: dict[str, Any], *services: str) -> Iterator[None]:
    """By services that moto does not have."""

    def answer(request: Any, **_: Any) -> AWSResponse:
        return AWSResponse(request.url, 200, {}, RawResponse(json.dumps(said).encode()))

    events = tuple(f"before-send.{service}" for service in services)
    for event in events:
        aws.SESSION.register(event, answer)
    aws.client.cache_clear()
    try:
        yield
    finally:
        for event in events:
            aws.SESSION.unregister(event, answer)
        aws.client.cache_clear()


class RawResponse(BytesIO):
    """As urllib3 gives it."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        while contents := self.read():
            yield contents


class Story:
    def __init__(self) -> None:
        self.door, self.crier = Client(app.app), Crier(app)
        self.root = identity.appoint_super_admin(ROOT, "Awa Racine", PASSWORD)

    def tell(self) -> None:
        self._the_platform_visits()
        self._an_account_comes_and_goes()
        self._leads_walk_the_road()
        self._files_come_and_go()
        self._mail_leaves_by_ses()
        self._people_are_asked_for_their_opinion()
        self._mails_wait_their_turn()
        self._whoever_has_not_confirmed_is_written_to()
        self._somebody_is_called()
        self._what_is_late_is_told()
        self._some_messages_nobody_can_read()
        self._everything_is_asked_once()
        self._time_passes()

    def _the_platform_visits(self) -> None:
        company = a_company("Vents du Nord")
        ticket = self._ask("POST", "/api/v1/sessions", {"email": ROOT, "password": PASSWORD}).json["ticket"]
        secret = self._ask("POST", "/api/v1/sessions/enrolment", {"ticket": ticket}).json["secret"]
        token = self._ask("POST", "/api/v1/sessions/totp", {"ticket": ticket, "code": code_now(secret)}).json["access_token"]
        self._ask("GET", "/api/v1/tenants", token=token)
        visiting = self._ask("POST", f"/api/v1/tenants/{company.tenant}/visits", token=token).json["access_token"]
        self._ask("GET", "/api/v1/leads", token=visiting)
        self._ask("GET", "/api/v1/me", token=visiting)
        self._listen(visiting)

    def _an_account_comes_and_goes(self) -> None:
        company = a_company("Prudence", agents=1)
        admin = access_token(company.admin, company.tenant, "admin")
        new = {"email": "awa@prudence.example", "name": "Awa Ndiaye", "role": "agent", "centre_id": company.centre}
        user = self._ask("POST", "/api/v1/users", new, token=admin).json["id"]
        self.crier.cry()
        self._choose_password(company, people.invitation_link, user)
        self._ask("POST", "/api/v1/password-resets", {"email": new["email"]})
        self.crier.cry()
        self._choose_password(company, people.password_link, user)
        for wrong in ("faux", NEW_PASSWORD):
            step = self.door("POST", "/api/v1/sessions", {"email": new["email"], "password": wrong})
        refreshed = self._ask("POST", "/api/v1/sessions/refresh", {"refresh_token": step.json["refresh_token"]}).json
        self._listen(refreshed["access_token"])
        self._ask("DELETE", "/api/v1/sessions/current", token=refreshed["access_token"])
        self._ask("POST", f"/api/v1/users/{user}/disablement", token=admin)
        with answered({}, "apigatewaymanagementapi"):
            self.crier.cry()

    def _choose_password(self, company: Company, ask: Any, user: str) -> None:
        with tenancy.inside(company.tenant):
            token = ask(user).link.partition("token=")[2]
        self._ask("PUT", "/api/v1/passwords", {"token": token, "password": NEW_PASSWORD})

    def _leads_walk_the_road(self) -> None:
        company = a_company("Soleil Vert", shield={"per_address": 20})
        with tenancy.inside(company.tenant, by="system:test"):
            webhooks.add("http://127.0.0.1:9/hook", ["lead.confirmed"], "Nobody answers")
        self.crier.cry()
        token = self._signed_in(company, 1)
        self._ask("PUT", "/api/v1/me/presence", {"present": True}, token=token)
        self._listen(token)
        self._ask("GET", company.form_path)
        self._ask("POST", f"{company.form_path}/counts", form={"step": "seen"}, headers={"User-Agent": "Mozilla/5.0"})
        self._ask("POST", company.form_path, form=ANSWERS)
        self.crier.cry()
        link = re.search(r"https?://[^/]+(/c/[\w.-]+)", null.sent[-1].text)[1]
        self._ask("GET", link)
        self._ask("POST", f"{link}/renewals", form={})
        self.crier.cry()
        link = re.search(r"https?://[^/]+(/c/[\w.-]+)", null.sent[-1].text)[1]
        self._ask("POST", link, form={})
        self.crier.cry()
        [row] = self._ask("GET", "/api/v1/queue", token=token).json["items"]
        lead = f"/api/v1/leads/{row['id']}"
        self._ask("POST", f"{lead}/claim", token=token)
        self._ask("POST", f"{lead}/notes", {"key": "01HZZZZZZZZZZZZZZZZZZZZZZZ", "text": "À rappeler."}, token=token)
        self._ask("POST", f"{lead}/outcomes", {"outcome": "confirmed"}, token=token)
        self.crier.cry()
        self._ask("GET", lead, token=token)
        assert self._ask("GET", "/api/v1/leads/search", query={"q": "diop"}, token=token).json["items"]

    def _files_come_and_go(self) -> None:
        """One sent by a script, one along with the post; one is opened, and both are forgotten."""
        cv = {"name": "cv", "type": "file", "label": "CV", "kinds": ["pdf"], "max_files": 2}
        company = a_company("Pièces jointes", fields=[*FIELDS, cv], double_optin=False)
        order = self._ask("POST", f"{company.form_path}/uploads", {"field": "cv", "name": "cv.pdf", "size": len(PDF)}).json
        browser = botocore.session.get_session().create_client("s3")
        browser.put_object(Bucket=config.FILES_BUCKET, Key=order["fields"]["key"], Body=PDF)
        body, kind = with_file(ANSWERS | {"cv": order["ticket"]})
        self._ask("POST", company.form_path, body, headers={"Content-Type": kind})
        self.crier.cry()
        lead = the_lead(company)
        admin = access_token(company.admin, company.tenant, "admin")
        file = self._ask("GET", f"/api/v1/leads/{lead.id}", token=admin).json["files"][0]
        self._ask("POST", f"/api/v1/leads/{lead.id}/files/{file['id']}/openings", token=admin)
        with tenancy.inside(company.tenant, by="system:test"):
            lead.move_to("erased", lead._fact(LeadErased, "erased"))
        self.crier.cry()

    def _listen(self, token: str) -> None:
        ticket = self._ask("POST", "/api/v1/live/tickets", token=token).json["ticket"]
        socket = {"requestContext": {"connectionId": "c1", "apiId": "a", "domainName": "localhost", "stage": "api"}}
        assert app.enter(socket | {"queryStringParameters": {"ticket": ticket}}, None)["statusCode"] == 200
        app.heed(socket | {"body": "{}"}, None)

    def _mail_leaves_by_ses(self) -> None:
        sender = NewSender(kind="ses", from_name="Soleil", from_address="bonjour@soleil.example")
        botocore.session.get_session().create_client("sesv2").create_email_identity(EmailIdentity=sender.from_address)
        company = a_company("Par SES", sender=sender)
        self._ask("POST", company.form_path, form=ANSWERS)
        self._ask("POST", "/api/v1/password-resets", {"email": email_of(company, 1)})
        self.crier.cry()
        admin = access_token(company.admin, company.tenant, "admin")
        [profile] = self._ask("GET", "/api/v1/senders", token=admin).json["items"]
        self._ask("POST", f"/api/v1/senders/{profile['id']}/trials", {"to": "awa@soleil.example"}, token=admin)

    def _people_are_asked_for_their_opinion(self) -> None:
        """Two are asked, by SES. Three mails are this sender's part of a day, and two confirmations have left: the second one waits."""
        address = "avis@soleil.example"
        botocore.session.get_session().create_client("sesv2").create_email_identity(EmailIdentity=address)
        company = a_company("Bon avis", sender=NewSender(kind="ses", from_name="Avis", from_address=address, per_day=4))
        for person in (ANSWERS, ANSWERS | {"email": "fatou.sow@example.org", "phone": "06 12 34 56 80"}):
            self._ask("POST", company.form_path, form=person)
        self.crier.cry()
        with tenancy.inside(company.tenant):
            found, _ = leads.newest(lambda _: True, limit=2, cursor=None)
            links = [f"/c/{optin_tokens.made(lead.id, 1)}" for lead in found]
        for link in links:
            self._ask("POST", link, form={})
        admin = access_token(company.admin, company.tenant, "admin")
        audience = {"form_id": company.form_id}
        survey = self._ask("POST", "/api/v1/surveys", {"name": "Avis", "form_id": company.form_id, "audience": audience}, token=admin).json["id"]
        self.crier.cry()
        self._ask("POST", f"/api/v1/surveys/{survey}/sending", token=admin)
        self.crier.cry()
        self._ask("GET", f"/api/v1/surveys/{survey}/persons", query={"state": "mailed"}, token=admin)
        with tenancy.inside(company.tenant):
            person = found[0].person_id
            link, stop = survey_tokens.made(person, survey), survey_tokens.made(person, survey, survey_tokens.UNSUBSCRIBE)
        self._ask("GET", f"/s/{link}")
        self._ask("POST", f"/s/{link}", form={"first_name": "Awa", "last_name": "Diop", "project": "solar"})
        self._ask("POST", f"/s/{stop}/unsubscription", form={})
        self.crier.cry()
        self._ask("GET", f"/api/v1/leads/{found[0].id}", token=admin)

    def _mails_wait_their_turn(self) -> None:
        """One a day: the next ones are hidden until tomorrow. The first one comes back."""
        company = a_company("Goutte à goutte", sender=NewSender(kind="null", from_name="Goutte", from_address="une@goutte.example", per_day=1))
        for person in (ANSWERS, ANSWERS | {"email": "fatou.sow@example.org", "phone": "06 12 34 56 80"}):
            self._ask("POST", company.form_path, form=person)
        self._ask("POST", "/api/v1/password-resets", {"email": email_of(company, 1)})
        self.crier.cry()
        with tenancy.inside(company.tenant):
            [sender] = messaging.senders()
        app.mail_events({"Records": [RECORD | {"body": json.dumps(told("Bounce", tenant=company.tenant, sender=sender.id))}]}, None)
        self.crier.cry()

    def _whoever_has_not_confirmed_is_written_to(self) -> None:
        """By each kind of line, which no emulator knows: their answers are made here. Then by mail, of which the last one waits for its sender's
        next day.
        """
        sender = NewSender(kind="ses", from_name="Soleil", from_address="relances@soleil.example", per_day=4)
        botocore.session.get_session().create_client("sesv2").create_email_identity(EmailIdentity=sender.from_address)
        company = a_company("Relances", sender=sender)
        admin = access_token(company.admin, company.tenant, "admin")
        steps = []
        for channel, named in (("sms", "SoleilVert"), ("sms", "pool-1"), ("sms", "phone-1"), ("whatsapp", "phone-number-id-1")):
            line = {"name": named, "channel": channel, "identity": named}
            line_id = self._ask("POST", "/api/v1/text-lines", line, token=admin).json["id"]
            with answered_texts():
                self._ask("POST", f"/api/v1/text-lines/{line_id}/trials", {"to": "+33612345678"}, token=admin)
            step = {"channel": channel, "after": 15, "line_id": line_id, "texts": {"fr": {"text": "Bonjour"}}}
            steps.append(step | ({"template": {"name": "relance"}} if channel == "whatsapp" else {}))
        steps += [{"channel": "mail", "after": 15, "texts": {"fr": {"subject": "Rappel", "text": "Bonjour"}}}] * 3
        hours = {"start": "00:00", "end": "24:00", "days": [*range(7)]}
        plan = {"name": "Relance", "wanted": "unconfirmed", "steps": steps, "hours": hours, "most": 9, "on": True}
        self._ask("POST", "/api/v1/relance-plans", plan, token=admin)
        self._ask("POST", company.form_path, form=ANSWERS)
        self.crier.cry()
        now = datetime.now(UTC)
        for quarter in range(1, len(steps) + 1):
            clock._held.set(now + timedelta(minutes=16 * quarter))
            app.sweep(scheduled_event("sweep", (now + timedelta(minutes=16 * quarter)).timestamp()), None)
            with answered_texts():
                self.crier.cry()
        clock._held.set(None)
        with answered_texts(company.tenant):
            said = [texts.an_sms("Oui", now, number="+33612345678"), texts.an_sms("Qui ?", now, number="+33700000000")]
            assert texts.hand_over(*said, texts.by_whatsapp(now, texts.a_message("STOP", now, number="33612345678"))) == []
        self.crier.cry()

    def _somebody_is_called(self) -> None:
        """By Amazon Connect, which tells of it, and of two calls that were not ours to place. On a working day, since nobody is called on others."""
        from tests.roles.telephone import answered_calls

        company = a_company("Allô", double_optin=False)
        self.crier.cry()
        self._ask("POST", company.form_path, form=ANSWERS)
        self.crier.cry()
        lead = f"/api/v1/leads/{the_lead(company).id}"
        draft = {"way": "connect", "instance": INSTANCE, "flow": "flow", "queue": "queue", "agents": {company.agents[0]: AWAS}}
        with answered_calls(company.tenant, config.FILES_BUCKET), clock.held_at(datetime(2027, 1, 12, 10, 0, tzinfo=UTC)):
            admin = access_token(company.admin, company.tenant, "admin")
            agent = access_token(company.agents[0], company.tenant, "agent", company.centre)
            self._ask("PUT", "/api/v1/telephony", draft, token=admin)
            self._ask("POST", f"{lead}/calls", {"key": "01HZZZZZZZZZZZZZZZZZZZZCALL"}, token=agent)
            self._ask("DELETE", f"{lead}/calls/01HZZZZZZZZZZZZZZZZZZZZCALL", token=agent)
            said = [contact_event("COMPLETED", contact="placed", contactLens={"conversationalAnalytics": {}})]
            said += [contact_event("DISCONNECTED", contact=name, method=method) for name, method in (("theirs", "INBOUND"), ("by-hand", "OUTBOUND"))]
            assert hand_over(*said) == []
            self._ask("POST", f"{lead}/calls/01HZZZZZZZZZZZZZZZZZZZZCALL/recordings", token=admin)
        self.crier.cry()

    def _what_is_late_is_told(self) -> None:
        """A lead that nobody calls: the watch finds it, and who manages the centre gets a mail."""
        company = a_company("Vigilance", double_optin=False)
        an_agent(company, 8, role="manager")
        admin = access_token(company.admin, company.tenant, "admin")
        late = {"on": True, "after": 5, "audience": "centre", "mail": True}
        rules = [late | {"id": kind, "kind": kind} for kind in ("lead_waiting", "idle_agent")]
        self._ask("PUT", f"/api/v1/centres/{company.centre}/alert-rules", {"rules": rules}, token=admin)
        self._ask("POST", company.form_path, form=ANSWERS)
        self.crier.cry()
        now = datetime.now(UTC)
        clock._held.set(now + timedelta(minutes=6))
        app.sweep(scheduled_event("sweep", (now + timedelta(minutes=6)).timestamp()), None)
        clock._held.set(now + timedelta(minutes=8))
        self.crier.cry()
        clock._held.set(None)
        assert [mail.to for mail in null.sent][-1] == email_of(company, 8)

    def _some_messages_nobody_can_read(self) -> None:
        for queue in ("distribute.fifo", "fan-webhook.fifo", "index-persons.fifo", "relance"):
            in_order = {"MessageGroupId": "g", "MessageDeduplicationId": "d"} if queue.endswith(".fifo") else {}
            self.crier.sqs.send_message(QueueUrl=self.crier.queues[queue], MessageBody="?", **in_order)
        self.crier.cry()

    def _everything_is_asked_once(self) -> None:
        """Every route of the console, in a company that has one of everything."""
        company = found("Grand Large", "Zorglub", self.root)
        self._ask("GET", "/api/v1/leads", key=company.key)
        for operation in sorted(PRIVATE, key=lambda one: one.method == "DELETE"):
            body, accept = body_of(operation.body, company), {"Accept": operation.gives}
            answer = self.door(operation.method, operation.at(company.ids), body, token=company.token, headers=accept)
            assert answer.status < 500, (operation, answer)
        self.crier.cry()

    def _time_passes(self) -> None:
        """Links run out, while nobody is there to take what waits."""
        company = a_company("Patience", agents=0)
        self._ask("POST", company.form_path, form=ANSWERS)
        self.crier.cry()
        now = datetime.now(UTC)
        for later in (timedelta(minutes=20), timedelta(days=4)):
            clock._held.set(now + later)
            app.sweep(scheduled_event("sweep", (now + later).timestamp()), None)
        clock._held.set(None)
        self.crier.cry()

    def _signed_in(self, company: Company, number: int) -> str:
        return str(self._ask("POST", "/api/v1/sessions", {"email": email_of(company, number), "password": PASSWORD}).json["access_token"])

    def _ask(self, *asked: Any, **with_: Any) -> Answer:
        answer = self.door(*asked, **with_)
        assert answer.status < 400, (asked, answer)
        return answer
