"""A form with its shield up, from the visitor's side and from the tables'."""

import json
import re
from collections import Counter
from datetime import timedelta
from html import unescape

import pytest

from bench.meter import Meter
from chalicelib.forms import queries
from chalicelib.foundation import clock, tenancy
from chalicelib.leads import queries as leads
from chalicelib.shield import actions as shield
from chalicelib.shield import addresses
from chalicelib.shield.actions import UploadsTooMany
from chalicelib.shield.models import HeldPost
from tests.builders import ANSWERS, a_company
from tests.shield.pages import worked

WHOLE = {"honeypot": True, "min_seconds": 2, "work": True, "per_address": 20, "per_form": 500, "disposable": True}


def a_form(**shield):
    return a_company(shield=shield, allowed_origins=["https://landing.example"])


def page_of(ask, company):
    """What the hidden part of the page carries, ready to be sent back, with its work done."""
    page = ask("GET", company.form_path).text
    fields = dict(re.findall(r'name="(_seal|homepage)"(?: value="([^"]*)")?', page))
    challenge = re.search(r"data-challenge='([^']*)'", page)
    return fields | ({"_work": worked(json.loads(unescape(challenge[1])))} if challenge else {})


def post(ask, company, brought, seconds=10, **changes):
    with clock.held_at(clock.now() + timedelta(seconds=seconds)):
        return ask("POST", company.form_path, form=ANSWERS | brought | changes)


def somebody(number):
    return {"email": f"person{number}@example.org", "phone": f"06 12 34 56 7{number}"}


def opened(company):
    with tenancy.inside(company.tenant), clock.held_at(clock.now() + timedelta(days=4)):
        return leads.newest(lambda _: True, limit=50, cursor=None)[0]


def held(company):
    with tenancy.inside(company.tenant):
        return [post.reason for post in HeldPost.waiting(None, None)]


def went_on(answer, company, number=1):
    assert (answer.status, "held" in answer.headers["Location"]) == (303, False), answer
    assert (len(opened(company)), held(company)) == (number, [])


def was_held(answer, company, reason):
    assert (answer.status, answer.headers["Location"].partition("?")[2]) == (303, "held=1"), answer
    assert held(company) == [reason]


def test_a_person_notices_nothing(ask):
    company = a_form(**WHOLE)
    went_on(post(ask, company, page_of(ask, company)), company)


def test_a_form_without_a_shield_carries_nothing_and_counts_nothing(ask):
    company = a_form()
    page = ask("GET", company.form_path).text
    assert not re.search(r'name="_|data-challenge=|homepage', page.partition("<form")[2].partition("</form>")[0])
    with Meter().running() as meter:
        post(ask, company, {})
    assert {write.table for write in meter.writes} == {"main"}


def test_with_the_shield_up_a_post_is_one_round_trip_still(ask):
    company = a_form(**WHOLE)
    brought = page_of(ask, company)
    with Meter().running() as meter:
        post(ask, company, brought)
    assert meter.calls == ["TransactWriteItems"]
    counted = Counter(write.table for write in meter.writes)
    assert counted["lease"] == 3, "its address, the form, the work of its page"


def test_whoever_fills_in_what_people_do_not_see_is_held_back(ask):
    company = a_form(honeypot=True)
    was_held(post(ask, company, {"homepage": "https://spam.example"}), company, "honeypot")
    assert opened(company) == []


def test_a_field_of_the_author_is_never_taken_for_the_bait(ask):
    fields = [{"name": "homepage", "type": "text", "label": "Site"}, {"name": "email", "type": "email", "label": "E-mail", "required": True}]
    company = a_company(shield={"honeypot": True}, fields=fields)
    assert 'name="homepage_"' in ask("GET", company.form_path).text
    went_on(post(ask, company, {"homepage": "https://awa.example", "homepage_": ""}), company)


def test_nobody_fills_a_form_in_within_a_second(ask):
    company = a_form(min_seconds=3)
    was_held(post(ask, company, page_of(ask, company), seconds=1), company, "quick")


def test_a_page_shown_again_for_a_fault_keeps_its_time(ask):
    company = a_form(min_seconds=3)
    brought = page_of(ask, company)
    again = post(ask, company, brought, email="x")
    assert again.status == 422
    assert brought["_seal"] in again.text


@pytest.mark.parametrize("brought", [{"_seal": "18f.forged"}, {"_seal": ["a", "b"]}])
def test_whoever_forges_a_time_is_held_back(ask, brought):
    company = a_form(min_seconds=3)
    was_held(post(ask, company, brought), company, "forged")


def test_whoever_forges_work_is_held_back(ask):
    company = a_form(work=True)
    was_held(post(ask, company, {"_work": "e30="}), company, "forged")


def test_the_form_takes_a_few_who_bring_no_proof_as_without_a_script(ask):
    company = a_form(work=True, unproven_per_hour=1)
    went_on(post(ask, company, {}), company)
    was_held(post(ask, company, {}, **somebody(2)), company, "unproven")
    with clock.held_at(clock.now() + timedelta(hours=1)):
        assert post(ask, company, {}, **somebody(2)).headers["Location"].endswith("thanks")


def test_it_may_take_none(ask):
    company = a_form(min_seconds=2, unproven_per_hour=0)
    was_held(post(ask, company, {}), company, "unproven")


def test_a_page_that_stood_open_for_days_proves_nothing_and_is_no_fault(ask):
    company = a_form(**WHOLE)
    went_on(post(ask, company, page_of(ask, company), seconds=3 * 24 * 3600), company)


def test_the_work_of_one_page_is_good_for_three_leads(ask):
    company = a_form(work=True)
    brought = page_of(ask, company)
    for number in range(3):
        went_on(post(ask, company, brought, **somebody(number)), company, number + 1)
    was_held(post(ask, company, brought, **somebody(3)), company, "work")


@pytest.mark.parametrize(("plan", "reason"), [({"per_address": 2}, "address"), ({"per_form": 2}, "form")])
def test_so_many_leads_an_hour_and_no_more(ask, plan, reason):
    company = a_form(**plan)
    for number in range(2):
        went_on(post(ask, company, {}, **somebody(number)), company, number + 1)
    was_held(post(ask, company, {}, **somebody(3)), company, reason)


def test_the_same_wish_again_counts_for_nothing(ask):
    company = a_form(per_address=1)
    for _ in range(3):
        went_on(post(ask, company, {}), company)


def test_somebody_who_is_known_is_counted_as_a_newcomer_is(ask):
    company = a_form(per_form=1, repeat_hours=1)
    went_on(post(ask, company, {}), company)
    lead = opened(company)[0]
    with tenancy.inside(company.tenant), clock.held_at(clock.now() - timedelta(hours=5)):
        leads.fresh(lead.id).bounce()
    assert post(ask, company, {}).headers["Location"].endswith("held=1")
    assert held(company) == ["form"]


@pytest.mark.parametrize(("hours", "number"), [(2, 2), (4, 1)])
def test_how_long_the_same_wish_stays_the_same_is_the_forms_to_say(ask, hours, number):
    company = a_form(repeat_hours=hours)
    went_on(post(ask, company, {}), company)
    with tenancy.inside(company.tenant):
        leads.fresh(opened(company)[0].id).bounce()
    went_on(post(ask, company, {}, seconds=3 * 3600), company, number)


def test_an_address_that_is_thrown_away_is_held_back(ask):
    company = a_form(disposable=True)
    was_held(post(ask, company, {}, email="awa@mailinator.com"), company, "disposable")


def test_an_address_that_no_mail_can_reach_is_a_fault_beside_its_field(ask, monkeypatch):
    company = a_form(mail_host=True)
    monkeypatch.setattr(addresses, "takes_mail", lambda _: False)
    answer = post(ask, company, {})
    assert answer.status == 422
    assert "Ce domaine ne reçoit pas" in answer.text
    assert opened(company) == held(company) == []


def test_a_wrong_answer_is_said_and_never_held(ask):
    company = a_form(**WHOLE)
    answer = post(ask, company, {"homepage": "spam"}, email="x")
    assert (answer.status, held(company)) == (422, [])


def test_a_script_is_told_that_somebody_looks_at_it(ask):
    company = a_form(honeypot=True)
    answer = ask("POST", company.form_path, ANSWERS | {"homepage": "spam"})
    assert (answer.status, answer.json["status"]) == (202, "held")
    assert "Soleil Vert" in answer.json["message"]
    assert held(company) == ["honeypot"]


def test_a_script_of_ones_own_learns_what_to_bring(ask):
    company = a_form(**WHOLE)
    asked = ask("GET", f"{company.form_path}/schema").json["x-form"]["shield"]
    brought = {"_seal": asked["seal"], "_work": worked(asked["work"]), asked["honeypot"]: ""}
    went_on(post(ask, company, brought), company)


def test_of_a_flood_only_the_first_of_an_hour_are_kept_and_nobody_is_told(ask, monkeypatch):
    monkeypatch.setattr(shield, "HELD_AN_HOUR", 2)
    company, calm = a_form(honeypot=True), a_form(honeypot=True)
    answers = [post(ask, company, {"homepage": "spam"}, **somebody(number)) for number in range(4)]
    assert {(answer.status, answer.headers["Location"]) for answer in answers} == {(303, answers[0].headers["Location"])}
    assert len(held(company)) == 2
    with Meter().running() as meter:
        post(ask, company, {"homepage": "spam"})
    assert [write.table for write in meter.writes] == ["lease"]
    was_held(post(ask, calm, {"homepage": "spam"}), calm, "honeypot")
    post(ask, company, {"homepage": "spam"}, seconds=3600)
    assert len(held(company)) == 3


def test_a_whole_network_of_ipv6_sends_files_as_one(world, monkeypatch):
    monkeypatch.setattr(shield, "UPLOADS_AN_HOUR", 2)
    company = a_form()
    with tenancy.inside(company.tenant):
        for host in range(2):
            shield.count_upload(company.form_id, f"2001:db8::{host}")
        with pytest.raises(UploadsTooMany):
            shield.count_upload(company.form_id, "2001:db8::2")
        for somebody_else in ("2001:db8:0:1::2", "203.0.113.7", ""):
            shield.count_upload(company.form_id, somebody_else)


def test_a_form_in_somebody_elses_page_carries_the_same(ask):
    company = a_form(**WHOLE)
    shown = ask("GET", f"{company.form_path}/embed", headers={"Origin": "https://landing.example"}).json["form"]
    assert all(part in shown for part in ("_seal", "data-challenge", "homepage"))


def test_the_visitor_is_told_in_their_language_and_promised_no_mail(ask):
    company = a_form(honeypot=True)
    answer = post(ask, company, {"homepage": "spam"})
    page = ask("GET", f"{company.form_path}/thanks", query={"held": 1}).text
    assert answer.headers["Location"].endswith("/thanks?held=1")
    assert "bien arrivée" in page
    assert "e-mail" not in page.partition("<main")[2]


def test_nobody_reads_an_address_or_an_answer_in_what_is_kept(ask):
    company = a_form(per_address=5, honeypot=True)
    with Meter().running() as meter:
        post(ask, company, {})
        post(ask, company, {"homepage": "spam"})
    assert meter.writes
    with tenancy.inside(company.tenant):
        [kept] = HeldPost.waiting(None, None)
    assert b"Diop" not in kept.sealed
    assert "203.0.113.7" not in str(kept.attribute_values)


def test_an_older_edition_has_no_shield(ask):
    company = a_company()
    with tenancy.inside(company.tenant):
        edition = queries.current(company.form_id)
        assert "shield" not in edition.content
        assert edition.tokens({}) is None
        assert edition.shield.repeat_hours == 24
