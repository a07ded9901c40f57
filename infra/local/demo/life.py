"""Lives one story through the actions, each step at its own moment and by whom it would be done."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.calls import actions as calls
from chalicelib.calls.shapes import OutcomeDraft
from chalicelib.contacts import queries as contacts
from chalicelib.distribution import actions as distribution
from chalicelib.foundation import tenancy
from chalicelib.foundation.errors import DomainError
from chalicelib.leads import actions as leads
from chalicelib.leads import search
from chalicelib.leads.shapes import NoteDraft
from infra.local.demo import notes
from infra.local.demo.founding import Founded
from infra.local.demo.plan import Person
from infra.local.demo.road import Over, Road

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
TRIES_BEFORE_GIVING_UP = 2
TWO_STEPS = 0.4
"""How often an agent writes a note first and concludes some minutes later."""

LATE_LUCK = 0.92
"""Above it the agent never gets hold of the person."""


def live(founded: Founded, person: Person) -> list[str]:
    """All requests of one person, as far as they have come by now. A repeat changes nothing. Answers what cut a story short, if anything."""
    cuts = [_Telling(founded, story, number).tell() for number, story in enumerate(person.stories)]
    with tenancy.inside(founded.tenant, by="system:seed"):
        # History is told to nobody, the search table included.
        if person_id := contacts.known_by_email(person.visitor.email):
            search.refresh(person_id)
    return [cut for cut in cuts if cut]


class _Telling(Road):
    def tell(self) -> str | None:
        with tenancy.history(), tenancy.inside(self.founded.tenant):
            try:
                self._find()
                self._come_in()
                if self.story.form.double_optin:
                    self._confirm_email()
                self._find_centre()
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

    def _words(self, wordings: tuple[str, ...], when: datetime | None = None) -> str:
        visitor, answers = self.story.visitor, self.story.answers
        wordings = tuple(text for text in wordings if all(name in answers for name in ("roof", "amount") if f"{{{name}}}" in text))
        day = (when or self.at).astimezone(self.hours.zone)
        amount = f"{int(answers.get('amount', 0)):,}".replace(",", "\N{NO-BREAK SPACE}")
        return self.rng.choice(wordings).format(
            first=visitor.first_name, city=visitor.city, amount=amount, roof=answers.get("roof"),
            when=f"{DAYS[day.weekday()]} {day.day} à {day.hour} h", soon=self.rng.choice(("demain matin", "en fin de journée", "après-demain")),
        )  # fmt: skip
