"""Lists, tags and forms as filters of the agent's queue and of the leads: they leave out, and change nothing of the order."""

import pytest

from chalicelib.contacts.models import Person
from chalicelib.leads.models.leads import Lead
from chalicelib.leads.models.places import agent_key


@pytest.fixture
def held(town):
    """Four leads of the agent's, in working order."""
    for number in range(1, 5):
        lead = town.comes(number)
        with town.inside():
            held = {"state": "assigned", "agent": town.company.agents[0], "wk": agent_key(town.company.agents[0]), "ws": f"{number}#{lead}"}
            Lead.known(lead).update([getattr(Lead, name).set(value) for name, value in held.items()])
    return town.leads


def queue(town, **query):
    return [row["id"] for row in town.asks("GET", "queue", role="agent", query=query).json["items"]]


def test_the_queue_is_filtered_by_list_tag_and_form_and_keeps_its_order(town, held):
    salon, tag = town.makes(), town.asks("POST", "tags", {"name": "VIP"}).json["id"]
    everything = queue(town)
    assert sorted(everything) == sorted(held)
    town.puts(salon, held[3], held[0], held[2])
    for lead in held[1:]:
        with town.inside():
            Person.known(lead.partition(".")[0]).update([Person.tags.set({tag})])

    def in_order(chosen):
        return [lead for lead in everything if lead in chosen]

    assert queue(town, list_id=salon) == in_order({held[0], held[2], held[3]})
    assert queue(town, tag_id=tag) == in_order(set(held[1:]))
    assert queue(town, tag_id=tag, list_id=salon) == in_order({held[2], held[3]})
    assert queue(town, form_id=town.company.form_id) == everything
    for nobody in ({"form_id": "other"}, {"tag_id": "other"}, {"list_id": "other"}):
        assert queue(town, **nobody) == []
    assert town.asks("GET", "queue", role="agent", query={"list_id": "x" * 65}).status == 422


def test_a_list_that_a_rule_makes_filters_the_queue(town, held):
    segment = town.makes("Reçus", rule={"conditions": [{"about": "state", "values": ["assigned"]}]})
    assert queue(town, list_id=segment) == queue(town)
    with town.inside():
        Lead.known(held[1]).update([Lead.state.set("in_progress")])
    assert held[1] not in queue(town, list_id=segment)


def test_a_centre_shows_its_agents_the_leads_of_its_lists(town, held):
    one, other = town.makes(), town.makes("Salon de Dakar")
    town.puts(one, held[3], held[0])
    town.puts(other, held[0], held[1])

    def names(*lists):
        flow = {"columns": ["form"], "fields": [], "lists": list(lists), "reserving": ["agent"]}
        assert town.asks("PUT", f"centres/{town.company.centre}/flow", flow).json["lists"] == list(lists)

    names(one, other)
    answered = town.asks("GET", "queue", role="agent").json
    assert ({row["id"] for row in answered["items"]}, answered["left_out"]) == ({held[0], held[1], held[3]}, 1)
    everybody = town.asks("GET", "queue", role="agent", query={"everybody": "true"}).json
    assert ({row["id"] for row in everybody["items"]}, everybody["left_out"]) == (set(held), 0)
    assert set(queue(town, list_id=other)) == {held[0], held[1]}, "who asks for one list sees that list"

    assert town.asks("DELETE", f"lists/{one}").status == 204
    assert set(queue(town)) == {held[0], held[1]}
    assert town.asks("DELETE", f"lists/{other}").status == 204
    assert set(queue(town)) == set(held), "lists that are gone hide nobody"


def test_leads_are_filtered_by_list_with_all_else(town, held):
    salon = town.makes()
    town.puts(salon, held[0], held[2])
    assert [row["id"] for row in town.asks("GET", "leads", query={"list_id": salon}).json["items"]] == [held[2], held[0]]
    assert [row["id"] for row in town.asks("GET", "leads", query={"list_id": salon, "stage": "finished"}).json["items"]] == []
    assert town.asks("GET", "leads", role="manager", centre=town.other_centre, query={"list_id": salon}).json["items"] == []
    elsewhere = town.makes("Dakar", centre_id=town.other_centre)
    town.puts(elsewhere, held[1])
    assert [row["id"] for row in town.asks("GET", "leads", query={"list_id": elsewhere}).json["items"]] == [held[1]]
    assert town.asks("GET", "leads", role="manager", query={"list_id": elsewhere}).json["items"] == [], "a list of others is nobody's"
