"""Why can't I call now? Every answer says until when, and what to do."""

from types import SimpleNamespace

import pytest

from chalicelib.calls import permission
from chalicelib.calls.outcomes import usual
from chalicelib.calls.permission import CallNotAllowed
from chalicelib.foundation import clock, tenancy
from chalicelib.leads import queries as leads
from tests.builders import a_company, an_agent


def weighed(company, lead):
    with tenancy.inside(company.tenant):
        return permission.permission(leads.fresh(lead.id))


def codes(given):
    return {one.code for one in given.obstacles if one.blocks}


def test_within_legal_hours_nothing_stands_in_the_way(company, asked, it_is):
    lead = asked(company)
    with it_is("2026-11-23T10:00"):
        given = weighed(company, lead)
    assert (given.is_given, given.obstacles, given.country, given.zone) == (True, (), "FR", "Europe/Paris")


def test_outside_of_them_the_page_says_until_when_and_the_api_obeys(company, asked, it_is, ask, sign_in):
    lead = asked(company)
    with it_is("2026-11-22T10:00"):
        given = weighed(company, lead)
        shown = ask("GET", f"/api/v1/leads/{lead.id}", token=sign_in(company)).json["permission"]
        with tenancy.inside(company.tenant), pytest.raises(CallNotAllowed) as refused:
            permission.expect(leads.fresh(lead.id))
    assert (codes(given), clock.iso(given.begins_at)) == ({"hours"}, "2026-11-23T09:00:00.000Z")
    assert (shown["allowed"], shown["begins_at"], shown["zone"]) == (False, "2026-11-23T09:00:00.000Z", "Europe/Paris")
    assert shown["obstacles"][0]["says"] == "Hors des heures légales d'appel (France) : il est 11:00 chez la personne."
    assert shown["obstacles"][0]["remedy"] == "Appelez à partir de lundi 23/11 10:00."
    assert "lundi 23/11 10:00" in refused.value.said("fr")


def test_the_clock_is_the_persons_own(company, asked, it_is):
    lead = asked(company, phone="+262 692 12 34 56")
    with it_is("2026-11-23T06:30"):
        assert weighed(company, lead).is_given
    with it_is("2026-11-23T16:30"):
        assert codes(weighed(company, lead)) == {"hours"}


def test_a_country_without_known_hours_says_so_and_does_not_block(company, asked, it_is):
    lead = asked(company, phone="+32 470 12 34 56")
    with it_is("2026-11-22T10:00"):
        given = weighed(company, lead)
    assert (given.is_given, [one.code for one in given.obstacles], given.country) == (True, ["hours_unknown"], "BE")


def test_nobody_is_called_before_the_click(crier, asked, it_is):
    company = a_company()
    crier.cry()
    lead = asked(company)
    with it_is("2026-11-23T10:00"):
        given = weighed(company, lead)
    assert (codes(given), given.begins_at) == ({"email_not_confirmed"}, None)


def test_a_closed_lead_is_not_called(company, asked, it_is, ask, sign_in):
    lead = asked(company)
    ask("POST", f"/api/v1/leads/{lead.id}/outcomes", {"outcome": "confirmed"}, token=sign_in(company))
    with it_is("2026-11-23T10:00"):
        assert codes(weighed(company, lead)) == {"closed"}


# Numbers, refusals and tries: of the number, whoever is known under it

KEY = "01HZZZZZZZZZZZZZZZZZZZZZ{:02d}"


@pytest.fixture
def say(ask, sign_in):
    return lambda company, lead, **said: ask("POST", f"/api/v1/leads/{lead.id}/outcomes", said, token=sign_in(company))


def test_a_number_that_nobody_calls_is_not_called_under_any_name(company, asked, it_is, say, ask, sign_in):
    an_agent(company, 9, role="manager")
    with it_is("2026-11-23T10:00"):
        first = asked(company)
        say(company, first, outcome="do_not_call")
        double = asked(company, email="autre@example.org", first_name="Fatou")
        assert "do_not_call" in codes(weighed(company, double))
        assert (double.state, double.agent) == ("ready", None), "no agent gets it by turn"
        page = ask("GET", f"/api/v1/leads/{double.id}", token=sign_in(company, 9)).json
    assert (page["person"]["phone"], page["phone_hidden"]) == (None, "do_not_call")


def test_a_manager_lifts_the_block_and_says_why(company, asked, it_is, say, ask, sign_in):
    an_agent(company, 9, role="manager")
    path = "/api/v1/leads/{}/do-not-call"
    with it_is("2026-11-23T10:00"):
        lead = asked(company)
        body = {"blocked": True, "key": KEY.format(1), "reason": "Demandé au téléphone."}
        assert ask("PUT", path.format(lead.id), body, token=sign_in(company)).status == 200
        assert ask("PUT", path.format(lead.id), body | {"key": KEY.format(2)}, token=sign_in(company)).status == 409
        lifted = {"blocked": False, "key": KEY.format(3), "reason": "A écrit vouloir être rappelé."}
        assert ask("PUT", path.format(lead.id), lifted, token=sign_in(company)).status == 403
        page = ask("PUT", path.format(lead.id), lifted, token=sign_in(company, 9)).json
    assert (page["permission"]["allowed"], page["person"]["phone"]) == (True, "+33612345678")


def test_a_refusal_is_respected_for_sixty_days_in_every_other_request(company, asked, it_is, say, crier):
    with it_is("2026-11-23T10:00"):
        first = asked(company)
        other = asked(company, email="autre@example.org")
    with it_is("2026-11-23T11:00"):
        say(company, first, outcome="rejected", reason="not_interested")
        crier.cry()
        given = weighed(company, other)
    assert codes(given) == {"refused"}
    assert clock.iso(given.begins_at) == "2027-01-22T11:00:00.000Z"


def test_whoever_asks_again_after_a_refusal_is_called(company, asked, it_is, say, crier):
    with it_is("2026-11-23T10:00"):
        say(company, asked(company), outcome="rejected", reason="not_interested")
        crier.cry()
    with it_is("2026-11-24T10:30"):
        again = asked(company)
        assert weighed(company, again).is_given


def test_the_fifth_call_in_thirty_days_waits_for_the_first_to_grow_old(company, asked, it_is, say, crier):
    with it_is("2026-11-02T10:00"):
        lead = asked(company)
        double = asked(company, email="autre@example.org")
    for day in ("03", "04", "05"):
        with it_is(f"2026-11-{day}T10:00"):
            assert say(company, lead, outcome="no_answer").status == 201
    with it_is("2026-11-06T10:00"):
        say(company, double, outcome="voicemail")
        crier.cry()
    with it_is("2026-11-09T10:00"):
        given = weighed(company, lead)
    assert (codes(given), clock.iso(given.begins_at)) == ({"tries"}, "2026-12-03T10:00:00.000Z")
    with it_is("2026-12-03T10:01"):
        assert weighed(company, lead).is_given


def test_a_callback_that_was_asked_for_stands_above_hours_and_tries(company, asked, it_is, say):
    with it_is("2026-11-23T10:00"):
        lead = asked(company)
        say(company, lead, outcome="callback", callback_at="2026-11-23T20:30:00Z")
    with it_is("2026-11-23T20:20"):
        given = weighed(company, lead)
        assert (given.is_given, [one.code for one in given.obstacles]) == (True, ["wished"])
    with it_is("2026-11-23T22:40"):
        assert codes(weighed(company, lead)) == {"hours"}


def test_a_next_try_is_nobodys_wish_and_has_its_gap(company, asked, it_is, say):
    with it_is("2026-11-23T10:00"):
        lead = asked(company)
        say(company, lead, outcome="no_answer")
        given = weighed(company, lead)
    assert (codes(given), clock.iso(given.begins_at)) == ({"too_soon"}, "2026-11-23T11:00:00.000Z")


def test_professionals_are_called_when_the_centre_wishes(company, asked, it_is, ask, sign_in):
    an_agent(company, 8, role="centre_owner")
    wanted = {"outcomes": [one.model_dump(mode="json") for one in usual().outcomes], "clientele": "professionals"}
    with it_is("2026-11-22T10:00"):
        lead = asked(company)
        ask("PUT", f"/api/v1/centres/{company.centre}/outcomes", wanted, token=sign_in(company, 8))
        assert weighed(company, lead).is_given


def test_a_call_and_its_outcome_are_one_try():
    rows = [SimpleNamespace(t=t, at=at, data={"lead_id": lead}) for at, (t, lead) in enumerate(HISTORY)]
    assert permission.tried(rows) == [0, 2, 4, 5]


HISTORY = [
    ("CallPlaced", "a"), ("LeadNotReached", "a"), ("LeadNotReached", "a"), ("LeadAssigned", "a"), ("CallPlaced", "b"), ("LeadConfirmed", "a"),
    ("LeadRejected", "b"),
]  # fmt: skip
