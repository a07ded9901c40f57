"""A survey to a hundred people: gathered and mailed, round after round, and what each of them asks of DynamoDB."""

from __future__ import annotations

from contextlib import suppress

from bench import crowd
from bench.figures import Figure
from bench.trips import Trips
from chalicelib.forms import actions as forms
from chalicelib.foundation import tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.surveys import actions
from chalicelib.surveys.models.figures import Figures
from chalicelib.surveys.models.surveys import Survey
from chalicelib.surveys.shapes import SurveyAudience, SurveyDraft
from tests.builders import a_company, form_content

PEOPLE = 100
QUESTION = {"name": "said", "type": "textarea", "label": "Un mot ?"}


def figures(people: int = PEOPLE) -> list[Figure]:
    """Without the wire between the rounds, by a sender that answers at once: what a real one takes comes on top."""
    company = a_company()
    crowd.settle(company, ["confirmed"] * people)
    everywhere = Caller("user", company.admin, company.tenant, "admin", grants=dict.fromkeys(("forms.read", "leads.read"), "all"))
    with tenancy.inside(company.tenant, by="system:bench"):
        questions = forms.draft(form_content(company.centre, name="Votre avis", fields=[QUESTION]))
        forms.publish(questions.id)
        draft = SurveyDraft(name="Satisfaction", form_id=questions.id, audience=SurveyAudience(form_id=company.form_id, who="customers"))
        survey = actions.prepare(draft, everywhere)
        gathered = _worked(survey.id, "gathering")
        actions.start(survey.id)
        mailed = _worked(survey.id, "sending")
        assert Figures.of(survey.id)["#mailed"] == people
    return [figure for what, bill in (("gathered", gathered), ("mailed", mailed)) for figure in _each(what, bill, people)]


def _worked(survey_id: str, state: str) -> Trips:
    """Rounds as the wire has them done, until the survey stands elsewhere."""
    bill = Trips()
    while (survey := Survey.known(survey_id)).state == state:
        with bill.of_one(), suppress(actions.IndexBehind):
            actions.go_on(survey_id, int(survey.turn))
    return bill


def _each(what: str, bill: Trips, people: int) -> list[Figure]:
    return [
        Figure(f"{people} people of a survey {what}", sum(bill.seconds), "s", "", "own CPU", sum(bill.own)),
        Figure(f"round trips for each person of a survey {what}", sum(bill.trips) / people, "trips", ""),
    ]
