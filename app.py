"""The front door: everything that can wake Passerelle, on one page."""

from __future__ import annotations

from typing import Any

from chalice import Rate

from chalicelib.activities.routes import routes as activities
from chalicelib.alerts import tasks as alerts
from chalicelib.alerts.facts import AlertFact
from chalicelib.alerts.routes import routes as alerts_routes
from chalicelib.audience.routes import routes as audience
from chalicelib.calls.routes import routes as calls
from chalicelib.campaigns import tasks as campaigns
from chalicelib.campaigns.routes import routes as campaigns_routes
from chalicelib.contacts.routes import routes as contacts
from chalicelib.distribution import tasks as distribution
from chalicelib.distribution.routes import routes as distribution_routes
from chalicelib.files import tasks as files
from chalicelib.files.facts import FileReceived
from chalicelib.files.routes import routes as files_routes
from chalicelib.forms.routes.authors import routes as authors
from chalicelib.forms.routes.public import routes as forms
from chalicelib.foundation.config import named
from chalicelib.foundation.door import FrontDoor
from chalicelib.foundation.facts import FACTS, Announcement
from chalicelib.foundation.meta import routes as meta
from chalicelib.foundation.relay import Wire
from chalicelib.foundation.relay import relay as relay_batch
from chalicelib.foundation.timers import Timer
from chalicelib.foundation.timers import ring as ring_timers
from chalicelib.foundation.wires import each_fact
from chalicelib.identity.facts import PasswordResetAsked, UserInvited
from chalicelib.identity.queries import caller
from chalicelib.identity.routes.administration import routes as administration
from chalicelib.identity.routes.signing_in import routes as signing_in
from chalicelib.imports import tasks as imports
from chalicelib.imports.routes import routes as imports_routes
from chalicelib.leads import tasks as leads
from chalicelib.leads.facts import LeadErased, LeadFact, LeadOpened, OptInLinkRenewed, OptInReminderOwed
from chalicelib.leads.routes import routes as leads_routes
from chalicelib.lists import tasks as lists
from chalicelib.lists.routes import routes as lists_routes
from chalicelib.live import actions as live
from chalicelib.live import tasks as live_tasks
from chalicelib.live.routes import routes as live_routes
from chalicelib.messaging import tasks as messaging
from chalicelib.messaging.facts import MailBounced, MailComplained
from chalicelib.messaging.routes import routes as messaging_routes
from chalicelib.optin import tasks as optin
from chalicelib.optin.routes import routes as optin_routes
from chalicelib.proofs.routes import routes as proofs_routes
from chalicelib.quarantine.routes import routes as quarantine
from chalicelib.routing.routes import routes as routing_routes
from chalicelib.scoring import tasks as scoring
from chalicelib.scoring.routes import routes as scoring_routes
from chalicelib.surveys import tasks as surveys
from chalicelib.surveys.routes import routes as surveys_routes
from chalicelib.team.routes import routes as team
from chalicelib.telephony import tasks as telephony
from chalicelib.telephony.facts import CallFact
from chalicelib.telephony.routes import routes as telephony_routes
from chalicelib.webhooks import tasks as webhooks
from chalicelib.webhooks.routes import routes as webhooks_routes

app = FrontDoor("passerelle", authenticate=caller)
app.experimental_feature_flags.add("WEBSOCKETS")

# The web

for slice_routes in (
    meta, signing_in, administration, messaging_routes, contacts, activities, leads_routes, files_routes, forms, authors, audience,
    surveys_routes, lists_routes, telephony_routes,
    optin_routes, quarantine, imports_routes, routing_routes, distribution_routes, calls, team, campaigns_routes, webhooks_routes, live_routes,
    proofs_routes, scoring_routes, alerts_routes,
):  # fmt: skip
    app.register_blueprint(slice_routes)

# The facts, and the wires that listen; public ones go out on the bus, too

PUBLIC_FACTS = tuple(fact for fact in FACTS.values() if fact.PUBLIC)

WIRES = (
    Wire("mail-optin", hears=(LeadOpened, OptInLinkRenewed, OptInReminderOwed, MailBounced, MailComplained)),
    Wire("import-leads", hears=imports.HEARD),
    Wire("mail-survey", hears=surveys.HEARD),
    Wire("mail-account", hears=(UserInvited, PasswordResetAsked, *alerts.HEARD)),
    Wire("distribute.fifo", hears=distribution.HEARD, group=distribution.group),
    Wire("index-persons.fifo", hears=leads.SOUGHT, group=leads.person),
    Wire("relance", hears=campaigns.HEARD),
    Wire("keep-files", hears=(FileReceived, LeadErased)),
    Wire("push", hears=(LeadFact, CallFact, AlertFact, *live_tasks.ENDING)),
    Wire("fan-webhook.fifo", hears=PUBLIC_FACTS, group=webhooks.group),
)


@app.on_dynamodb_record(stream_arn=named("main"), batch_size=100)
def relay(event: Any) -> dict[str, Any]:
    return relay_batch(event.to_dict(), WIRES)


@app.on_sqs_message(queue=named("mail-optin"), batch_size=10)
def mail_optin(event: Any) -> dict[str, Any]:
    return each_fact(event.to_dict(), "mail-optin", optin.mail_optin)


def mail_staff(said: Announcement) -> None:
    (alerts.mail_alert if isinstance(said.fact, AlertFact) else messaging.mail_account)(said)


@app.on_sqs_message(queue=named("mail-account"), batch_size=10)
def mail_account(event: Any) -> dict[str, Any]:
    return each_fact(event.to_dict(), "mail-account", mail_staff)


@app.on_sqs_message(queue=named("import-leads"), batch_size=1)
def import_leads(event: Any) -> dict[str, Any]:
    return each_fact(event.to_dict(), "import-leads", imports.import_leads)


@app.on_sqs_message(queue=named("mail-survey"), batch_size=1)
def mail_survey(event: Any) -> dict[str, Any]:
    return each_fact(event.to_dict(), "mail-survey", surveys.mail_survey)


@app.on_sqs_message(queue=named("relance"), batch_size=5)
def relance(event: Any) -> dict[str, Any]:
    return campaigns.hear(event.to_dict())


@app.on_sqs_message(queue=named("mail-events"), batch_size=50)
def mail_events(event: Any) -> dict[str, Any]:
    return messaging.mail_events(event.to_dict())


@app.on_sqs_message(queue=named("connect-contacts"), batch_size=10)
def connect_contacts(event: Any) -> dict[str, Any]:
    return telephony.connect_contacts(event.to_dict())


@app.on_sqs_message(queue=named("index-persons.fifo"), batch_size=10)
def index_persons(event: Any) -> dict[str, Any]:
    return each_fact(event.to_dict(), "index-persons.fifo", leads.index_persons, in_order=True)


@app.on_sqs_message(queue=named("keep-files"), batch_size=5)
def keep_files(event: Any) -> dict[str, Any]:
    return each_fact(event.to_dict(), "keep-files", files.keep_files)


@app.on_sqs_message(queue=named("distribute.fifo"), batch_size=10)
def distribute(event: Any) -> dict[str, Any]:
    return each_fact(event.to_dict(), "distribute.fifo", distribution.distribute)


@app.on_sqs_message(queue=named("push"), batch_size=10)
def push(event: Any) -> dict[str, Any]:
    return each_fact(event.to_dict(), "push", live_tasks.push)


@app.on_sqs_message(queue=named("fan-webhook.fifo"), batch_size=10)
def fan_webhook(event: Any) -> dict[str, Any]:
    return each_fact(event.to_dict(), "fan-webhook.fifo", webhooks.fan_webhook, in_order=True)


@app.on_sqs_message(queue=named("send-webhook.fifo"), batch_size=1)
def send_webhook(event: Any) -> dict[str, Any]:
    return webhooks.send_webhook(event.to_dict())


# The clock, and the timers that it rings

TIMERS = (
    Timer("L", leads.ring, late_as="OptInMailsLate"), Timer("AW", alerts.ring), Timer("RL", campaigns.ring), Timer("AI", scoring.read_notes),
    Timer("TC", telephony.ring), Timer("LS", lists.ring), Timer("A", distribution.ring),
)  # fmt: skip


@app.schedule(Rate(1, unit=Rate.MINUTES))
def sweep(_event: Any) -> None:
    ring_timers(TIMERS)
    distribution.sweep()
    alerts.sweep()


# The sockets


@app.on_ws_connect()
def enter(event: Any) -> Any:
    return live.enter(event)


@app.on_ws_message()
def heed(event: Any) -> None:
    live.heed(event)
