"""Why can't I call now? Every answer says until when, and what to do."""

import pytest

from chalicelib.calls import permission
from chalicelib.calls.permission import CallNotAllowed
from chalicelib.foundation import clock, tenancy
from chalicelib.leads import queries as leads
from tests.builders import a_company


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
