"""What was held back: looked through, released once, dropped once."""

import re
from datetime import timedelta

import pytest

from bench.meter import Meter
from chalicelib.contacts import queries as contacts
from chalicelib.files.models import File
from chalicelib.forms import actions as forms
from chalicelib.foundation import clock, tenancy
from chalicelib.foundation.records import TraceRecord
from chalicelib.leads import queries as leads
from chalicelib.messaging import null
from chalicelib.quarantine import actions
from chalicelib.shield import models
from chalicelib.shield.models import HeldPost
from tests.builders import ANSWERS, FIELDS, a_company
from tests.files.contents import PDF
from tests.files.test_actions import browses
from tests.isolation.companies import access_token

PATH = "/api/v1/quarantine"
SPAM = {"homepage": "https://spam.example"}
KEPT = {"request": {"edition": 1, "answers": {"email": "awa@example.org"}, "proof": {"address": "", "browser": "", "page": ""}}}


@pytest.fixture
def company(world):
    null.sent.clear()
    return a_company(shield={"honeypot": True})


@pytest.fixture
def quarantine(company, ask):
    """As its administrator asks."""
    token = access_token(company.admin, company.tenant, "admin")

    def asking(method="GET", path="", **how):
        return ask(method, PATH + path, token=token, **how)

    return asking


def post(ask, company, number=1, **changes):
    answers = ANSWERS | {"email": f"person{number}@example.org", "phone": f"06 12 34 56 7{number}"} | changes
    return ask("POST", company.form_path, form=answers, headers={"Referer": "https://landing.example/solaire", "User-Agent": "Firefox"})


def opened(company):
    with tenancy.inside(company.tenant):
        return leads.newest(lambda _: True, limit=50, cursor=None)[0]


def state_of(company, post_id):
    with tenancy.inside(company.tenant):
        return HeldPost.known(post_id).state


def test_what_waits_says_whose_it_is_and_why(company, quarantine, ask):
    post(ask, company, **SPAM)
    [shown] = quarantine().json["items"]
    assert {name: shown[name] for name in ("name", "email", "reason", "form_name", "address", "browser", "page")} == {
        "name": "Awa Diop", "email": "person1@example.org", "reason": "honeypot", "form_name": "Étude solaire",
        "address": "203.0.113.7", "browser": "Firefox", "page": "https://landing.example/solaire",
    }  # fmt: skip
    assert {"label": "Votre projet", "value": "Panneaux solaires"} in shown["answers"]
    assert not any(answer["label"] == "homepage" for answer in shown["answers"])


def test_released_it_goes_the_road_that_it_would_have_gone(company, quarantine, ask, crier):
    post(ask, company, **SPAM)
    [shown] = quarantine().json["items"]
    crier.cry()
    assert not null.sent
    lead_id = quarantine("POST", f"/{shown['id']}/release").json["lead_id"]
    crier.cry()
    assert [lead.id for lead in opened(company)] == [lead_id]
    assert re.search(r"/c/[\w.-]+", null.sent[-1].text)
    with tenancy.inside(company.tenant):
        request = contacts.details(lead_id.partition(".")[0])["requests"]["1"]
    assert request["proof"]["address"] == "203.0.113.7"
    assert clock.iso(request["proof"]["at"])[:19] == shown["held_at"][:19], "the proof is that of the post"
    assert quarantine().json["items"] == []


def test_a_release_again_changes_nothing(company, quarantine, ask):
    post(ask, company, **SPAM)
    [shown] = quarantine().json["items"]
    first, second = (quarantine("POST", f"/{shown['id']}/release") for _ in range(2))
    assert first.json == second.json
    assert len(opened(company)) == 1


def test_dropped_it_is_gone_and_stays_so(company, quarantine, ask):
    post(ask, company, **SPAM)
    [shown] = quarantine().json["items"]
    for _ in range(2):
        assert quarantine("DELETE", f"/{shown['id']}").status == 204
    with tenancy.inside(company.tenant):
        assert HeldPost.known(shown["id"]).sealed is None
    assert quarantine("POST", f"/{shown['id']}/release").status == 409
    assert opened(company) == []


def test_what_was_released_is_not_dropped(company, quarantine, ask):
    post(ask, company, **SPAM)
    [shown] = quarantine().json["items"]
    quarantine("POST", f"/{shown['id']}/release")
    assert quarantine("DELETE", f"/{shown['id']}").status == 409


def test_whoever_had_the_same_wish_before_gets_no_second_lead(company, quarantine, ask):
    post(ask, company)
    post(ask, company, **SPAM)
    [shown] = quarantine().json["items"]
    [lead] = opened(company)
    assert quarantine("POST", f"/{shown['id']}/release").json["lead_id"] == lead.id
    assert len(opened(company)) == 1
    assert state_of(company, shown["id"]) == "released"


def test_decided_between_reading_and_writing_nothing_is_done_twice(company, quarantine, ask, monkeypatch):
    """Somebody else drops it after it was read for its release: the transaction is refused as a whole."""
    post(ask, company, **SPAM)
    [shown] = quarantine().json["items"]
    read = HeldPost.read

    def read_and_lose(post):
        content = read(post)
        HeldPost.known(post.id).drop()
        return content

    monkeypatch.setattr(HeldPost, "read", read_and_lose)
    assert quarantine("POST", f"/{shown['id']}/release").status == 409
    assert opened(company) == []
    assert state_of(company, shown["id"]) == "dropped"


def test_a_form_closed_meanwhile_takes_what_was_posted_while_it_was_open(company, quarantine, ask):
    post(ask, company, **SPAM)
    with tenancy.inside(company.tenant, by="system:test"):
        forms.close(company.form_id)
    [shown] = quarantine().json["items"]
    assert quarantine("POST", f"/{shown['id']}/release").status == 200
    assert len(opened(company)) == 1


def test_it_is_listed_by_form_and_by_reason_page_by_page(company, quarantine, ask):
    for number in range(3):
        with clock.held_at(clock.now() + timedelta(seconds=number)):
            post(ask, company, number, **SPAM)
    page = quarantine(query={"limit": 2}).json
    assert [one["email"] for one in page["items"]] == ["person2@example.org", "person1@example.org"]
    rest = quarantine(query={"limit": 2, "cursor": page["cursor"]}).json
    assert [one["email"] for one in rest["items"]] == ["person0@example.org"]
    assert len(quarantine(query={"form_id": company.form_id, "reason": "honeypot"}).json["items"]) == 3
    assert quarantine(query={"reason": "quick"}).json["items"] == quarantine(query={"form_id": "0000000000"}).json["items"] == []
    assert quarantine(query={"reason": "because"}).status == 422


def test_a_form_with_few_among_many_is_found_in_a_bounded_number_of_queries(company, quarantine, monkeypatch):
    with tenancy.inside(company.tenant, by="system:test"):
        for number in range(30):
            with clock.held_at(clock.now() + timedelta(seconds=number)):
                HeldPost.keep("flooded" if number else company.form_id, "honeypot", KEPT)
    with Meter().running() as meter:
        [found] = quarantine(query={"form_id": company.form_id, "limit": 1}).json["items"]
    assert (found["form_id"], meter.calls.count("Query")) == (company.form_id, 2), "the posts, and what forms are called"
    monkeypatch.setattr(models, "PAGE", 2)
    pages = [quarantine(query={"form_id": company.form_id}).json]
    while pages[-1].get("cursor"):
        pages.append(quarantine(query={"form_id": company.form_id, "cursor": pages[-1]["cursor"]}).json)
    assert [len(page["items"]) for page in pages] == [0, 1], "twenty are looked through in ten queries, and there is more"


def test_no_page_leaves_one_out(company, quarantine, monkeypatch):
    monkeypatch.setattr(models, "PAGE", 3)
    with tenancy.inside(company.tenant, by="system:test"):
        for number in range(7):
            with clock.held_at(clock.now() + timedelta(seconds=number)):
                HeldPost.keep(company.form_id, "honeypot", KEPT)
    every = [one["id"] for one in quarantine().json["items"]]
    page = quarantine(query={"limit": 2}).json
    found = page["items"]
    while page.get("cursor"):
        page = quarantine(query={"limit": 2, "cursor": page["cursor"]}).json
        found += page["items"]
    assert (len(every), [one["id"] for one in found]) == (7, every)


def test_after_a_week_nobody_finds_it(company, quarantine, ask):
    with clock.held_at(clock.now() - timedelta(days=7)):
        post(ask, company, **SPAM)
    assert quarantine().json["items"] == []
    with tenancy.inside(company.tenant), clock.held_at(clock.now() - timedelta(days=1)):
        [kept] = HeldPost.waiting(None, None)
    assert quarantine("POST", f"/{kept.id}/release").status == 404


def test_who_decided_stands_in_the_history(company, quarantine, ask, crier):
    for number in range(2):
        post(ask, company, number, **SPAM)
    kept, gone = (one["id"] for one in quarantine().json["items"])
    quarantine("POST", f"/{kept}/release")
    quarantine("DELETE", f"/{gone}")
    crier.cry()
    with tenancy.inside(company.tenant):
        hour = f"{company.tenant}#Z#{clock.now():%Y%m%d%H}#0"
        told = {(row.t, row.data["post_id"]): row.by for row in TraceRecord.query(hour) if row.t.startswith("Post")}
    assert told["PostReleased", kept] == told["PostDropped", gone] == f"user:{company.admin}"
    assert told["PostHeldBack", kept] == "visitor"


def test_it_is_for_administrators(company, ask):
    for role in ("marketing", "manager", "observer", "agent"):
        assert ask("GET", PATH, token=access_token(company.agents[0], company.tenant, role, company.centre)).status == 403


@pytest.mark.parametrize("post_id", ["nowhere", "018f0000000.0000000000"])
def test_what_is_not_there_is_not_found(quarantine, post_id):
    assert quarantine("POST", f"/{post_id}/release").status == quarantine("DELETE", f"/{post_id}").status == 404


def test_a_cut_between_the_two_writes_of_a_repeated_wish_is_mended_by_releasing_again(company, quarantine, ask, monkeypatch):
    post(ask, company)
    post(ask, company, **SPAM)
    [shown] = quarantine().json["items"]
    with tenancy.inside(company.tenant, by="system:test"):
        with monkeypatch.context() as cut:
            cut.setattr(HeldPost, "release", _cut_off)
            with pytest.raises(ConnectionError):
                actions.release(shown["id"])
        assert actions.release(shown["id"]) == opened(company)[0].id
    assert len(opened(company)) == 1


def _cut_off(*_):
    raise ConnectionError


@pytest.mark.parametrize(("waited", "kept"), [(timedelta(hours=1), ["kept"]), (timedelta(hours=47), ["kept"]), (timedelta(days=3), [])])
def test_the_files_of_a_post_come_with_it_for_two_days(ask, crier, waited, kept):
    company = a_company(shield={"honeypot": True}, fields=[*FIELDS, {"name": "cv", "type": "file", "label": "Votre CV", "kinds": ["pdf"]}])
    with clock.held_at(clock.now() - waited):
        assert browses(ask, company, [("cv", "cv.pdf", PDF)], **SPAM).status == 303
    with tenancy.inside(company.tenant, by="system:test"):
        [post] = HeldPost.waiting(None, None)
        lead_id = actions.release(post.id)
        crier.cry()
        assert [file.state for file in File.of_lead(lead_id)] == kept
        [request] = contacts.details(lead_id.partition(".")[0])["requests"].values()
    assert ("files" in request) is bool(kept)


def test_all_that_was_seen_is_dropped_at_once_and_what_came_since_stays(company, ask, quarantine):
    for number in (1, 2, 3):
        post(ask, company, number, **SPAM)
    seen = quarantine().json["items"]
    post(ask, company, 4, **SPAM)
    cleared = quarantine("POST", "/clearing", body={"until": seen[0]["held_at"]})
    assert cleared.json == {"dropped": 3, "has_more": False}
    assert [one["email"] for one in quarantine().json["items"]] == ["person4@example.org"]
    assert {state_of(company, one["id"]) for one in seen} == {"dropped"}
    assert quarantine("POST", "/clearing", body={"until": seen[0]["held_at"]}).json == {"dropped": 0, "has_more": False}


def test_only_what_was_asked_for_goes_a_hundred_at_a_time(company, ask, quarantine, monkeypatch):
    monkeypatch.setattr(actions, "DROPPED_AT_ONCE", 2)
    for number in (1, 2, 3):
        post(ask, company, number, **SPAM)
    until = quarantine().json["items"][0]["held_at"]
    assert quarantine("POST", "/clearing", body={"until": until, "reason": "quick"}).json == {"dropped": 0, "has_more": False}
    assert quarantine("POST", "/clearing", body={"until": until, "reason": "honeypot"}).json == {"dropped": 2, "has_more": True}
    assert quarantine("POST", "/clearing", body={"until": until, "form_id": company.form_id}).json == {"dropped": 1, "has_more": False}


def test_what_somebody_releases_meanwhile_is_not_dropped(company, ask, quarantine, monkeypatch):
    post(ask, company, **SPAM)
    [held] = quarantine().json["items"]
    drop = HeldPost.drop

    def released_before(one):
        actions.release(one.id)
        drop(one)

    monkeypatch.setattr(HeldPost, "drop", released_before)
    assert quarantine("POST", "/clearing", body={"until": held["held_at"]}).json["dropped"] == 0
    assert len(opened(company)) == 1
