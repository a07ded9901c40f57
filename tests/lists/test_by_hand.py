"""Lists by hand: who is put on and taken off, once each, whatever comes twice or at the same time."""

import pytest

from chalicelib.contacts.models import Person
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.records import TraceRecord, key
from chalicelib.leads.models.leads import Lead
from chalicelib.lists import actions
from chalicelib.lists.models.lists import MarketingList
from chalicelib.lists.models.memberships import Membership

EVERYTHING = Caller("user", "u", "t", "admin", grants=dict.fromkeys(("leads.read", "lists.read", "lists.write"), "all"))


def test_people_are_put_on_a_list_once_and_counted(town):
    salon, first, second = town.makes(), town.comes(1), town.comes(2)
    assert town.puts(salon, first, second, first).json == {"added": 2, "already": 0, "unknown": 0}
    assert town.puts(salon, first, "0" * 16 + ".1").json == {"added": 0, "already": 1, "unknown": 1}
    assert set(town.on(salon)) == {first, second}
    assert town.asks("GET", f"lists/{salon}").json["members"] == 2


def test_two_requests_of_one_person_are_one_member(town):
    salon, first = town.makes(), town.comes(1)
    town.now = town.now.replace(day=25)
    with town.inside():
        Lead.known(first).update([Lead.state.set("rejected"), Lead.closed_at.set(1)])
    second = town.comes(1)
    assert second.partition(".")[0] == first.partition(".")[0] != second
    assert town.puts(salon, first, second).json == {"added": 1, "already": 0, "unknown": 0}
    assert town.listed(salon).members == 1


def test_from_the_lead_page_somebody_is_put_on_and_taken_off(town):
    salon, lead = town.makes(), town.comes()
    for _ in range(2):
        assert town.asks("PUT", f"leads/{lead}/lists", {"add": [salon]}).json["items"] == [{"id": salon, "name": "Salon de Lyon", "by_hand": True}]
    for _ in range(2):
        assert town.asks("PUT", f"leads/{lead}/lists", {"remove": [salon]}).json["items"] == []
    assert (town.listed(salon).members, town.on(salon), town.kept()) == (0, [], [])
    assert town.asks("PUT", f"leads/{lead}/lists", {"add": [salon]}).json["items"] != []
    assert (town.listed(salon).members, town.on(salon)) == (1, [lead])


def test_history_tells_who_came_and_went(town):
    salon, lead = town.makes(), town.comes()
    town.asks("PUT", f"leads/{lead}/lists", {"add": [salon]})
    town.crier.cry()
    town.asks("PUT", f"leads/{lead}/lists", {"remove": [salon]})
    town.crier.cry()
    with town.inside():
        told = [row.t for row in TraceRecord.query(key("P", lead.partition(".")[0])) if row.t.endswith("isted")]
    assert told == ["PersonListed", "PersonUnlisted"]
    timeline = {row["type"]: row["why"] for row in town.asks("GET", f"leads/{lead}").json["timeline"]}
    assert (timeline["PersonListed"], timeline["PersonUnlisted"]) == ("Sur « Salon de Lyon ».", "Plus sur « Salon de Lyon ».")


def test_the_same_person_put_on_twice_at_once_is_counted_once(town, monkeypatch):
    salon, lead = town.makes(), town.comes()
    among = Membership.among.__func__

    def slow(cls, people, list_id):
        found = among(cls, people, list_id)
        monkeypatch.setattr(Membership, "among", classmethod(among))
        actions.add(list_id, [lead], EVERYTHING)
        return found

    monkeypatch.setattr(Membership, "among", classmethod(slow))
    with town.inside():
        assert actions.add(salon, [lead], EVERYTHING) == actions.MembersAdded(added=0, already=1, unknown=0)
    assert (town.listed(salon).members, len(town.kept())) == (1, 1)


def test_whoever_is_put_on_while_the_list_is_deleted_is_on_none(town, monkeypatch):
    salon, lead = town.makes(), town.comes()
    among = Membership.among.__func__

    def slow(cls, people, list_id):
        monkeypatch.setattr(Membership, "among", classmethod(among))
        actions.delete(list_id, EVERYTHING)
        return among(cls, people, list_id)

    monkeypatch.setattr(Membership, "among", classmethod(slow))
    with town.inside(), pytest.raises(NotFound):
        actions.add(salon, [lead], EVERYTHING)
    assert town.kept() == []


def test_a_deleted_list_is_gone_at_once_and_its_members_by_the_clock(town, monkeypatch):
    monkeypatch.setattr(actions, "CLEARED_AT_ONCE", 1)
    monkeypatch.setattr(actions, "BATCHES", 2)
    salon, other, people = town.makes(), town.makes("Autre"), [town.comes(number) for number in range(1, 4)]
    town.puts(salon, *people)
    town.puts(other, people[0])
    assert town.asks("DELETE", f"lists/{salon}").status == 204
    assert town.asks("GET", f"lists/{salon}").status == 404
    assert town.asks("GET", f"lists/{salon}/members").status == 404
    assert town.asks("GET", f"leads/{people[1]}/lists").json["items"] == []
    assert town.asks("GET", "leads", query={"list_id": salon}).json["items"] == []
    assert len(town.kept()) == 4
    for left in (2, 1, 1):
        town.passes(minutes=1)
        assert len(town.kept()) == left
    with town.inside():
        gone = MarketingList.existing(key("CF"), f"LS#{salon}")
        assert (gone.members, gone.dk) == (0, None)
    assert town.on(other) == [people[0]]


def test_an_index_that_is_late_to_show_somebody_is_asked_again(town, monkeypatch):
    salon, lead = town.makes(), town.comes()
    town.puts(salon, lead)
    town.asks("DELETE", f"lists/{salon}")
    shown = Membership.of_list.__func__
    monkeypatch.setattr(Membership, "of_list", classmethod(lambda *_, **__: ([], None)))
    town.passes(minutes=1)
    assert len(town.kept()) == 1
    monkeypatch.setattr(Membership, "of_list", classmethod(shown))
    town.passes(minutes=1)
    assert town.kept() == []


def test_members_come_page_by_page_last_come_first(town):
    salon = town.makes()
    for number in range(1, 6):
        town.now = town.now.replace(minute=number)
        town.puts(salon, town.comes(number))
    seen, cursor = [], None
    for _ in range(4):
        page = town.asks("GET", f"lists/{salon}/members", query={"limit": 2} | ({"cursor": cursor} if cursor else {})).json
        seen, cursor = seen + [one["lead_id"] for one in page["items"]], page["cursor"]
        if not cursor:
            break
    assert seen == town.leads[::-1]
    first = town.asks("GET", f"lists/{salon}/members", query={"limit": 1}).json["items"][0]
    assert (first["name"], first["form_name"], first["joined_at"]) == ("Awa Diop", "Étude solaire", "2026-11-23T09:05:05.000Z")
    assert town.asks("GET", f"lists/{salon}/members", query={"cursor": "W10"}).status == 400


def test_whoever_is_erased_is_shown_no_more(town):
    salon, lead = town.makes(), town.comes()
    town.puts(salon, lead)
    with town.inside():
        Person.known(lead.partition(".")[0]).update([Person.salt.remove()])
    assert town.on(salon) == []


def test_nobody_is_put_on_a_list_by_a_rule(town):
    lead, rule = town.comes(), {"conditions": [{"about": "state", "values": ["ready"]}]}
    segment = town.makes("Prêts", rule=rule)
    assert town.puts(segment, lead).status == 409
    assert town.asks("PUT", f"leads/{lead}/lists", {"add": [segment]}).json["type"].endswith("list-by-rule")
