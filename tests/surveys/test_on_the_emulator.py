"""Many at one moment: transactions that get into each other's way, as only a real server makes them."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import app
from chalicelib.forms import actions as forms
from chalicelib.foundation import tenancy
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, Conflict
from chalicelib.leads import queries as leads
from chalicelib.messaging import null
from chalicelib.surveys import actions, queries, tokens
from chalicelib.surveys.models.figures import Figures
from chalicelib.surveys.shapes import SurveyAudience, SurveyDraft
from tests.builders import ANSWERS, a_company, form_content
from tests.client import Client
from tests.surveys.conftest import QUESTIONS, SAID

PEOPLE = 12


def test_everybody_answers_twice_at_one_moment_and_each_counts_once(emulated):
    company, survey = prepared()
    with tenancy.inside(company.tenant):
        actions.start(survey)
        invited = [tokens.made(one.person_id, survey) for one in all_leads()]
    ask = Client(app.app)
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda token: ask("POST", f"/s/{token}", form=SAID), [*invited, *invited]))
    assert {answer.status for answer in answers} <= {200, 409}
    assert all("problem" not in answer.text for answer in answers if answer.status == 200)
    with tenancy.inside(company.tenant):
        figures = Figures.of(survey)
    assert (figures["#answered"], figures["#waiting"], figures["score"], figures["score|sum"]) == (PEOPLE, 0, PEOPLE, 9 * PEOPLE)


def test_two_rounds_at_one_moment_send_each_mail_once(emulated):
    company, survey = prepared()
    with tenancy.inside(company.tenant):
        turn = int(actions.start(survey).turn)
    null.sent.clear()

    def one_round(_):
        with tenancy.inside(company.tenant, by="system:mail-survey"):
            try:
                actions.go_on(survey, turn)
            except (AlreadyDone, Conflict, actions.IndexBehind) as late:
                return type(late).__name__
        return "done"

    with ThreadPoolExecutor(2) as both:
        list(both.map(one_round, range(2)))
    with tenancy.inside(company.tenant):
        for later in range(turn + 1, turn + 4):  # whatever a lost race left for the next round
            one_round_more(survey, later)
        assert queries.page(queries.survey(survey)).counts.mailed == PEOPLE
    reached = [re.search(r"/s/([\w.-]+)\s", mail.text)[1] for mail in null.sent]
    assert len(reached) == len(set(reached)) == PEOPLE


def one_round_more(survey, turn):
    try:
        actions.go_on(survey, turn)
    except AlreadyDone:
        return


def prepared():
    """A company with people whom it knows, and a survey that is ready for them."""
    company = a_company(double_optin=False)
    ask = Client(app.app)
    for number in range(PEOPLE):
        person = ANSWERS | {"email": f"p{number}@example.org", "phone": f"06 12 34 56 {number:02}"}
        assert ask("POST", company.form_path, form=person).status == 303
    with tenancy.inside(company.tenant, by="system:test"):
        questions = forms.draft(form_content(company.centre, name="Votre avis", fields=QUESTIONS))
        forms.publish(questions.id)
        everybody = SurveyAudience(lead_ids=[lead.id for lead in all_leads()])
        admin = Caller("user", company.admin, company.tenant, "admin", grants={"leads.read": "all"})
        survey = actions.prepare(SurveyDraft(name="Avis", form_id=questions.id, audience=everybody), admin)
        actions.go_on(survey.id, 1)
    return company, survey.id


def all_leads():
    return leads.newest(lambda _: True, limit=100, cursor=None)[0]
