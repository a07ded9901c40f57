"""Leads by what their calls came to and how warm they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.foundation import clock, tenancy
from chalicelib.scoring.models.labels import LeadLabel
from tests.builders import a_company, a_token, an_agent

NOTES = ("RDV pris jeudi 14h", "Rappeler mardi", "Pas intéressé", "bla bla")


@pytest.fixture
def ranked(calls):
    """Four leads, from the warmest down, and one of which no note was read."""
    found = []
    for number, text in enumerate(NOTES, 1):
        lead = calls.comes(number)
        calls.writes(lead, text)
        found.append(lead)
    calls.switches_on()
    calls.reads()
    calls.comes(9)
    positive, partial, negative, unclassified = found
    return [positive, partial, unclassified, negative]


def listed(calls, token=None, **query):
    return calls.ask("GET", "/api/v1/leads/scored", query=query, token=token or calls.agent).json


def ids(answer):
    return [one["id"] for one in answer["items"]]


def test_the_warmest_come_first_with_their_label_and_score(calls, ranked):
    found = listed(calls)
    assert ids(found) == ranked
    assert [one["label"] for one in found["items"]] == ["positive", "partial", "unclassified", "negative"]
    scores = [one["score"] for one in found["items"]]
    assert scores == sorted(scores, reverse=True)
    assert found["cursor"] is None
    page = calls.ask("GET", f"/api/v1/leads/{ranked[0]}/score", token=calls.agent).json
    assert scores[0] == page["warmth"]["score"], "what the list keeps is what the page reckons"


def test_pages_go_on_where_the_last_one_ended(calls, ranked):
    seen, cursor = [], None
    for _ in range(len(ranked) + 1):
        page = listed(calls, limit=1, **({"cursor": cursor} if cursor else {}))
        seen += ids(page)
        cursor = page["cursor"]
        if cursor is None:
            break
    assert seen == ranked
    assert calls.ask("GET", "/api/v1/leads/scored", query={"cursor": "x"}, token=calls.agent).status == 400


def test_leads_of_one_label_or_level_are_listed(calls, ranked):
    assert ids(listed(calls, label="partial")) == [ranked[1]]
    assert ids(listed(calls, label="positive", limit=1)) == [ranked[0]]
    by_level = [lead for level in ("hot", "warm", "cold") for lead in ids(listed(calls, level=level))]
    assert by_level == ranked
    assert ids(listed(calls, label="negative", level="hot")) == []


def test_whoever_corrects_a_label_moves_the_lead(calls, ranked):
    [note] = calls.labels(ranked[3])
    calls.ask("PUT", f"/api/v1/leads/{ranked[3]}/label", {"note_id": note, "label": "positive"}, token=calls.agent)
    assert set(ids(listed(calls, label="positive"))) == {ranked[0], ranked[3]}
    assert ids(listed(calls, label="negative")) == []


def test_other_filters_hold_as_well(calls, ranked):
    assert ids(listed(calls, state="in_progress")) == ids(listed(calls, stage="in_progress"))
    assert ids(listed(calls, state="confirmed")) == []
    assert ids(listed(calls, tag_id="none")) == []


def test_nobody_sees_more_of_it_than_of_leads(calls, ranked):
    other = an_agent(calls.company, 2)
    assert ids(listed(calls, token=a_token(calls.company, user=other))) == []
    assert ids(listed(calls, token=calls.admin)) == ranked
    assert ids(listed(calls, token=a_token(a_company("Ailleurs"), "admin"))) == []


def test_a_list_that_takes_too_long_says_how_far_it_came(calls, ranked, monkeypatch):
    from chalicelib.calls import listing
    from chalicelib.scoring import queries

    monkeypatch.setattr(listing, "PATIENCE", -1.0)
    monkeypatch.setattr(queries, "LEADS_AT_ONCE", 2)
    first = listed(calls)
    assert ids(first) == ranked[:2]
    assert ids(listed(calls, cursor=first["cursor"])) == ranked[2:]


def test_a_later_note_stands_whatever_is_read_after_it(calls, ranked):
    person, _, number = ranked[0].partition(".")
    long_ago = clock.to_ms(clock.now() - timedelta(days=3))
    with tenancy.inside(calls.company.tenant):
        LeadLabel.keep(person, int(number), "older", "negative", long_ago, 1)
    assert ids(listed(calls, label="positive")) == [ranked[0]]
