"""Lists themselves: made, renamed, deleted; whose they are, and who may do what with them."""

import pytest

RULE = {"conditions": [{"about": "stage", "values": ["none"]}]}


def test_a_list_is_made_renamed_and_deleted(town):
    made = town.asks("POST", "lists", {"name": " Salon ", "description": "Stand B12"}).json
    assert (made["name"], made["members"], made["rule"], made["may_write"]) == ("Salon", 0, None, True)
    edited = town.asks("PUT", f"lists/{made['id']}", {"name": "Salon 2026"}, headers={"If-Match": '"1"'})
    assert (edited.json["name"], edited.json["version"], edited.headers["ETag"]) == ("Salon 2026", 2, '"2"')
    assert town.asks("PUT", f"lists/{made['id']}", {"name": "Autre"}, headers={"If-Match": '"1"'}).status == 412
    assert [one["name"] for one in town.asks("GET", "lists").json["items"]] == ["Salon 2026"]
    assert town.asks("DELETE", f"lists/{made['id']}").status == 204
    assert town.asks("DELETE", f"lists/{made['id']}").status == 404
    assert town.asks("GET", "lists").json["items"] == []


def test_whoever_joins_does_not_make_the_list_another_for_whoever_edits_it(town):
    salon = town.makes()
    town.puts(salon, town.comes())
    assert town.asks("PUT", f"lists/{salon}", {"name": "Autre"}, headers={"If-Match": '"1"'}).status == 200


def test_two_lists_of_one_name_are_one_too_many(town):
    salon = town.makes("Salon")
    town.makes("Salon", centre_id=town.company.centre)
    again = town.asks("POST", "lists", {"name": "salon"})
    assert (again.status, again.json["errors"][0]["field"]) == (422, "name")
    assert town.asks("PUT", f"lists/{salon}", {"name": "SALON"}).status == 200


def test_there_is_an_end_to_lists(town, monkeypatch):
    from chalicelib.lists import actions

    monkeypatch.setattr(actions, "AT_MOST", 1)
    town.makes("Un")
    assert town.asks("POST", "lists", {"name": "Deux"}).json["errors"][0]["code"] == "too_many_lists"


def test_a_list_by_hand_becomes_none_by_a_rule(town):
    salon, segment = town.makes(), town.makes("Neufs", rule=RULE)
    for list_id, rule in ((salon, RULE), (segment, None)):
        refused = town.asks("PUT", f"lists/{list_id}", {"name": "Autre", "rule": rule})
        assert (refused.status, refused.json["errors"][0]["field"]) == (422, "rule")


@pytest.mark.parametrize("role", ["centre_owner", "manager"])
def test_a_centre_keeps_its_own_lists_and_knows_those_of_the_company(town, role):
    own = {"role": role, "centre": town.company.centre}
    company, theirs = town.makes("Société"), town.makes("Dakar", centre_id=town.other_centre)
    mine = town.asks("POST", "lists", {"name": "Lyon", "centre_id": town.company.centre}, **own).json["id"]
    shown = {one["id"]: one["may_write"] for one in town.asks("GET", "lists", **own).json["items"]}
    assert shown == {company: False, mine: True}
    assert town.asks("POST", "lists", {"name": "Pour tous"}, **own).json["errors"][0]["field"] == "centre_id"
    assert town.asks("POST", "lists", {"name": "Là-bas", "centre_id": town.other_centre}, **own).status == 404
    for method, body in (("GET", None), ("PUT", {"name": "x", "centre_id": town.company.centre}), ("DELETE", None)):
        assert town.asks(method, f"lists/{theirs}", body, **own).status == 404
    for method, body in (("PUT", {"name": "x", "centre_id": town.company.centre}), ("DELETE", None)):
        assert town.asks(method, f"lists/{company}", body, **own).status == 404
    lead = town.comes()
    assert town.puts(company, lead, **own).json["added"] == 1
    assert town.puts(theirs, lead, **own).status == 404


def test_an_agent_reads_names_and_changes_nothing(town):
    salon, lead = town.makes(), town.comes()
    assert [one["name"] for one in town.asks("GET", "lists", role="agent").json["items"]] == ["Salon de Lyon"]
    assert town.asks("POST", "lists", {"name": "x"}, role="agent").status == 403
    assert town.puts(salon, lead, role="agent").status == 403
    assert town.asks("PUT", f"leads/{lead}/lists", {"add": [salon]}, role="agent").status == 403


def test_whoever_reads_a_list_sees_its_people_as_far_as_leads_reach(town):
    salon, lead = town.makes(), town.comes()
    town.puts(salon, lead)
    assert town.on(salon, role="manager") == [lead]
    assert town.on(salon, role="manager", centre=town.other_centre) == []
    assert town.on(salon, role="agent") == []
    assert town.asks("GET", f"leads/{lead}/lists", role="manager", centre=town.other_centre).status == 404
    assert town.puts(salon, lead, role="manager", centre=town.other_centre).json == {"added": 0, "already": 0, "unknown": 1}


WRONG = [
    ({"name": " "}, "name"),
    ({"name": "x" * 81}, "name"),
    ({"name": "x", "rule": {"conditions": []}}, "rule.conditions"),
    ({"name": "x", "rule": {"conditions": [{"about": "tag", "values": []}]}}, "rule.conditions.0"),
    ({"name": "x", "rule": {"conditions": [{"about": "stage", "values": ["gone"]}]}}, "rule.conditions.0"),
    ({"name": "x", "rule": {"conditions": [{"about": "received"}]}}, "rule.conditions.0"),
    ({"name": "x", "rule": {"conditions": [{"about": "received", "since": "2026-02-02", "until": "2026-02-01"}]}}, "rule.conditions.0"),
    ({"name": "x", "rule": {"conditions": [{"about": "received", "days": 0}]}}, "rule.conditions.0.days"),
    ({"name": "x", "rule": {"conditions": [RULE["conditions"][0], {"about": "tag", "values": ["nope"]}]}}, "rule.conditions.1.values"),
    ({"name": "x", "rule": {"conditions": [{"about": "form", "values": ["nope"]}]}}, "rule.conditions.0.values"),
    ({"name": "x", "rule": {"conditions": [{"about": "centre", "values": ["nope"]}]}}, "rule.conditions.0.values"),
]


def test_what_is_wrong_is_named(town):
    for draft, field in WRONG:
        answer = town.asks("POST", "lists", draft)
        assert (answer.status, answer.json["errors"][0]["field"]) == (422, field), draft
