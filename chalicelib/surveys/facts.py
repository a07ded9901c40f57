from __future__ import annotations

from typing import ClassVar

from chalicelib.foundation.facts import Fact


class SurveyFact(Fact, family=True):
    """About a survey as a whole."""

    survey_id: str


class SurveyPrepared(SurveyFact):
    """Whom it is for is to be gathered. `turn` counts the rounds of its work: a message of an older one has nothing left to do."""

    form_id: str
    turn: int


class SurveyGathered(SurveyFact):
    """Everybody is found. Nothing leaves before somebody has seen how many they are."""


class SurveyStarted(SurveyFact):
    """Its mails may leave: for the first time, or again after a stop."""

    turn: int


class SurveyContinued(SurveyFact):
    """A round is done, and more is left."""

    turn: int


class SurveyStopped(SurveyFact):
    """No more mails until somebody starts it again. Who has one may answer."""


class SurveySent(SurveyFact):
    """All its mails have left."""


class SurveyClosed(SurveyFact):
    """Nobody answers any more."""


class InvitationFact(Fact, family=True):
    """About one person's part in a survey. `lead_id`: the request by which they were found."""

    survey_id: str
    lead_id: str


class SurveyMailed(InvitationFact):
    """The mail server took the mail. `answer` is what it said."""

    answer: str


class SurveyAnswered(InvitationFact):
    """Once per person and survey. What they said is sealed with the person."""

    PUBLIC: ClassVar = "survey.answered"


class SurveyUndelivered(InvitationFact):
    """The mail did not arrive, and never will."""


class SurveyUnsubscribed(InvitationFact):
    """The person wants no more surveys of this company."""
