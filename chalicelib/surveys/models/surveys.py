from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Self

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.foundation import clock, ids
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.records import MainRecord, key
from chalicelib.foundation.states import Moves
from chalicelib.surveys import facts


class Survey(Moves, MainRecord, discriminator="SV"):
    """One edition of a form, for whom it is, and how far its mails have come.

    Its work is done in rounds. Each ends with a write that owes the next one, by its fact: a crash loses no round, and a message that comes again
    finds its `turn` over.
    """

    MOVES: ClassVar = {
        "gathering": frozenset({"ready", "closed"}),
        "ready": frozenset({"sending", "closed"}),
        "sending": frozenset({"stopped", "sent", "closed"}),
        "stopped": frozenset({"sending", "closed"}),
        "sent": frozenset({"closed"}),
        "closed": frozenset(),
    }
    TAKES_ANSWERS = frozenset({"sending", "stopped", "sent"})

    state = UnicodeAttribute(attr_name="s")
    name = UnicodeAttribute(attr_name="n")
    form = UnicodeAttribute(attr_name="fm")
    form_version = NumberAttribute(attr_name="fv")
    audience = JSONAttribute(attr_name="au")
    letters = JSONAttribute(attr_name="lt")
    days = NumberAttribute(attr_name="d")
    turn = NumberAttribute(attr_name="tn", default=1)
    cursor = UnicodeAttribute(attr_name="cu", null=True)
    created_at = NumberAttribute(attr_name="cr")
    started_at = NumberAttribute(attr_name="sa", null=True)
    ends_at = NumberAttribute(attr_name="ea", null=True)

    @classmethod
    def new(cls, **said: Any) -> Self:
        survey = cls(*survey_key(ids.short_id()), state="gathering", turn=1, created_at=clock.now_ms(), version=1, **said)
        survey.said = said_now(facts.SurveyPrepared(survey.id, survey.form, 1))
        return survey

    @classmethod
    def known(cls, survey_id: str) -> Self:
        """Raises `NotFound`."""
        return cls.existing(*survey_key(survey_id), consistent=True)

    @classmethod
    def all(cls) -> list[Self]:
        """Newest first."""
        return sorted(cls.query(key("CF"), cls.sk.startswith("SV#")), key=lambda survey: -survey.created_at)

    @property
    def id(self) -> str:
        return str(self.sk.partition("#")[2])

    @property
    def good_until(self) -> int:
        """When its links lapse; before it is started, as if it were now."""
        return int(self.ends_at or clock.to_ms(clock.now() + timedelta(days=int(self.days))))

    @property
    def has_ended(self) -> bool:
        return bool(self.state == "closed" or (self.ends_at and clock.now_ms() > self.ends_at))

    @property
    def takes_answers(self) -> bool:
        return self.state in self.TAKES_ANSWERS and not self.has_ended

    def begin(self, tx: TransactWrite) -> None:
        tx.save(self, condition=type(self).pk.does_not_exist())

    def gathered(self) -> None:
        self.move_to("ready", facts.SurveyGathered(self.id), cursor=None)

    def start(self) -> None:
        """The first time says until when its links are good."""
        first: dict[str, Any] = {} if self.started_at else {"started_at": clock.now_ms(), "ends_at": self.good_until}
        self.move_to("sending", facts.SurveyStarted(self.id, self._next), turn=self._next, **first)

    def go_on(self, cursor: str | None = None) -> None:
        """The next round is owed."""
        self.change(facts.SurveyContinued(self.id, self._next), turn=self._next, cursor=cursor)

    def stop(self) -> None:
        self.move_to("stopped", facts.SurveyStopped(self.id))

    def finish(self) -> None:
        self.move_to("sent", facts.SurveySent(self.id))

    def close(self) -> None:
        self.move_to("closed", facts.SurveyClosed(self.id))

    @property
    def _next(self) -> int:
        return int(self.turn) + 1


def survey_key(survey_id: str) -> tuple[str, str]:
    return key("CF"), f"SV#{survey_id}"
