"""Lives one story through the actions, each step at its own moment and by whom it would be done.

Every step is one version of the lead: what the lead already went through, in an earlier run that was cut off, is not done again.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from chalicelib.calls import actions as calls
from chalicelib.calls.shapes import OutcomeDraft
from chalicelib.contacts import queries as contacts
from chalicelib.distribution import actions as distribution
from chalicelib.forms import actions as forms
from chalicelib.forms import queries as published
from chalicelib.forms.actions import Proof
from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import DomainError
from chalicelib.leads import actions as leads
from chalicelib.leads import queries as known
from chalicelib.leads.queries import Lead
from chalicelib.leads.shapes import NoteDraft
from chalicelib.optin import actions as optin
from infra.local.demo import notes
from infra.local.demo.companies import Member
from infra.local.demo.founding import Founded
from infra.local.demo.hours import Hours
from infra.local.demo.plan import Person, Story

NOTES = uuid.UUID("6f7d1f0a-3c55-4b3e-9a53-6c0f4b6f2a01")
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
TRIES_BEFORE_GIVING_UP = 2
TWO_STEPS = 0.4
"""How often an agent writes a note first and concludes some minutes later."""

LATE_LUCK = 0.92
"""Above it the agent never gets hold of the person."""


class Over(Exception):
    """Nothing more happens before today."""


def live(founded: Founded, person: Person) -> list[str]:
    """All requests of one person, as far as they have come by now. A repeat changes nothing. Answers what cut a story short, if anything."""
    cuts = [_Telling(founded, story, number).tell() for number, story in enumerate(person.stories)]
    return [cut for cut in cuts if cut]


class _Telling:
    def __init__(self, founded: Founded, story: Story, number: int) -> None:
        self.founded, self.story, self.number = founded, story, number
        self.hours = Hours(founded.company.timezone)
        self.rng = Random(story.seed)
        self.at = story.opened
        self.lead: Lead | None = None
        self.found = self.steps = 0

    def tell(self) -> str | None:
        with tenancy.history(), tenancy.inside(self.founded.tenant):
            try:
                self._find()
                self._come_in()
                if self.story.form.double_optin:
                    self._confirm_email()
                self._be_given()
                getattr(self, f"_{self.story.ending}", self._closed)()
            except Over:
                return None
            except DomainError as error:
                # Somebody at the keyboard, or the clock, was quicker. Theirs counts.
                return type(error).__name__
        return None

    # The ends of stories

    def _assigned(self) -> None:
        raise Over

    def _in_progress(self) -> None:
        self._note(self._contact(), notes.FIRST_WORDS[self.story.form.topic])

    def _callback(self) -> None:
        self._call_back(self._contact(), self.hours.at_work(self.founded.now + timedelta(hours=self.rng.uniform(0.5, 70))))

    def _overdue(self) -> None:
        self._call_back(self._contact(), self.hours.worked_before(self.founded.now, self.rng.uniform(0.3, 7)))

    def _closed(self) -> None:
        if self.story.luck > LATE_LUCK:
            self._unreached()
            return
        at = self._contact()
        if self.rng.random() < TWO_STEPS:
            self._note(at, notes.FIRST_WORDS[self.story.form.topic])
            at += self._minutes(3, 14)
        self._conclude(at, self.story.luck)

    def _called_back(self) -> None:
        at = self._contact()
        again = self.hours.at_work(at + timedelta(hours=self.rng.uniform(3, 60)))
        self._call_back(at, again)
        # Who asks to be called again means it more often than others.
        self._conclude(self.hours.at_work(again + self._minutes(0, 50)), self.story.luck * 0.85)

    def _unreached(self) -> None:
        at = self._contact()
        for _ in range(TRIES_BEFORE_GIVING_UP):
            again = self.hours.at_work(at + timedelta(hours=self.rng.uniform(4, 40)))
            self._call_back(at, again, notes.NO_ANSWER)
            at = self.hours.at_work(again + self._minutes(0, 40))
        self._outcome(at, "unreachable", self._words(notes.NEVER_REACHED))

    def _reopened(self) -> None:
        self._outcome(self._contact(), "rejected", self.rng.choice(notes.SAID_NO["not_interested"]), reason="not_interested")
        self._reopen()
        self._conclude(self.hours.at_work(self.at + self._minutes(20, 300)), self.story.luck)

    def _retried(self) -> None:
        self._unreached()
        self._reopen()
        self._be_given()
        self._conclude(self._contact(), self.story.luck)

    def _released(self) -> None:
        was = self._the_lead.agent
        at = self.hours.at_work(self.at + timedelta(hours=self.rng.uniform(20, 30)))
        manager = self._manager()
        self._step(at, manager.actor, lambda lead: distribution.release(lead.id, manager))
        self._free(was)
        self._be_given()
        self._closed()

    # The road

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
            self._step(lapsed, "system:sweep", leads.expire_overdue)
        if ending == "expired":
            raise Over
        if ending == "renewed":
            self._step(self.at + timedelta(hours=self.rng.uniform(1, 40)), "visitor", optin.renew)
            self._mail()
        self._step(self._clicks_at(), "visitor", optin.confirm)

    def _mail(self) -> None:
        answer = f"250 2.0.0 Ok: queued as {self.rng.getrandbits(40):010X}"
        self._step(self.at + self._seconds(1, 4), "system:mail-optin", lambda lead: lead.mail_sent(answer))

    def _clicks_at(self) -> datetime:
        """Most within minutes, some the day after; before the call where the story has one."""
        after = min(timedelta(minutes=self.rng.lognormvariate(1.4, 1.5)), timedelta(hours=60))
        latest = self.story.contact or (self.founded.now if self.story.ending in {"pool", "assigned"} else None)
        return min(self.at + after, self.at + (latest - self.at) / 3) if latest and latest > self.at else self.at + after

    def _be_given(self) -> None:
        if self.story.ending == "pool":
            raise Over
        centre = self._the_lead.centre
        team = self.founded.company.team(self.founded.team_of(centre))
        if team.method == "push":
            self._step(self.at + self._seconds(0.3, 1.6), "system:distribute", lambda lead: distribution.give(lead.id))
        else:
            manager = self._manager()
            workers = [one for one in self.founded.company.staff if one.team == team.key and one.role == team.works]
            agent = self.founded.caller(self.rng.choice(workers)).id
            self._step(self._given_by_hand_at(), manager.actor, lambda lead: distribution.assign(lead.id, agent, manager))
        self.lead = known.fresh(self._the_lead.id)
        if self.lead.agent is None:
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

    # What an agent does

    def _note(self, at: datetime, wordings: tuple[str, ...]) -> None:
        text, key, agent = self._words(wordings), self._note_key(), self._caller()
        self._step(at, agent.actor, lambda lead: leads.write_note(lead.id, key, text, agent))

    def _call_back(self, at: datetime, again: datetime, wordings: tuple[str, ...] = notes.ASKED_TO_CALL_BACK) -> None:
        self._outcome(at, "callback", self._words(wordings, again), callback_at=again)

    def _conclude(self, at: datetime, luck: float) -> None:
        topic, soon = self.story.form.topic, self.hours.at_work(at + timedelta(days=self.rng.randint(1, 5)) + self._minutes(-90, 90))
        if luck < self._agent().converts:
            self._outcome(at, "confirmed", self._words(notes.SAID_YES[topic], soon))
        else:
            wordings = notes.SAID_NO.get(self.story.reason) or notes.NOT_ELIGIBLE[topic]
            self._outcome(at, "rejected", self._words(wordings), reason=self.story.reason)

    def _outcome(self, at: datetime, outcome: str, text: str, **more: object) -> None:
        agent = self._caller()
        draft = OutcomeDraft.model_validate({"outcome": outcome, "note": NoteDraft(key=self._note_key(), text=text), **more})
        self._step(at, agent.actor, lambda lead: calls.record(lead.id, draft, agent, None))
        if outcome != "callback":
            self._free(agent.id)

    def _reopen(self) -> None:
        manager, key, why = self._manager(), self._note_key(), self.rng.choice(notes.CHANGED_MIND)
        at = self.hours.at_work(self.at + timedelta(hours=self.rng.uniform(20, 70)))
        self._step(at, manager.actor, lambda lead: leads.reopen(lead.id, why, key, manager))

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
        address = f"{self.rng.choice(('192.0.2', '198.51.100', '203.0.113'))}.{self.rng.randint(1, 254)}"
        page = f"https://www.{company.domain}/{self.story.form.key}?utm_source={source}"
        return Proof(clock.to_ms(self.at), address, "Mozilla/5.0", page)

    def _note_key(self) -> str:
        return str(uuid.uuid5(NOTES, f"{self.founded.tenant}:{self.story.seed}:{self.steps}"))

    def _words(self, wordings: tuple[str, ...], when: datetime | None = None) -> str:
        visitor, answers = self.story.visitor, self.story.answers
        wordings = tuple(text for text in wordings if all(name in answers for name in ("roof", "amount") if f"{{{name}}}" in text))
        day = (when or self.at).astimezone(self.hours.zone)
        amount = f"{int(answers.get('amount', 0)):,}".replace(",", "\N{NO-BREAK SPACE}")
        return self.rng.choice(wordings).format(
            first=visitor.first_name, city=visitor.city, amount=amount, roof=answers.get("roof"),
            when=f"{DAYS[day.weekday()]} {day.day} à {day.hour} h", soon=self.rng.choice(("demain matin", "en fin de journée", "après-demain")),
        )  # fmt: skip

    def _minutes(self, low: float, high: float) -> timedelta:
        return timedelta(minutes=self.rng.uniform(low, high))

    def _seconds(self, low: float, high: float) -> timedelta:
        return timedelta(seconds=self.rng.uniform(low, high))
