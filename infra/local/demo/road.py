"""The road that every story takes, up to the agent; and how one step of it is taken."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from chalicelib.contacts import queries as contacts
from chalicelib.distribution import actions as distribution
from chalicelib.forms import actions as forms
from chalicelib.forms import queries as published
from chalicelib.forms.actions import Proof
from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.leads import actions as leads
from chalicelib.leads import queries as known
from chalicelib.leads.queries import Lead
from chalicelib.optin import actions as optin
from chalicelib.routing import actions as routing
from infra.local.demo.companies import Member
from infra.local.demo.founding import Founded
from infra.local.demo.hours import Hours
from infra.local.demo.plan import Story

NOTES = uuid.UUID("6f7d1f0a-3c55-4b3e-9a53-6c0f4b6f2a01")
BROWSER = "Mozilla/5.0"


class Over(Exception):
    """Nothing more happens before today."""


class Road:
    """Every step is one version of the lead: what it went through in an earlier run, that was cut off, is not done again."""

    def __init__(self, founded: Founded, story: Story, number: int) -> None:
        self.founded, self.story, self.number = founded, story, number
        self.hours = Hours(founded.company.timezone)
        self.rng = Random(story.seed)
        self.at = story.opened
        self.lead: Lead | None = None
        self.found = self.steps = 0

    def _find(self) -> None:
        """Where an earlier run left off."""
        person_id = contacts.known_by_email(self.story.visitor.email)
        theirs = known.leads_of(person_id) if person_id else []
        if len(theirs) > self.number:
            self.lead = theirs[self.number]
            self.found = int(self.lead.version)

    def _come_in(self) -> None:
        self.steps += 1
        proof = self._proof()
        if self.lead is None:
            with clock.held_at(self.at), tenancy.inside(self.founded.tenant, by="visitor"):
                form = published.current(self.founded.forms[self.story.form.key])
                forms.submit(form, self.story.answers, proof, language=form.language)
            self._find()
            self.found = 0
        if self.lead is None:
            raise Over

    def _confirm_email(self) -> None:
        ending = self.story.ending
        if ending == "bounced":
            self._step(self.at + self._seconds(2, 9), "system:mail-optin", lambda lead: lead.bounce())
            raise Over
        self._mail()
        if ending == "pending":
            raise Over
        if ending in {"expired", "renewed"}:
            lapsed = clock.from_ms(int(self._the_lead.link_ends_at or 0)) + timedelta(seconds=61)
            self._step(lapsed, "system:sweep", leads.ring)
        if ending == "expired":
            raise Over
        if ending == "renewed":
            self._step(self.at + timedelta(hours=self.rng.uniform(1, 40)), "visitor", leads.renew_link)
            self._mail()
        address = self._address()
        self._step(self._clicks_at(), "visitor", lambda lead: optin.confirm(lead, "click", address=address, browser=BROWSER))

    def _mail(self) -> None:
        answer = f"250 2.0.0 Ok: queued as {self.rng.getrandbits(40):010X}"
        self._step(self.at + self._seconds(1, 4), "system:mail-optin", lambda lead: lead.mail_sent(answer))

    def _clicks_at(self) -> datetime:
        """Most within minutes, some the day after; before the call where the story has one."""
        after = min(timedelta(minutes=self.rng.lognormvariate(1.4, 1.5)), timedelta(hours=60))
        latest = self.story.contact or (self.founded.now if self.story.ending in {"pool", "assigned"} else None)
        return min(self.at + after, self.at + (latest - self.at) / 3) if latest and latest > self.at else self.at + after

    def _find_centre(self) -> None:
        """Where the form chooses among several, the wire does it when the lead is ready."""
        if published.routes(self._the_lead.form).only is None:
            self._step(self.at + timedelta(seconds=0.2), "system:distribute", lambda lead: routing.route(lead.form, lead.id))
            self.lead = known.fresh(self._the_lead.id)

    def _be_given(self) -> None:
        if self.story.ending == "pool":
            raise Over
        centre = str(self._the_lead.centre)
        team = self.founded.company.team(self.founded.team_of(centre))
        if team.method == "push":
            self._step(self.at + self._seconds(0.3, 1.6), "system:distribute", lambda lead: distribution.give(lead.id))
        else:
            manager = self._manager()
            workers = [one for one in self.founded.company.staff if one.team == team.key and one.role == team.works]
            agent = self.founded.caller(self.rng.choice(workers)).id
            self._step(self._given_by_hand_at(), manager.actor, lambda lead: distribution.assign(lead.id, agent, manager))
        self.lead = known.fresh(self._the_lead.id)
        # Nobody is there, or the house gave it out itself, today: then it lives on in the present.
        if self.lead.agent is None or int(self.lead.assigned_at or 0) > clock.to_ms(self.founded.now):
            raise Over

    def _given_by_hand_at(self) -> datetime:
        if self.story.contact and self.story.contact > self.at:
            return self.at + (self.story.contact - self.at) * self.rng.uniform(0.2, 0.7)
        if self.story.ending == "assigned":
            return self.at + (self.founded.now - self.at) * self.rng.uniform(0.2, 0.7)
        return self.hours.at_work(self.at + self._minutes(4, 90))

    def _contact(self) -> datetime:
        """When the agent first calls."""
        usual = timedelta(minutes=self.rng.lognormvariate(3.1, 1.0) * self._agent().pace)
        return max(self.story.contact or self.at, self.at + self._minutes(1, 3)) if self.story.contact else self.hours.at_work(self.at + usual)

    # How a step is taken

    def _step(self, at: datetime, by: str, do: Callable[[Lead], object]) -> None:
        """What comes next, unless it was done in an earlier run or has not come yet."""
        self.steps += 1
        self.at = at = max(at, self.at)
        if at >= self.founded.now:
            raise Over
        if self.found >= self.steps:
            return
        with clock.held_at(at), tenancy.inside(self.founded.tenant, by=by):
            do(self._the_lead)

    def _free(self, agent: str | None) -> None:
        """The wire does it when it hears of a closed lead; after an interruption, again."""
        if agent and self.found <= self.steps:
            distribution.settle(self._the_lead.centre, agent, self._the_lead.id)

    @property
    def _the_lead(self) -> Lead:
        assert self.lead
        return self.lead

    def _agent(self) -> Member:
        return self.founded.member(str(self._the_lead.agent))

    def _caller(self) -> Caller:
        return self.founded.caller(self._agent())

    def _manager(self) -> Caller:
        return self.founded.caller(self.founded.manager(self._the_lead.centre))

    def _proof(self) -> Proof:
        company, source = self.founded.company, self.story.answers.get("utm_source", "direct")
        page = f"https://www.{company.domain}/{self.story.form.key}?utm_source={source}"
        return Proof(clock.to_ms(self.at), self._address(), BROWSER, page)

    def _address(self) -> str:
        return f"{self.rng.choice(('192.0.2', '198.51.100', '203.0.113'))}.{self.rng.randint(1, 254)}"

    def _note_key(self) -> str:
        return str(uuid.uuid5(NOTES, f"{self.founded.tenant}:{self.story.seed}:{self.steps}"))

    def _minutes(self, low: float, high: float) -> timedelta:
        return timedelta(minutes=self.rng.uniform(low, high))

    def _seconds(self, low: float, high: float) -> timedelta:
        return timedelta(seconds=self.rng.uniform(low, high))
