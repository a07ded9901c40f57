"""What came of a call: the usual outcomes, and those that a centre names itself."""

import pytest

from chalicelib.calls.outcomes import usual
from chalicelib.foundation import tenancy
from chalicelib.foundation.errors import AlreadyDone, Conflict
from chalicelib.leads import queries as leads
from chalicelib.leads.tasks import ring
from tests.builders import an_agent

KEY = "01HZZZZZZZZZZZZZZZZZZZZZ{:02d}"


def fresh(company, lead):
    with tenancy.inside(company.tenant):
        return leads.fresh(lead.id)


@pytest.fixture
def say(ask, sign_in):
    """Record an outcome as the company's agent."""

    def record(company, lead, outcome, **said):
        return ask("POST", f"/api/v1/leads/{lead.id}/outcomes", {"outcome": outcome} | said, token=sign_in(company))

    return record


@pytest.fixture
def owner(company, sign_in):
    an_agent(company, 8, role="centre_owner")
    return lambda: sign_in(company, 8)


def own(**changes):
    """A centre's own outcomes: the usual ones in order, with what is changed of each."""
    listed = [one.model_dump(mode="json") for one in usual().outcomes]
    return {"outcomes": [one | changes.get(one["code"], {}) for one in listed], "clientele": "consumers"}


def test_nobody_answers_and_the_next_try_plans_itself_in_legal_hours(company, asked, say, it_is):
    with it_is("2026-11-20T17:30"):
        lead = asked(company)
        page = say(company, lead, "no_answer").json
    assert (page["state"], page["callback_at"], page["attempts"]) == ("callback", "2026-11-23T09:00:00.000Z", 1)
    told = fresh(company, lead).said
    assert (told["t"], told["d"]["tries"], told["d"]["most"], told["d"]["outcome"]) == ("LeadNotReached", 1, 4, "no_answer")


def test_after_the_last_try_the_lead_is_unreachable_and_a_manager_may_begin_anew(company, asked, say, it_is, ask, sign_in):
    an_agent(company, 9, role="manager")
    with it_is("2026-11-23T09:30"):
        lead = asked(company)
    for moment in ("2026-11-23T09:30", "2026-11-23T13:30", "2026-11-24T13:30"):
        with it_is(moment):
            assert say(company, lead, "voicemail").json["state"] == "callback"
    with it_is("2026-11-26T13:30"):
        page = say(company, lead, "no_answer").json
        assert (page["state"], page["attempts"]) == ("unreachable", 4)
        reopened = ask("POST", f"/api/v1/leads/{lead.id}/reopening", {"key": KEY.format(1), "reason": "Autre numéro."}, token=sign_in(company, 9))
        assert (reopened.json["state"], fresh(company, lead).tries) == ("ready", 0)


def test_the_next_try_waits_until_the_law_allows_one_more(company, asked, say, it_is, ask, owner, crier):
    plan = {"delays": [60], "most": 9, "gap": 0}
    with it_is("2026-11-03T10:00"):
        ask("PUT", f"/api/v1/centres/{company.centre}/outcomes", own(no_answer={"retry": plan}), token=owner())
        lead = asked(company)
    planned = []
    for day in ("03", "04", "05", "06"):
        with it_is(f"2026-11-{day}T10:00"):
            planned.append(say(company, lead, "no_answer").json["callback_at"])
            crier.cry()
    assert planned[2:] == ["2026-11-05T11:00:00.000Z", "2026-12-03T10:00:00.000Z"]


def test_an_answer_ends_the_row_of_tries(company, asked, say, it_is):
    with it_is("2026-11-23T09:30"):
        lead = asked(company)
        say(company, lead, "no_answer")
    with it_is("2026-11-23T13:30"):
        say(company, lead, "callback", callback_at="2026-11-24T10:00:00Z")
    assert fresh(company, lead).tries == 0


def test_the_same_report_sent_twice_counts_once(company, asked, say, it_is):
    with it_is("2026-11-23T09:30"):
        lead = asked(company)
        note = {"key": KEY.format(1), "text": "Sonne dans le vide."}
        first, second = (say(company, lead, "no_answer", note=note) for _ in range(2))
    assert (first.status, second.status, second.json["attempts"]) == (201, 201, 1)
    assert second.json["version"] == first.json["version"]


def test_a_callback_of_its_agent_that_is_missed_is_told_once(company, asked, say, it_is, crier):
    with it_is("2026-11-23T09:30"):
        lead = asked(company)
        say(company, lead, "callback", callback_at="2026-11-23T14:00:00Z")
    for moment, missed in (("14:10", False), ("14:16", True), ("15:30", True)):
        with it_is(f"2026-11-23T{moment}"):
            rung(company, lead)
            assert fresh(company, lead).is_missed is missed
    crier.cry()
    with tenancy.inside(company.tenant):
        told = [row.t for row in leads.timeline(fresh(company, lead))]
    assert told.count("LeadCallbackMissed") == 1


def test_a_callback_by_anyone_goes_to_the_pool_when_its_time_has_come(company, asked, say, it_is, crier):
    with it_is("2026-11-23T09:30"):
        lead = asked(company)
        say(company, lead, "callback", callback_at="2026-11-23T14:00:00Z", anyone=True)
        holder = fresh(company, lead).agent
        other = an_agent(company, 2)
        crier.cry()
    with it_is("2026-11-23T13:59"):
        rung(company, lead)
        assert fresh(company, lead).state == "callback"
    with it_is("2026-11-23T14:00"):
        rung(company, lead)
        offered = fresh(company, lead)
        assert (offered.state, offered.agent, offered.said["d"]["was"], offered.said["d"]["why"]) == ("ready", None, holder, "callback")
        crier.cry()
        taken = fresh(company, lead)
    assert taken.agent in {holder, other}
    assert (taken.state, taken.callback_at) == ("assigned", offered.callback_at)


def test_two_sweeps_at_once_offer_it_once(company, asked, say, it_is, crier):
    with it_is("2026-11-23T09:30"):
        lead = asked(company)
        say(company, lead, "callback", callback_at="2026-11-23T14:00:00Z", anyone=True)
        one, other = fresh(company, lead), fresh(company, lead)
    with it_is("2026-11-23T15:30"), tenancy.inside(company.tenant, by="system:sweep"):
        one.offer()
    with it_is("2026-11-23T15:31"), tenancy.inside(company.tenant, by="system:sweep"):
        with pytest.raises(AlreadyDone):
            other.offer()
        crier.cry()
        told = [row.t for row in leads.timeline(fresh(company, lead))]
    assert told.count("LeadReleased") == 1


def test_a_callback_that_is_planned_anew_meanwhile_is_not_missed(company, asked, say, it_is):
    with it_is("2026-11-23T09:30"):
        lead = asked(company)
        say(company, lead, "callback", callback_at="2026-11-23T14:00:00Z")
        read_before = fresh(company, lead)
    with it_is("2026-11-23T14:20"):
        say(company, lead, "callback", callback_at="2026-11-23T16:00:00Z")
        with tenancy.inside(company.tenant, by="system:sweep"), pytest.raises(Conflict):
            read_before.miss()
    assert not fresh(company, lead).is_missed


def test_a_callback_across_the_change_of_clocks_rings_at_its_own_time(company, asked, say, it_is):
    """Agreed on the Friday for Monday at 9:00 there, which is an hour later in UTC than it would have been before the Sunday."""
    with it_is("2026-10-23T10:00"):
        lead = asked(company)
        say(company, lead, "callback", callback_at="2026-10-26T09:00:00+01:00", anyone=True)
    for moment, state in (("2026-10-26T07:59", "callback"), ("2026-10-26T08:00", "ready")):
        with it_is(moment):
            rung(company, lead)
            assert fresh(company, lead).state == state


def rung(company, lead):
    with tenancy.inside(company.tenant, by="system:sweep"):
        found = fresh(company, lead)
        ring([(found.pk, found.sk)])


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"outcome": "sold"}, "outcome"),
        ({"outcome": "rejected"}, "reason"),
        ({"outcome": "callback"}, "callback_at"),
        ({"outcome": "confirmed", "answers": {"amount": "12"}, "key": KEY.format(1)}, "answers.amount"),
    ],
)
def test_what_is_missing_is_named_with_its_remedy(company, asked, say, said, field):
    refused = say(company, asked(company), **said)
    assert (refused.status, [error["field"] for error in refused.json["errors"]]) == (422, [field])


def test_a_centre_names_its_own_outcomes_and_asks_what_it_needs(company, asked, say, ask, owner):
    fields = [
        {"code": "amount", "label": "Montant du devis", "kind": "number", "required": True},
        {"code": "when", "label": "Date de visite", "kind": "date"},
        {"code": "roof", "label": "Toit", "kind": "choice", "options": ["Tuile", "Ardoise"]},
    ]
    wanted = own(confirmed={"name": "Vente", "fields": fields}, unreachable={"active": False})
    kept = ask("PUT", f"/api/v1/centres/{company.centre}/outcomes", wanted, token=owner())
    assert (kept.status, kept.json["version"], kept.headers["ETag"]) == (200, 1, '"1"')
    lead = asked(company)

    assert say(company, lead, "unreachable").status == 422
    answers = {"amount": "beaucoup", "when": "demain", "roof": "Chaume"}
    refused = say(company, lead, "confirmed", key=KEY.format(1), answers=answers)
    assert {error["field"] for error in refused.json["errors"]} == {"answers.amount", "answers.when", "answers.roof"}
    answers = {"amount": "12 500,50", "when": "2026-12-01", "roof": "Tuile"}
    page = say(company, lead, "confirmed", key=KEY.format(1), answers=answers).json
    assert page["state"] == "confirmed"


def test_what_was_answered_stands_in_the_note(company, asked, say, ask, owner, crier):
    fields = [{"code": "amount", "label": "Montant", "kind": "number", "required": True}]
    ask("PUT", f"/api/v1/centres/{company.centre}/outcomes", own(confirmed={"fields": fields}), token=owner())
    lead = asked(company)
    say(company, lead, "confirmed", note={"key": KEY.format(1), "text": "Ravie."}, answers={"amount": "900"})
    crier.cry()
    timeline = ask("GET", f"/api/v1/leads/{lead.id}", token=owner()).json["timeline"]
    assert [entry["note"]["text"] for entry in timeline if entry["note"]] == ["Montant : 900\nRavie."]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"rejected": {"active": False}, "wrong_number": {"active": False}, "do_not_call": {"active": False}}, 422),
        ({"confirmed": {"name": "Rejeté"}}, 422),
        ({"confirmed": {"retry": {"delays": [5], "most": 2}}}, 422),
        ({"callback": {"do_not_call": True}}, 422),
        ({"no_answer": {"retry": {"delays": [1], "most": 2}}}, 422),
        ({"confirmed": {"tags": ["inconnue"]}}, 422),
        ({"confirmed": {"name": "Vente"}}, 200),
    ],
)
def test_outcomes_that_lead_nowhere_are_refused(company, ask, owner, changes, status):
    assert ask("PUT", f"/api/v1/centres/{company.centre}/outcomes", own(**changes), token=owner()).status == status


def test_a_code_that_the_history_knows_is_switched_off_and_not_forgotten(company, ask, owner):
    path = f"/api/v1/centres/{company.centre}/outcomes"
    more = own()
    more["outcomes"].append({"code": "visit", "name": "Visite prise", "kind": "confirmed"})
    ask("PUT", path, more, token=owner())
    assert ask("PUT", path, own(), token=owner()).status == 422
    more["outcomes"][-1]["active"] = False
    assert ask("PUT", path, more, token=owner()).json["version"] == 2
    assert ask("PUT", path, more, token=owner()).json["version"] == 2


def test_two_owners_who_write_at_once_do_not_undo_each_other(company, ask, owner):
    path = f"/api/v1/centres/{company.centre}/outcomes"
    assert ask("PUT", path, own(), token=owner(), headers={"If-Match": '"0"'}).status == 200
    assert ask("PUT", path, own(confirmed={"name": "Vente"}), token=owner(), headers={"If-Match": '"0"'}).status == 412


def test_agents_and_other_centres_do_not_write_them(company, ask, owner, sign_in):
    path = f"/api/v1/centres/{company.centre}/outcomes"
    assert ask("PUT", path, own(), token=sign_in(company)).status == 403
    assert ask("GET", "/api/v1/centres/0000000000/outcomes", token=owner()).status == 404


def test_the_history_tells_in_words_what_came_of_calls(company, asked, say, ask, owner, it_is, crier):
    with it_is("2026-11-23T09:30"):
        ask("PUT", f"/api/v1/centres/{company.centre}/outcomes", own(confirmed={"name": "Vente"}), token=owner())
        lead = asked(company)
        say(company, lead, "no_answer")
    with it_is("2026-11-23T13:00"):
        say(company, lead, "callback", callback_at="2026-11-23T14:00:00Z", anyone=True)
    for moment in ("14:00", "14:20"):
        with it_is(f"2026-11-23T{moment}"):
            rung(company, lead)
    with it_is("2026-11-23T14:30"):
        crier.cry()
        say(company, lead, "confirmed")
        crier.cry()
        page = ask("GET", f"/api/v1/leads/{lead.id}", token=owner()).json
    told = {entry["type"]: entry["why"] for entry in page["timeline"]}
    assert told["LeadNotReached"] == "Pas de réponse, essai 1 sur 4. Prochain essai prévu."
    assert told["LeadCallbackPlanned"] == "Par n'importe qui du centre."
    assert told["LeadReleased"] == "L'heure du rappel est venue : Agent 1 l'avait laissé à n'importe qui du centre."
    assert told["LeadCallbackMissed"] == "Personne n'a appelé à l'heure promise."
    assert told["LeadConfirmed"] == "Vente."
