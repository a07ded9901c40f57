from __future__ import annotations

from chalicelib.foundation.facts import Announcement
from chalicelib.messaging.facts import MailBounced, MailComplained
from chalicelib.surveys import actions
from chalicelib.surveys.facts import SurveyContinued, SurveyPrepared, SurveyStarted

HEARD = (SurveyPrepared, SurveyStarted, SurveyContinued, MailBounced, MailComplained)


def mail_survey(said: Announcement) -> None:
    """A round of a survey's work is owed, or one of its mails came to no good."""
    match said.fact:
        case SurveyPrepared() | SurveyStarted() | SurveyContinued() as owed:
            actions.go_on(owed.survey_id, owed.turn)
        case MailBounced(about_id=str(about)):
            actions.came_back(about, is_unwanted=False)
        case MailComplained(about_id=str(about)):
            actions.came_back(about, is_unwanted=True)
