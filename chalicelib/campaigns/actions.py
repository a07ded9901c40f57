from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from chalicelib.campaigns import letters, queries
from chalicelib.campaigns.models.plans import Plan, plan_key
from chalicelib.campaigns.models.pursuits import BY_TAG, DAY_MS, Pursuit, Reached
from chalicelib.campaigns.shapes import NewRelance, PlanDraft
from chalicelib.contacts import actions as persons
from chalicelib.contacts import queries as contacts
from chalicelib.foundation import clock
from chalicelib.foundation.asked import language
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, Conflict, NotAllowed, NotFound, refused
from chalicelib.foundation.log import log
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.messaging import actions as mail
from chalicelib.messaging import lines as texting
from chalicelib.messaging.actions import Mail, MailRefused
from chalicelib.messaging.lines import Channel, NoLine, Template, Text
from chalicelib.optin import actions as optin

MINUTE_MS = 60_000


class NothingToSend(Conflict):
    fr = "Cette relance ne part pas : {why}"
    en = "This relance does not leave: {why}"


# Whoever writes plans


def add_plan(draft: PlanDraft, caller: Caller) -> Plan:
    """Raises `AnswersRefused`, and `NotFound` for what the caller may not see."""
    _expect_within_reach(draft, caller)
    plan = Plan.new(**_told(draft))
    plan.save(condition=Plan.pk.does_not_exist())
    return plan


def edit_plan(plan_id: str, draft: PlanDraft, version: int | None, caller: Caller) -> Plan:
    """From one version on. Leads that it follows go on with what it says now. Raises what `add_plan` raises, `VersionLapsed`."""
    plan = queries.plan_to_edit(plan_id, caller)
    _expect_within_reach(draft, caller)
    plan.pin(version)
    plan.edit(**_told(draft))
    return plan


def delete_plan(plan_id: str, caller: Caller) -> None:
    """Nothing more is sent by it."""
    with suppress(AlreadyDone):
        queries.plan_to_edit(plan_id, caller).delete_softly()


def _expect_within_reach(draft: PlanDraft, caller: Caller) -> None:
    if not caller.may_reach("campaigns.write", centre=draft.centre_id, owner=None):
        if draft.centre_id is None:
            raise refused(
                "centre_id", "own_centre", "Choisissez votre centre : un plan pour tous se règle par l'administrateur.",
                "Choose your centre: a plan for all is set by the administrator.", language(),
            )  # fmt: skip
        raise NotFound
    if draft.centre_id:
        identity.centre_for(caller, draft.centre_id)
    fields = queries.form_of_plan(draft.form_id, caller).fields if draft.form_id else ()
    persons.expect_tags([draft.tag_id] if draft.tag_id else [], "tag_id")
    for step in draft.steps:
        if step.line_id:
            texting.line(step.line_id)
    letters.proofread([step.model_dump() for step in draft.steps], fields)


def _told(draft: PlanDraft) -> dict[str, Any]:
    return {
        "state": "on" if draft.on else "off", "name": draft.name, "wanted": draft.wanted, "tag": draft.tag_id, "form": draft.form_id,
        "centre": draft.centre_id,
        "steps": [step.model_dump() for step in draft.steps], "hours": draft.hours.model_dump(), "most": draft.most, "within_days": draft.within_days,
        "ends_with_answer": draft.ends_with_answer, "centre_hours": draft.centre_hours,
    }  # fmt: skip


# The road of one lead


def follow(lead_id: str) -> None:
    """A lead came, was confirmed or has its centre now: the plan that fits it begins, once. Raises `AlreadyDone` where nothing is to be done."""
    lead = leads.fresh(lead_id)
    wanted = queries.wanted_of(lead)
    plan = queries.plan_for(lead, wanted) if wanted else None
    if plan is None or wanted is None:
        raise AlreadyDone
    since = lead.asked_at if wanted == "unconfirmed" else lead.ready_since
    with suppress(AlreadyDone):
        Pursuit.begin(lead.id, wanted, plan.id, queries.moment_after(plan, lead, max(_due_after(plan, 1, since), clock.now_ms())))
    if wanted == "unconfirmed":
        with suppress(AlreadyDone, Conflict):  # it waits no more, and nothing reminds of it
            lead.forgo_reminders()


def follow_tagged(lead_id: str, tags: Sequence[str]) -> None:
    """Its person has these tags now: the plan of each begins, once for a lead. Raises `AlreadyDone` where there is none."""
    lead = leads.fresh(lead_id)
    plans = {tag: plan for tag in tags if (plan := queries.plan_for(lead, queries.TAGGED, tag))}
    if not plans:
        raise AlreadyDone
    for tag, plan in plans.items():
        with suppress(AlreadyDone):
            Pursuit.begin(lead.id, f"{BY_TAG}{tag}", plan.id, queries.moment_after(plan, lead, _due_after(plan, 1, clock.now_ms())))


def ring(pursuit: Pursuit) -> None:
    """Its timer is due: its message is owed now, or it waits for an hour at which one may write, or it is over."""
    if not pursuit.is_due:
        return
    plan, lead = Plan.existing(*plan_key(pursuit.plan_id), consistent=True), leads.fresh(pursuit.lead_id)
    if why := _why_over(pursuit, plan, lead):
        pursuit.stop(why)
        return
    later = queries.moment_after(plan, lead, clock.now_ms())
    if later > clock.now_ms():
        pursuit.wait(later)
    else:
        pursuit.owe()


def send(lead_id: str, relance_id: str, step: int) -> None:
    """Send what is owed, once. Raises `AlreadyDone` where it is owed no more, `MailDelayed` to be tried again."""
    pursuit = Pursuit.known(lead_id, relance_id)
    if pursuit.state != "owed" or pursuit.step != step:
        raise AlreadyDone
    plan, lead = Plan.existing(*plan_key(pursuit.plan_id), consistent=True), leads.fresh(pursuit.lead_id)
    if why := _why_over(pursuit, plan, lead):
        pursuit.stop(why)
        return
    later = _not_before(pursuit, plan, lead)
    if later > clock.now_ms():
        pursuit.wait(later)
        return
    _Step(pursuit, plan, lead).send()


def _not_before(pursuit: Pursuit, plan: Plan, lead: Lead) -> int:
    """Its hours first, then the cap of what one person gets, which is counted when it may leave."""
    now = clock.now_ms()
    later = queries.moment_after(plan, lead, now)
    if later > now:
        return later
    free = Reached.take(pursuit.person_id, pursuit.once, int(plan.most), int(plan.within_days) * DAY_MS)
    return queries.moment_after(plan, lead, free) if free else now


def _why_over(pursuit: Pursuit, plan: Plan, lead: Lead) -> str | None:
    if not identity.is_open():
        return "company_closed"
    return queries.why_of_plan(pursuit, plan) or queries.why_over(pursuit, plan.wanted, lead)


class _Step:
    """One message to one person."""

    def __init__(self, pursuit: Pursuit, plan: Plan, lead: Lead) -> None:
        self.pursuit, self.plan, self.lead = pursuit, plan, lead
        self.step: Mapping[str, Any] = plan.steps[int(pursuit.step) - 1]
        self.form = optin.form_of(self.lead)
        self.details = contacts.details(self.lead.person_id)
        self.values = letters.values_for(self.form, self.details, contacts.answers(self.details, self.lead.number))

    def send(self) -> None:
        """Noted once it has left. What one person cannot get is skipped, and the next step has its turn."""
        channel = self.step["channel"]
        why = self._why_not(channel)
        if why is None:
            try:
                answer = self._by_mail() if channel == "mail" else self._by_text(channel)
            except AlreadyDone:  # it left, and whoever sent it went away before it was noted
                answer = ""
            except MailRefused as refusal:
                why = self._refused(refusal.reason)
            except NoLine:
                why = "no_line"
            except letters.TemplateRefused as error:
                log.info("relance_unreadable", plan=self.plan.id, reason=error.code)
                why = "text_refused"
        if why is None:
            self.pursuit.sent(channel, answer, self._next_at())
        else:
            self.pursuit.skipped(channel, why, self._next_at())

    def _why_not(self, channel: str) -> str | None:
        """What the line says itself when it is asked, a STOP among it, is not asked here."""
        needed = "email" if channel == "mail" else "phone"
        return None if self.details.get(needed) else f"no_{needed}"

    def _by_mail(self) -> str:
        link, stop = optin.links(self.lead, max(1, int(self.lead.mails)))
        letter = letters.letter_of(self.step, self.form.language, self.values, link=link if self.lead.is_unconfirmed else None, stop=stop)
        receipt = mail.send(
            Mail(
                to=self.details["email"], subject=letter.subject, text=letter.text, html=letter.html, from_name=self.form.mail.get("from_name"),
                about=self.lead.id, is_bulk=True,
                headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            ),
            once=self.pursuit.once, sender_id=self.form.mail.get("sender_id"),
        )  # fmt: skip
        return receipt.server_answer

    def _by_text(self, channel: Channel) -> str:
        """Free words by WhatsApp where there are any and the person wrote to us within a day; else the template that it has approved."""
        phone, line_id = self.details["phone"], self.step["line_id"]
        body = letters.text_of(self.step, self.form.language, self.values)
        is_free = channel == "sms" or (body and texting.takes_free_words(line_id, channel, phone))
        text = Text(channel, phone, body, None if is_free else self._template())
        return texting.send_text(text, once=self.pursuit.once, about_id=self.lead.id, line_id=line_id).message_id

    def _template(self) -> Template:
        approved = self.step["template"]
        return Template(approved["name"], approved["language"], tuple(str(self.values[name]) or "-" for name in approved["parameters"]))

    def _refused(self, reason: str) -> str:
        """What an address says for good is kept for whatever else would be sent there."""
        if reason == "recipient_refused" and self.step["channel"] == "mail":
            with suppress(AlreadyDone):
                optin.give_up(self.lead.id, is_unwanted=False)
        return reason

    def _next_at(self) -> int | None:
        following = int(self.pursuit.step) + 1
        if self.pursuit.is_by_hand or following > len(self.plan.steps):
            return None
        return queries.moment_after(self.plan, self.lead, _due_after(self.plan, following, clock.now_ms()))


def _due_after(plan: Plan, step: int, since: int) -> int:
    return since + int(plan.steps[step - 1]["after"]) * MINUTE_MS


def came_back(lead_id: str) -> None:
    """A mail about this lead came back for good: nothing more is sent by itself. Raises `AlreadyDone` where nothing was to be."""
    going_on = [pursuit for pursuit in Pursuit.of_lead(lead_id) if pursuit.goes_on]
    if not going_on:
        raise AlreadyDone
    for pursuit in going_on:
        with suppress(AlreadyDone):
            pursuit.stop("bounced")


# Whoever works the lead


def relaunch(lead_id: str, wanted: NewRelance, caller: Caller) -> Lead:
    """Send one step of a plan to this person now, or as soon as one may write. The same `key` twice sends once. Raises `NothingToSend`."""
    lead = leads.visible(lead_id, caller, "leads.work")
    plan = queries.sendable_plan(wanted.plan_id, lead)
    if wanted.step > len(plan.steps):
        raise NotFound
    if why := queries.why_blocked(lead):
        raise NothingToSend(why=why)
    with suppress(AlreadyDone):
        Pursuit.by_hand(lead.id, wanted.key, plan.id, wanted.step)
    return lead


def stop(lead_id: str, relance_id: str, caller: Caller) -> Lead:
    """No more of it to this person. A repeat changes nothing."""
    lead = leads.visible(lead_id, caller, "leads.work")
    pursuit = Pursuit.known(lead.id, relance_id)
    with suppress(AlreadyDone):
        pursuit.stop("by_hand")
    return lead


__all__ = ["NotAllowed", "NothingToSend", "add_plan", "came_back", "delete_plan", "edit_plan", "follow", "relaunch", "ring", "send", "stop"]
