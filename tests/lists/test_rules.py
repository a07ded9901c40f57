"""Lists by a rule: who fits, how many, and what the count says when it did not look at all of them."""

from datetime import timedelta

import pytest

from chalicelib.contacts.models import Person
from chalicelib.leads.models.leads import Lead
from chalicelib.lists import segments

FOUR = [("ready", None, True), ("in_progress", 1, False), ("rejected", 1, True), ("ready", None, False)]


def rule(*conditions, match="all"):
    return {"match": match, "conditions": list(conditions)}


def about(what, *values, **more):
    return {"about": what, "values": list(values), **more}


@pytest.fixture
def tag(town):
    return town.asks("POST", "tags", {"name": "Salon"}).json["id"]


@pytest.fixture
def people(town, tag):
    """Four, a day apart, the last one today: tagged and new; contacted; tagged and closed; new."""
    town.now -= timedelta(days=3)
    for number, (state, contacted, tagged) in enumerate(FOUR, 1):
        lead = town.comes(number)
        with town.inside():
            Lead.known(lead).update([Lead.state.set(state), *([Lead.contacted_at.set(contacted)] if contacted else [])])
            if tagged:
                Person.known(lead.partition(".")[0]).update([Person.tags.set({tag})])
        town.now += timedelta(days=1)
    town.now -= timedelta(days=1)
    return town.leads


def counted(town, said, **more):
    answer = town.asks("POST", "lists/count", {"rule": said}, **more)
    assert answer.status == 200, answer
    return answer.json


WHO = [
    ("all", [("stage", ["none"])], {0, 3}),
    ("all", [("stage", ["in_progress", "finished"])], {1, 2}),
    ("all", [("state", ["rejected"])], {2}),
    ("all", [("state", ["rejected"], True)], {0, 1, 3}),
    ("all", [("tag", None)], {0, 2}),
    ("all", [("tag", None, True)], {1, 3}),
    ("all", [("tag", None), ("stage", ["none"])], {0}),
    ("any", [("tag", None), ("stage", ["none"])], {0, 2, 3}),
    ("all", [("form", None, True)], set()),
    ("all", [("centre", None)], {0, 1, 2, 3}),
]
WHEN = [
    ({"days": 2}, {2, 3}),
    ({"since": "2026-11-21"}, {1, 2, 3}),
    ({"until": "2026-11-21"}, {0, 1}),
    ({"since": "2026-11-21", "until": "2026-11-22"}, {1, 2}),
    ({"days": 2, "negated": True}, {0, 1}),
]


def test_a_rule_finds_who_fits(town, people, tag):
    own = {"tag": tag, "form": town.company.form_id, "centre": town.company.centre}
    for match, conditions, found in WHO:
        said = rule(*(about(what, *(values or [own[what]]), negated=bool(negated)) for what, values, *negated in conditions), match=match)
        segment = town.makes("Segment", rule=said)
        wanted = [people[number] for number in sorted(found, reverse=True)]
        assert town.on(segment) == wanted, said
        assert counted(town, said) == {"count": len(found), "cursor": None, "back_to": None}
        assert [row["id"] for row in town.asks("GET", "leads", query={"list_id": segment}).json["items"]] == wanted
        town.asks("DELETE", f"lists/{segment}")


def test_days_are_those_of_the_company(town, people):
    for number, (when, found) in enumerate(WHEN):
        segment = town.makes(f"Récents {number}", rule=rule(about("received", **when)))
        assert town.on(segment) == [people[number] for number in sorted(found, reverse=True)], when


def test_a_day_begins_at_midnight_of_the_company_not_of_utc(town):
    town.now = town.now.replace(day=22, hour=23, minute=30)  # half past midnight of the 23rd in Paris
    lead = town.comes()
    town.now = town.now.replace(day=23, hour=9)
    assert town.on(town.makes("Le 23", rule=rule(about("received", since="2026-11-23")))) == [lead]
    assert town.on(town.makes("Le 22", rule=rule(about("received", until="2026-11-22")))) == []


def test_whoever_asked_twice_is_one_person_by_the_newest_that_fits(town):
    first = town.comes(1)
    with town.inside():
        Lead.known(first).update([Lead.state.set("rejected"), Lead.closed_at.set(1), Lead.contacted_at.set(1)])
    town.now = town.now.replace(day=26)
    second = town.comes(1)
    both = town.makes("Tous", rule=rule(about("form", town.company.form_id)))
    assert town.on(both) == [second]
    assert counted(town, rule(about("form", town.company.form_id)))["count"] == 1
    assert town.on(town.makes("Refus", rule=rule(about("state", "rejected")))) == [first]
    assert [one["name"] for one in town.asks("GET", f"leads/{first}/lists").json["items"]] == ["Refus", "Tous"]
    assert [one["name"] for one in town.asks("GET", f"leads/{second}/lists").json["items"]] == ["Tous"]


def test_a_count_that_did_not_look_at_all_says_so_and_goes_on(town, people, monkeypatch):
    monkeypatch.setattr(segments, "COUNTED_AT_ONCE", 2)
    said = rule(about("form", town.company.form_id))
    first = counted(town, said)
    assert (first["count"], first["back_to"]) == (2, "2026-11-22")
    rest = town.asks("POST", "lists/count", {"rule": said, "cursor": first["cursor"]}).json
    total = first["count"] + rest["count"]
    while rest["cursor"]:
        rest = town.asks("POST", "lists/count", {"rule": said, "cursor": rest["cursor"]}).json
        total += rest["count"]
    assert total == 4


def test_time_is_up_before_everybody_was_looked_at(town, people, monkeypatch):
    monkeypatch.setattr(segments, "PATIENCE", -1)
    answer = counted(town, rule(about("state", "confirmed")))
    assert (answer["count"], answer["back_to"]) == (0, "2026-11-23")


def test_a_list_of_a_centre_holds_that_centres_people_whoever_reads_it(town, people):
    everybody = rule(about("form", town.company.form_id))
    assert len(town.on(town.makes("Lyon", rule=everybody, centre_id=town.company.centre))) == 4
    assert town.on(town.makes("Dakar", rule=everybody, centre_id=town.other_centre)) == []
    company = town.makes("Société", rule=everybody)
    assert town.on(company, role="manager", centre=town.other_centre) == []
    assert counted(town, rule(about("stage", "none")), role="manager", centre=town.other_centre)["count"] == 0
    assert counted(town, everybody, role="manager")["count"] == 4


def test_what_a_rule_says_may_change_with_the_list(town, people):
    segment = town.makes("Segment", rule=rule(about("state", "rejected")))
    town.asks("PUT", f"lists/{segment}", {"name": "Segment", "rule": rule(about("state", "ready"))})
    assert town.on(segment) == [people[3], people[0]]


def test_a_tag_that_is_retired_fits_nobody_new_and_breaks_nothing(town, people, tag):
    segment = town.makes("Salon", rule=rule(about("tag", tag)))
    town.asks("DELETE", f"tags/{tag}")
    assert town.asks("GET", f"lists/{segment}").status == 200
    assert town.on(segment) == [people[2], people[0]]
    refused = town.asks("PUT", f"lists/{segment}", {"name": "Salon", "rule": rule(about("tag", tag))})
    assert refused.json["errors"][0]["field"] == "rule.conditions.0.values"
