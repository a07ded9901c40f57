from __future__ import annotations

from typing import Any

from chalicelib.campaigns import letters, shapes
from chalicelib.campaigns.models.plans import Plan
from chalicelib.campaigns.models.pursuits import Pursuit
from chalicelib.contacts import queries as contacts
from chalicelib.forms import queries as forms
from chalicelib.forms.queries import Edition
from chalicelib.foundation import clock
from chalicelib.foundation.asked import language
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotFound
from chalicelib.identity import queries as identity
from chalicelib.identity.shapes import OpeningHours
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.messaging.lines import parts

UNCONFIRMED, UNCONTACTED, TAGGED = "unconfirmed", "uncontacted", "tagged"
WAITS_FOR_A_CALL = frozenset({"ready", "assigned"})

BLOCKED = {
    "closed": ("Ce lead est clos.", "This lead is closed."),
    "erased": ("Cette personne a été effacée.", "This person was erased."),
    "bounced": ("L'adresse e-mail ne reçoit pas : faites-la corriger.", "The e-mail address does not receive: have it corrected."),
    "unsubscribed": ("La personne ne veut plus de messages.", "The person wants no more messages."),
}


# Plans


def plans_for(caller: Caller) -> list[Plan]:
    """Those for all, and those of the caller's reach."""
    return [plan for plan in Plan.all() if _is_readable(plan, caller)]


def plan_for_reader(plan_id: str, caller: Caller) -> Plan:
    """Raises `NotFound`."""
    plan = Plan.known(plan_id)
    if not _is_readable(plan, caller):
        raise NotFound
    return plan


def plan_to_edit(plan_id: str, caller: Caller) -> Plan:
    """Raises `NotFound`: a plan for all is not a centre's to change."""
    plan = Plan.known(plan_id)
    if not caller.may_reach("campaigns.write", centre=plan.centre, owner=None):
        raise NotFound
    return plan


def _is_readable(plan: Plan, caller: Caller) -> bool:
    """One for all centres is everybody's who has one, unless it is for a form of others."""
    if caller.may_reach("campaigns.read", centre=plan.centre, owner=None):
        return True
    return plan.centre is None and caller.centre is not None and (plan.form is None or _may_read_form(plan.form, caller))


def _may_read_form(form_id: str, caller: Caller) -> bool:
    try:
        forms.form_for(caller, form_id)
    except NotFound:
        return False
    return True


def form_of_plan(form_id: str, caller: Caller | None = None) -> Edition:
    """As visitors see it. Raises `NotFound` for one that the caller may not read."""
    return forms.shown_of(forms.form_for(caller, form_id) if caller else forms.Form.known(form_id))


# Which leads, and until when


def wanted_of(lead: Lead) -> str | None:
    """What kind of plan would follow it now. One that has no centre yet is followed once it has."""
    if lead.waits_for_click:
        return UNCONFIRMED
    return UNCONTACTED if lead.state in WAITS_FOR_A_CALL and lead.centre and lead.contacted_at is None else None


def plan_for(lead: Lead, wanted: str, tag: str | None = None) -> Plan | None:
    fitting = [plan for plan in Plan.all() if plan.fits(wanted, lead.form, lead.centre, tag)]
    return max(fitting, key=lambda plan: plan.rank, default=None)


def moment_after(plan: Plan, lead: Lead, at: int) -> int:
    """The first moment (ms) from `at` on at which it may write to this lead. One that has no centre yet keeps to the plan's own hours."""
    return plan.moment_after(at, _hours_of(lead.centre) if plan.centre_hours and lead.centre else None)


def _hours_of(centre_id: str) -> OpeningHours | None:
    try:
        return identity.centre(centre_id).hours
    except NotFound:
        return None


def why_of_plan(pursuit: Pursuit, plan: Plan) -> str | None:
    """Why its plan sends nothing more."""
    if plan.state == "deleted" or len(plan.steps) < pursuit.step:
        return "plan_deleted"
    return None if plan.is_on or pursuit.is_by_hand else "plan_off"


def why_over(pursuit: Pursuit, wanted: str, lead: Lead) -> str | None:
    """Why nothing more is to be sent, as the lead stands now."""
    if stopped := _stopped(lead):
        return stopped
    if pursuit.is_by_hand:
        return "closed" if lead.state in Lead.CLOSED and not lead.is_unconfirmed else None
    if pursuit.tag:
        return _why_no_tag(lead, pursuit.tag)
    if wanted == UNCONFIRMED:
        return None if lead.is_unconfirmed else "confirmed"
    if lead.state in Lead.CLOSED:
        return "closed"
    return None if lead.state in WAITS_FOR_A_CALL and lead.contacted_at is None else "contacted"


def _why_no_tag(lead: Lead, tag: str) -> str | None:
    """A tag outlives its lead: who is not interested now may be written to later, unless they want to hear no more."""
    if lead.state == "rejected" and lead.reason == "refused_consent":
        return "unsubscribed"
    return None if contacts.tagged([lead.person_id], tag) else "untagged"


def _stopped(lead: Lead) -> str | None:
    if lead.state == "erased" or contacts.kept(lead.person_id) is None:
        return "erased"
    if lead.state == "bounced":
        return "bounced"
    return "unsubscribed" if int(lead.unsubscribed_at or 0) >= lead.asked_at else None


def why_blocked(lead: Lead) -> str | None:
    """Why nothing may be sent to it by hand, in words."""
    why = _stopped(lead) or ("closed" if lead.state in Lead.CLOSED and not lead.is_unconfirmed else None)
    return BLOCKED[why][language() == "en"] if why else None


def sendable_plan(plan_id: str, lead: Lead) -> Plan:
    """Raises `NotFound` for a plan that is not for such a lead."""
    plan = Plan.known(plan_id)
    if plan not in _sendable(lead, [plan]):
        raise NotFound
    return plan


def _sendable(lead: Lead, plans: list[Plan]) -> list[Plan]:
    wanted = UNCONFIRMED if lead.is_unconfirmed else UNCONTACTED
    return [plan for plan in plans if plan.wanted == wanted and plan.form in {None, lead.form} and plan.centre in {None, lead.centre}]


# What the console shows


def listed(caller: Caller) -> list[shapes.Plan]:
    form_names, centre_names = forms.names(), _centre_names()
    return [shapes.Plan(**_row(plan, form_names, centre_names)) for plan in plans_for(caller)]


def page(plan: Plan) -> shapes.PlanPage:
    form = form_of_plan(plan.form) if plan.form else None
    return shapes.PlanPage(
        **_row(plan, forms.names(), _centre_names()), version=int(plan.version), shown=_shown(plan, form),
        reminder_days=list(form.reminder_days) if form else [],
        link_hours=form.link_hours if form else None,
    )  # fmt: skip


def _row(plan: Plan, form_names: dict[str, str], centre_names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": plan.id, "name": plan.name, "wanted": plan.wanted, "tag_id": plan.tag, "form_id": plan.form,
        "centre_id": plan.centre, "steps": plan.steps,
        "hours": plan.hours, "most": int(plan.most), "within_days": int(plan.within_days), "on": plan.is_on,
        "ends_with_answer": bool(plan.ends_with_answer), "centre_hours": bool(plan.centre_hours),
        "form_name": form_names.get(plan.form or ""), "centre_name": centre_names.get(plan.centre or ""),
    }  # fmt: skip


def _centre_names() -> dict[str, str]:
    return {centre.id: centre.name for centre in identity.centres()}


def _shown(plan: Plan, form: Edition | None) -> list[shapes.Shown]:
    company = form.company if form else identity.tenant().name
    told = {"company": company} | ({"form_name": form.name, "sender": form.sender} if form else {})
    return [
        _as_shown(number, step, code, next(letters.samples(form.fields if form else (), code, **told)), plan.wanted == UNCONFIRMED)
        for number, step in enumerate(plan.steps, 1)
        for code, said in step["texts"].items()
        if said["text"].strip()
    ]


def _as_shown(number: int, step: dict[str, Any], code: str, values: dict[str, Any], confirms: bool) -> shapes.Shown:
    if step["channel"] == "mail":
        letter = letters.letter_of(step, code, values, link="#" if confirms else None, stop="#")
        return shapes.Shown(step=number, channel="mail", language=code, subject=letter.subject, text=letter.text, html=letter.html, parts=None)
    text = letters.text_of(step, code, values)
    return shapes.Shown(
        step=number,
        channel=step["channel"],
        language=code,
        subject=None,
        text=text,
        html=None,
        parts=parts(text) if step["channel"] == "sms" else None,
    )


def relances(lead: Lead) -> shapes.RelanceList:
    """How far each plan has come with it, and what may be sent by hand."""
    blocked = why_blocked(lead)
    sendable = [] if blocked else _sendable(lead, Plan.all())
    return shapes.RelanceList(
        items=[_relance(pursuit, lead) for pursuit in Pursuit.of_lead(lead.id)], blocked=blocked,
        sendable=[offer for plan in sendable for offer in _offers(plan, lead)],
    )  # fmt: skip


def _offers(plan: Plan, lead: Lead) -> list[shapes.Sendable]:
    code = lead.language or "fr"
    return [
        shapes.Sendable(
            plan_id=plan.id, plan_name=plan.name, step=number, channel=step["channel"],
            text=letters.said_in(step, code)[1]["text"] or step["template"]["name"],
        )
        for number, step in enumerate(plan.steps, 1)
    ]  # fmt: skip


def _relance(pursuit: Pursuit, lead: Lead) -> shapes.Relance:
    """As things stand now: a lead that was called since waits for no further message, whatever the timer has yet to find out."""
    plan = Plan.named(pursuit.plan_id)
    why: str | None = pursuit.why
    if pursuit.goes_on and plan:
        why = why_of_plan(pursuit, plan) or why_over(pursuit, plan.wanted, lead)
    goes_on = pursuit.goes_on and why is None
    step = plan.steps[int(pursuit.step) - 1] if plan and goes_on and len(plan.steps) >= pursuit.step else None
    return shapes.Relance(
        id=pursuit.wanted, plan_id=pursuit.plan_id, plan_name=plan.name if plan else "", wanted=_what_for(pursuit),
        state="running" if goes_on else "done" if pursuit.state == "done" else "stopped", why=why,
        next_at=clock.iso(int(pursuit.next_at)) if goes_on and pursuit.next_at else None, next_channel=step["channel"] if step else None,
        steps=1 if pursuit.is_by_hand else len(plan.steps) if plan else 0,
        told=[shapes.StepTold(**(one | {"at": clock.iso(int(one["at"]))})) for one in pursuit.told],
    )  # fmt: skip


def _what_for(pursuit: Pursuit) -> str:
    if pursuit.is_by_hand:
        return "by_hand"
    return TAGGED if pursuit.tag else pursuit.wanted


def visible_lead(lead_id: str, caller: Caller) -> Lead:
    """Raises `NotFound`."""
    return leads.visible(lead_id, caller, "leads.read")
